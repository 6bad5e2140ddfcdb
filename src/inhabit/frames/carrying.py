"""A picture that has been developed already, seen from a camera that moved on a little.

The cheapest new picture there is: nothing is joined or lit. Every pixel is taken from the picture before by
the map of small cells that memory's geometry gives (time warp, van Waveren 2016, with depth).
"""

from __future__ import annotations

import cv2
import numpy as np

from inhabit.core.frame import PlanarFrame

MARGIN_CELLS = 2
"""A map goes on linearly beyond its outermost cells; two of them are whole pixels at every size."""


def carried(picture: PlanarFrame, map_x: np.ndarray, map_y: np.ndarray) -> PlanarFrame:
    """`picture` pulled by `map_x, map_y` float32 [h5, w5]: where each cell lies in it, in its own cells. Luma
    by cubics, chroma linearly; what lies outside is the rim."""
    maps = [
        np.pad(plane, MARGIN_CELLS, mode="reflect", reflect_type="odd").astype(np.float32)
        for plane in (map_x, map_y)
    ]
    luma = _pulled(picture.luma, maps, map_x.shape, cv2.INTER_CUBIC)
    blue, red = (_pulled(p, maps, map_x.shape, cv2.INTER_LINEAR) for p in (picture.blue, picture.red))
    return PlanarFrame(luma, blue, red)


def _pulled(plane: np.ndarray, maps: list[np.ndarray], cells: tuple[int, int], how: int) -> np.ndarray:
    rows, columns = plane.shape
    down, across = (MARGIN_CELLS * side // count for side, count in zip(plane.shape, cells, strict=True))
    wide = [cv2.resize(m, (columns + 2 * across, rows + 2 * down)) for m in maps]
    # From cells to pixels, centres of both at whole numbers.
    x, y = (
        (w[down : down + rows, across : across + columns] + 0.5) * np.float32(side / count) - np.float32(0.5)
        for w, side, count in zip(wide, (columns, rows), cells[::-1], strict=True)
    )
    return cv2.remap(plane, x, y, how, borderMode=cv2.BORDER_REPLICATE)
