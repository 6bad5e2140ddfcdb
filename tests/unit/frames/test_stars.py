"""Stars stand still in the sky, are there by night, and only where the sky is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from inhabit.core.camera import Pose, focal_px
from inhabit.frames.stars import heaven, starlit

SKY, LAND = 220, 60
UP = Pose(pitch_rad=0.5)


def lit(pose: Pose = UP, hour: float = 0.0, tone: int = SKY) -> np.ndarray:
    """The first plane of matter under a sky that fills the picture."""
    matter = np.zeros((2, 180, 320), np.uint8)
    return starlit(matter, np.full((360, 640), tone, np.uint8), pose, hour)[0]


def test_by_night_there_are_bright_stars_and_faint_ones() -> None:
    stars = lit()
    assert 20 < (stars > 100).sum() < 400
    assert (stars > 10).sum() > 3 * (stars > 100).sum()


def test_by_day_there_are_none() -> None:
    assert lit(hour=12.0).max() == 0


def test_land_hides_them() -> None:
    assert lit(tone=LAND).max() == 0


def test_none_below_the_horizon() -> None:
    assert lit(Pose(pitch_rad=-0.9)).max() == 0


def test_they_stay_where_they_are_when_the_camera_turns() -> None:
    directions, brightness = heaven()
    turned = replace(UP, yaw_rad=UP.yaw_rad + 0.2)
    for pose in (UP, turned):
        ahead = directions @ pose.rotation()
        ahead, light = ahead[ahead[:, 2] > 0.2], brightness[ahead[:, 2] > 0.2]
        focal = focal_px(pose.fov_rad, 320, 180)
        x = focal * ahead[:, 0] / ahead[:, 2] + 159.5
        y = -focal * ahead[:, 1] / ahead[:, 2] + 89.5
        inside = (x > 2) & (x < 317) & (y > 2) & (y < 177) & (light > 0.8)
        stars = lit(pose)
        assert inside.sum() >= 3
        assert all(stars[round(b), round(a)] > 60 for a, b in zip(x[inside], y[inside], strict=True))


def test_travelling_does_not_move_them() -> None:
    assert np.array_equal(lit(), lit(replace(UP, x_m=500.0)))
