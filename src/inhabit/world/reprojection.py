"""The kernels of reading memory: cells of a keyframe thrown forward, then each target cell traced back.

Loops over cells in single precision; `spatial.pull` says what they are for.
"""

from __future__ import annotations

import math

import numba
import numpy as np

from inhabit.core.kernel import LOOP

FAR_DISPARITY = 1e-4
"""Disparity, in 1/m, below which everything is equally far."""
HALF, ONE, FAR = np.float32(0.5), np.float32(1.0), np.float32(FAR_DISPARITY)
"""Numbers that keep a kernel's arithmetic single."""


@numba.njit(**LOOP, inline="always")
def _project(x, y, disparity, sky, matrix, offset, drift, focal_s, focal_t, middle_s, middle_t):
    depth = ONE / max(disparity, FAR)
    px = (x - middle_s[0]) / focal_s * depth
    py = (middle_s[1] - y) / focal_s * depth
    qx = matrix[0, 0] * px + matrix[0, 1] * py + matrix[0, 2] * depth + offset[0]
    qy = matrix[1, 0] * px + matrix[1, 1] * py + matrix[1, 2] * depth + offset[1]
    qz = matrix[2, 0] * px + matrix[2, 1] * py + matrix[2, 2] * depth + offset[2]
    if sky > HALF:
        qx, qy, qz = qx + drift[0], qy + drift[1], qz + drift[2]
    if qz < np.float32(0.3):
        return np.float32(-1e6), np.float32(-1e6), np.float32(-1.0)
    inverse = ONE / qz
    return focal_t * qx * inverse + middle_t[0], middle_t[1] - focal_t * qy * inverse, inverse


@numba.njit(**LOOP, inline="always")
def _middle(plane):
    # Of a picture's cells, x and y, where 0 is the centre of the first.
    rows, columns = plane.shape
    return HALF * np.float32(columns) - HALF, HALF * np.float32(rows) - HALF


@numba.njit(**LOOP)
def land(disparity, sky, matrix, offset, focal_s, focal_t, rows, columns, x, y):
    """Where every cell comes down among `rows` by `columns` others: fills `x, y` float32 [*source], moved
    onto the rim from beyond it. The sky is endlessly far. Returns how many were beyond by more than a cell.
    """
    middle_s, zero = _middle(disparity), np.float32(0.0)
    middle_t = (HALF * np.float32(columns) - HALF, HALF * np.float32(rows) - HALF)
    last_x, last_y = np.float32(columns - 1), np.float32(rows - 1)
    nowhere = np.zeros(3, np.float32)
    beyond = 0
    for i in range(disparity.shape[0]):
        for j in range(disparity.shape[1]):
            u, v, _ = _project(
                np.float32(j), np.float32(i), disparity[i, j], zero, matrix,
                nowhere if sky[i, j] > HALF else offset, nowhere, focal_s, focal_t, middle_s, middle_t,
            )  # fmt: skip
            beyond += u < -ONE or v < -ONE or u > last_x + ONE or v > last_y + ONE
            x[i, j], y[i, j] = min(max(u, zero), last_x), min(max(v, zero), last_y)
    return beyond


@numba.njit(**LOOP)
def splat(disparity, sky, matrix, offset, drift, focal_s, focal_t, winner, nearest, landed):
    """Throw every cell of a keyframe forward: `winner` int32 [rows, columns] becomes the nearest source cell
    that covers each target cell (-1 where none does), `landed` float32 [3, *source] where each came down."""
    rows_s, columns_s = disparity.shape
    rows, columns = winner.shape
    middle_s, middle_t = _middle(disparity), _middle(winner)
    for i in range(rows_s):
        for j in range(columns_s):
            d = disparity[i, j]
            u, v, inverse = _project(
                np.float32(j), np.float32(i), d, sky[i, j],
                matrix, offset, drift, focal_s, focal_t, middle_s, middle_t,
            )  # fmt: skip
            landed[0, i, j], landed[1, i, j], landed[2, i, j] = u, v, inverse
            if inverse <= 0.0 or u < -2.0 or v < -2.0 or u > columns + 1.0 or v > rows + 1.0:
                continue
            scale = (inverse * focal_t) / (max(d, FAR) * focal_s)
            reach = min(max(np.float32(0.55) * scale + np.float32(0.1), np.float32(0.55)), np.float32(3.0))
            if sky[i, j] > HALF:
                inverse = np.float32(0.0)
            for a in range(max(0, math.ceil(v - reach)), min(rows - 1, math.floor(v + reach)) + 1):
                for b in range(max(0, math.ceil(u - reach)), min(columns - 1, math.floor(u + reach)) + 1):
                    if winner[a, b] < 0 or inverse > nearest[a, b]:
                        nearest[a, b] = inverse
                        winner[a, b] = i * columns_s + j


@numba.njit(**LOOP)
def mend(winner):
    """A hole with most of its neighbours filled is a crack between splats, not something unseen."""
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


