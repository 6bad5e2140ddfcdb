"""Stars: where they stand is drawn by rule, how they shine through a sky is learned.

A painter of cells makes no points of light, and a sky that was seen by day tells nothing of its stars. The
first plane of matter holds them in the sky (as the simulator's canvas has it), so the look dims them by day,
hides them behind clouds and prints them in inks.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from inhabit.core.camera import Pose, focal_px
from inhabit.core.sky import sun_elevation_rad
from inhabit.frames.colour import FIRST_SKY

COUNT = 2900
LEAST, MOST = 0.12, 1.0
"""Brightness of the faintest and of the brightest."""
RARE = 7
"""The power that makes bright ones rare."""
SPREAD = 1.5
"""A star's light over the pixels of the matter plane around it, in sum."""
DUSK_RAD = 0.1
"""Height of the sun below which stars are drawn; the look decides what is seen of them."""
HAZE = 0.12
"""Sine of the height above the horizon up to which they fade."""


def starlit(matter: np.ndarray, tone: np.ndarray, pose: Pose, hour: float) -> np.ndarray:
    """Matter uint8 [2, h/2, w/2] of a canvas with stars where `tone` uint8 [h, w] is sky.

    By day `matter` itself comes back.
    """
    if sun_elevation_rad(hour) > DUSK_RAD:
        return matter
    stars = _seen(pose, matter.shape[1], matter.shape[2])
    lit = matter.copy()
    lit[0] = np.where(tone[::2, ::2] >= FIRST_SKY, stars, lit[0])
    return lit


def _seen(pose: Pose, rows: int, columns: int) -> np.ndarray:
    """The stars as a camera sees them: uint8 [rows, columns]."""
    directions, brightness = heaven()
    ahead = directions @ pose.rotation()
    focal = focal_px(pose.fov_rad, columns, rows)
    shown = ahead[:, 2] > 0.05
    ahead, light = ahead[shown], brightness[shown]
    x = focal * ahead[:, 0] / ahead[:, 2] + columns / 2 - 0.5
    y = -focal * ahead[:, 1] / ahead[:, 2] + rows / 2 - 0.5
    left, top = np.floor(x).astype(int), np.floor(y).astype(int)
    plane = np.zeros((rows + 1, columns + 1), np.float32)
    inside = (left >= 0) & (top >= 0) & (left < columns) & (top < rows)
    left, top = left[inside], top[inside]
    x, y, light = (values[inside] for values in (x, y, light))
    for down in (0, 1):
        for across in (0, 1):
            share = (1 - np.abs(x - left - across)) * (1 - np.abs(y - top - down))
            np.add.at(plane, (top + down, left + across), light * share)
    return (np.minimum(SPREAD * plane[:rows, :columns], 1.0) * 255.0 + 0.5).astype(np.uint8)


@cache
def heaven() -> tuple[np.ndarray, np.ndarray]:
    """Every star: directions float64 [COUNT, 3] above the horizon, even in an azimuthal (stereographic) map,
    and brightness float64 [COUNT], less near the horizon."""
    rng = np.random.default_rng(11)
    radius, azimuth = np.sqrt(rng.random(COUNT)), rng.random(COUNT) * math.tau
    height = (1 - radius**2) / (1 + radius**2)
    level = 2 * radius / (1 + radius**2)
    directions = np.stack([level * np.sin(azimuth), height, level * np.cos(azimuth)], axis=1)
    risen = np.clip(height / HAZE, 0.0, 1.0)
    brightness = LEAST + (MOST - LEAST) * rng.random(COUNT) ** RARE
    return directions, brightness * risen * risen * (3 - 2 * risen)
