"""Soft dark on the ground where something stands: without it things seem to float.

It is kept apart from tone, as a share of light that does not arrive, so that the canvas of a place is the
same whoever walks over it.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from inhabit.core.camera import focal_px
from inhabit.sim.fields import JIT
from inhabit.sim.gbuffer import GBuffer
from inhabit.sim.surface import smooth


def darken(buffer: GBuffer, feet: np.ndarray) -> None:
    """Write `buffer.shadow` under feet: float64 [m, 10] x, y, z, sine and cosine of the heading, half sizes
    along the thing's own x and z, softness (m), depth in [0, 1], identity."""
    rows, columns = buffer.tone.shape
    focal = focal_px(buffer.pose.fov_rad, columns, rows)
    _darken(
        feet, buffer.pose.rotation(), buffer.pose.position, focal, buffer.position_m, buffer.sky,
        buffer.identity,
        buffer.shadow,
    )  # fmt: skip


@njit(**JIT)
def around(x, y, z, reach, rotation, eye, focal, rows, columns):
    """The pixels that a ball about a point can cover: first row, end row, first column, end column."""
    gx, gy, gz = x - eye[0], y - eye[1], z - eye[2]
    cx = gx * rotation[0, 0] + gy * rotation[1, 0] + gz * rotation[2, 0]
    cy = gx * rotation[0, 1] + gy * rotation[1, 1] + gz * rotation[2, 1]
    cz = gx * rotation[0, 2] + gy * rotation[1, 2] + gz * rotation[2, 2]
    if cz < -reach:
        return 0, 0, 0, 0
    if cz < reach + 0.1:
        return 0, rows, 0, columns
    near, far = focal / (cz - reach), focal / (cz + reach)
    left, right = min((cx - reach) * near, (cx - reach) * far), max((cx + reach) * near, (cx + reach) * far)
    low, high = min((cy - reach) * near, (cy - reach) * far), max((cy + reach) * near, (cy + reach) * far)
    first, end = int(math.floor(0.5 * rows - high)), int(math.ceil(0.5 * rows - low)) + 1
    start, stop = int(math.floor(0.5 * columns + left)), int(math.ceil(0.5 * columns + right)) + 1
    return (
        min(max(first, 0), rows), min(max(end, 0), rows), min(max(start, 0), columns), min(max(stop, 0),
        columns),
    )  # fmt: skip


@njit(**JIT)
def _darken(feet, rotation, eye, focal, position, sky, identity, shadow):
    rows, columns = shadow.shape
    for k in range(len(feet)):
        x, y, z, s, c = feet[k, 0], feet[k, 1], feet[k, 2], feet[k, 3], feet[k, 4]
        half_x, half_z, soft, deep = feet[k, 5], feet[k, 6], feet[k, 7], feet[k, 8]
        if deep <= 0.01:
            continue
        reach = math.sqrt(half_x * half_x + half_z * half_z) + soft
        first, end, start, stop = around(x, y, z, reach, rotation, eye, focal, rows, columns)
        for i in range(first, end):
            for j in range(start, stop):
                if sky[i, j] or identity[i, j] == feet[k, 9]:
                    continue
                px, py, pz = position[i, j, 0] - x, position[i, j, 1] - y, position[i, j, 2] - z
                if px * px + pz * pz > reach * reach:
                    continue
                along, ahead = abs(px * c - pz * s), abs(px * s + pz * c)
                gap = math.sqrt(max(along - half_x, 0.0) ** 2 + max(ahead - half_z, 0.0) ** 2)
                if gap >= soft:
                    continue
                dark = (
                    deep
                    * (1.0 - smooth(0.0, soft, gap))
                    * (1.0 - smooth(0.4 * reach + 0.2, reach + 0.3, abs(py)))
                )
                kept = (1.0 - shadow[i, j] / 255.0) * (1.0 - dark)
                shadow[i, j] = int((1.0 - kept) * 255.0 + 0.5)
