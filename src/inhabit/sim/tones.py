"""How much light becomes how much of a display, for every style alike."""

from __future__ import annotations

import math

from numba import njit

from inhabit.sim.fields import JIT


@njit(**JIT, inline="always")
def develop(value):
    """Light to a display value: a soft shoulder that keeps bright skies coloured."""
    value = max(value, 0.0) * 1.16
    return math.sqrt(value * (1.0 + value / 14.0) / (1.0 + 0.72 * value))
