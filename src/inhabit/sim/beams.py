"""Empty space, skipped for a whole tile of pixels at once: how far every ray of a tile may start.

A beam is a tile's middle ray with a radius that grows with distance. It moves forward while everything
under and around it is known to be lower, by maps of the highest point within one cell, at two cell
sizes. Rays then start where their beam stopped; what they meet is not changed by it.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit, prange

from inhabit.sim.fields import JIT, KERNEL
from inhabit.sim.rays import REACH_M
from inhabit.sim.trees import GRID, GRID_M

TILE_PX = 8
NEAR_M, WIDE_M = GRID_M, 4.0 * GRID_M


def reaches(ceiling: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Highest point within a cell's own width of any point in it, for cells of NEAR_M and of WIDE_M.

    `ceiling` float32 [GRID, GRID]; results float32 [GRID, GRID] and [GRID / 4, GRID / 4], wrapping.
    """
    wide = ceiling.reshape(GRID // 4, 4, GRID // 4, 4).max(axis=(1, 3))
    return _spread(ceiling), _spread(wide)


def _spread(field: np.ndarray) -> np.ndarray:
    rows = np.maximum(np.maximum(np.roll(field, 1, axis=0), field), np.roll(field, -1, axis=0))
    return np.ascontiguousarray(
        np.maximum(np.maximum(np.roll(rows, 1, axis=1), rows), np.roll(rows, -1, axis=1))
    )


@njit(**KERNEL)
def starts(rotation, place, near, wide, top, rows, columns):
    """Safe starting distance for the rays of each tile, float64 [rows / 8, columns / 8] rounded up."""
    high, across = (rows + TILE_PX - 1) // TILE_PX, (columns + TILE_PX - 1) // TILE_PX
    result = np.empty((high, across))
    focal = place[3]
    for index in prange(high * across):
        i = (index * 7919) % (high * across)
        row, column = i // across, i % across
        a = (column * TILE_PX + 0.5 * TILE_PX - 0.5 * columns) / focal
        b = (0.5 * rows - row * TILE_PX - 0.5 * TILE_PX) / focal
        scale = 1.0 / math.sqrt(1.0 + a * a + b * b)
        dx = (rotation[0, 0] * a + rotation[0, 1] * b + rotation[0, 2]) * scale
        dy = (rotation[1, 0] * a + rotation[1, 1] * b + rotation[1, 2]) * scale
        dz = (rotation[2, 0] * a + rotation[2, 1] * b + rotation[2, 2]) * scale
        result[row, column] = _advance(place, dx, dy, dz, 0.75 * TILE_PX / focal, near, wide, top)
    return result


@njit(**JIT)
def _advance(place, dx, dy, dz, spread, near, wide, top):
    t = 0.0
    while t < REACH_M:
        x, y, z = place[0] + t * dx, place[1] + t * dy, place[2] + t * dz
        if dy > spread and y - t * spread > top:
            return REACH_M
        step = (WIDE_M - t * spread) / (1.0 + spread)
        low = min(y, y + step * dy) - (t + step) * spread
        if step < 4.0 or low <= wide[int(math.floor(z / WIDE_M)) & 63, int(math.floor(x / WIDE_M)) & 63]:
            step = (NEAR_M - t * spread) / (1.0 + spread)
            low = min(y, y + step * dy) - (t + step) * spread
            if (
                step < 2.0
                or low <= near[int(math.floor(z / NEAR_M)) & 255, int(math.floor(x / NEAR_M)) & 255]
            ):
                return t
        t += step
    return REACH_M
