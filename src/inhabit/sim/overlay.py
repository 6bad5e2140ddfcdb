"""Things laid over a march: traced only where they can show, against the depth that is already there.

Each solid is met in the pixels of its own box, row by row; the nearest wins. Outlines of things are then
smoothed as those of the land are: points within a pixel are looked at and given to the neighbour that they
are like, so that every picture made from the buffer is smoothed in the same way. Where no thing is, nothing
is touched.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit, prange

from inhabit.sim.crowns import NEVER
from inhabit.sim.fields import JIT, KERNEL
from inhabit.sim.gbuffer import beside
from inhabit.sim.outline import SUB_U, SUB_V
from inhabit.sim.parts import EGG, LIMB
from inhabit.sim.placing import EYE, FORM, FROM_VIEW, NEAR_M, NEAREST, OWNER, PAINT, SOLID, TO_LOCAL
from inhabit.sim.solids import meet

NOTHING = -1
_FACET = 0.6
"""How much two normals of one thing differ (1 minus their cosine) where there is an edge between them."""


@njit(**JIT)
def extents(boxes, spans):
    """Fill `spans` int32 [H, 2]: from which to which column of a row there may be things or their
    outlines."""
    rows = len(spans)
    for i in range(rows):
        spans[i, 0], spans[i, 1] = 1 << 30, 0
    for k in range(len(boxes)):
        if boxes[k, 1] <= boxes[k, 0] or boxes[k, 3] <= boxes[k, 2]:
            continue
        for i in range(max(boxes[k, 0] - 1, 0), min(boxes[k, 1] + 1, rows)):
            spans[i, 0], spans[i, 1] = min(spans[i, 0], boxes[k, 2] - 1), max(spans[i, 1], boxes[k, 3] + 1)


@njit(**KERNEL)
def cover(solids, boxes, order, focal, distance, normal, who):
    """Bring every solid into `distance` [H, W] where it is nearest; `who` int32 [H, W] tells which, or
    NOTHING.

    `order` is that in which solids are taken: the near ones first spare most of the others.
    """
    rows, columns = distance.shape
    for i in prange(rows):
        b = (0.5 * rows - i - 0.5) / focal
        for k in order:
            if not boxes[k, 0] <= i < boxes[k, 1]:
                continue
            solid, nearest = solids[k], solids[k, NEAREST]
            for j in range(boxes[k, 2], boxes[k, 3]):
                if distance[i, j] <= nearest:
                    continue
                a = (j + 0.5 - 0.5 * columns) / focal
                t, nx, ny, nz = _met(solid, a, b)
                if t < distance[i, j] and t < NEVER:
                    distance[i, j], who[i, j] = t, k
                    nx, ny, nz = _world(solid, nx, ny, nz)
                    normal[i, j, 0], normal[i, j, 1], normal[i, j, 2] = nx, ny, nz


@njit(**JIT, inline="always")
def _met(solid, a, b):
    """Distance along the ray through (a, b) on the plane of the image, and the normal in the solid's axes."""
    c = 1.0 / math.sqrt(1.0 + a * a + b * b)
    m = FROM_VIEW
    dx = (solid[m] * a + solid[m + 1] * b + solid[m + 2]) * c
    dy = (solid[m + 3] * a + solid[m + 4] * b + solid[m + 5]) * c
    dz = (solid[m + 6] * a + solid[m + 7] * b + solid[m + 8]) * c
    t, nx, ny, nz = meet(
        solid[SOLID], solid[FORM], solid[FORM + 1], solid[FORM + 2],
        solid[EYE], solid[EYE + 1], solid[EYE + 2], dx, dy, dz,
    )  # fmt: skip
    return (t if t > NEAR_M else NEVER), nx, ny, nz


@njit(**JIT)
def _world(solid, nx, ny, nz):
    """A normal in a solid's axes as a unit vector in the world's."""
    m = TO_LOCAL
    x = solid[m] * nx + solid[m + 3] * ny + solid[m + 6] * nz
    y = solid[m + 1] * nx + solid[m + 4] * ny + solid[m + 7] * nz
    z = solid[m + 2] * nx + solid[m + 5] * ny + solid[m + 8] * nz
    scale = 1.0 / math.sqrt(x * x + y * y + z * z + 1e-30)
    return x * scale, y * scale, z * scale


@njit(**JIT)
def _gap(solids, k, t, nx, ny, nz, other, other_t, ox, oy, oz):
    """How different two samples are: 0 the same surface, 1 and more an outline."""
    if k == NOTHING or other == NOTHING:
        return 0.0 if k == other else 9.0
    if solids[k, OWNER] != solids[other, OWNER]:
        return 5.0
    bend = (1.0 - nx * ox - ny * oy - nz * oz) / _FACET
    if k == other:
        return bend
    step = abs(t - other_t) / (0.15 + 0.02 * t)
    return min(bend, 0.99) + min(step, 1.5) + (0.0 if solids[k, PAINT] == solids[other, PAINT] else 1.0)


