"""How much of a pixel on an outline belongs to its neighbours: enough to smooth any picture made later.

Four more points of such a pixel are looked at, one toward each neighbour. A point toward a neighbour like
the pixel itself is looked at only when one beside it turned out to lie across the outline.
"""

from __future__ import annotations

from numba import njit, prange

from inhabit.sim.crowns import LEAVES
from inhabit.sim.fields import JIT, KERNEL
from inhabit.sim.gbuffer import beside
from inhabit.sim.glances import between, glance, ray
from inhabit.sim.rays import LAKE, SKY

SUB_U, SUB_V = (0.125, 0.875, 0.625, 0.375), (0.375, 0.625, 0.125, 0.875)
"""Places of the points in a pixel, in the order of `beside`: left, right, upper, lower."""

_ROUND = tuple((12 if b & 3 else 0) | (3 if b & 12 else 0) for b in range(16))
"""For each set of points across the outline (as bits), the points beside them."""


@njit(**JIT, inline="always")
def _gap(kind, t, other_kind, other_t):
    """How different two samples are: 0 the same surface, 1 and more an outline."""
    if kind == SKY or other_kind == SKY:
        return 0.0 if kind == other_kind else 9.0
    ratio = t / other_t if t > other_t else other_t / t
    same = kind == other_kind or (kind >= LEAVES and other_kind >= LEAVES)
    return (ratio - 1.0) * (4.0 if kind <= LAKE else 12.0) + (0.0 if same else 1.0)


@njit(**KERNEL)
def outline(
    rotation, place, bounds, clear, height_m, ceiling, ceiling_far, land_top, trees,
    grain, stride, kinds, distance, edges,
):  # fmt: skip
    rows, columns = distance.shape
    for k in prange(rows):
        i = (k * stride) % rows
        for j in range(columns):
            kind, t = kinds[i, j], distance[i, j]
            worst, traced, beyond = 0.0, 0, 0
            for n in range(4):
                ni, nj = beside(i, j, n, rows, columns)
                gap = _gap(kind, t, kinds[ni, nj], distance[ni, nj])
                traced |= (gap >= 1.0) << n
                worst = max(worst, gap)
            if worst < 1.0:
                continue
            start, stop, again = between(distance, i, j, t, t)
            for turn in range(2):
                wanted = traced if turn == 0 else (_ROUND[beyond] & ~traced)
                for s in range(4):
                    if not (wanted >> s) & 1:
                        continue
                    dx, dy, dz, _ = ray(rotation, place[3], columns, rows, j + SUB_U[s], i + SUB_V[s])
                    sub_t, sub_kind, _, _, _, _ = glance(
                        start, stop, again, place, bounds, dx, dy, dz,
                        height_m, ceiling, ceiling_far, land_top, trees, grain,
                    )  # fmt: skip
                    best, which = _gap(kind, t, sub_kind, sub_t), -1
                    for n in range(4):
                        ni, nj = beside(i, j, n, rows, columns)
                        gap = _gap(kinds[ni, nj], distance[ni, nj], sub_kind, sub_t)
                        if gap + 0.25 < best:
                            best, which = gap, n
                    if which >= 0:
                        edges[i, j, which] += 60
                        beyond |= 1 << s