@numba.njit(**LOOP, inline="always")
def _between(rows, columns, x, y):
    # The upper left of four neighbours, and how far beyond it x and y are.
    x = min(max(x, np.float32(0.0)), np.float32(columns - 1.001))
    y = min(max(y, np.float32(0.0)), np.float32(rows - 1.001))
    i, j = int(y), int(x)
    return i, j, x - np.float32(j), y - np.float32(i)


@numba.njit(**LOOP, inline="always")
def _mixed(plane, i, j, fx, fy):
    top = plane[i, j] + fx * (plane[i, j + 1] - plane[i, j])
    bottom = plane[i + 1, j] + fx * (plane[i + 1, j + 1] - plane[i + 1, j])
    return top + fy * (bottom - top)


@numba.njit(**LOOP, inline="always")
def _surface(disparity, sky, x, y, base, base_sky):
    # Stay on the anchor's surface: a bilinear mix of tree and far hill is neither.
    rows, columns = disparity.shape
    i, j, fx, fy = _between(rows, columns, x, y)
    total, weight = np.float32(0.0), np.float32(0.0)
    for di in range(2):
        for dj in range(2):
            d = disparity[i + di, j + dj]
            near = abs(d - base) < np.float32(0.25) * max(d, base) + np.float32(1e-3)
            if near and (sky[i + di, j + dj] > HALF) == base_sky:
                w = (fx if dj else ONE - fx) * (fy if di else ONE - fy)
                total += w * d
                weight += w
    if weight < np.float32(1e-3):
        return base
    return total / weight


@numba.njit(**LOOP)
def refine(
    disparity, sky, matrix, offset, drift, focal_s, focal_t, winner, landed,
    map_x, map_y, trust, magnification, now, now_sky,
):  # fmt: skip
    """Where exactly each target cell comes from: fills the planes of a Pull, float32 [rows, columns]."""
    rows_s, columns_s = disparity.shape
    rows, columns = winner.shape
    middle_s, middle_t = _middle(disparity), _middle(winner)
    zero, step_least, reach = np.float32(0.0), np.float32(0.05), np.float32(3.0)
    for a in range(rows):
        for b in range(columns):
            anchor = winner[a, b]
            if anchor < 0:
                map_x[a, b], map_y[a, b] = -1.0, -1.0
                trust[a, b], magnification[a, b], now[a, b], now_sky[a, b] = 0.0, 0.0, 0.0, 0.0
                continue
            i, j = anchor // columns_s, anchor % columns_s
            own, blown = disparity[i, j], sky[i, j]
            x0, y0 = np.float32(j), np.float32(i)
            x, y = x0, y0
            # The anchor's own projection is known: the first turn is free.
            u, v, inverse = landed[0, i, j], landed[1, i, j], landed[2, i, j]
            scale_x = max((inverse * focal_t) / (max(own, FAR) * focal_s), step_least)
            scale_y = scale_x
            du, dv = np.float32(b) - u, np.float32(a) - v
            error = math.sqrt(du * du + dv * dv)
            for _ in range(3):
                if error < np.float32(0.02):
                    break
                next_x = min(max(x + du / scale_x, x0 - reach), x0 + reach)
                next_y = min(max(y + dv / scale_y, y0 - reach), y0 + reach)
                step_x, step_y, last_u, last_v = next_x - x, next_y - y, u, v
                x, y = next_x, next_y
                d = _surface(disparity, sky, x, y, own, blown > HALF)
                u, v, inverse = _project(
                    x, y, d, blown, matrix, offset, drift, focal_s, focal_t, middle_s, middle_t
                )
                # Secant per axis: seen from higher up, ground stretches along y alone.
                if abs(step_x) > step_least:
                    wide = (u - last_u) / step_x
                    scale_x = min(max(wide, np.float32(0.3) * scale_x), reach * scale_x)
                if abs(step_y) > step_least:
                    high = (v - last_v) / step_y
                    scale_y = min(max(high, np.float32(0.3) * scale_y), reach * scale_y)
                du, dv = np.float32(b) - u, np.float32(a) - v
                error = math.sqrt(du * du + dv * dv)
            # The outermost cells of a canvas are its least certain.
            margin = min(min(x, columns_s - ONE - x), min(y, rows_s - ONE - y))
            good = min(max(margin + HALF, zero), ONE) * min(max(np.float32(1.5) - error, zero), ONE)
            map_x[a, b], map_y[a, b] = x, y
            trust[a, b] = good
            magnification[a, b] = max(scale_x, scale_y)
            now[a, b] = max(inverse, zero) if own > np.float32(1.5) * FAR else zero
            i, j, fx, fy = _between(rows_s, columns_s, x, y)
            now_sky[a, b] = _mixed(sky, i, j, fx, fy)


@numba.njit(**LOOP)
def gather(planes, map_x, map_y, out):
    """Bilinear samples of `planes` [c, h, w] at positions in their cells: fills `out` [c, rows, columns]."""
    channels, rows_s, columns_s = planes.shape
    rows, columns = map_x.shape
    for a in range(rows):
        for b in range(columns):
            i, j, fx, fy = _between(rows_s, columns_s, map_x[a, b], map_y[a, b])
            for c in range(channels):
                out[c, a, b] = _mixed(planes[c], i, j, fx, fy)
