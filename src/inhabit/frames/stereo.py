"""Depth from looking twice: what the eye guessed of a picture's depth, corrected by earlier pictures of it.

One picture says how far things may be; two from known places say how far they are. Every cell tries nearer
and farther disparities around the eye's guess, each is judged by how well the earlier pictures, carried
through it, match this one, and the best is taken (plane sweep, Collins 1996; cost volume filtered along the
picture's own edges, Rhemann et al. 2011). Where nothing tells candidates apart the guess stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from inhabit.core.camera import Pose, focal_px

RATIOS = np.exp(np.linspace(-0.9, 0.9, 37)).astype(np.float32)
"""Candidates: the guess times these."""
VIEWS = (1, 2, 4, 7, 11)
"""How many pictures back to look: near ones overlap more, far ones tell more."""
WORST = 0.04
"""No mismatch counts more than this share of full contrast: what is hidden there cannot match."""
DOUBT = 0.0005
"""What a candidate costs for being e times nearer or farther than the guess, in the same units."""
SURE = 0.008
"""How much better than the guess a candidate has to match to be taken for what it is."""
WINDOW_PX, EDGE = 9, 2e-3
"""Width of the window that mismatches are averaged over, and the variance below which a difference within it
is no edge."""
SKY = 0.5


@dataclass(frozen=True, slots=True)
class Glimpse:
    """A picture's luma uint8 [h, w] and where it was taken from."""

    luma: np.ndarray
    pose: Pose


def looked_twice(now: Glimpse, earlier: Sequence[Glimpse], guess: np.ndarray, sky: np.ndarray) -> np.ndarray:
    """Disparity float32 [h5, w5] in 1/m of `now`, from the eye's `guess` and share of `sky` [h5, w5] and
    `earlier` pictures of the same size, oldest first."""
    views = [earlier[-back] for back in VIEWS if back <= len(earlier)]
    if not views:
        return guess
    size = (now.luma.shape[1] // 2, now.luma.shape[0] // 2)
    here = _half(now.luma, size)
    there = [(_half(view.luma, size), view.pose) for view in views]
    wide = cv2.resize(guess, size, interpolation=cv2.INTER_LINEAR)
    shown = [_inside(_carried(now.pose, pose, wide)) for _, pose in there]
    costs = np.stack([_cost(here, now.pose, there, shown, wide * ratio, guess.shape) for ratio in RATIOS])
    costs += DOUBT * np.abs(np.log(RATIOS))[:, None, None]
    # Only as far as the pictures say so: without parallax every candidate matches as well as the guess.
    better = costs[len(RATIOS) // 2] - costs.min(axis=0)
    ratio = cv2.medianBlur(_best(costs), 3) ** np.clip(better / SURE, 0.0, 1.0)
    found = guess * ratio
    return np.where(sky > SKY, guess, found).astype(np.float32)


def seen_before(now: Glimpse, earlier: Sequence[Glimpse], disparity: np.ndarray) -> np.ndarray:
    """What `earlier` pictures show of what `now` does, by its `disparity` float32 [h5, w5]: luma uint8
    [n, h, w], and that of `now` itself where they show nothing of it."""
    size = now.luma.shape[::-1]
    wide = cv2.resize(disparity, size, interpolation=cv2.INTER_LINEAR)
    found = []
    for glimpse in earlier:
        where = _carried(now.pose, glimpse.pose, wide)
        seen = cv2.remap(glimpse.luma, *where, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        found.append(np.where(_inside(where), seen, now.luma))
    return np.stack(found) if found else np.empty((0, *now.luma.shape), np.uint8)


def _half(luma: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    return cv2.resize(luma, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255.0


def _cost(
    here: np.ndarray,
    pose: Pose,
    there: list[tuple[np.ndarray, Pose]],
    shown: list[np.ndarray],
    disparity: np.ndarray,
    cells: tuple[int, ...],
) -> np.ndarray:
    """Mean mismatch of a candidate in every cell: the better half of the views, as others may be hidden.

    What a view does not show by the guess says the same of every candidate: nothing.
    """
    off = []
    for (luma, other), known in zip(there, shown, strict=True):
        seen = cv2.remap(
            luma, *_carried(pose, other, disparity), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        off.append(np.where(known, np.minimum(np.abs(seen - here), WORST), WORST))
    kept = np.sort(np.stack(off), axis=0)[: (len(there) + 1) // 2].mean(axis=0)
    return cv2.resize(_along_edges(here, kept), cells[::-1], interpolation=cv2.INTER_AREA)


def _carried(pose: Pose, other: Pose, disparity: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each pixel of a picture from `pose` lies in one of the same size from `other`: x, y."""
    rows, columns = disparity.shape
    turn = other.rotation().T @ pose.rotation()
    shift = other.rotation().T @ (pose.position - other.position)
    focal, focal_there = (focal_px(p.fov_rad, columns, rows) for p in (pose, other))
    across = ((np.arange(columns, dtype=np.float32) + 0.5 - columns / 2) / focal)[None]
    down = (-(np.arange(rows, dtype=np.float32) + 0.5 - rows / 2) / focal)[:, None]
    # Rays times depth plus shift, all over depth: no division by a disparity of zero.
    right, up, ahead = (
        (turn[k, 0] * across + turn[k, 1] * down + turn[k, 2]).astype(np.float32)
        + np.float32(shift[k]) * disparity
        for k in range(3)
    )
    ahead = np.maximum(ahead, 1e-3)
    map_x = (focal_there * right / ahead + (columns / 2 - 0.5)).astype(np.float32)
    map_y = (-focal_there * up / ahead + (rows / 2 - 0.5)).astype(np.float32)
    return map_x, map_y


def _inside(where: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    rows, columns = where[0].shape
    return (where[0] > 0) & (where[0] < columns - 1) & (where[1] > 0) & (where[1] < rows - 1)


def _along_edges(guide: np.ndarray, plane: np.ndarray) -> np.ndarray:
    """Guided filter (He et al. 2010): averaged over a window, but not across the guide's edges."""

    def mean(values: np.ndarray) -> np.ndarray:
        return cv2.blur(values, (WINDOW_PX, WINDOW_PX))

    level, value = mean(guide), mean(plane)
    slope = (mean(guide * plane) - level * value) / (mean(guide * guide) - level * level + EDGE)
    return mean(slope) * guide + mean(value - slope * level)


def _best(costs: np.ndarray) -> np.ndarray:
    """The ratio at the least cost of [n, h, w], between candidates by a parabola."""
    best = np.clip(costs.argmin(axis=0), 1, len(costs) - 2)
    low, at, high = (np.take_along_axis(costs, best[None] + k, axis=0)[0] for k in (-1, 0, 1))
    bend = low - 2.0 * at + high
    past = np.clip(np.where(bend > 1e-9, 0.5 * (low - high) / np.maximum(bend, 1e-9), 0.0), -0.5, 0.5)
    step = np.log(RATIOS[1] / RATIOS[0])
    return np.exp(np.log(RATIOS[0]) + step * (best + past)).astype(np.float32)
