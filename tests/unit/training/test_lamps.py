"""Which pictures look toward sun or moon."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np

from inhabit.core.camera import Pose
from inhabit.core.sky import moon_direction, sun_direction
from inhabit.training.lamps import lamplit


def _store(*views: tuple[Pose, float]) -> Any:
    """A store of frames that are nothing but a camera and an hour."""

    class Frames(SimpleNamespace):
        def __getitem__(self, name: str) -> np.ndarray:
            return np.array([hour for _, hour in views])

        def pose(self, frame: int) -> Pose:
            return views[frame][0]

    return Frames(frames=len(views), meta={"width_px": 640, "height_px": 360})


def _toward(direction: np.ndarray, turned_rad: float = 0.0, *, mirrored: bool = False) -> Pose:
    x, y, z = direction
    return Pose(yaw_rad=math.atan2(x, z) + turned_rad, pitch_rad=math.asin(-y if mirrored else y))


def test_the_sun_by_day_and_the_moon_by_night() -> None:
    sun, moon = sun_direction(9.0), moon_direction(23.0)
    by_day, by_night = lamplit(_store((_toward(sun), 9.0), (_toward(moon), 23.0), (_toward(moon), 15.0)))
    assert by_day.tolist() == [0]
    assert by_night.tolist() == [1]


def test_their_mirror_images_count() -> None:
    by_day, _ = lamplit(_store((_toward(sun_direction(16.0), mirrored=True), 16.0)))
    assert by_day.tolist() == [0]


def test_behind_and_beside_the_camera_there_is_nothing_to_see() -> None:
    sun = sun_direction(9.0)
    by_day, by_night = lamplit(_store((_toward(sun, 1.2), 9.0), (_toward(sun, math.pi), 9.0)))
    assert len(by_day) == len(by_night) == 0
