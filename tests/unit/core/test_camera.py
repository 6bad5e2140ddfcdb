"""Camera conventions hold: everything else is built on them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inhabit.core.camera import PITCH_LIMIT_RAD, Motion, Pose, Size, advance
from inhabit.core.errors import BadInputError

angles = st.floats(-3.0, 3.0)


@given(yaw=angles, pitch=st.floats(-1.0, 1.0), roll=angles)
def test_rotation_is_orthonormal(yaw: float, pitch: float, roll: float) -> None:
    matrix = Pose(yaw_rad=yaw, pitch_rad=pitch, roll_rad=roll).rotation()
    assert np.allclose(matrix.T @ matrix, np.eye(3), atol=1e-9)


def test_yaw_zero_looks_north_and_yaw_grows_to_the_east() -> None:
    assert np.allclose(Pose().rotation()[:, 2], [0, 0, 1])
    assert Pose(yaw_rad=0.1).rotation()[0, 2] > 0


def test_positive_roll_tips_the_right_side_down() -> None:
    assert Pose(roll_rad=0.1).rotation()[1, 0] < 0


def test_dolly_follows_the_heading_and_not_the_pitch() -> None:
    moved = advance(Pose(yaw_rad=math.pi / 2, pitch_rad=0.5), Motion(dolly_mps=4.0), 0.5)
    assert np.allclose(moved.position, [2.0, 0.0, 0.0])


def test_pitch_stops_at_its_limit() -> None:
    assert advance(Pose(), Motion(pitch_rps=9.0), 10.0).pitch_rad == PITCH_LIMIT_RAD


@pytest.mark.parametrize(
    "text", ["", "640", "640x", "x360", "640*360", "-640x360", "640x361", "10x10", "9999x9999"]
)
def test_a_bad_size_is_refused_by_name(text: str) -> None:
    with pytest.raises(BadInputError) as caught:
        Size.parse(text)
    assert caught.value.code == "bad_size"


def test_a_good_size_is_read() -> None:
    assert Size.parse("640x360") == Size(640, 360)
