"""Memory: what has been seen can be seen again, and what has not is owned up to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from inhabit.core.camera import Pose
from inhabit.world.canvas import Canvas
from inhabit.world.keyframe import Keyframe
from inhabit.world.memory import Memory, Reading
from tests.fakes.ground import striped_ground

CELLS = (72, 128)
HERE = Pose(y_m=6.0, pitch_rad=-0.1)
STILL = (0.0, 0.0)


def keyframe(pose: Pose) -> Keyframe:
    cells = striped_ground(pose)
    tone = np.repeat(np.repeat((cells[0] * 255).astype(np.uint8), 5, 0), 5, 1)
    canvas = Canvas.fresh(tone, np.zeros((2, 180, 320), np.uint8), cells[3], cells[4])
    return Keyframe(canvas, cells, pose, STILL)


def look(memory: Memory, pose: Pose) -> Reading:
    return memory.view(pose, STILL, CELLS, 12.0)


def walked(memory: Memory, pose: Pose) -> Memory:
    return memory.commit(look(memory, pose), keyframe(pose))


def test_an_empty_memory_knows_nothing() -> None:
    reading = look(Memory(), HERE)
    assert reading.known.max() == 0.0
    assert not reading.context.any()


def test_the_first_frame_becomes_the_first_keyframe() -> None:
    memory = walked(Memory(), HERE)
    assert len(memory.bank) == 1
    assert memory.last is not None


def test_standing_still_adds_no_keyframes() -> None:
    memory = walked(Memory(), HERE)
    for _ in range(20):
        memory = walked(memory, HERE)
    assert len(memory.bank) == 1


def test_turning_away_adds_keyframes_and_turning_back_finds_the_first() -> None:
    memory = Memory()
    for step in range(13):
        memory = walked(memory, replace(HERE, yaw_rad=0.2 * step))
    assert len(memory.bank) > 3
    reading = look(memory, HERE)
    assert reading.sources[0].pose == HERE
    assert reading.bank_known > 0.95


def test_the_bank_is_bounded_and_keeps_its_anchor() -> None:
    memory = Memory(limit=4)
    for step in range(30):
        memory = walked(memory, replace(HERE, yaw_rad=0.4 * step))
    assert len(memory.bank) == 4
    assert memory.bank[0].pose == HERE


def test_a_bank_of_one_holds_the_newest_view_alone() -> None:
    memory = Memory(limit=1)
    for step in range(6):
        memory = walked(memory, replace(HERE, yaw_rad=0.4 * step))
    assert len(memory.bank) == 1
    assert memory.bank[0].pose != HERE


def test_weights_never_exceed_one() -> None:
    memory = Memory()
    for step in range(6):
        memory = walked(memory, replace(HERE, yaw_rad=0.1 * step, z_m=0.5 * step))
    reading = look(memory, replace(HERE, yaw_rad=0.33, z_m=1.1))
    assert reading.known.max() <= 1.0 + 1e-5
    assert np.allclose(sum(reading.weights), reading.known, atol=1e-5)


def test_viewing_writes_nothing() -> None:
    memory = walked(Memory(), HERE)
    before = memory.bank[0].coarse.copy()
    look(memory, replace(HERE, yaw_rad=0.3))
    assert np.array_equal(memory.bank[0].coarse, before)


def test_detail_that_was_magnified_twice_is_let_go() -> None:
    memory = walked(Memory(), HERE)
    once = look(memory, replace(HERE, y_m=4.6))
    coarse = replace(memory.bank[0].canvas, grain=np.full(CELLS, 1.7, np.float32))
    tired = replace(memory, bank=(Keyframe(coarse, coarse.coarse(), HERE, STILL),), last=None)
    twice = look(tired, replace(HERE, y_m=4.6))
    assert twice.seen.mean() > 0.9 * once.seen.mean()
    assert twice.known.mean() < 0.5 * once.known.mean()


def test_what_was_chosen_for_a_pose_close_by_is_read_again() -> None:
    memory = Memory()
    for step in range(13):
        memory = walked(memory, replace(HERE, yaw_rad=0.2 * step))
    close = replace(HERE, yaw_rad=0.02)
    memory = memory.carry(look(memory, HERE), keyframe(HERE))
    again = memory.view(close, STILL, CELLS, 12.0, again=True)
    assert [k.pose for k in again.sources] == [k.pose for k in look(memory, HERE).sources]
    assert again.known.mean() > 0.95 * look(memory, close).known.mean()
    away = replace(HERE, yaw_rad=2.0)
    stale = memory.view(away, STILL, CELLS, 12.0, again=True)
    assert stale.known.mean() < look(memory, away).known.mean()


def test_a_new_keyframe_is_chosen_from_at_once() -> None:
    memory = walked(Memory(), HERE)
    memory = memory.carry(look(memory, HERE), keyframe(HERE))
    away = replace(HERE, yaw_rad=2.0)
    memory = memory.foresee(keyframe(away))
    reading = memory.view(away, STILL, CELLS, 12.0, again=True)
    assert any(source.pose == away for source in reading.sources)
