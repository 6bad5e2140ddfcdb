"""Glow in the air about lamps that are seen, by night: what tells a lamp from a pale stone, far away."""

from __future__ import annotations

import math

from numba import njit

from inhabit.sim.fields import JIT
from inhabit.sim.light import haze
from inhabit.sim.palette import NEON, NOIR, PRINT, STYLE_EXPOSURE
from inhabit.sim.surface import fade

_HALO = 0.11
"""Width of the glow, as a share of the lamp's reach."""
_INSIDE_M = 1.2
"""A lamp this far behind a surface still shows: it is inside its own flame or glass."""


@njit(**JIT)
def halos(numbers, rotation, eye, water, focal, dark, lights, lamps, distance, light):
    """Glow in the air about every lamp that is seen."""
    rows, columns = distance.shape
    # The other styles open their eyes wider by night.
    inked = (numbers[NOIR] + numbers[NEON] + numbers[PRINT]) * numbers[STYLE_EXPOSURE]
    for k in range(len(lamps)):
        gx, gy, gz = lamps[k, 0] - eye[0], lamps[k, 1] - eye[1], lamps[k, 2] - eye[2]
        ahead = gx * rotation[0, 2] + gy * rotation[1, 2] + gz * rotation[2, 2]
        if ahead < 0.5:
            continue
        u = 0.5 * columns + focal * (gx * rotation[0, 0] + gy * rotation[1, 0] + gz * rotation[2, 0]) / ahead
        v = 0.5 * rows - focal * (gx * rotation[0, 1] + gy * rotation[1, 1] + gz * rotation[2, 1]) / ahead
        gap = math.sqrt(gx * gx + gy * gy + gz * gz)
        seen = _seen(u, v, max(0.3 * focal / ahead, 1.0), gap - _INSIDE_M, distance)
        if seen <= 0.0:
            continue
        wide = max(_HALO * lamps[k, 3] * focal / ahead, 2.0)
        amount = haze(numbers, gap, lamps[k, 1], eye[1], water)
        strength = 0.55 * dark * seen * (1.0 - amount) * min(wide / 3.0, 1.0) / (1.0 + 0.3 * inked)
        reach, burns = 2.2 * wide, int(lamps[k, 4])
        for i in range(max(int(v - reach), 0), min(int(v + reach) + 2, rows)):
            for j in range(max(int(u - reach), 0), min(int(u + reach) + 2, columns)):
                part = ((j + 0.5 - u) ** 2 + (i + 0.5 - v) ** 2) / (wide * wide)
                if part < 4.84:
                    here = strength * fade(2.2 * part) * (1.0 - part / 4.84)
                    for c in range(3):
                        light[i, j, c] += here * lights[burns, c]


@njit(**JIT)
def _seen(u, v, wide, gap, distance):
    """Which share of nine points about (u, v), `wide` px apart, has nothing nearer than `gap`."""
    rows, columns = distance.shape
    free = 0
    for a in range(-1, 2):
        for b in range(-1, 2):
            i, j = int(math.floor(v + a * wide)), int(math.floor(u + b * wide))
            if 0 <= i < rows and 0 <= j < columns and distance[i, j] > gap:
                free += 1
    return free / 9.0
