"""What the model remembers of a frame: the light-free canvas, and geometry on a coarse grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit, prange

from inhabit.core.camera import Size, focal_px
from inhabit.core.errors import BadInputError
from inhabit.core.sky import CLOUD_PLANE_M
from inhabit.sim.fields import JIT, KERNEL
from inhabit.sim.gbuffer import GBuffer, beside

BLOCK_PX = 5


@dataclass(frozen=True, slots=True, eq=False)
class Canvas:
    """`tone` uint8 [H, W]: land in [0, 128], sky in [178, 255]; `matter` uint8 [2, H / 2, W / 2]."""

    tone: np.ndarray
    matter: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Geometry:
    """`disparity` float32 [h, w] in 1/m along the optical axis; `sky` float32 [h, w], the fraction of sky."""

    disparity: np.ndarray
    sky: np.ndarray


def canvas(gbuffer: GBuffer) -> Canvas:
    """Quantise tone and matter, smoothed along outlines; matter is averaged over 2 x 2 pixels."""
    height, width = gbuffer.tone.shape
    result = Canvas(np.empty((height, width), np.uint8), np.empty((2, height // 2, width // 2), np.uint8))
    _paint(gbuffer.tone, gbuffer.matter_u, gbuffer.matter_v, gbuffer.edges, result.tone, result.matter)
    return result


def quantised(plane: np.ndarray) -> np.ndarray:
    """A plane in [0, 1] as the bytes of a canvas."""
    return (np.clip(plane, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)


def geometry(gbuffer: GBuffer, size: Size | None = None) -> Geometry:
    """Disparity and sky on the grid of a `size` picture: 5 x 5 pixels each.

    `size` is the picture's own and only checked. Each block takes the median disparity of its majority
    (sky or not); sky takes that of the cloud plane at its centre, 0 at and below the horizon. Raises
    BadInputError for a size that is not the buffer's or not divisible by 5.
    """
    height, width = gbuffer.depth_m.shape
    if size is not None and size != gbuffer.size:
        raise BadInputError(
            "bad_size", f"size {size} is not that of the frame: pass {gbuffer.size} or nothing"
        )
    if height % BLOCK_PX or width % BLOCK_PX:
        raise BadInputError(
            "bad_size", f"size {width}x{height} has no geometry grid: use sides divisible by 5"
        )
    return _blocks(gbuffer)


def sky_disparity(gbuffer: GBuffer, rows: int, columns: int) -> np.ndarray:
    """Disparity of the cloud plane, float32 [rows, columns], at the centres of an even grid."""
    pose = gbuffer.pose
    focal = focal_px(pose.fov_rad, columns, rows)
    across = (np.arange(columns) + 0.5 - 0.5 * columns) / focal
    down = (0.5 * rows - np.arange(rows) - 0.5) / focal
    rise = pose.rotation()[1]
    climb = rise[0] * across[None, :] + rise[1] * down[:, None] + rise[2]
    return (np.maximum(climb, 0.0) / (CLOUD_PLANE_M - pose.y_m)).astype(np.float32)


def _blocks(gbuffer: GBuffer) -> Geometry:
    height, width = gbuffer.depth_m.shape
    rows, columns = height // BLOCK_PX, width // BLOCK_PX
    disparity, sky = sky_disparity(gbuffer, rows, columns), np.empty((rows, columns), np.float32)
    _medians(gbuffer.depth_m, gbuffer.sky, disparity, sky)
    return Geometry(disparity, sky)


@njit(**KERNEL)
def _medians(depth, sky, disparity, fraction):
    rows, columns = fraction.shape
    for i in prange(rows):
        near = np.empty(BLOCK_PX * BLOCK_PX, np.float32)
        for j in range(columns):
            count = 0
            for a in range(BLOCK_PX):
                for b in range(BLOCK_PX):
                    if not sky[i * BLOCK_PX + a, j * BLOCK_PX + b]:
                        near[count] = 1.0 / depth[i * BLOCK_PX + a, j * BLOCK_PX + b]
                        count += 1
            total = BLOCK_PX * BLOCK_PX
            fraction[i, j] = (total - count) / total
            if 2 * count > total:
                disparity[i, j] = np.sort(near[:count])[count // 2]


@njit(**JIT, inline="always")
def shared(plane, edges, i, j):
    """A pixel of `plane` [H, W], mixed on an outline with the neighbours that share it."""
    value = plane[i, j]
    for n in range(4):
        if edges[i, j, n] > 0:
            ni, nj = beside(i, j, n, plane.shape[0], plane.shape[1])
            value += (plane[ni, nj] - plane[i, j]) * (edges[i, j, n] / 255.0)
    return value


@njit(**KERNEL)
def _paint(tone, matter_u, matter_v, edges, tone_bytes, matter_bytes):
    for i in prange(matter_bytes.shape[1]):
        for j in range(matter_bytes.shape[2]):
            u = v = 0.0
            for a in range(2 * i, 2 * i + 2):
                for b in range(2 * j, 2 * j + 2):
                    tone_bytes[a, b] = int(min(max(shared(tone, edges, a, b), 0.0), 1.0) * 255.0 + 0.5)
                    u += 0.25 * shared(matter_u, edges, a, b)
                    v += 0.25 * shared(matter_v, edges, a, b)
            matter_bytes[0, i, j] = int(min(max(u, 0.0), 1.0) * 255.0 + 0.5)
            matter_bytes[1, i, j] = int(min(max(v, 0.0), 1.0) * 255.0 + 0.5)
