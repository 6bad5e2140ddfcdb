"""The engine with networks that cost nothing: what happens in which tick."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Motion, Size
from inhabit.core.locks import LOCKS
from inhabit.core.ports import Rung
from inhabit.core.spec import WorldSpec
from inhabit.inputs.control import Control
from inhabit.runtime.engine import WorldEngine
from inhabit.runtime.networks import Networks
from inhabit.world.draft import Draft
from inhabit.world.dynamics import Kind, Read, Understanding
from inhabit.world.scene import WORN_TICKS
from inhabit.world.state import Wish, WorldState
from tests.unit.frames.lights import plain_light

SIZE = Size(640, 360)
RUNG = Rung("640x360/1", SIZE, 1)


class Plain:
    """Networks that see a plain under a sky, and count the steps of the dynamics."""

    def __init__(self) -> None:
        self.steps = 0
        patches = np.full((1, 35, 72, 128), 0.3, np.float32)
        patches[:, 34] = np.where(np.arange(72) < 30, 4.0, -4.0)[:, None]
        patches[:, 33] = np.linspace(0.0, 0.6, 72)[:, None]
        self.patches = torch.from_numpy(patches)

    def dynamics(self, noisy: Tensor, *_: Tensor) -> tuple[Tensor, ...]:
        self.steps += 1
        return (0.5 * noisy,)

    def painter(self, latent: Tensor) -> tuple[Tensor, ...]:
        seen = self.patches.clone()
        seen[:, 0] = 0.3 + 0.05 * latent.mean(1).repeat_interleave(2, 1).repeat_interleave(2, 2)
        return (seen,)

    def look(self, *_: Tensor) -> tuple[Tensor, ...]:
        lit = plain_light()
        return tuple(torch.from_numpy(part)[None] for part in (lit.maps, lit.glow, lit.curves, lit.fall))


def calm(_text: str, _attributes: Attributes, _kind: Kind) -> Understanding:
    return Understanding(Wish(), True)


def engine(plain: Plain, understand: Read = calm) -> WorldEngine:
    networks = Networks(plain.dynamics, plain.painter, plain.look, plain.look, plain.look)
    return WorldEngine(
        WorldSpec(),
        lambda _spec: networks,
        understand,
        checkpoint_hash="plain",
        device="paper",
        clock=lambda: 0.0,
    )


OVERCAST = {"cloud": 1.0, "hour": 0.0}
TURN, WALK = Motion(yaw_rps=0.8), Motion(dolly_mps=6.0)


def played(
    ticks: int, motion: Motion = TURN, rung: Rung = RUNG
) -> tuple[list[int], list[WorldState], list[bytes]]:
    """Steps, states and pictures of a turn, or of another motion."""
    plain = Plain()
    world = engine(plain)
    state = world.birth(1, "", SIZE)
    steps: list[int] = []
    states: list[WorldState] = []
    pictures: list[bytes] = []
    for tick in range(ticks):
        before = plain.steps
        rendered = world.render(state, Control(tick, 1 / 30, motion=motion), rung)
        state = world.commit(state, rendered)
        steps.append(plain.steps - before)
        states.append(state)
        pictures.append(world.develop(rendered).picture.digest())
    return steps, states, pictures


def passes(states: list[WorldState]) -> list[int]:
    """Passes made of views that were begun before a tick and not finished in it."""

    def made(draft: Draft) -> int:
        return (draft.reading is not None) + draft.steps_done + (draft.painted is not None)

    drafts = [(before.draft, now.draft) for before, now in itertools.pairwise(states)]
    return [made(now) - made(before) for before, now in drafts if before and now and now.pose == before.pose]


def test_a_tick_asks_the_network_once_at_most() -> None:
    steps, _, _ = played(24)
    assert set(steps[1:]) == {0, 1}


def test_a_view_being_painted_moves_on_by_one_pass_a_tick() -> None:
    _, states, _ = played(24)
    assert set(passes(states)) == {1}


def test_a_lean_frame_is_carried_on_and_leaves_painting_for_later() -> None:
    plain = Plain()
    world = engine(plain)
    state = world.birth(1, "", SIZE)
    tick = 0
    while state.draft is None:
        state = world.commit(state, world.render(state, Control(tick, 1 / 30, motion=TURN), RUNG))
        tick += 1
    while state.draft is not None and state.draft.reading is None:
        state = world.commit(state, world.render(state, Control(tick, 1 / 30, motion=TURN), RUNG))
        tick += 1
    steps, lean = plain.steps, replace(RUNG, lean=True)
    later = world.commit(state, world.render(state, Control(tick, 1 / 30, motion=TURN), lean))
    assert plain.steps == steps
    assert later.draft == state.draft
    assert later.pose != state.pose
    world.render(later, Control(tick + 1, 1 / 30, motion=TURN), RUNG)
    assert plain.steps == steps + 1


def test_a_world_is_born_whole_however_short_the_time() -> None:
    plain = Plain()
    world = engine(plain)
    world.render(world.birth(1, "", SIZE), Control(0, 1 / 30), replace(RUNG, lean=True))
    assert plain.steps > 0


def test_what_memory_shows_is_not_painted_again() -> None:
    plain = Plain()
    world = engine(plain)
    state = world.birth(1, "", SIZE)
    for tick in range(9):
        state = world.commit(state, world.render(state, Control(tick, 1 / 30), RUNG))
    assert state.painted_tick == 1
    assert len(state.memory.bank) == 1


def test_another_biome_and_another_sky_are_light_on_what_is_there() -> None:
    left_alone, asked = (
        Control(0, 1 / 30, **said) for said in ({}, {"biome": "desert", "targets": OVERCAST})
    )
    kept = []
    for control in (left_alone, asked):
        plain = Plain()
        world = engine(plain)
        state = world.birth(1, "", SIZE)
        for tick in range(40):
            state = world.commit(state, world.render(state, replace(control, frame_index=tick), RUNG))
        kept.append((plain.steps, [keyframe.canvas.tone.tobytes() for keyframe in state.memory.bank]))
    assert state.attributes.main_biome == "desert" and state.attributes.cloud > 0.9
    assert kept[0] == kept[1]


def tried(lock: str | None, ticks: int = 200) -> list[WorldState]:
    """A world to which everything is said, pressed and moved in every tick, under a lock or none."""
    world = engine(Plain(), wild)
    state = world.birth(1, "", SIZE)
    states = [state]
    for tick in range(ticks):
        control = Control(
            tick,
            1 / 30,
            motion=Motion(dolly_mps=8.0 * (tick % 3 - 1), yaw_rps=0.9, zoom=0.2),
            directives=("another style", "another sky"),
            targets=OVERCAST,
            biome="desert",
            locks={lock: True} if lock and tick == 0 else {},
        )
        state = world.commit(state, world.render(state, control, replace(RUNG, lean=True)))
        states.append(state)
    return states


def wild(_text: str, _attributes: Attributes, _kind: Kind) -> Understanding:
    return Understanding(Wish({"hour": 22.0, "rain": 1.0, "relief": 1.0}, "ember", "neon"), True)


@pytest.mark.parametrize("lock", LOCKS)
def test_what_is_locked_is_what_it_was_after_200_ticks_that_try(lock: str) -> None:
    def read(state: WorldState) -> object:
        held = [getattr(state.attributes, name) for name in LOCKS[lock]]
        return held or state.pose

    locked, free = tried(lock), tried(None)
    assert all(read(state) == read(locked[0]) for state in locked)
    assert read(free[-1]) != read(free[0])
    assert engine(Plain()).summary(locked[-1]).locks == (lock,)


def test_a_world_that_begins_anew_is_open_and_says_what_it_cannot_show() -> None:
    def deaf(_text: str, _attributes: Attributes, _kind: Kind) -> Understanding:
        return Understanding(Wish(), False)

    world = engine(Plain(), deaf)
    summary = world.summary(world.birth(1, "a dragon", SIZE))
    assert (summary.locks, "a dragon" in summary.notice) == ((), True)


def test_a_finished_view_joins_the_bank_before_it_is_reached() -> None:
    _, states, _ = played(20)
    begun = next(state.draft for state in states if state.draft is not None and not state.draft.here)
    known = [any(k.pose == begun.pose for k in state.memory.bank) for state in states]
    assert known[-1]
    assert states[known.index(True)].pose.yaw_rad < begun.pose.yaw_rad


def test_a_frame_is_touched_up_when_enough_of_it_is_new() -> None:
    _, states, _ = played(40, WALK)
    assert any(state.draft is not None and state.draft.here for state in states)
    assert any(state.painted_tick == state.tick for state in states[1:])


def test_carried_light_is_the_same_whether_at_hand_or_worked_out_again() -> None:
    world = engine(Plain())
    state = world.birth(1, "", SIZE)
    rendered = world.render(state, Control(0, 1 / 30, motion=WALK), RUNG)
    tick = 0
    while rendered.pending.state.shown.landed is None:
        state, tick = world.commit(state, rendered), tick + 1
        rendered = world.render(state, Control(tick, 1 / 30, motion=WALK), RUNG)
    fresh = engine(Plain()).develop(rendered).picture.digest()
    assert world.develop(rendered).picture.digest() == world.develop(rendered).picture.digest() == fresh


def lit_in(states: list[WorldState]) -> list[int]:
    """The ticks whose light the frames of some states wore."""
    return [state.lit.tick for state in states if state.lit]


def test_light_is_worn_for_a_while_and_asked_for_again() -> None:
    _, states, _ = played(5 * WORN_TICKS, Motion())
    settled = lit_in(states[WORN_TICKS:])
    worn = [settled.count(tick) for tick in sorted(set(settled))[1:-1]]
    assert worn and set(worn) == {WORN_TICKS}


def test_what_was_painted_into_a_frame_is_lit_in_the_next() -> None:
    _, states, _ = played(40, WALK)
    followed = [after for now, after in itertools.pairwise(states[1:]) if now.painted_tick == now.tick]
    assert followed
    assert lit_in(followed) == [state.tick - 1 for state in followed]


def test_light_that_is_not_at_hand_is_prepared() -> None:
    world = engine(Plain())
    state = world.birth(1, "", SIZE)
    tick = 0
    while state.asked is None:
        state = world.commit(state, world.render(state, Control(tick, 1 / 30), RUNG))
        tick += 1
    assert world.is_unprepared(state)
    while world.is_unprepared(state):
        assert world.prepare(state)
    assert not world.prepare(state)
    rendered = world.render(state, Control(tick, 1 / 30), RUNG)
    assert rendered.pending.state.lit is state.asked


CARRIES = replace(RUNG, carries=1)


def carried_in(ticks: int, motion: Motion, rung: Rung = CARRIES, **said: object) -> list[bool]:
    """Which frames of a rung that carries were carried; what is `said` is said in the last one."""
    world = engine(Plain())
    state = world.birth(1, "", SIZE)
    made = []
    for tick in range(ticks):
        told = said if tick == ticks - 1 else {}
        rendered = world.render(state, Control(tick, 1 / 30, motion=motion, **told), rung)  # pyright: ignore
        state = world.commit(state, rendered)
        made.append(rendered.carried)
    return made


def test_a_rung_carries_so_many_pictures_after_each_that_it_makes() -> None:
    assert carried_in(8, Motion(yaw_rps=0.1)) == [False, True] * 4
    assert carried_in(9, Motion(yaw_rps=0.1), replace(RUNG, carries=2)) == [False, True, True] * 3


def test_a_picture_that_shows_too_little_of_the_next_is_not_carried() -> None:
    assert not any(carried_in(8, Motion(yaw_rps=9.0)))


def test_what_is_said_is_answered_by_a_picture_of_its_own() -> None:
    assert carried_in(8, Motion(), targets={"hour": 3.0})[-1] is False


def test_a_carried_picture_shows_where_the_camera_is() -> None:
    world = engine(Plain())
    state = world.birth(1, "", SIZE)
    first = world.render(state, Control(0, 1 / 30, motion=TURN), CARRIES)
    second = world.render(world.commit(state, first), Control(1, 1 / 30, motion=TURN), CARRIES)
    pictures = [world.develop(rendered).picture.digest() for rendered in (first, second)]
    assert second.carried and pictures[0] != pictures[1]
    assert second.pending.state.pose.yaw_rad > 0.04
    assert engine(Plain()).develop(second).picture.digest() == pictures[1]


def test_the_same_session_makes_the_same_pictures() -> None:
    assert played(8)[2] == played(8)[2]


def test_rendering_without_committing_leaves_the_world_as_it_was() -> None:
    plain = Plain()
    world = engine(plain)
    state = world.birth(1, "", SIZE)
    state = world.commit(state, world.render(state, Control(0, 1 / 30), RUNG))
    control = Control(1, 1 / 30, motion=Motion(yaw_rps=0.8))
    once, again = (world.develop(world.render(state, control, RUNG)).picture.digest() for _ in range(2))
    assert once == again
