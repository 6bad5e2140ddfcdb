"""Reads of wrapping fields, and how every kernel of the simulator is compiled.

Numba keeps compiled kernels beside the sources and notices a change only in a kernel's own file: after
editing a function that kernels in other files call, delete the `.nbi` files in `__pycache__`.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from inhabit.core.kernel import EXACT

KERNEL = {"cache": True, "fastmath": EXACT, "error_model": "numpy", "parallel": True}
"""Options of every loop over a picture: the same on one machine, and free of checks for division by zero."""

JIT = {"cache": True, "fastmath": EXACT, "error_model": "numpy", "_nrt": False}
"""Options of what such a loop calls for each pixel or ray. These functions make no arrays, and without
numba's runtime they don't count references to those they are given, which took a fifth of the time."""

PART = {**JIT, "forceinline": True}
"""Options of a function that is called in few places for each pixel or ray: it becomes part of the loop. An
array is passed as nine words, and a call with ten of them waits for its own stack longer than it works."""


FULL = 32767.0
"""What 1 is in noise kept as int16."""


@njit(**JIT, inline="always")
def bilinear(field, x, z):
    """Wrapping read of a square power-of-two field at (x, z) in cells."""
    fx, fz = math.floor(x), math.floor(z)
    mask, one = np.uint64(field.shape[0] - 1), np.uint64(1)
    ix, iz = np.uint64(fx) & mask, np.uint64(fz) & mask
    jx, jz = (ix + one) & mask, (iz + one) & mask
    ax, az = x - fx, z - fz
    near = field[iz, ix] + (field[iz, jx] - field[iz, ix]) * ax
    far = field[jz, ix] + (field[jz, jx] - field[jz, ix]) * ax
    return near + (far - near) * az


@njit(**JIT, inline="always")
def noise_at(noise, x, z):
    """As `bilinear`, of noise kept by `kept`."""
    return bilinear(noise, x, z) * (1.0 / FULL)


def kept(noise: np.ndarray) -> np.ndarray:
    """Noise in [-1, 1] as int16 in units of 1 / FULL: at half the size it stays in a core's own cache."""
    return np.rint(noise * FULL).astype(np.int16)


@njit(**JIT, inline="always")
def bilinear3(field, x, z):
    """As `bilinear`, for the three channels of a [cells, cells, 3] field."""
    fx, fz = math.floor(x), math.floor(z)
    mask, one = np.uint64(field.shape[0] - 1), np.uint64(1)
    ix, iz = np.uint64(fx) & mask, np.uint64(fz) & mask
    jx, jz = (ix + one) & mask, (iz + one) & mask
    ax, az = x - fx, z - fz
    wa, wb, wc, wd = (1.0 - ax) * (1.0 - az), ax * (1.0 - az), (1.0 - ax) * az, ax * az
    a = field[iz, ix, 0] * wa + field[iz, jx, 0] * wb + field[jz, ix, 0] * wc + field[jz, jx, 0] * wd
    b = field[iz, ix, 1] * wa + field[iz, jx, 1] * wb + field[jz, ix, 1] * wc + field[jz, jx, 1] * wd
    c = field[iz, ix, 2] * wa + field[iz, jx, 2] * wb + field[jz, ix, 2] * wc + field[jz, jx, 2] * wd
    return a, b, c
