"""Sun and moon are where the hour says."""

from __future__ import annotations

import math

import numpy as np
import pytest

from inhabit.core.sky import (
    cloud_lamp,
    moon_direction,
    sun_azimuth_rad,
    sun_direction,
    sun_elevation_rad,
)


def test_the_sun_is_highest_at_noon_in_the_south() -> None:
    assert sun_elevation_rad(12.0) == pytest.approx(math.radians(52))
    assert math.cos(sun_azimuth_rad(12.0)) == pytest.approx(-1.0)
    assert sun_direction(12.0)[2] < 0


def test_the_sun_is_down_at_midnight_and_the_moon_is_up() -> None:
    assert sun_elevation_rad(0.0) < 0
    assert moon_direction(0.0)[1] > 0.5
    assert moon_direction(12.0)[1] < 0


@pytest.mark.parametrize("hour", [0.0, 5.2, 6.0, 12.0, 17.3, 23.9])
def test_directions_have_length_one(hour: float) -> None:
    for direction in (sun_direction(hour), moon_direction(hour), cloud_lamp(hour)):
        assert np.linalg.norm(direction) == pytest.approx(1.0)


def test_clouds_are_lit_by_the_sun_until_well_after_it_has_set() -> None:
    assert np.array_equal(cloud_lamp(18.2), sun_direction(18.2))
    assert np.array_equal(cloud_lamp(22.0), moon_direction(22.0))
