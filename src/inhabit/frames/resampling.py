"""Runs of pixels taken from another picture: by cubics for tone, linearly for matter.

Written so that a compiler makes many pixels at once: four bytes of a row are loaded as one word, and what is
read is never what is written.
"""

from __future__ import annotations

import numba
import numpy as np

from inhabit.core.kernel import LOOP
from inhabit.frames.words import put, take, word

NEGLIGIBLE = 2e-3
"""A share of a pixel that cannot be seen."""
BEFORE_PX, AFTER_PX = 1, 2
"""Pixels repeated around a source, so that no sample asks where the picture ends."""


@numba.njit(**LOOP)
def next_run(upper, lower, p):
    """The next gaps between cell centres, p up to q, in which something of a source is kept."""
    gaps = upper.shape[0] - 1
    while p < gaps and max(upper[p], upper[p + 1], lower[p], lower[p + 1]) <= NEGLIGIBLE:
        p += 1
    q = p
    while q < gaps and max(upper[q], upper[q + 1], lower[q], lower[q + 1]) > NEGLIGIBLE:
        q += 1
    return p, q


@numba.njit(**LOOP)
def cubic(x0s, x1s, y0s, y1s, s0s, s1s, f, cell_px, flat, pitch, height, width, total, kept):
    """Add the bytes of a bordered source, `flat` with `pitch` bytes a row, to a run of pixels, by cubics.

    Positions x and y in source cells and the share of each pixel are given above and below and mixed by f;
    `total` takes share times byte, `kept` the share.
    """
    pitch = np.int32(pitch)
    one, two, a = np.float32(1.0), np.float32(2.0), np.float32(-0.75)
    zero, most = np.float32(0.0), np.float32(255.0)
    shift = np.float32(0.5) * cell_px - np.float32(0.5)
    last_x, last_y = np.float32(width - 1), np.float32(height - 1)
    for n in range(total.shape[0]):
        x = (take(x0s, n) + f * (take(x1s, n) - take(x0s, n))) * cell_px + shift
        y = (take(y0s, n) + f * (take(y1s, n) - take(y0s, n))) * cell_px + shift
        share = take(s0s, n) + f * (take(s1s, n) - take(s0s, n))
        x, y = min(max(x, zero), last_x), min(max(y, zero), last_y)
        j, i = np.int32(x), np.int32(y)
        x, y = x - np.float32(j), y - np.float32(i)
        e, g = one - x, one - y
        x0, x3 = a * x * e * e, a * e * x * x
        x1 = ((a + two) * x - (a + two + one)) * x * x + one
        x2 = one - x0 - x1 - x3
        y0, y3 = a * y * g * g, a * g * y * y
        y1 = ((a + two) * y - (a + two + one)) * y * y + one
        y2 = one - y0 - y1 - y3
        k = i * pitch + j
        value = y0 * _across(word(flat, k), x0, x1, x2, x3)
        value += y1 * _across(word(flat, k + pitch), x0, x1, x2, x3)
        value += y2 * _across(word(flat, k + pitch + pitch), x0, x1, x2, x3)
        value += y3 * _across(word(flat, k + pitch + pitch + pitch), x0, x1, x2, x3)
        put(total, n, take(total, n) + share * min(max(value, zero), most))
        put(kept, n, take(kept, n) + share)


@numba.njit(**LOOP, inline="always")
def _across(four, x0, x1, x2, x3):
    low = np.uint32(255)
    value = x0 * np.float32(np.int32(four & low)) + x1 * np.float32(np.int32((four >> np.uint32(8)) & low))
    value += x2 * np.float32(np.int32((four >> np.uint32(16)) & low))
    return value + x3 * np.float32(np.int32(four >> np.uint32(24)))


@numba.njit(**LOOP)
def linear(x0s, x1s, y0s, y1s, s0s, s1s, f, cell_px, flat, pitch, height, width, total_u, total_v, kept):
    """As `cubic`, linearly, for two planes whose bytes take turns."""
    pitch = np.int32(pitch)
    one, zero = np.float32(1.0), np.float32(0.0)
    shift = np.float32(0.5) * cell_px - np.float32(0.5)
    last_x, last_y = np.float32(width - 1), np.float32(height - 1)
    for n in range(kept.shape[0]):
        x = (take(x0s, n) + f * (take(x1s, n) - take(x0s, n))) * cell_px + shift
        y = (take(y0s, n) + f * (take(y1s, n) - take(y0s, n))) * cell_px + shift
        share = take(s0s, n) + f * (take(s1s, n) - take(s0s, n))
        x, y = min(max(x, zero), last_x), min(max(y, zero), last_y)
        j, i = np.int32(x), np.int32(y)
        x, y = x - np.float32(j), y - np.float32(i)
        k = np.int32(2) * ((i + np.int32(BEFORE_PX)) * pitch + j + np.int32(BEFORE_PX))
        # Two neighbours of a row are u, v, u, v.
        top, bottom = word(flat, k), word(flat, k + pitch + pitch)
        u = (one - y) * _pair(top, np.uint32(0), x) + y * _pair(bottom, np.uint32(0), x)
        v = (one - y) * _pair(top, np.uint32(8), x) + y * _pair(bottom, np.uint32(8), x)
        put(total_u, n, take(total_u, n) + share * u)
        put(total_v, n, take(total_v, n) + share * v)
        put(kept, n, take(kept, n) + share)


@numba.njit(**LOOP, inline="always")
def _pair(four, shift, x):
    low = np.uint32(255)
    left = np.float32(np.int32((four >> shift) & low))
    return left + x * (np.float32(np.int32((four >> (shift + np.uint32(16))) & low)) - left)


@numba.njit(**LOOP, error_model="numpy")
def finish(total, kept, painted, out):
    """What was gathered in a row, over what was painted there: fills `out` uint8 [columns]."""
    one, zero, half, most = np.float32(1.0), np.float32(0.0), np.float32(0.5), np.float32(255.0)
    for n in range(out.shape[0]):
        rest = max(one - kept[n], zero)
        value = (total[n] + rest * np.float32(painted[n])) / (kept[n] + rest) + half
        out[n] = np.uint8(min(max(value, zero), most))
