"""Reading memory into the commanded camera: geometry only, nothing learned, nothing full size.

For one keyframe and one camera, `pull` answers for every geometry cell: where in the keyframe does this
cell come from, may we trust that, how much is it magnified, and what is its disparity now. Points are
splatted forward first (a z-buffer of source indices), then each cell refines its source position by
a few fixed-point iterations through the keyframe's own disparity, so that the map is smooth where
surfaces are. Sky is carried by the wind on a plane of cloud; it is geometry like everything else.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numba
import numpy as np

from inhabit.core.camera import Pose, focal_px

WIND_SPEED_MPS = 30.0
WIND_DIRECTION = (0.8, 0.6)
"""Unit vector east, north."""
FAR_DISPARITY = 1e-4
DETAIL_FROM, DETAIL_TO = 1.4, 1.8
"""Magnification up to which a pulled cell is as sharp as it should be, and from which not at all."""


@dataclass(frozen=True, slots=True)
class Pull:
    """One keyframe read into a camera, all on the geometry grid [h5, w5].

    `map_x, map_y` source position in source cells (pixel-centre convention: 0 is the centre of the first
    cell); `trust` in [0, 1]; `magnification` target cells per source cell; `disparity` in 1/m; `sky`.
    """

    map_x: np.ndarray
    map_y: np.ndarray
    trust: np.ndarray
    magnification: np.ndarray
    disparity: np.ndarray
    sky: np.ndarray


def wind_drift(wind: float, dt_s: float) -> tuple[float, float]:
    """How far clouds move in `dt_s`: metres east, north."""
    distance = wind * WIND_SPEED_MPS * dt_s
    return distance * WIND_DIRECTION[0], distance * WIND_DIRECTION[1]


def pull(
    coarse: np.ndarray, source: Pose, target: Pose, drift_m: tuple[float, float], shape: tuple[int, int]
) -> Pull:
    """Read a keyframe (`coarse` float32 [5, h5, w5]: tone, u, v, disparity, sky) into `target`.

    `drift_m` is how far the clouds moved since the keyframe; `shape` is (rows, columns) of the result.
    """
    rows, columns = shape
    source_rows, source_columns = coarse.shape[1:]
    to_target = _camera_chain(source, target)
    focal_s = focal_px(source.fov_rad, source_columns, source_rows)
    focal_t = focal_px(target.fov_rad, columns, rows)
    drift = target.rotation().T @ np.array([drift_m[0], 0.0, drift_m[1]])
    matrix = to_target[0].astype(np.float32)
    offset = to_target[1].astype(np.float32)
    planes = [np.empty((rows, columns), np.float32) for _ in range(6)]
    winner = np.full((rows, columns), -1, np.int32)
    nearest = np.zeros((rows, columns), np.float32)
    disparity, sky = coarse[3], coarse[4]
    arguments = (matrix, offset, drift.astype(np.float32), np.float32(focal_s), np.float32(focal_t))
    _splat(disparity, sky, *arguments, winner, nearest)
    winner = _mend(winner)
    _refine(disparity, sky, *arguments, winner, *planes)
    return Pull(*planes)


def detail(pulled: Pull) -> np.ndarray:
    """How much of its detail each cell kept through magnification: [h5, w5] in [0, 1]."""
    return np.clip((DETAIL_TO - pulled.magnification) / (DETAIL_TO - DETAIL_FROM), 0.0, 1.0)


def sample(planes: np.ndarray, pulled: Pull) -> np.ndarray:
    """Bilinear samples of `planes` [c, h, w] at the pulled map: float32 [c, rows, columns]."""
    out = np.empty((planes.shape[0], *pulled.map_x.shape), np.float32)
    _gather(planes, pulled.map_x, pulled.map_y, out)
    return out


def _camera_chain(source: Pose, target: Pose) -> tuple[np.ndarray, np.ndarray]:
    world_to_target = target.rotation().T
    return world_to_target @ source.rotation(), world_to_target @ (source.position - target.position)


@numba.njit(cache=True, fastmath=True, nogil=True)
def _project(x, y, disparity, sky, matrix, offset, drift, focal_s, focal_t, rows_s, columns_s, rows, columns):
    depth = 1.0 / max(disparity, FAR_DISPARITY)
    rx = (x + 0.5 - 0.5 * columns_s) / focal_s
    ry = -(y + 0.5 - 0.5 * rows_s) / focal_s
    px, py, pz = rx * depth, ry * depth, depth
    blow = 1.0 if sky > 0.5 else 0.0
    qx = matrix[0, 0] * px + matrix[0, 1] * py + matrix[0, 2] * pz + offset[0] + blow * drift[0]
    qy = matrix[1, 0] * px + matrix[1, 1] * py + matrix[1, 2] * pz + offset[1] + blow * drift[1]
    qz = matrix[2, 0] * px + matrix[2, 1] * py + matrix[2, 2] * pz + offset[2] + blow * drift[2]
    if qz < 0.3:
        return -1e6, -1e6, -1.0
    u = focal_t * qx / qz + 0.5 * columns - 0.5
    v = -focal_t * qy / qz + 0.5 * rows - 0.5
    return u, v, 1.0 / qz


@numba.njit(cache=True, fastmath=True, nogil=True)
def _splat(disparity, sky, matrix, offset, drift, focal_s, focal_t, winner, nearest):
    rows_s, columns_s = disparity.shape
    rows, columns = winner.shape
    for i in range(rows_s):
        for j in range(columns_s):
            d = disparity[i, j]
            u, v, inverse = _project(
                j, i, d, sky[i, j], matrix, offset, drift, focal_s, focal_t, rows_s, columns_s, rows, columns
            )
            if inverse <= 0.0 or u < -2.0 or v < -2.0 or u > columns + 1.0 or v > rows + 1.0:
                continue
            scale = (inverse * focal_t) / (max(d, FAR_DISPARITY) * focal_s)
            reach = min(max(0.55 * scale + 0.1, 0.55), 3.0)
            if sky[i, j] > 0.5:
                inverse = 0.0
            for a in range(max(0, math.ceil(v - reach)), min(rows - 1, math.floor(v + reach)) + 1):
                for b in range(max(0, math.ceil(u - reach)), min(columns - 1, math.floor(u + reach)) + 1):
                    if winner[a, b] < 0 or inverse > nearest[a, b]:
                        nearest[a, b] = inverse
                        winner[a, b] = i * columns_s + j


@numba.njit(cache=True, fastmath=True, nogil=True)
def _mend(winner):
    # A hole with most of its neighbours filled is a crack between splats, not something unseen.
    rows, columns = winner.shape
    out = winner.copy()
    for a in range(1, rows - 1):
        for b in range(1, columns - 1):
            if winner[a, b] >= 0:
                continue
            filled, pick = 0, -1
            for da in range(-1, 2):
                for db in range(-1, 2):
                    if winner[a + da, b + db] >= 0:
                        filled += 1
                        pick = winner[a + da, b + db]
            if filled >= 6:
                out[a, b] = pick
    return out


@numba.njit(cache=True, fastmath=True, nogil=True)
def _bilinear(plane, x, y):
    rows, columns = plane.shape
    x = min(max(x, 0.0), columns - 1.001)
    y = min(max(y, 0.0), rows - 1.001)
    j, i = int(x), int(y)
    fx, fy = x - j, y - i
    top = plane[i, j] * (1 - fx) + plane[i, j + 1] * fx
    bottom = plane[i + 1, j] * (1 - fx) + plane[i + 1, j + 1] * fx
    return top * (1 - fy) + bottom * fy


@numba.njit(cache=True, fastmath=True, nogil=True)
def _surface(disparity, sky, x, y, anchor):
    # Stay on the anchor's surface: a bilinear mix of tree and far hill is neither.
    rows, columns = disparity.shape
    x = min(max(x, 0.0), columns - 1.001)
    y = min(max(y, 0.0), rows - 1.001)
    j, i = int(x), int(y)
    fx, fy = x - j, y - i
    total, weight = 0.0, 0.0
    base = disparity[anchor // columns, anchor % columns]
    base_sky = sky[anchor // columns, anchor % columns] > 0.5
    for di in range(2):
        for dj in range(2):
            d = disparity[i + di, j + dj]
            same = abs(d - base) < 0.25 * max(d, base) + 1e-3 and (sky[i + di, j + dj] > 0.5) == base_sky
            if same:
                w = (fx if dj else 1 - fx) * (fy if di else 1 - fy)
                total += w * d
                weight += w
    if weight < 1e-3:
        return base, 0.0
    return total / weight, weight


@numba.njit(cache=True, fastmath=True, nogil=True)
def _refine(
    disparity,
    sky,
    matrix,
    offset,
    drift,
    focal_s,
    focal_t,
    winner,
    map_x,
    map_y,
    trust,
    magnification,
    now,
    now_sky,
):
    rows_s, columns_s = disparity.shape
    rows, columns = winner.shape
    for a in range(rows):
        for b in range(columns):
            anchor = winner[a, b]
            if anchor < 0:
                map_x[a, b], map_y[a, b] = -1.0, -1.0
                trust[a, b], magnification[a, b], now[a, b], now_sky[a, b] = 0.0, 0.0, 0.0, 0.0
                continue
            x, y = float(anchor % columns_s), float(anchor // columns_s)
            base = max(disparity[anchor // columns_s, anchor % columns_s], FAR_DISPARITY)
            blown = sky[anchor // columns_s, anchor % columns_s]
            x0, y0 = x, y
            error, inverse, scale_x, scale_y = 1e6, 0.0, 1.0, 1.0
            step_x, step_y, last_u, last_v = 0.0, 0.0, 0.0, 0.0
            for turn in range(4):
                d, _ = _surface(disparity, sky, x, y, anchor)
                u, v, inverse = _project(
                    x, y, d, blown, matrix, offset, drift, focal_s, focal_t, rows_s, columns_s, rows, columns
                )
                if turn == 0:
                    scale_x = max((inverse * focal_t) / (max(d, FAR_DISPARITY) * focal_s), 0.05)
                    scale_y = scale_x
                else:
                    # Secant per axis: seen from higher up, ground stretches along y alone.
                    if abs(step_x) > 0.05:
                        scale_x = min(max((u - last_u) / step_x, 0.3 * scale_x), 3.0 * scale_x)
                    if abs(step_y) > 0.05:
                        scale_y = min(max((v - last_v) / step_y, 0.3 * scale_y), 3.0 * scale_y)
                du, dv = b - u, a - v
                error = math.sqrt(du * du + dv * dv)
                if error < 0.02:
                    break
                next_x = min(max(x + du / scale_x, x0 - 3.0), x0 + 3.0)
                next_y = min(max(y + dv / scale_y, y0 - 3.0), y0 + 3.0)
                step_x, step_y, last_u, last_v = next_x - x, next_y - y, u, v
                x, y = next_x, next_y
            scale = max(scale_x, scale_y)
            # The outermost cells of a canvas are its least certain.
            margin = min(min(x, columns_s - 1.0 - x), min(y, rows_s - 1.0 - y))
            good = min(max(margin + 0.5, 0.0), 1.0)
            good *= min(max(1.5 - error, 0.0), 1.0)
            map_x[a, b], map_y[a, b] = x, y
            trust[a, b] = good
            magnification[a, b] = scale
            now[a, b] = max(inverse, 0.0) if base > FAR_DISPARITY * 1.5 else 0.0
            now_sky[a, b] = _bilinear(sky, x, y)


@numba.njit(cache=True, fastmath=True, nogil=True)
def _gather(planes, map_x, map_y, out):
    channels = planes.shape[0]
    rows, columns = map_x.shape
    for c in range(channels):
        for a in range(rows):
            for b in range(columns):
                out[c, a, b] = _bilinear(planes[c], map_x[a, b], map_y[a, b])
