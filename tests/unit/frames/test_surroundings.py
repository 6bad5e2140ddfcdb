"""What networks are told of the lamps: sun and moon where the simulator draws them, and in a mirror."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose
from inhabit.core.sky import moon_direction, sun_direction
from inhabit.frames.surroundings import BEARINGS_CHANNELS, bearings, rays, viewpoint
from inhabit.sim.palette import Look

SIZE_PX = (640, 360)
SUN, MOON = 3, 8
"""Where the five numbers of each lamp begin: three halos, wide to narrow, and two in a mirror."""


def _told(pose: Pose, hour: float) -> torch.Tensor:
    view = viewpoint([pose], [hour], [0.0], SIZE_PX)
    return bearings(view, rays(view, SIZE_PX[1] // 5, SIZE_PX[0] // 5))[0]


def _toward(direction: np.ndarray, *, mirrored: bool = False) -> Pose:
    x, y, z = direction
    return Pose(yaw_rad=math.atan2(x, z), pitch_rad=math.asin(-y if mirrored else y))


@pytest.mark.parametrize("hour", [0.0, 5.2, 9.0, 21.0])
def test_sun_and_moon_are_where_the_simulator_draws_them(hour: float) -> None:
    drawn = Look(Attributes(hour=hour)).directions
    assert np.allclose(drawn, [sun_direction(hour), moon_direction(hour)], atol=1e-6)


def test_there_are_as_many_numbers_as_networks_expect() -> None:
    assert _told(Pose(), 12.0).shape == (BEARINGS_CHANNELS, 72, 128)


@pytest.mark.parametrize(("lamp", "first", "hour"), [(sun_direction, SUN, 9.0), (moon_direction, MOON, 22.0)])
def test_halos_are_brightest_toward_their_lamp(lamp, first: int, hour: float) -> None:
    halos = _told(_toward(lamp(hour)), hour)[first : first + 3]
    assert halos[:, 35:37, 63:65].min() > 0.98
    assert halos[0, 0, 0] > halos[1, 0, 0] > halos[2, 0, 0]


@pytest.mark.parametrize(("lamp", "first", "hour"), [(sun_direction, SUN, 9.0), (moon_direction, MOON, 22.0)])
def test_glints_are_brightest_where_a_flat_mirror_shows_the_lamp(lamp, first: int, hour: float) -> None:
    glints = _told(_toward(lamp(hour), mirrored=True), hour)[first + 3 : first + 5]
    assert glints[:, 35:37, 63:65].min() > 0.98
    assert glints[:, 0, 0].max() < 0.5
