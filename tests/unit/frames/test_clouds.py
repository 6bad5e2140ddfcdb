"""The lit side of clouds: where they thin out toward sun or moon."""

from __future__ import annotations

import math

import numpy as np
import pytest

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose, Size
from inhabit.core.sky import CLOUD_PLANE_M
from inhabit.frames.clouds import clouded, unclouded
from inhabit.frames.colour import FIRST_SKY, LAST_LAND
from inhabit.sim.canvas import canvas
from inhabit.sim.march import march
from inhabit.sim.scene import Scene
from inhabit.sim.shade import shade

ROWS, COLUMNS = 180, 320
UP_SOUTH = Pose(0.0, 60.0, 0.0, yaw_rad=math.pi, pitch_rad=0.6)
MORNING, EVENING = 8.0, 16.0
"""Hours when the sun stands left and right of south."""


def _matter() -> np.ndarray:
    return np.full((2, ROWS, COLUMNS), 90, np.uint8)


def _bank(thin: int = 190, thick: int = 196) -> np.ndarray:
    """A sky with a thicker bank across its middle columns."""
    tone = np.full((2 * ROWS, 2 * COLUMNS), thin, np.uint8)
    tone[:, COLUMNS - 120 : COLUMNS + 120] = thick
    return tone


def _lit(tone: np.ndarray, hour: float) -> np.ndarray:
    return clouded(_matter(), tone, UP_SOUTH, hour)[1].astype(int)


def test_an_even_sky_is_lit_the_same_on_both_sides() -> None:
    assert np.abs(_lit(np.full((2 * ROWS, 2 * COLUMNS), 200, np.uint8), MORNING) - 128).max() <= 1


def test_land_and_the_plane_of_stars_are_left_alone() -> None:
    tone = _bank()
    tone[ROWS:] = LAST_LAND
    drawn = clouded(_matter(), tone, UP_SOUTH, MORNING)
    assert np.array_equal(drawn[0], _matter()[0])
    assert np.array_equal(drawn[1, ROWS // 2 :], _matter()[1, ROWS // 2 :])


def test_the_side_toward_the_sun_is_lit_and_the_other_is_not() -> None:
    left, right = slice(102, 108), slice(212, 218)
    morning, evening = _lit(_bank(), MORNING)[60], _lit(_bank(), EVENING)[60]
    assert morning[left].mean() > 150 > 128 >= morning[right].mean()
    assert evening[right].mean() > 150 > 128 >= evening[left].mean()


def test_nothing_is_compared_with_land() -> None:
    tone = _bank(thin=200, thick=200)
    tone[:, : COLUMNS - 100] = LAST_LAND
    assert _lit(tone, MORNING)[:, COLUMNS // 2 :].max() <= 129


@pytest.mark.parametrize("height_m", [1.0, CLOUD_PLANE_M - 1.0])
@pytest.mark.parametrize("pitch_rad", [-1.4, 0.0, 1.4])
@pytest.mark.parametrize("hour", [0.0, 6.0, 12.0, 18.5])
def test_any_camera_is_drawn_for(height_m: float, pitch_rad: float, hour: float) -> None:
    pose = Pose(0.0, height_m, 0.0, yaw_rad=1.0, pitch_rad=pitch_rad)
    assert clouded(_matter(), _bank(), pose, hour).shape == (2, ROWS, COLUMNS)


def test_what_was_drawn_can_be_taken_back() -> None:
    tone = _bank()
    tone[ROWS:] = LAST_LAND
    kept = unclouded(clouded(_matter(), tone, UP_SOUTH, MORNING), tone)
    assert np.all(kept[1, : ROWS // 2] == 128)
    assert np.all(kept[1, ROWS // 2 :] == 90)


@pytest.mark.parametrize("hour", [9.0, 16.0, 23.0])
def test_clouds_of_the_simulator_are_brighter_where_they_are_drawn_lit(hour: float) -> None:
    attributes = Attributes(hour=hour, cloud=0.95, fog=0.0, water=0.2, trees=0.0, relief=0.1)
    scene = Scene.from_seed(5, attributes)
    pose = Pose(30.0, float(scene.ground_m(30.0, 40.0)) + 20.0, 40.0, yaw_rad=0.7, pitch_rad=0.5)
    met = march(scene, pose, Size(640, 360), 0.0)
    truth = canvas(met)
    side = clouded(truth.matter, truth.tone, pose, hour)[1].astype(float)
    grey = shade(scene, met, attributes, pose, 0.0)[::2, ::2].mean(axis=2)
    thick = truth.tone[::2, ::2] > FIRST_SKY + 30
    assert np.corrcoef(side[thick], grey[thick])[0, 1] > 0.5
