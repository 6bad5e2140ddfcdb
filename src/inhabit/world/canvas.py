"""A canvas: what is remembered of a view. Matter without light, with its geometry."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from inhabit.core.spec import GEOMETRY_CELL_PX


@dataclass(frozen=True, slots=True)
class Residue:
    """What light cannot explain of a seen picture: `luma` uint8 [h, w], `chroma` uint8 [2, h/2, w/2], centred
    on 128; `seen_under` float32 [a] is the attributes' vector it belongs to, `left` how much of it has not
    faded yet, in (0, 1]."""

    luma: np.ndarray
    chroma: np.ndarray
    seen_under: np.ndarray
    left: float = 1.0


@dataclass(frozen=True, slots=True)
class Canvas:
    """`tone` uint8 [h, w], `matter` uint8 [2, h/2, w/2], `disparity` float32 [h5, w5] in 1/m, `sky`
    float32 [h5, w5] in [0, 1].

    `grain` float32 [h5, w5] is how coarse the detail is: 1 where it was painted or seen at this size, more
    where it was carried here and magnified on the way. `residue` is there only where a true picture was seen.
    """

    tone: np.ndarray
    matter: np.ndarray
    disparity: np.ndarray
    sky: np.ndarray
    grain: np.ndarray
    residue: Residue | None = None

    @classmethod
    def fresh(cls, tone: np.ndarray, matter: np.ndarray, disparity: np.ndarray, sky: np.ndarray) -> Canvas:
        """A canvas that is as fine everywhere as it can be."""
        return cls(tone, matter, disparity, sky, np.ones_like(disparity))

    @property
    def cells(self) -> tuple[int, int]:
        """Rows and columns of the geometry grid."""
        rows, columns = self.disparity.shape
        return rows, columns

    @property
    def nbytes(self) -> int:
        residue = 0 if self.residue is None else self.residue.luma.nbytes + self.residue.chroma.nbytes
        return (
            residue
            + self.tone.nbytes
            + self.matter.nbytes
            + self.disparity.nbytes
            + self.sky.nbytes
            + self.grain.nbytes
        )

    def coarse(self) -> np.ndarray:
        """Cell means: float32 [6, h5, w5] of tone, u, v in [0, 1], disparity, sky, grain."""
        rows, columns = self.cells
        small = [_shrink(plane, columns, rows) for plane in (self.tone, self.matter[0], self.matter[1])]
        return np.stack([*small, self.disparity, self.sky, self.grain]).astype(np.float32)


def _shrink(plane: np.ndarray, columns: int, rows: int) -> np.ndarray:
    return cv2.resize(plane, (columns, rows), interpolation=cv2.INTER_AREA).astype(np.float32) / 255.0


def cells_of(height_px: int, width_px: int) -> tuple[int, int]:
    """The geometry grid of a canvas."""
    return height_px // GEOMETRY_CELL_PX, width_px // GEOMETRY_CELL_PX
