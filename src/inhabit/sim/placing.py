"""From parts in a thing's own axes to solids in front of a camera: axes to trace them in, and where they may
show.

A solid's row holds what the ray needs in the solid's own axes; its box is the pixels that it can possibly
touch. Parts thinner than a pixel are drawn about as wide as one, so that legs and masts do not break up far
away.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from inhabit.sim.fields import JIT
from inhabit.sim.parts import BLOCK, DRUM, LIMB

SOLID, PAINT, TONE, OWNER, TO_LOCAL, FROM_VIEW, EYE, FORM, SIZE, NEAREST = 0, 1, 2, 3, 4, 13, 22, 25, 28, 31
WIDTH = 32
"""Columns of a placed solid: which, paint, tone, row of its thing; world axes to its own [9]; camera axes to
its own [9]; the eye in its own [3]; p0 p1 p2 of solids.py; metres of its own units [3]; nothing of it is
nearer than this (m)."""

X, Y, Z, HEADING, LEAN, SCALE = range(6)
"""Columns of a thing's row."""

NEAR_M = 0.08
_THIN_PX = 0.45


@njit(**JIT)
def place(parts, owner, things, rotation, eye, focal, rows, columns, solids, boxes):
    """Fill `solids` float64 [n, WIDTH] and `boxes` int32 [n, 4] (first row, end row, first column, end
    column).

    `parts` float64 [n, FIELDS]; `owner` int32 [n] the row of `things` float64 [m, 6] a part belongs to;
    `rotation` camera to world [3, 3]; `eye` [3] in metres; `focal` in pixels.
    """
    for k in range(len(parts)):
        thing = things[owner[k]]
        solids[k, SOLID], solids[k, PAINT], solids[k, TONE] = parts[k, 0], parts[k, 1], parts[k, 2]
        solids[k, OWNER] = owner[k]
        _axes(parts[k], thing, eye, focal, solids[k])
        _boxed(parts[k], rotation, eye, focal, rows, columns, solids[k], boxes[k])


@njit(**JIT)
def _turned(thing, x, y, z):
    """A direction in a thing's axes, in world axes."""
    cl, sl = math.cos(thing[LEAN]), math.sin(thing[LEAN])
    x, y = x * cl + y * sl, y * cl - x * sl
    ch, sh = math.cos(thing[HEADING]), math.sin(thing[HEADING])
    return x * ch + z * sh, y, z * ch - x * sh


@njit(**JIT)
def _axes(part, thing, eye, focal, solid):
    """World to own axes, the form, and the eye in own axes (the origin is left in EYE for `_boxed` to use
    up)."""
    scale = thing[SCALE]
    cx, cy, cz = _turned(thing, part[3] * scale, part[4] * scale, part[5] * scale)
    cx, cy, cz = cx + thing[X], cy + thing[Y], cz + thing[Z]
    gap = math.sqrt((cx - eye[0]) ** 2 + (cy - eye[1]) ** 2 + (cz - eye[2]) ** 2)
    thin = _THIN_PX * gap / focal
    if part[0] == LIMB or part[0] == DRUM:
        ux, uy, uz = part[6] - part[3], part[7] - part[4], part[8] - part[5]
        tall = max(math.sqrt(ux * ux + uy * uy + uz * uz), 1e-6)
        ux, uy, uz = ux / tall, uy / tall, uz / tall
        # Right is the thing's own as nearly as the axis allows, so that a flat cloak is flat front to back.
        rx, ry, rz = 1.0 - ux * ux, -ux * uy, -ux * uz
        if rx < 1e-3:
            rx, ry, rz = -uz * ux, -uz * uy, 1.0 - uz * uz
        length = math.sqrt(rx * rx + ry * ry + rz * rz)
        rx, ry, rz = rx / length, ry / length, rz / length
        tall *= scale
        wide_a, wide_b = max(part[9] * scale, thin), max(part[10] * scale, thin)
        if part[0] == LIMB:
            sx = sy = sz = 1.0
            solid[FORM], solid[FORM + 1], solid[FORM + 2] = wide_a, wide_b, tall
        else:
            if part[9] * scale < thin and part[9] < part[10]:
                wide_a = part[9] * scale
            if part[10] * scale < thin and part[10] < part[9]:
                wide_b = part[10] * scale
            sx = max(wide_a, wide_b)
            sy, sz = tall, max(sx * part[11], thin)
            solid[FORM], solid[FORM + 1], solid[FORM + 2] = wide_a / sx, wide_b / sx, 0.0
    else:
        sa, ca, sp, cp = math.sin(part[6]), math.cos(part[6]), math.sin(part[7]), math.cos(part[7])
        sr, cr = math.sin(part[8]), math.cos(part[8])
        rx, ry, rz = cr * ca + sr * sp * sa, -sr * cp, -cr * sa + sr * sp * ca
        ux, uy, uz = sr * ca - cr * sp * sa, cr * cp, -sr * sa - cr * sp * ca
        sx, sy, sz = max(part[9] * scale, thin), max(part[10] * scale, thin), max(part[11] * scale, thin)
        solid[FORM], solid[FORM + 1], solid[FORM + 2] = part[12], part[13], 0.0
    fx, fy, fz = ry * uz - rz * uy, rz * ux - rx * uz, rx * uy - ry * ux
    rx, ry, rz = _turned(thing, rx, ry, rz)
    ux, uy, uz = _turned(thing, ux, uy, uz)
    fx, fy, fz = _turned(thing, fx, fy, fz)
    m = TO_LOCAL
    solid[m], solid[m + 1], solid[m + 2] = rx / sx, ry / sx, rz / sx
    solid[m + 3], solid[m + 4], solid[m + 5] = ux / sy, uy / sy, uz / sy
    solid[m + 6], solid[m + 7], solid[m + 8] = fx / sz, fy / sz, fz / sz
    solid[SIZE], solid[SIZE + 1], solid[SIZE + 2] = sx, sy, sz
    solid[EYE], solid[EYE + 1], solid[EYE + 2] = cx, cy, cz


