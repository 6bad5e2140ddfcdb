"""A ray against one tree: cones of needles, ellipsoids of leaves, and the trunk that carries them.

Only the outside of a crown counts, and its outline is frayed by a texture fixed to the tree, so that it
looks like leaves and stays put. Numba functions; `ex, ez` is the eye relative to the tree's axis.
"""

from __future__ import annotations

import math

from numba import njit

from inhabit.sim.fields import JIT, noise_at

LEAVES, BARK = 3, 4
"""What a ray can end on in a tree; rays.py has the rest."""

NEVER = 1e9
_COS, _SIN = math.cos(2.6), math.sin(2.6)
"""From one low bough of a broad crown round to the other."""


@njit(**JIT)
def tree(ox, oy, oz, dx, dy, dz, x, base, z, tall, radius, kind, grain):
    """First surface of one tree: (distance, LEAVES or BARK, normal, height within the tree)."""
    ex, ez = ox - x, oz - z
    best, part, nx, ny, nz = NEVER, LEAVES, 0.0, 1.0, 0.0
    if kind == 1:
        for i in range(3):
            tip = base + tall * (1.0 - 0.20 * i)
            foot = base + tall * (0.60 - 0.235 * i)
            wide = radius * (0.60 + 0.20 * i)
            at, ax, ay, az = _cone(ex, oy, ez, dx, dy, dz, tip, foot, wide, x, z, grain)
            if at < best:
                best, nx, ny, nz = at, ax, ay, az
    elif kind == 2:
        turn = x * 0.37 + z * 0.73
        turn -= 6.2831 * math.floor(turn * (1.0 / 6.2831))
        side_x, side_z = 0.46 * radius * math.cos(turn), 0.46 * radius * math.sin(turn)
        at, ax, ay, az = _crown(
            ex, oy - base - 0.66 * tall, ez, dx, dy, dz, 0.9 * radius, 0.36 * tall, x, z, grain
        )
        if at < best:
            best, nx, ny, nz = at, ax, ay, az
        for i in range(2):
            lx, lz = side_x, side_z
            if i == 1:
                lx, lz = _COS * side_x - _SIN * side_z, _SIN * side_x + _COS * side_z
            down = base + (0.52 + 0.08 * i) * tall
            at, ax, ay, az = _crown(
                ex - lx, oy - down, ez - lz, dx, dy, dz, 0.56 * radius, 0.22 * tall, x + lx, z + lz, grain
            )
            if at < best:
                best, nx, ny, nz = at, ax, ay, az
    elif kind == 3:
        best, nx, ny, nz = _crown(
            ex, oy - base - 0.55 * tall, ez, dx, dy, dz, radius, 0.46 * tall, x, z, grain
        )
    else:
        best, nx, ny, nz = _crown(ex, oy - base - 0.3 * tall, ez, dx, dy, dz, radius, 0.7 * tall, x, z, grain)
    if kind != 4:
        at, ax, az = _post(ex, oy, ez, dx, dy, dz, 0.025 * tall + 0.04, base + 0.5 * tall)
        if at < best:
            best, part, nx, ny, nz = at, BARK, ax, 0.0, az
    return best, part, nx, ny, nz, (oy + best * dy - base) / tall


@njit(**JIT, inline="always")
def _ragged(grain, px, py, pz, nx, nz, facing, t, x, z):
    """Whether a leafy outline has a gap here: crowns thin out where they are seen edge-on."""
    if facing > 0.55 or t > 220.0:
        return False
    scale = 11.0 / 0.85
    leaf = noise_at(grain, (px * nz - pz * nx + x * 3.1 + 0.6 * (px + pz)) * scale, (py + z * 1.7) * scale)
    return facing < 0.30 + 0.55 * leaf


@njit(**JIT)
def _crown(ex, ey, ez, dx, dy, dz, wide, tall, x, z, grain):
    """Ellipsoid of leaves about the origin, `wide` across and `tall` up; only its outside counts."""
    fx, fy, fz = ex / wide, ey / tall, ez / wide
    gx, gy, gz = dx / wide, dy / tall, dz / wide
    a = gx * gx + gy * gy + gz * gz
    b = fx * gx + fy * gy + fz * gz
    c = fx * fx + fy * fy + fz * fz - 1.0
    root = b * b - a * c
    if root <= 0.0:
        return NEVER, 0.0, 1.0, 0.0
    t = (-b - math.sqrt(root)) / a
    if t < 0.05:
        return NEVER, 0.0, 1.0, 0.0
    nx, ny, nz = (fx + t * gx) / wide, (fy + t * gy) / tall, (fz + t * gz) / wide
    length = 1.0 / math.sqrt(nx * nx + ny * ny + nz * nz)
    nx, ny, nz = nx * length, ny * length, nz * length
    facing = -(nx * dx + ny * dy + nz * dz)
    if _ragged(grain, ex + t * dx, ey + t * dy, ez + t * dz, nx, nz, facing, t, x, z):
        return NEVER, 0.0, 1.0, 0.0
    return t, nx, ny, nz


@njit(**JIT)
def _cone(ex, oy, ez, dx, dy, dz, tip, foot, wide, x, z, grain):
    """Upright cone of needles about the y axis from `tip` down to `foot`, closed below, its hem frayed."""
    k = wide / (tip - foot)
    k2 = k * k
    ey = oy - tip
    a = dx * dx + dz * dz - k2 * dy * dy
    b = ex * dx + ez * dz - k2 * ey * dy
    c = ex * ex + ez * ez - k2 * ey * ey
    root = b * b - a * c
    best, nx, ny, nz = NEVER, 0.0, 1.0, 0.0
    if root > 0.0 and abs(a) > 1e-9:
        root = math.sqrt(root)
        for sign in (-1.0, 1.0):
            t = (-b + sign * root) / a
            y = oy + t * dy
            if 0.05 < t < best and foot <= y <= tip:
                px, pz = ex + t * dx, ez + t * dz
                length = 1.0 / math.sqrt(px * px + pz * pz + 1e-9)
                slope = 1.0 / math.sqrt(1.0 + k2)
                ax, ay, az = px * length * slope, k * slope, pz * length * slope
                hem = (y - foot) / (tip - foot)
                facing = abs(ax * dx + ay * dy + az * dz)
                if not _ragged(grain, px, y, pz, ax, az, min(facing, 0.30 + 2.2 * hem), t, x, z):
                    best, nx, ny, nz = t, ax, ay, az
    if dy > 1e-6:
        t = (foot - oy) / dy
        px, pz = ex + t * dx, ez + t * dz
        if 0.05 < t < best and px * px + pz * pz < 0.5 * wide * wide:
            best, nx, ny, nz = t, 0.0, -1.0, 0.0
    return best, nx, ny, nz


@njit(**JIT, inline="always")
def _post(ex, oy, ez, dx, dy, dz, wide, top):
    """Upright cylinder about the y axis, ending at `top`."""
    a = dx * dx + dz * dz
    b = ex * dx + ez * dz
    root = b * b - a * (ex * ex + ez * ez - wide * wide)
    if root <= 0.0 or a < 1e-9:
        return NEVER, 0.0, 0.0
    t = (-b - math.sqrt(root)) / a
    if t < 0.05 or oy + t * dy > top:
        return NEVER, 0.0, 0.0
    return t, (ex + t * dx) / wide, (ez + t * dz) / wide
