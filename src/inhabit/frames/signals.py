"""One signal of light along a row of pixels: what maps, ramps and glow make of tone and matter.

Land and sky are lit by different maps. A row is sorted into strips of land, of sky and of both once for all
its signals, and neighbouring strips of a kind are lit in one loop: short loops do not pay for their ends.
"""

from __future__ import annotations

import numba
import numpy as np

from inhabit.core.kernel import LOOP
from inhabit.frames.colour import FIRST_SKY, LAST_LAND, PAIR
from inhabit.frames.words import put, read

NUMBERS = 2 * PAIR + 2
"""Per signal: a pair of maps for land with the ramp's middle and steepness, and a pair for sky."""
STRIP_PX = 64
"""Pixels that are looked at together for whether they hold land, sky or both."""
_LAND, _SKY, _BOTH = range(3)


@numba.njit(**LOOP)
def sorted_strips(tone, kinds):
    """Say for each strip of a row (tone uint8 [columns]) what it holds: fills `kinds` uint8 [strips]."""
    for k in range(kinds.shape[0]):
        start, end = k * STRIP_PX, min((k + 1) * STRIP_PX, tone.shape[0])
        least, most = tone[start], tone[start]
        for n in range(start, end):
            least, most = min(least, tone[n]), max(most, tone[n])
        kinds[k] = _LAND if most <= LAST_LAND else _SKY if least >= FIRST_SKY else _BOTH


@numba.njit(**LOOP)
def looked_up(kinds, tone, heaven, row):
    """What the curves of the sky (float32 [3, 256]: cover, body, share) say of the row's strips that hold
    any: fills `row` float32 [3, columns] there."""
    # A loop of its own: looking up does not vectorise, and would keep arithmetic around it from doing so.
    for k in range(kinds.shape[0]):
        if kinds[k] != _LAND:
            for n in range(k * STRIP_PX, min((k + 1) * STRIP_PX, tone.shape[0])):
                level = tone[n]
                row[0, n], row[1, n], row[2, n] = heaven[0, level], heaven[1, level], heaven[2, level]


@numba.njit(**LOOP)
def signal(kinds, tone, u, v, row, w, x, f, s0, s1, g, above, out):
    """A row of one signal, float32 [columns] into `out`: maps `w` above and `x` below (NUMBERS rows each),
    mixed by f; glow `s0`, `s1` by g. `kinds` and `row` as made above; `above` is for scratch."""
    columns = out.shape[0]
    k = 0
    while k < kinds.shape[0]:
        first, kind = k, kinds[k]
        while k < kinds.shape[0] and kinds[k] == kind:
            k += 1
        start, end = first * STRIP_PX, min(k * STRIP_PX, columns)
        if kind == _SKY:
            _sky(start, end, row[0], row[1], u, v, w, x, f, out)
            continue
        _land(start, end, tone, u, v, w, x, f, out)
        if kind == _BOTH:
            _sky(start, end, row[0], row[1], u, v, w, x, f, above)
            share = row[2]
            for n in range(start, end):
                out[n] += share[n] * (above[n] - out[n])
    for n in range(columns):
        out[n] += s0[n] + g * (s1[n] - s0[n])


@numba.njit(**LOOP)
def _land(start, end, tone, u, v, w, x, f, out):
    # `w` and `x` are rows of numbers one after the other, each as long as the picture is wide.
    byte, half, zero, one = np.float32(1 / 255.0), np.float32(0.5), np.float32(0.0), np.float32(1.0)
    a, b = w.reshape(-1), x.reshape(-1)
    d = w.shape[1]
    for n in range(start, end):
        t, s, q = (
            np.float32(read(tone, n)) * byte,
            np.float32(read(u, n)) * byte,
            np.float32(read(v, n)) * byte,
        )
        middle = read(a, 8 * d + n) + f * (read(b, 8 * d + n) - read(a, 8 * d + n))
        steep = read(a, 9 * d + n) + f * (read(b, 9 * d + n) - read(a, 9 * d + n))
        r = min(max(half + steep * (t - middle), zero), one)
        put(out, n, _mixed(a, b, n, d, t, s, q, r, f))


@numba.njit(**LOOP)
def _sky(start, end, cover, body, u, v, w, x, f, out):
    byte = np.float32(1 / 255.0)
    a, b = w[PAIR + 2 :].reshape(-1), x[PAIR + 2 :].reshape(-1)
    d = w.shape[1]
    for n in range(start, end):
        s, q = np.float32(read(u, n)) * byte, np.float32(read(v, n)) * byte
        put(out, n, _mixed(a, b, n, d, read(body, n), s, q, read(cover, n), f))


@numba.njit(**LOOP, inline="always")
def _mixed(a, b, n, d, t, s, q, r, f):
    # A pair of maps mixed by r, above and below, mixed by f.
    top = (read(a, n) + r * read(a, 4 * d + n)) * t + (read(a, d + n) + r * read(a, 5 * d + n)) * s
    top += (read(a, 2 * d + n) + r * read(a, 6 * d + n)) * q + read(a, 3 * d + n) + r * read(a, 7 * d + n)
    bottom = (read(b, n) + r * read(b, 4 * d + n)) * t + (read(b, d + n) + r * read(b, 5 * d + n)) * s
    bottom += (read(b, 2 * d + n) + r * read(b, 6 * d + n)) * q + read(b, 3 * d + n) + r * read(b, 7 * d + n)
    return top + f * (bottom - top)
