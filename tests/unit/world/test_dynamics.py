"""The cheap update: wishes come true smoothly, the camera glides, words are heard once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Motion, Pose
from inhabit.inputs.control import Control
from inhabit.world.canvas import Canvas
from inhabit.world.dynamics import Kind, Read, Understanding, ground_below, merge, relax, step
from inhabit.world.memory import Memory
from inhabit.world.state import Wish, WorldState
from tests.fakes.ground import striped_ground

START = WorldState(1, 0, 0.0, "", Pose(y_m=7.0), Attributes(hour=12.0), Wish(), Memory())


def deaf(text: str, attributes: Attributes, kind: Kind) -> Understanding:
    return Understanding(Wish(), understood=False)


def rainy(text: str, attributes: Attributes, kind: Kind) -> Understanding:
    return Understanding(Wish({"rain": 1.0}), understood=True)


def run(state: WorldState, control: Control, ticks: int, read: Read = deaf) -> WorldState:
    for _ in range(ticks):
        state = step(state, control, read)
    return state


def test_a_directive_is_fulfilled_within_two_seconds() -> None:
    state = step(START, Control(0, 1 / 30, directives=("make it rain",)), rainy)
    assert 0 < state.attributes.rain < 0.2
    assert run(state, Control(1, 1 / 30), 60).attributes.rain > 0.97


def test_what_is_not_understood_is_said_and_moves_nothing() -> None:
    state = step(START, Control(0, 1 / 30, directives=("add a dragon",)), deaf)
    assert "dragon" in state.notice
    assert state.wish == Wish()


def test_a_slider_wins_over_an_older_wish() -> None:
    assert merge(Wish({"fog": 1.0}), Wish({"fog": 0.2})).scalars["fog"] == 0.2


@given(start=st.floats(0, 23.9), goal=st.floats(0, 23.9))
def test_the_hour_takes_the_shorter_way_round(start: float, goal: float) -> None:
    after = relax(Attributes(hour=start), Wish({"hour": goal}), 0.1).hour
    gap = abs((after - start + 12) % 24 - 12)
    assert gap <= 2.5
    assert 0.0 <= after < 24.0


def test_blending_styles_keeps_weights_summing_to_one() -> None:
    blended = relax(Attributes(), Wish(style="noir"), 0.2)
    assert sum(blended.style) == pytest.approx(1.0)
    assert 0 < blended.style[1] < 1


def test_clouds_drift_and_time_passes_without_input() -> None:
    state = run(START, Control(0, 1 / 30), 30)
    assert state.drift_m[0] > 1.0
    assert state.time_s == pytest.approx(1.0)
    assert state.pose == START.pose


def test_the_camera_glides_over_rising_ground_only_while_it_moves() -> None:
    from dataclasses import replace

    hill = replace(START, ground_m=5.0)
    assert run(hill, Control(0, 1 / 30), 60).pose.y_m == 7.0
    assert run(hill, Control(0, 1 / 30, motion=Motion(dolly_mps=8.0)), 300).pose.y_m > 11.0


def test_pedestal_raises_the_camera_to_its_limit() -> None:
    state = run(START, Control(0, 1 / 30, motion=Motion(pedestal_mps=5.0)), 600)
    assert state.clearance_m == 30.0


def test_a_commanded_pose_is_taken_as_it_is() -> None:
    pose = Pose(1.0, 2.0, 3.0, 0.4)
    assert step(START, Control(0, 1 / 30, pose=pose), deaf).pose == pose


def test_ground_is_found_below_the_camera() -> None:
    pose = Pose(y_m=6.0, pitch_rad=-0.3)
    cells = striped_ground(pose)
    empty = np.empty((0, 0), np.uint8)
    found = ground_below(Canvas.fresh(empty, empty, cells[3], cells[4]), pose)
    assert found == pytest.approx(0.0, abs=0.1)
