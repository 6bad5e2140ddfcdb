"""True geometry between two cameras: what of one picture another one shows, where, and what of it is solid.

A judge of pictures has no geometry of its own; the simulator's tells where a point of the land is in both.
Only what is solid can be held against itself: clouds, stars, water and what falls move by themselves.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from inhabit.core.camera import Pose, focal_px
from inhabit.sim.gbuffer import WATER, GBuffer

DEPTH_SHARE = 0.03
"""Two views see the same point when its depth agrees to this share; else something is in front."""

EDGE_SHARE = 0.1
"""A pixel next to one whose depth differs by more than this share lies on an outline: it is of two things."""


EDGE_PX = 0.01
"""So far beyond the outermost pixels' centres is still on them."""


def solid(buffer: GBuffer) -> np.ndarray:
    """bool [h, w]: neither sky nor water."""
    return ~buffer.sky & (buffer.weights[..., WATER] < 0.5)


def within(buffer: GBuffer) -> np.ndarray:
    """bool [h, w]: solid and not on an outline, where half a pixel decides what is seen."""
    depth = np.where(solid(buffer), buffer.depth_m, 0.0).astype(np.float32)
    kernel = np.ones((3, 3), np.uint8)
    near, far = cv2.erode(depth, kernel), cv2.dilate(depth, kernel)
    return (near > 0.0) & (far - near < EDGE_SHARE * far)


def projected(points_m: np.ndarray, pose: Pose, shape: tuple[int, int]) -> tuple[np.ndarray, ...]:
    """Where world points float [..., 3] lie in the picture of `pose`: x, y in pixels (0 is the centre of the
    first) and depth in metres, each float32 [...]."""
    rows, columns = shape
    local = (points_m - pose.position) @ pose.rotation()
    focal, depth = focal_px(pose.fov_rad, columns, rows), local[..., 2]
    safe = np.where(depth > 0.1, depth, 0.1)
    x = focal * local[..., 0] / safe + 0.5 * columns - 0.5
    y = 0.5 * rows - 0.5 - focal * local[..., 1] / safe
    return x.astype(np.float32), y.astype(np.float32), depth.astype(np.float32)


def carrier(before: GBuffer, now: GBuffer) -> tuple[Callable[[np.ndarray], np.ndarray], np.ndarray]:
    """How planes of the picture at `before` look from `now`, and where that can be said (bool [h, w]).

    The first answer takes a plane [h, w] seen from `before` and gives it seen from `now`, by a bilinear pull.
    """
    x, y, depth = projected(now.position_m, before.pose, before.depth_m.shape)

    def carried(plane: np.ndarray) -> np.ndarray:
        return cv2.remap(plane.astype(np.float32), x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    there = carried(np.where(within(before), before.depth_m, -1e9))
    same = np.abs(there - depth) < DEPTH_SHARE * depth
    return carried, within(now) & _inside(x, y, depth, depth.shape) & same


def share_seen(place: GBuffer, pose: Pose) -> float:
    """The share of what is solid in a view that lies within the picture of `pose`, whatever stands
    between."""
    rows, columns = place.depth_m.shape
    points = place.position_m[solid(place)]
    if not len(points):
        return 0.0
    x, y, depth = projected(points, pose, (rows, columns))
    return float(_inside(x, y, depth, (rows, columns)).mean())


def _inside(x: np.ndarray, y: np.ndarray, depth: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    rows, columns = shape
    across = (x >= -EDGE_PX) & (x <= columns - 1 + EDGE_PX)
    return (depth > 0.1) & across & (y >= -EDGE_PX) & (y <= rows - 1 + EDGE_PX)
