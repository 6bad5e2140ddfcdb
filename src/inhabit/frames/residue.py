"""What light on a canvas cannot explain of a picture that was seen: kept beside it, and added again.

A residue is the difference between the picture and the fitted canvas under its light, in bytes centred on
128. It is carried from view to view like the canvas itself. It belongs to the look it was seen under and
fades as attributes move away from that; pictures that the world makes itself have none.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from inhabit.core.frame import PlanarFrame

NONE = 128
FADE = 12.0
"""How fast a residue fades with the sum of all changes of attributes."""
GONE = 0.06
"""Less of a residue than this cannot be seen."""

Planes = tuple[np.ndarray, np.ndarray]
"""luma uint8 [h, w] and chroma uint8 [2, h/2, w/2]."""


def left_over(picture: PlanarFrame, shown: PlanarFrame) -> Planes:
    """What `shown` lacks of `picture`."""
    chroma = [_less(picture.blue, shown.blue), _less(picture.red, shown.red)]
    return _less(picture.luma, shown.luma), np.stack(chroma)


def added(picture: PlanarFrame, luma: np.ndarray, chroma: np.ndarray) -> PlanarFrame:
    """`picture` with a residue on it, of whatever size."""
    planes = zip((picture.luma, picture.blue, picture.red), (luma, *chroma), strict=True)
    return PlanarFrame(*(_more(plane, residue) for plane, residue in planes))


def strength(seen_under: np.ndarray, now: np.ndarray) -> float:
    """How much of a residue is left under other attributes (both as vectors), in [0, 1]."""
    return math.exp(-FADE * float(np.abs(seen_under - now).sum()))


def faded(planes: Planes, share: float) -> Planes:
    """The same residue, weaker."""
    if share > 1 - 1 / 256:
        return planes
    luma, chroma = (
        (NONE + share * (plane.astype(np.float32) - NONE) + 0.5).astype(np.uint8) for plane in planes
    )
    return luma, chroma


def _less(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.clip(a.astype(np.int16) - b + NONE, 0, 255).astype(np.uint8)


def _more(plane: np.ndarray, residue: np.ndarray) -> np.ndarray:
    if residue.shape != plane.shape:
        residue = cv2.resize(residue, plane.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.clip(plane.astype(np.int16) + residue - NONE, 0, 255).astype(np.uint8)
