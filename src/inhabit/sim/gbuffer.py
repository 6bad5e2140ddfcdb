"""What a march through a scene brings back for one frame: geometry and matter, no light."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numba import njit

from inhabit.core.camera import Pose, Size

WATER, GROUND, ROCK, FOLIAGE, TRUNK = range(5)
"""Order of the material weights."""

MATTER_UV = np.array([[0.0, 0.5], [0.5, 1.0], [0.5, 0.0], [1.0, 0.5], [0.8, 0.1]], dtype=np.float32)
"""Where each material lies in the two matter planes of the canvas."""


@dataclass(frozen=True, slots=True, eq=False)
class GBuffer:
    """Arrays for one frame at (H, W), seen from `pose` at `time_s`.

    `distance_m` float32 along the ray and `depth_m` float32 along the optical axis, inf for sky; `sky` bool;
    `normal` and `position_m` float32 [H, W, 3] in world axes (for sky `position_m` is the unit view
    direction); `weights` float32 [H, W, 5] of the materials, zero for sky; `tone`, `matter_u`, `matter_v`
    float32 in [0, 1] as the canvas wants them; `cloud` float32 in [0, 1] the unthresholded cloud field (0.5
    off the sky); `star` float32 in [0, 1]; `edges` uint8 [H, W, 4] how much of the pixel, in 255ths, belongs
    to its left, right, upper and lower neighbour: every picture made from this buffer is smoothed by it.

    Of things: `identity` uint16, whose pixel it is, 0 is nobody's; `paint` uint8 one of paints.py, 0 where
    the materials count; `shadow` uint8 how much light does not arrive at the foot of things, in 255ths;
    `lamps` a list of x, y, z and reach (m), 1 if it burns by day, and identity.
    """

    pose: Pose
    size: Size
    time_s: float
    distance_m: np.ndarray
    depth_m: np.ndarray
    sky: np.ndarray
    normal: np.ndarray
    position_m: np.ndarray
    weights: np.ndarray
    tone: np.ndarray
    matter_u: np.ndarray
    matter_v: np.ndarray
    cloud: np.ndarray
    star: np.ndarray
    edges: np.ndarray
    identity: np.ndarray
    paint: np.ndarray
    shadow: np.ndarray
    lamps: list[tuple[float, ...]] = field(default_factory=list)


@njit(cache=True)
def beside(i, j, n, rows, columns):
    """Row and column of the left, right, upper or lower neighbour (n = 0..3), kept inside the picture."""
    i, j = np.int64(i), np.int64(j)
    if n == 0:
        return i, max(j - 1, 0)
    if n == 1:
        return i, min(j + 1, columns - 1)
    if n == 2:
        return max(i - 1, 0), j
    return min(i + 1, rows - 1), j