@njit(**KERNEL)
def smooth_outlines(solids, spans, focal, behind, distance, normal, who, edges):
    """Write `edges` [H, W, 4] wherever a thing is in a pixel or beside it.

    `behind` [H, W] are distances without things; `spans` see `extents`.
    """
    rows, columns = distance.shape
    for i in prange(rows):
        found_t, found = np.empty(4), np.empty(4, np.int32)
        found_n = np.empty((4, 3))
        for j in range(max(spans[i, 0], 0), min(spans[i, 1], columns)):
            own = who[i, j]
            most = max(
                own, who[i, max(j - 1, 0)], who[i, min(j + 1, columns - 1)],
                who[max(i - 1, 0), j], who[min(i + 1, rows - 1), j],
            )  # fmt: skip
            if most == NOTHING:
                continue
            worst = 0.0
            curved = own != NOTHING and (solids[own, SOLID] == LIMB or solids[own, SOLID] == EGG)
            for n in range(4):
                ni, nj = beside(i, j, n, rows, columns)
                if who[ni, nj] == own and (curved or own == NOTHING):
                    continue
                gap = _gap(
                    solids, own, distance[i, j], normal[i, j, 0], normal[i, j, 1], normal[i, j, 2],
                    who[ni, nj], distance[ni, nj], normal[ni, nj, 0], normal[ni, nj, 1], normal[ni, nj, 2],
                )  # fmt: skip
                worst = max(worst, gap)
            if worst < 1.0:
                edges[i, j, 0] = edges[i, j, 1] = edges[i, j, 2] = edges[i, j, 3] = 0
                continue
            _sampled(solids, focal, who, i, j, found_t, found, found_n)
            _shared(solids, i, j, behind, distance, normal, who, found_t, found, found_n, edges)


@njit(**JIT)
def _sampled(solids, focal, who, i, j, found_t, found, found_n):
    """The nearest solids at four points of a pixel, of those that it and its neighbours show."""
    rows, columns = who.shape
    for s in range(4):
        found_t[s], found[s] = NEVER, NOTHING
    for n in range(5):
        ni, nj = np.int64(i), np.int64(j)
        if n < 4:
            ni, nj = beside(i, j, n, rows, columns)
        k = who[ni, nj]
        known = k == NOTHING
        for m in range(n):
            mi, mj = beside(i, j, m, rows, columns)
            known = known or who[mi, mj] == k
        if known:
            continue
        for s in range(4):
            a, b = (j + SUB_U[s] - 0.5 * columns) / focal, (0.5 * rows - i - SUB_V[s]) / focal
            t, nx, ny, nz = _met(solids[k], a, b)
            if t < found_t[s]:
                found_t[s], found[s] = t, k
                found_n[s, 0], found_n[s, 1], found_n[s, 2] = _world(solids[k], nx, ny, nz)


@njit(**JIT)
def _shared(solids, i, j, behind, distance, normal, who, found_t, found, found_n, edges):
    """Give each point of an outlined pixel to the pixel itself or to the neighbour that it is like.

    What the land is like at a point is taken from the edges it had: a point on its outline is like the
    neighbour on that side.
    """
    rows, columns = distance.shape
    own = who[i, j]
    crossed = (edges[i, j, 0] > 0, edges[i, j, 1] > 0, edges[i, j, 2] > 0, edges[i, j, 3] > 0)
    hits = 0
    for s in range(4):
        ni, nj = beside(i, j, s, rows, columns)
        land = behind[ni, nj] if crossed[s] else behind[i, j]
        if found_t[s] >= land:
            found[s] = NOTHING
        hits += found[s] != NOTHING
    if hits == 0 and own == NOTHING:
        # Nothing but land in it: only what is hidden now no longer shows.
        for n in range(4):
            ni, nj = beside(i, j, n, rows, columns)
            if who[ni, nj] != NOTHING:
                edges[i, j, n] = 0
        return
    for n in range(4):
        edges[i, j, n] = 0
    for s in range(4):
        k = found[s]
        if k == NOTHING:
            ni, nj = beside(i, j, s, rows, columns)
            if own == NOTHING and not (crossed[s] and who[ni, nj] == NOTHING):
                continue
            which = s if who[ni, nj] == NOTHING else -1
            for n in range(4):
                ni, nj = beside(i, j, n, rows, columns)
                if which < 0 and who[ni, nj] == NOTHING:
                    which = n
        else:
            best, which = 9.0, -1
            if own != NOTHING:
                best = _gap(
                    solids, own, distance[i, j], normal[i, j, 0], normal[i, j, 1], normal[i, j, 2],
                    k, found_t[s], found_n[s, 0], found_n[s, 1], found_n[s, 2],
                )  # fmt: skip
            for n in range(4):
                ni, nj = beside(i, j, n, rows, columns)
                if who[ni, nj] == NOTHING:
                    continue
                gap = _gap(
                    solids, who[ni, nj], distance[ni, nj],
                    normal[ni, nj, 0], normal[ni, nj, 1], normal[ni, nj, 2],
                    k, found_t[s], found_n[s, 0], found_n[s, 1], found_n[s, 2],
                )  # fmt: skip
                if gap + 0.25 < best:
                    best, which = gap, n
        if which >= 0:
            edges[i, j, which] += 60
