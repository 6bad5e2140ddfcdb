"""Pictures that look toward sun or moon, or at their path on water: rare, and where light is strangest.

One picture in ten has the sun in it and one in thirty the moon, on a few cells each: drawn as they come, a
look learns them last.
"""

from __future__ import annotations

import math

import numpy as np

from inhabit.core.camera import Pose
from inhabit.core.sky import moon_direction, sun_direction, sun_elevation_rad
from inhabit.training.store import Store

MOON_OUT_RAD = -0.09
"""Height of the sun below which the moon shines."""
BESIDE = 1.1
"""How far out of the picture a lamp may be, as a multiple of the picture, and still throw light into it."""


def lamplit(store: Store) -> tuple[np.ndarray, np.ndarray]:
    """Frames of a store that show the sun or its mirror image, and those that show the moon's: int64 each."""
    width_px, height_px = store.meta["width_px"], store.meta["height_px"]
    found: tuple[list[int], list[int]] = ([], [])
    for frame in range(store.frames):
        hour, pose = float(store["hour"][frame]), store.pose(frame)
        by_night = sun_elevation_rad(hour) < MOON_OUT_RAD
        lamp = moon_direction(hour) if by_night else sun_direction(hour)
        mirrored = lamp * np.array([1.0, -1.0, 1.0])
        if any(_in_sight(pose, toward, height_px / width_px) for toward in (lamp, mirrored)):
            found[by_night].append(frame)
    by_day, by_night = (np.array(frames, np.int64) for frames in found)
    return by_day, by_night


def _in_sight(pose: Pose, toward: np.ndarray, aspect: float) -> bool:
    right, up, ahead = pose.rotation().T @ toward
    reach = BESIDE * math.tan(pose.fov_rad / 2) * ahead
    return ahead > 0 and abs(right) < reach and abs(up) < reach * aspect
