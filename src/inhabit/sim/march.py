"""The camera's rays, all at once: from a scene and a pose to the geometry and matter of one frame.

Every pixel is traced once: half of them, the black squares of a chessboard, through all the air in front
of them, the other half only where their neighbours met something. Then outlines are smoothed (outline.py)
and what was met is described.
"""

from __future__ import annotations

import math

import numpy as np
from numba import get_num_threads, njit, prange

from inhabit.core.camera import Pose, Size, focal_px
from inhabit.core.cast import NOBODY, Cast
from inhabit.core.sky import CLOUD_PLANE_M
from inhabit.sim.beams import TILE_PX, starts
from inhabit.sim.crowns import LEAVES, NEVER
from inhabit.sim.fields import KERNEL, bilinear, bilinear3
from inhabit.sim.gbuffer import FOLIAGE, GROUND, MATTER_UV, ROCK, TRUNK, WATER, GBuffer
from inhabit.sim.glances import between, glance, ray
from inhabit.sim.outline import outline
from inhabit.sim.presence import lay
from inhabit.sim.rays import LAKE, LAND, REACH_M, SKY
from inhabit.sim.scene import WIND_DIRECTION, WIND_SPEED_MPS, Scene
from inhabit.sim.surface import (
    SKY_TONE,
    bark_tone,
    cloud_field,
    lake_tone,
    land_tone,
    leaf_tone,
    star_at,
)  # fmt: skip
from inhabit.sim.terrain import CELL_M

_WATER_UV, _GROUND_UV, _ROCK_UV, _LEAF_UV, _BARK_UV = (tuple(map(float, uv)) for uv in MATTER_UV)
_STAR_RAD = 0.0024


def march(scene: Scene, pose: Pose, size: Size, time_s: float, cast: Cast = NOBODY) -> GBuffer:
    """What the camera at `pose` meets in every pixel of `size`; clouds have drifted for `time_s`.

    A cast changes only the pixels where things are, or on whose outline, or that lie at their feet.
    """
    shape = (size.height_px, size.width_px)
    buffer = _empty(pose, size, time_s)
    focal = focal_px(pose.fov_rad, size.width_px, size.height_px)
    place = np.array([*pose.position, focal, scene.water_m, *cloud_shift(scene.wind, time_s)])
    bounds = np.array([scene.floor_m, float(scene.ceiling_far_m.max())])
    kinds = np.empty(shape, np.uint8)
    clear = starts(pose.rotation(), place, *scene.reach_m, bounds[1], *shape)
    frame = (
        pose.rotation(),
        place,
        bounds,
        clear,
        scene.height_m,
        scene.ceiling_m,
        scene.ceiling_far_m,
        scene.land_top_m,
        scene.trees,
        scene.grain,
    )
    stride = row_stride(size.height_px)
    within = np.empty(shape, np.float32)
    for parity in (0, 1):
        _meet(*frame, stride, parity, kinds, buffer.distance_m, buffer.normal, within)
    outline(*frame, stride, kinds, buffer.distance_m, buffer.edges)
    _matter(
        frame[0], place, scene.height_m, scene.grain, scene.surface, scene.clouds, stride,
        scene.seed & 0xFFFF, kinds, buffer.distance_m, within,
        buffer.depth_m, buffer.sky, buffer.normal, buffer.position_m, buffer.weights,
        buffer.tone, buffer.matter_u, buffer.matter_v, buffer.cloud, buffer.star,
    )  # fmt: skip
    return lay(buffer, scene, cast) if cast.things else buffer


def blank(pose: Pose, size: Size) -> GBuffer:
    """A view of nothing, as far as one can see: for things to be laid over."""
    buffer = _empty(pose, size, 0.0)
    for plane in (buffer.distance_m, buffer.depth_m):
        plane.fill(np.inf)
    for plane in (buffer.normal, buffer.position_m, buffer.tone, buffer.matter_u, buffer.matter_v):
        plane.fill(0.0)
    buffer.sky.fill(True)
    return buffer


def _empty(pose: Pose, size: Size, time_s: float) -> GBuffer:
    """Planes to be filled; what is not written in every pixel is set."""
    shape = (size.height_px, size.width_px)
    return GBuffer(
        pose, size, time_s,
        distance_m=np.empty(shape, np.float32), depth_m=np.empty(shape, np.float32),
        sky=np.empty(shape, np.bool_),
        normal=np.empty((*shape, 3), np.float32), position_m=np.empty((*shape, 3), np.float32),
        weights=np.zeros((*shape, 5), np.float32), tone=np.empty(shape, np.float32),
        matter_u=np.empty(shape, np.float32), matter_v=np.empty(shape, np.float32),
        cloud=np.full(shape, 0.5, np.float32), star=np.zeros(shape, np.float32),
        edges=np.zeros((*shape, 4), np.uint8), identity=np.zeros(shape, np.uint16),
        paint=np.zeros(shape, np.uint8), shadow=np.zeros(shape, np.uint8),
    )  # fmt: skip


def cloud_shift(wind: float, time_s: float) -> tuple[float, float]:
    """How far the clouds have drifted along (x, z), metres."""
    far = wind * WIND_SPEED_MPS * time_s
    return WIND_DIRECTION[0] * far, WIND_DIRECTION[1] * far


