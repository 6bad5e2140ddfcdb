"""Small grids laid over big pictures: which cells a pixel lies between, and rows of cells made wide.

A value between two cell centres is linear along a row, so a row of cells is widened once to the picture's
width; pixels between two rows of cells are then mixed from two wide rows in a loop that vectorises.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numba
import numpy as np

from inhabit.core.kernel import LOOP


@dataclass(frozen=True, slots=True)
class Axis:
    """Cells along one axis of a picture: pixels `starts[p]` up to `starts[p + 1]` lie between the centres of
    cells p and p + 1, and `past` (float32 [pixels]) of the way from one to the other."""

    starts: np.ndarray
    past: np.ndarray

    @property
    def cells(self) -> np.ndarray:
        """The cell before each pixel: int32 [pixels]."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))


@cache
def axis(cells: int, pixels: int, *, margin: int = 0) -> Axis:
    """Centres of `cells` laid over `pixels`; `margin` more cells stand on either side.

    Without a margin what lies beyond the outermost centres holds their value.
    """
    x = (np.arange(pixels) + 0.5) * cells / pixels - 0.5 + margin
    x = np.clip(x, 0.0, cells + 2 * margin - 1.001)
    before = x.astype(np.int32)
    starts = np.searchsorted(before, np.arange(cells + 2 * margin))
    return Axis(starts.astype(np.int32), (x - before).astype(np.float32))


@numba.njit(**LOOP, inline="always")
def widen(row, starts, past, out):
    """A row of cells float32 [cells] at the picture's width: fills `out` float32 [pixels]."""
    for p in range(starts.shape[0] - 1):
        here = row[p]
        rise = row[p + 1] - here
        for n in range(starts[p], starts[p + 1]):
            out[n] = here + past[n] * rise
