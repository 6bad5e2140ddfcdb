"""Which side of a cloud faces the light: where clouds thin out toward sun or moon, their edge is lit.

A canvas knows how thick clouds are, not how they are lit, and the look says one thing for a whole cell. What
a step toward the light does to the tone of the sky tells both sides of a cloud apart, pixel by pixel. It is
drawn, like the stars, into what matter has no use for in the sky: its second plane.
"""

from __future__ import annotations

import math

import cv2
import numba
import numpy as np

from inhabit.core.camera import Pose, focal_px
from inhabit.core.kernel import LOOP
from inhabit.core.sky import CLOUD_PLANE_M, cloud_lamp
from inhabit.frames.colour import FIRST_SKY

STEP_M = 60.0
"""How far toward the light a cloud is compared with itself, for light that comes level."""
HIGHEST_STEP_M = 300.0
"""The step for light from above, which grows as its shadow shrinks, and no further than this."""
NEITHER = 127.5
"""A byte of the plane for a sky that is as thick on both sides."""
CONTRAST = 16.5
"""What a byte of tone more here than toward the light adds to it."""


def clouded(matter: np.ndarray, tone: np.ndarray, pose: Pose, hour: float) -> np.ndarray:
    """Matter uint8 [2, h/2, w/2] of a canvas with the lit side of its clouds where `tone` uint8 [h, w] is
    sky."""
    rows, columns = matter.shape[1:]
    small = cv2.resize(tone.astype(np.float32), (columns, rows), interpolation=cv2.INTER_AREA)
    rotation = pose.rotation()
    lamp = cloud_lamp(hour)
    level = math.hypot(lamp[0], lamp[2])
    step_m = STEP_M / max(level, STEP_M / HIGHEST_STEP_M)
    # In units of the height of the clouds, so that a ray meets them at 1 / (its rise).
    toward = rotation.T @ (np.array([lamp[0], 0.0, lamp[2]]) * step_m / (CLOUD_PLANE_M - pose.y_m))
    drawn = matter.copy()
    focal = focal_px(pose.fov_rad, columns, rows)
    _draw(small, toward.astype(np.float32), rotation[1].astype(np.float32), np.float32(focal), drawn[1])
    return drawn


def unclouded(matter: np.ndarray, tone: np.ndarray) -> np.ndarray:
    """Matter as a canvas keeps it, whatever was drawn into the sky: the same shapes."""
    kept = matter.copy()
    kept[1][tone[::2, ::2] >= FIRST_SKY] = round(NEITHER)
    return kept


@numba.njit(**LOOP)
def _draw(tone, toward, up, focal, out):
    rows, columns = out.shape
    zero, one, half, most = np.float32(0.0), np.float32(1.0), np.float32(0.5), np.float32(255.0)
    first_sky, neither, contrast = np.float32(FIRST_SKY), np.float32(NEITHER + 0.5), np.float32(CONTRAST)
    middle_x, middle_y = np.float32(columns) * half - half, np.float32(rows) * half - half
    last_x, last_y = np.float32(columns) - np.float32(1.001), np.float32(rows) - np.float32(1.001)
    side, lift, depth = toward[0], toward[1], toward[2]
    climb = up[0] / focal
    for i in range(rows):
        y = (middle_y - np.float32(i)) / focal
        flat = up[1] * y + up[2]
        line, drawn = tone[i], out[i]
        for j in range(columns):
            here = line[j]
            if here < first_sky:
                continue
            x = np.float32(j) - middle_x
            rise = climb * x + flat
            ahead = one + depth * rise
            lit = neither
            if rise > zero and ahead > half:
                nearer = one / ahead
                px = (x + focal * side * rise) * nearer + middle_x
                py = middle_y - focal * (y + lift * rise) * nearer
                px, py = min(max(px, zero), last_x), min(max(py, zero), last_y)
                a, b = int(py), int(px)
                f, g = py - np.float32(a), px - np.float32(b)
                p, q, r, s = tone[a, b], tone[a, b + 1], tone[a + 1, b], tone[a + 1, b + 1]
                # Where land stands before the step, there is nothing to compare with.
                if min(min(p, q), min(r, s)) >= first_sky:
                    above, below = p + (q - p) * g, r + (s - r) * g
                    lit += contrast * (here - above - (below - above) * f)
            drawn[j] = np.uint8(min(max(lit, zero), most))