def row_stride(rows: int) -> int:
    """A step that visits every row once and far apart, so that threads share sky and land evenly.

    One thread takes rows in order: what a row touched is still in the cache for the next.
    """
    if get_num_threads() == 1:
        return 1
    stride = max(int(rows * 0.618), 1)
    while math.gcd(stride, rows) != 1:
        stride += 1
    return stride


@njit(**KERNEL)
def _meet(
    rotation, place, bounds, clear, height_m, ceiling, ceiling_far, land_top, trees, grain, stride, parity,
    kinds, distance, normal, within,
):  # fmt: skip
    """Trace the pixels of one colour of a chessboard; the second colour starts near what is round it."""
    rows, columns = distance.shape
    for k in prange(rows):
        i = (k * stride) % rows
        for j in range((i + parity) & 1, columns, 2):
            dx, dy, dz, _ = ray(rotation, place[3], columns, rows, j + 0.5, i + 0.5)
            start, stop, again = clear[i // TILE_PX, j // TILE_PX], REACH_M, REACH_M
            if parity:
                near, end, beyond = between(distance, i, j, NEVER, 0.0)
                start, stop, again = max(start, near), max(start, end), max(start, beyond)
            t, kind, nx, ny, nz, up = glance(
                start, stop, again, place, bounds, dx, dy, dz,
                height_m, ceiling, ceiling_far, land_top, trees, grain,
            )  # fmt: skip
            kinds[i, j] = kind
            distance[i, j] = t
            normal[i, j, 0], normal[i, j, 1], normal[i, j, 2] = nx, ny, nz
            within[i, j] = up


@njit(**KERNEL)
def _matter(
    rotation, place, height_m, grain, surface, clouds, stride, seed, kinds, distance, within,
    depth, sky, normal, position, weights, tone, matter_u, matter_v, cloud, star,
):  # fmt: skip
    rows, columns = distance.shape
    focal, water = place[3], place[4]
    for k in prange(rows):
        i = (k * stride) % rows
        for j in range(columns):
            dx, dy, dz, cosine = ray(rotation, focal, columns, rows, j + 0.5, i + 0.5)
            kind, t, up = kinds[i, j], distance[i, j], within[i, j]
            nx, ny, nz = normal[i, j, 0], normal[i, j, 1], normal[i, j, 2]
            sky[i, j] = kind == SKY
            if kind == SKY:
                distance[i, j] = depth[i, j] = np.inf
                position[i, j, 0], position[i, j, 1], position[i, j, 2] = dx, dy, dz
                normal[i, j, 0], normal[i, j, 1], normal[i, j, 2] = -dx, -dy, -dz
                field = 0.5
                if dy > 0.004:
                    far = (CLOUD_PLANE_M - place[1]) / dy
                    x, z = place[0] + far * dx - place[5], place[2] + far * dz - place[6]
                    field = cloud_field(clouds, x, z, far / (focal * math.sqrt(dy)))
                cloud[i, j] = field
                star[i, j] = star_at(dx, dy, dz, seed, max(_STAR_RAD, 0.75 * cosine / focal))
                tone[i, j] = SKY_TONE + 0.3 * field
                matter_u[i, j], matter_v[i, j] = star[i, j], 0.5
                continue
            x, y, z = place[0] + t * dx, place[1] + t * dy, place[2] + t * dz
            depth[i, j] = t * cosine
            position[i, j, 0], position[i, j, 1], position[i, j, 2] = x, y, z
            footprint = t * cosine / focal
            detail, u, v = 0.0, 0.0, 0.5
            if kind == LAND:
                nx, nz, openness = bilinear3(surface, x / CELL_M, z / CELL_M)
                ny = math.sqrt(max(1.0 - nx * nx - nz * nz, 0.0))
                graze = max(-(dx * nx + dy * ny + dz * nz), 0.07)
                detail, rock = land_tone(grain, x, y, z, ny, openness, footprint / math.sqrt(graze))
                weights[i, j, ROCK], weights[i, j, GROUND] = rock, 1.0 - rock
                u = _GROUND_UV[0] * (1.0 - rock) + _ROCK_UV[0] * rock
                v = _GROUND_UV[1] * (1.0 - rock) + _ROCK_UV[1] * rock
            elif kind == LAKE:
                bottom = water - bilinear(height_m, x / CELL_M, z / CELL_M)
                detail = lake_tone(grain, x, z, max(bottom, 0.0), footprint / math.sqrt(max(-dy, 0.02)))
                weights[i, j, WATER] = 1.0
                u, v = _WATER_UV
            elif kind == LEAVES:
                detail = leaf_tone(grain, x, y, z, nx, ny, nz, up, footprint)
                weights[i, j, FOLIAGE] = 1.0
                u, v = _LEAF_UV
            else:
                detail = bark_tone(grain, x, y, z, up, footprint)
                weights[i, j, TRUNK] = 1.0
                u, v = _BARK_UV
            normal[i, j, 0], normal[i, j, 1], normal[i, j, 2] = nx, ny, nz
            tone[i, j] = 0.25 + 0.25 * detail
            matter_u[i, j], matter_v[i, j] = u, v