@njit(**JIT)
def _boxed(part, rotation, eye, focal, rows, columns, solid, box):
    """The pixels a solid can touch, how near it comes, and what is left of its row."""
    cx, cy, cz = solid[EYE] - eye[0], solid[EYE + 1] - eye[1], solid[EYE + 2] - eye[2]
    low_u = low_v = near = 1e9
    high_u = high_v = -1e9
    for corner in range(8):
        right, up, ahead = _corner(part, solid, rotation, cx, cy, cz, corner)
        near = min(near, ahead)
        if ahead >= NEAR_M:
            u, v = focal * right / ahead, focal * up / ahead
            low_u, high_u, low_v, high_v = min(low_u, u), max(high_u, u), min(low_v, v), max(high_v, v)
        # Edges that pass the plane of the eye are followed up to just before it.
        for bit in (1, 2, 4):
            if corner & bit:
                continue
            r2, u2, a2 = _corner(part, solid, rotation, cx, cy, cz, corner | bit)
            if (ahead < NEAR_M) == (a2 < NEAR_M):
                continue
            share = (NEAR_M - ahead) / (a2 - ahead)
            u, v = focal * (right + (r2 - right) * share) / NEAR_M, focal * (up + (u2 - up) * share) / NEAR_M
            low_u, high_u, low_v, high_v = min(low_u, u), max(high_u, u), min(low_v, v), max(high_v, v)
    box[0] = box[1] = box[2] = box[3] = 0
    if low_u <= high_u:
        box[0] = int(min(max(math.floor(0.5 * rows - high_v), 0.0), rows))
        box[1] = int(min(max(math.ceil(0.5 * rows - low_v), 0.0), rows))
        box[2] = int(min(max(math.floor(low_u + 0.5 * columns), 0.0), columns))
        box[3] = int(min(max(math.ceil(high_u + 0.5 * columns), 0.0), columns))
    solid[NEAREST] = max(near, 0.0)
    for a in range(3):
        i = TO_LOCAL + 3 * a
        x, y, z = solid[i], solid[i + 1], solid[i + 2]
        solid[EYE + a] = -(x * cx + y * cy + z * cz)
        for c in range(3):
            solid[FROM_VIEW + 3 * a + c] = x * rotation[0, c] + y * rotation[1, c] + z * rotation[2, c]


@njit(**JIT)
def _corner(part, solid, rotation, cx, cy, cz, corner):
    """A corner of the box around a solid, right, up and ahead of the eye (m); c leads from the eye to its
    origin."""
    m, sx, sy, sz = TO_LOCAL, solid[SIZE], solid[SIZE + 1], solid[SIZE + 2]
    x = 1.0 if corner & 1 else -1.0
    z = 1.0 if corner & 2 else -1.0
    y = 1.0 if corner & 4 else -1.0
    if part[0] == BLOCK and corner & 4:
        x, z = x * part[12], z * part[13]
    elif part[0] == LIMB:
        wide = solid[FORM + 1] if corner & 4 else solid[FORM]
        x, z, y = x * wide, z * wide, (solid[FORM + 2] if corner & 4 else 0.0) + y * wide
    elif part[0] == DRUM:
        wide = solid[FORM + 1] if corner & 4 else solid[FORM]
        x, z, y = x * wide, z * wide, max(y, 0.0)
    # Rows of the matrix are axes over sizes: axes times sizes lead from own to world axes.
    x, y, z = x * sx * sx, y * sy * sy, z * sz * sz
    wx = cx + solid[m] * x + solid[m + 3] * y + solid[m + 6] * z
    wy = cy + solid[m + 1] * x + solid[m + 4] * y + solid[m + 7] * z
    wz = cz + solid[m + 2] * x + solid[m + 5] * y + solid[m + 8] * z
    return (
        wx * rotation[0, 0] + wy * rotation[1, 0] + wz * rotation[2, 0],
        wx * rotation[0, 1] + wy * rotation[1, 1] + wz * rotation[2, 1],
        wx * rotation[0, 2] + wy * rotation[1, 2] + wz * rotation[2, 2],
    )


def rows_of(things: list[tuple[float, ...]]) -> np.ndarray:
    """float64 [m, 6] of things' x, y, z, heading, lean, scale."""
    return np.array(things, dtype=np.float64).reshape(-1, 6)
