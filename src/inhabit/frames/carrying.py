"""A picture that has been developed already, seen from a camera that moved on a little.

The cheapest new picture there is: nothing is joined or lit. Every pixel is taken from the picture before by
the map of small cells that memory's geometry gives (time warp, van Waveren 2016, with depth).
"""

from __future__ import annotations

import cv2
import numpy as np

from inhabit.core.frame import PlanarFrame

MARGIN_CELLS = 4
"""A map goes on linearly beyond its outermost cells; four are whole pixels of every plane at every size."""

BAND_CELLS = 16
"""Rows of cells made at once: what they grow to stays in the cache. A multiple of the margin."""


def carried(picture: PlanarFrame, map_x: np.ndarray, map_y: np.ndarray) -> PlanarFrame:
    """`picture` pulled by `map_x, map_y` float32 [h5, w5]: where each cell lies in it, in its own cells. Luma
    by cubics, chroma linearly; what lies outside is the rim."""
    maps = [
        np.pad(plane, MARGIN_CELLS, mode="reflect", reflect_type="odd").astype(np.float32)
        for plane in (map_x, map_y)
    ]
    (luma,) = _pulled([picture.luma], maps, map_x.shape, cv2.INTER_CUBIC)
    blue, red = _pulled([picture.blue, picture.red], maps, map_x.shape, cv2.INTER_LINEAR)
    return PlanarFrame(luma, blue, red)


def _pulled(
    planes: list[np.ndarray], maps: list[np.ndarray], cells: tuple[int, int], how: int
) -> list[np.ndarray]:
    rows, columns = planes[0].shape
    # From cells to pixels, centres of both at whole numbers, while maps are still small.
    x, y = (
        (m + 0.5) * np.float32(side / count) - np.float32(0.5)
        for m, side, count in zip(maps, (columns, rows), cells[::-1], strict=True)
    )
    above, before = (MARGIN_CELLS * side // count for side, count in zip((rows, columns), cells, strict=True))
    across = slice(before, before + columns)
    out = [np.empty_like(plane) for plane in planes]
    for first in range(0, cells[0], BAND_CELLS):
        end = min(first + BAND_CELLS, cells[0])
        top, bottom = (cell * rows // cells[0] for cell in (first, end))
        wide = (columns + 2 * before, bottom - top + 2 * above)
        down = slice(above, above + bottom - top)
        band_x, band_y = (cv2.resize(m[first : end + 2 * MARGIN_CELLS], wide)[down, across] for m in (x, y))
        for plane, made in zip(planes, out, strict=True):
            cv2.remap(plane, band_x, band_y, how, dst=made[top:bottom], borderMode=cv2.BORDER_REPLICATE)
    return out
