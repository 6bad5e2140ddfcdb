"""Looking ahead: only while the camera moves, and only now and then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose
from inhabit.world.foresight import (
    AHEAD_TICKS,
    CHECK_TICKS,
    TRAVEL_LIMIT_M,
    TURN_LIMIT_RAD,
    TURN_TICKS,
    ahead,
    due,
    needed,
    next_view,
)
from inhabit.world.memory import Memory
from inhabit.world.state import Wish, WorldState
from tests.unit.world.test_memory import HERE, keyframe, look, walked


def state(pose: Pose, memory: Memory, tick: int = 0) -> WorldState:
    return WorldState(1, tick, 0.0, "", pose, Attributes(), Wish(), memory)


def view_at(tick: int, memory: Memory, pose: Pose) -> Pose | None:
    """What is painted next by a camera that moved from HERE to `pose` in this tick."""
    return next_view(state(HERE, memory), state(pose, memory, tick), look(memory, pose))


def test_a_camera_that_stands_still_looks_nowhere_ahead() -> None:
    assert ahead(HERE, HERE) is None


def test_a_turn_is_carried_on_up_to_a_limit() -> None:
    slow, fast = replace(HERE, yaw_rad=0.01), replace(HERE, yaw_rad=0.5)
    there, far = ahead(HERE, slow), ahead(HERE, fast)
    assert there is not None and there.yaw_rad == pytest.approx(0.01 * (1 + AHEAD_TICKS))
    assert far is not None and far.yaw_rad == pytest.approx(0.5 + TURN_LIMIT_RAD)


def test_a_walk_is_carried_on_up_to_a_limit() -> None:
    there = ahead(HERE, replace(HERE, z_m=2.0))
    assert there is not None and there.z_m == pytest.approx(2.0 + TRAVEL_LIMIT_M)


def test_an_unknown_view_ahead_is_looked_for_now_and_then() -> None:
    memory = walked(Memory(), HERE)
    slowly = replace(HERE, yaw_rad=0.02)
    found = [view_at(tick, memory, slowly) for tick in range(2 * CHECK_TICKS)]
    there = ahead(HERE, slowly)
    assert there is not None and found == 2 * [there, *([None] * (CHECK_TICKS - 1))]


def test_what_comes_is_painted_before_what_was_just_touched_up_whatever_the_tick() -> None:
    memory = walked(Memory(), HERE)
    quickly = replace(HERE, yaw_rad=0.15)
    assert due(state(quickly, memory, TURN_TICKS), look(memory, quickly))
    for tick in range(TURN_TICKS - CHECK_TICKS, TURN_TICKS):
        assert view_at(tick, memory, quickly) == ahead(HERE, quickly)
    assert view_at(TURN_TICKS + 1, memory, quickly) == quickly


def test_a_view_that_memory_covers_is_not_needed() -> None:
    memory = walked(Memory(), HERE)
    turned = replace(HERE, yaw_rad=0.001)
    there = ahead(HERE, turned)
    assert there is not None
    memory = memory.foresee(keyframe(there))
    assert needed(state(HERE, memory), state(turned, memory)) is None
