"""Rays of a camera that look only where something is expected, by what the pixels around them met.

A neighbour's ray passed within a pixel's width, so this one meets the same thing about as far away, or the
next thing behind that. What is missed is what no neighbour saw and is narrower than a pixel.
"""

from __future__ import annotations

import math

from numba import njit

from inhabit.sim.fields import JIT, PART
from inhabit.sim.rays import LAND, REACH_M, SKY, trace

_SURE, _SPAN, _SPAN_M = 0.97, 1.06, 8.0
"""Things are looked for from a little before the nearest neighbour's to a little (and a tree) behind it."""


@njit(**JIT, inline="always")
def ray(rotation, focal, width, height, u, v):
    """Unit direction through image point (u, v) in pixels, and its cosine to the optical axis."""
    a, b = (u - 0.5 * width) / focal, (0.5 * height - v) / focal
    cosine = 1.0 / math.sqrt(1.0 + a * a + b * b)
    dx = (rotation[0, 0] * a + rotation[0, 1] * b + rotation[0, 2]) * cosine
    dy = (rotation[1, 0] * a + rotation[1, 1] * b + rotation[1, 2]) * cosine
    dz = (rotation[2, 0] * a + rotation[2, 1] * b + rotation[2, 2]) * cosine
    return dx, dy, dz, cosine


@njit(**PART)
def between(distance, i, j, near, far):
    """Where a ray near pixel (i, j) need look: (from, to, and again from) in metres.

    What the four neighbours met (and what lies between `near` and `far`, of the pixel itself) is met again
    about as far; between the near things and the far things the neighbours saw nothing.
    """
    # At the border of the picture the neighbour across stands in for the one that is missing.
    rows, columns = distance.shape
    left = distance[i, j - 1 if j > 0 else 1]
    right = distance[i, j + 1 if j + 1 < columns else j - 1]
    upper = distance[i - 1 if i > 0 else 1, j]
    lower = distance[i + 1 if i + 1 < rows else i - 1, j]
    near, far = min(near, left, right, upper, lower), max(far, left, right, upper, lower)
    start, stop = min(_SURE * near, REACH_M), min(_SPAN * near + _SPAN_M, REACH_M)
    if far <= stop:
        return start, stop, stop
    again = far
    for t in (left, right, upper, lower):
        again = min(again, t if t > stop else far)
    return start, stop, max(min(_SURE * again, REACH_M), stop)


@njit(**PART)
def glance(
    start, stop, again, place, bounds, dx, dy, dz, height, ceiling, ceiling_far, land_top, trees, grain
):  # fmt: skip
    """As `trace`, looking only between `start` and `stop` and from `again` on."""
    first, last = start, stop
    while True:
        t, kind, nx, ny, nz, up = trace(
            first, last, place[0], place[1], place[2], dx, dy, dz,
            height, ceiling, ceiling_far, land_top, trees, grain, place[4], bounds[0], bounds[1],
        )  # fmt: skip
        if last < REACH_M and kind == SKY:
            first, last = again, REACH_M
        elif first == again > stop and kind == LAND and t <= again:
            # Already under the land: it rises between the two, as ground seen at a flat angle does.
            first = stop
        else:
            return t, kind, nx, ny, nz, up
