"""Looking ahead: only while the camera moves, and only now and then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose
from inhabit.world.foresight import AHEAD_TICKS, CHECK_TICKS, TRAVEL_LIMIT_M, TURN_LIMIT_RAD, ahead, needed
from inhabit.world.memory import Memory
from inhabit.world.state import Wish, WorldState
from tests.unit.world.test_memory import HERE, keyframe, walked


def state(pose: Pose, memory: Memory, tick: int = 0) -> WorldState:
    return WorldState(1, tick, 0.0, "", pose, Attributes(), Wish(), memory)


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


def test_an_unknown_view_ahead_is_needed_in_the_ticks_that_look() -> None:
    memory = walked(Memory(), HERE)
    before, turned = state(HERE, memory), replace(HERE, yaw_rad=0.05)
    found = [needed(before, state(turned, memory, tick)) is not None for tick in range(2 * CHECK_TICKS)]
    assert found == 2 * [True, *([False] * (CHECK_TICKS - 1))]


def test_a_view_that_memory_covers_is_not_needed() -> None:
    memory = walked(Memory(), HERE)
    turned = replace(HERE, yaw_rad=0.001)
    there = ahead(HERE, turned)
    assert there is not None
    memory = memory.foresee(keyframe(there))
    assert needed(state(HERE, memory), state(turned, memory)) is None
