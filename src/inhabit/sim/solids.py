"""A ray against one of the four solids that things are built of, in the solid's own axes.

A limb is upright from the origin to height p2, with radii p0 and p1; an egg is the unit ball; a drum stands
from height 0 to 1 with radii p0 and p1; a block reaches from -1 to 1, and its top is p0 and p1 times as wide
as its bottom. Numba functions on scalars. Each returns (distance or NEVER, normal x y z, not of unit
length); the distance counts lengths of the direction. Rays that begin inside a solid miss it.
"""

from __future__ import annotations

import math

from numba import njit

from inhabit.sim.crowns import NEVER
from inhabit.sim.fields import JIT
from inhabit.sim.parts import BLOCK, DRUM, EGG


@njit(**JIT)
def meet(solid, p0, p1, p2, ox, oy, oz, dx, dy, dz):
    """First surface of a solid on the ray from o along d (for a limb: of unit length)."""
    if solid == EGG:
        return _ball(1.0, ox, oy, oz, dx, dy, dz)
    if solid == BLOCK:
        return _block(p0, p1, ox, oy, oz, dx, dy, dz)
    if solid == DRUM:
        return _drum(p0, p1, ox, oy, oz, dx, dy, dz)
    return _limb(p0, p1, p2, ox, oy, oz, dx, dy, dz)


@njit(**JIT)
def _ball(radius, ox, oy, oz, dx, dy, dz):
    a = dx * dx + dy * dy + dz * dz
    b = ox * dx + oy * dy + oz * dz
    c = ox * ox + oy * oy + oz * oz - radius * radius
    root = b * b - a * c
    if root <= 0.0:
        return NEVER, 0.0, 1.0, 0.0
    t = (-b - math.sqrt(root)) / a
    if t <= 0.0:
        return NEVER, 0.0, 1.0, 0.0
    return t, ox + t * dx, oy + t * dy, oz + t * dz


@njit(**JIT)
def _limb(ra, rb, tall, ox, oy, oz, dx, dy, dz):
    """Two balls and the cone that touches both (Quilez, "round cone")."""
    rr = ra - rb
    d2 = tall * tall - rr * rr
    if d2 <= 1e-9:
        if ra >= rb:
            return _ball(ra, ox, oy, oz, dx, dy, dz)
        return _ball(rb, ox, oy - tall, oz, dx, dy, dz)
    m1, m2 = tall * oy, tall * dy
    m3 = dx * ox + dy * oy + dz * oz
    m5 = ox * ox + oy * oy + oz * oz
    k2 = d2 - m2 * m2
    k1 = d2 * m3 - m1 * m2 + m2 * rr * ra
    k0 = d2 * m5 - m1 * m1 + 2.0 * m1 * rr * ra - tall * tall * ra * ra
    root = k1 * k1 - k0 * k2
    if root < 0.0:
        return NEVER, 0.0, 1.0, 0.0
    t = (-math.sqrt(root) - k1) / k2
    y = m1 - ra * rr + t * m2
    if 0.0 < y < d2:
        if t <= 0.0:
            return NEVER, 0.0, 1.0, 0.0
        return t, d2 * (ox + t * dx), d2 * (oy + t * dy) - tall * y, d2 * (oz + t * dz)
    first = _ball(ra, ox, oy, oz, dx, dy, dz)
    second = _ball(rb, ox, oy - tall, oz, dx, dy, dz)
    return first if first[0] <= second[0] else second


@njit(**JIT)
def _drum(ra, rb, ox, oy, oz, dx, dy, dz):
    slope = rb - ra
    here, along = ra + slope * oy, slope * dy
    a = dx * dx + dz * dz - along * along
    b = ox * dx + oz * dz - along * here
    c = ox * ox + oz * oz - here * here
    root = b * b - a * c
    best, nx, ny, nz = NEVER, 0.0, 1.0, 0.0
    if root > 0.0 and abs(a) > 1e-12:
        root = math.sqrt(root)
        for sign in (-1.0, 1.0):
            t = (-b + sign * root) / a
            y = oy + t * dy
            if 0.0 < t < best and 0.0 <= y <= 1.0:
                px, pz, py = ox + t * dx, oz + t * dz, -slope * (here + t * along)
                if px * dx + py * dy + pz * dz < 0.0:
                    best, nx, ny, nz = t, px, py, pz
    if abs(dy) > 1e-12:
        # Of the two lids only the one that faces the ray.
        level, radius, up = (1.0, rb, 1.0) if dy < 0.0 else (0.0, ra, -1.0)
        t = (level - oy) / dy
        px, pz = ox + t * dx, oz + t * dz
        if 0.0 < t < best and px * px + pz * pz < radius * radius:
            best, nx, ny, nz = t, 0.0, up, 0.0
    return best, nx, ny, nz


@njit(**JIT)
def _block(kx, kz, ox, oy, oz, dx, dy, dz):
    """Six planes: the ray is inside from where it enters the last to where it leaves the first."""
    sx, sz = 0.5 * (kx - 1.0), 0.5 * (kz - 1.0)
    enter, leave = 0.0, NEVER
    nx, ny, nz = 0.0, 0.0, 0.0
    for side in range(6):
        if side < 2:
            ax, ay, az, reach = 1.0 - 2.0 * side, -sx, 0.0, 1.0 + sx
        elif side < 4:
            ax, ay, az, reach = 0.0, -sz, 5.0 - 2.0 * side, 1.0 + sz
        else:
            ax, ay, az, reach = 0.0, 9.0 - 2.0 * side, 0.0, 1.0
        toward = ax * dx + ay * dy + az * dz
        over = ax * ox + ay * oy + az * oz - reach
        if abs(toward) < 1e-12:
            if over > 0.0:
                return NEVER, 0.0, 1.0, 0.0
            continue
        t = -over / toward
        if toward < 0.0:
            if t > enter:
                enter, nx, ny, nz = t, ax, ay, az
        elif t < leave:
            leave = t
        if enter >= leave:
            return NEVER, 0.0, 1.0, 0.0
    if enter <= 0.0:
        return NEVER, 0.0, 1.0, 0.0
    return enter, nx, ny, nz
