"""The painter's patches laid out as planes: tone and matter of a canvas, in bytes."""

from __future__ import annotations

from functools import partial

import cv2
import numba
import numpy as np

from inhabit.core.camera import Size
from inhabit.core.kernel import LOOP
from inhabit.core.spec import GEOMETRY_CELL_PX
from inhabit.core.team import bands, together
from inhabit.frames.colour import FIRST_SKY, LAST_LAND
from inhabit.frames.grids import axis, widen

SURELY_LAND, SURELY_SKY = 0.2, 0.8


def paint_planes(patches: np.ndarray, sky: np.ndarray, size: Size) -> tuple[np.ndarray, np.ndarray]:
    """Painter output float32 [35, h5, w5] -> tone uint8 [h, w] and matter uint8 [2, h/2, w/2].

    Tones are kept on the side of the horizon that geometry says: where `sky` (float32 [h5, w5]) is below 0.2
    they never are a sky's, above 0.8 never a land's.
    """
    rows, columns = sky.shape
    tone = np.empty((size.height_px, size.width_px), np.uint8)
    down, across = axis(rows, size.height_px), axis(columns, size.width_px)
    laid = (down.cells, down.past, across.starts, across.past)
    together([partial(_unfold, *band, patches, sky, *laid, tone) for band in bands(size.height_px)])
    return tone, _matter(patches, size)


def _matter(patches: np.ndarray, size: Size) -> np.ndarray:
    rows, columns = patches.shape[1:]
    first = GEOMETRY_CELL_PX**2
    fine = patches[first : first + 8].reshape(2, 2, 2, rows, columns).transpose(0, 3, 1, 4, 2)
    half = (size.width_px // 2, size.height_px // 2)
    planes = np.empty((2, *half[::-1]), np.uint8)
    for plane, cells in zip(planes, fine.reshape(2, 2 * rows, 2 * columns), strict=True):
        smooth = cv2.resize(cells, half, interpolation=cv2.INTER_LINEAR)
        np.copyto(plane, np.clip(smooth * 255.0 + 0.5, 0.0, 255.0), casting="unsafe")
    return planes


@numba.njit(**LOOP)
def _unfold(first, end, patches, sky, above, below, starts, past, tone):
    cell = GEOMETRY_CELL_PX
    width, cells = tone.shape[1], sky.shape[1]
    line, share = np.empty(width, np.float32), np.empty(width, np.float32)
    mixed = np.empty(cells, np.float32)
    land, air = np.float32(LAST_LAND), np.float32(FIRST_SKY)
    zero, half, most = np.float32(0.0), np.float32(0.5), np.float32(255.0)
    surely_land, surely_sky = np.float32(SURELY_LAND), np.float32(SURELY_SKY)
    for i in range(first, end):
        a, f = above[i], below[i]
        for c in range(cells):
            mixed[c] = sky[a, c] + f * (sky[a + 1, c] - sky[a, c])
        widen(mixed, starts, past, share)
        for k in range(cell):
            strip = patches[cell * (i % cell) + k, i // cell]
            for c in range(cells):
                line[cell * c + k] = strip[c]
        out = tone[i]
        for n in range(width):
            value = min(max(line[n] * most + half, zero), most)
            value = min(value, land) if share[n] < surely_land else value
            value = max(value, air) if share[n] > surely_sky else value
            out[n] = np.uint8(value)
