"""A single thing as a layer over a place: what the canvas holds of it, and how much of each pixel is its own.

The model paints things as layers over a remembered place, so a place stays as it was when somebody walks
through it. A layer is a crop that begins at even pixels, as matter is kept at half size.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from inhabit.core.camera import Pose, Size
from inhabit.core.cast import Cast, Thing
from inhabit.sim.canvas import Canvas, quantised
from inhabit.sim.gbuffer import GBuffer
from inhabit.sim.march import blank
from inhabit.sim.presence import lay
from inhabit.sim.scene import Scene


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One thing in the crop that begins at (`top_px`, `left_px`) of a picture; sides are even, and may be 0.

    `tone` uint8 [h, w] and `matter` uint8 [2, h / 2, w / 2] as the canvas has them where the thing is (0
    elsewhere); `alpha` uint8 [h, w] in 255ths; `disparity` float32 [h, w] in 1/m along the optical axis, 0
    where alpha is.
    """

    identity: int
    top_px: int
    left_px: int
    tone: np.ndarray
    matter: np.ndarray
    alpha: np.ndarray
    disparity: np.ndarray


def layer(scene: Scene, thing: Thing, pose: Pose, size: Size, *, behind: GBuffer | None = None) -> Layer:
    """`thing` alone, seen from `pose`; only `scene`'s texture noise counts.

    With `behind`, a march of the place from the same pose, what the place hides of the thing is not in the
    layer.
    """
    buffer = blank(pose, size)
    if behind is not None:
        buffer = replace(buffer, distance_m=behind.distance_m.copy(), edges=behind.edges.copy())
    buffer = lay(buffer, scene, Cast((thing,)))
    own = buffer.identity == thing.identity
    share = _share(own, buffer.edges)
    rows, columns = np.nonzero(share > 0.0)
    if not len(rows):
        empty = np.zeros((0, 0), np.uint8)
        return Layer(
            thing.identity, 0, 0, empty, np.zeros((2, 0, 0), np.uint8), empty, np.zeros((0, 0), np.float32)
        )
    top, left = int(rows.min()) & ~1, int(columns.min()) & ~1
    crop = slice(top, (int(rows.max()) | 1) + 1), slice(left, (int(columns.max()) | 1) + 1)
    tone, matter_u, matter_v, disparity = (
        _own(plane, own, buffer.edges, share)
        for plane in (buffer.tone, buffer.matter_u, buffer.matter_v, np.where(own, 1.0 / buffer.depth_m, 0.0))
    )
    alpha = share[crop]
    u, v = (_halved(plane[crop], alpha) for plane in (matter_u, matter_v))
    return Layer(
        thing.identity, top, left, quantised(tone[crop]), np.stack([quantised(u), quantised(v)]),
        quantised(alpha), disparity[crop].astype(np.float32),
    )  # fmt: skip


def composed(place: Canvas, layers: list[Layer]) -> Canvas:
    """A canvas with `layers` over it, the farthest first: by their middle disparity."""
    tone, matter = place.tone.astype(np.float32), place.matter.astype(np.float32)
    for one in sorted((one for one in layers if one.alpha.any()), key=_nearness):
        height, width = one.alpha.shape
        alpha = one.alpha.astype(np.float32) / 255.0
        rows, columns = slice(one.top_px, one.top_px + height), slice(one.left_px, one.left_px + width)
        tone[rows, columns] += (one.tone - tone[rows, columns]) * alpha
        half = slice(rows.start // 2, rows.stop // 2), slice(columns.start // 2, columns.stop // 2)
        small = alpha.reshape(height // 2, 2, width // 2, 2).mean(axis=(1, 3))
        matter[:, half[0], half[1]] += (one.matter - matter[:, half[0], half[1]]) * small
    return Canvas(np.rint(tone).astype(np.uint8), np.rint(matter).astype(np.uint8))


def _nearness(one: Layer) -> float:
    return float(np.median(one.disparity[one.alpha > 127])) if (one.alpha > 127).any() else 0.0


def _beside(plane: np.ndarray) -> list[np.ndarray]:
    """A plane as its left, right, upper and lower neighbours have it, in the order of gbuffer.beside."""
    wide = np.pad(plane, 1, mode="edge")
    return [wide[1:-1, :-2], wide[1:-1, 2:], wide[:-2, 1:-1], wide[2:, 1:-1]]


def _share(own: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """How much of each pixel belongs to the thing, float32 [H, W] in [0, 1]."""
    share = own.astype(np.float32)
    for n, theirs in enumerate(_beside(own)):
        share += (theirs.astype(np.float32) - own) * (edges[..., n] / np.float32(255.0))
    return share


def _own(plane: np.ndarray, own: np.ndarray, edges: np.ndarray, share: np.ndarray) -> np.ndarray:
    """The mean of `plane` over the thing's part of each pixel, 0 where it has none."""
    held = np.where(own, plane, 0.0) * (1.0 - edges.astype(np.float32).sum(axis=-1) / 255.0)
    for n, (theirs, value) in enumerate(zip(_beside(own), _beside(plane), strict=True)):
        held = held + np.where(theirs, value, 0.0) * (edges[..., n] / np.float32(255.0))
    return np.where(share > 0.0, held / np.maximum(share, 1e-6), 0.0)


def _halved(plane: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """The mean of `plane` over 2 x 2 pixels, each counted by its alpha."""
    height, width = plane.shape
    blocks = (height // 2, 2, width // 2, 2)
    weight = alpha.reshape(blocks).sum(axis=(1, 3))
    return (plane * alpha).reshape(blocks).sum(axis=(1, 3)) / np.maximum(weight, 1e-6)
