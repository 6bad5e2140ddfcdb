"""What things look like with no light on them: tone, place in the matter planes and all else a buffer holds.

Texture is fixed to each part, so it moves with it, and fades where a pixel is larger than it.
"""

from __future__ import annotations

import math

from numba import njit, prange

from inhabit.sim.fields import JIT, KERNEL
from inhabit.sim.gbuffer import FOLIAGE, TRUNK
from inhabit.sim.glances import ray
from inhabit.sim.overlay import NOTHING
from inhabit.sim.paints import BARK, DARK, FLAME, FUR, LAMP, LEAVES, METAL, ROOF, SKIN, STONE, WOOD
from inhabit.sim.parts import EGG
from inhabit.sim.placing import EYE, FROM_VIEW, OWNER, PAINT, SIZE, SOLID, TONE
from inhabit.sim.surface import bark_tone, fade, grain_at, leaf_tone, smooth


@njit(**KERNEL)
def coat(
    solids, spans, names, feet, rotation, place, grain, uv, who, distance, normal,
    depth, sky, position, weights, tone, matter_u, matter_v, cloud, star, identity, paint,
):  # fmt: skip
    """Describe every pixel that `who` gives to a thing; `names` are identities and `feet` heights of
    things."""
    rows, columns = distance.shape
    focal = place[3]
    for i in prange(rows):
        for j in range(max(spans[i, 0], 0), min(spans[i, 1], columns)):
            k = who[i, j]
            if k == NOTHING:
                continue
            solid = solids[k]
            dx, dy, dz, cosine = ray(rotation, focal, columns, rows, j + 0.5, i + 0.5)
            t, own = distance[i, j], int(solid[OWNER])
            x, y, z = place[0] + t * dx, place[1] + t * dy, place[2] + t * dz
            nx, ny, nz = normal[i, j, 0], normal[i, j, 1], normal[i, j, 2]
            depth[i, j], sky[i, j], cloud[i, j], star[i, j] = t * cosine, False, 0.5, 0.0
            position[i, j, 0], position[i, j, 1], position[i, j, 2] = x, y, z
            for c in range(weights.shape[2]):
                weights[i, j, c] = 0.0
            identity[i, j] = names[own]
            a, b = (j + 0.5 - 0.5 * columns) / focal, (0.5 * rows - i - 0.5) / focal
            m, lx, ly, lz = FROM_VIEW, 0.0, 0.0, 0.0
            lx = (solid[EYE] + (solid[m] * a + solid[m + 1] * b + solid[m + 2]) * t * cosine) * solid[SIZE]
            ly = (solid[EYE + 1] + (solid[m + 3] * a + solid[m + 4] * b + solid[m + 5]) * t * cosine) * solid[
                SIZE + 1
            ]
            lz = (solid[EYE + 2] + (solid[m + 6] * a + solid[m + 7] * b + solid[m + 8]) * t * cosine) * solid[
                SIZE + 2
            ]
            footprint = t * cosine / focal
            kind = int(solid[PAINT])
            if kind == LEAVES:
                detail = leaf_tone(grain, x, y, z, nx, ny, nz, 0.62 + 0.35 * ly / solid[SIZE + 1], footprint)
                weights[i, j, FOLIAGE] = 1.0
            elif kind == BARK:
                detail = bark_tone(grain, x, y, z, 0.2, footprint)
                weights[i, j, TRUNK] = 1.0
            else:
                paint[i, j] = kind
                facing = max(-(nx * dx + ny * dy + nz * dz), 0.0)
                detail = solid[TONE] + 0.30 * ny + 0.18 * facing - 0.02
                detail += _texture(kind, int(solid[SOLID]), grain, lx, ly, lz, footprint, names[own])
                if kind != FLAME and kind != LAMP:
                    detail -= 0.35 * fade(3.0 * max(y - feet[own], 0.0))
            tone[i, j] = 0.25 + 0.25 * min(max(detail, -1.0), 1.0)
            matter_u[i, j], matter_v[i, j] = uv[kind, 0], uv[kind, 1]


@njit(**JIT)
def _texture(kind, form, grain, x, y, z, footprint, name):
    """Brush strokes of a paint, about 0, at a point of a part (m)."""
    x += 3.7 * (name % 16)
    if kind == STONE and form == EGG:
        return 0.30 * grain_at(grain, x + z, 0.6 * y, 1.3, footprint) + 0.22 * grain_at(
            grain, x - z, y, 0.4, footprint
        )
    if kind == STONE:
        course = math.floor(y * 2.2)
        row = y * 2.2 - course
        joint = 1.0 - smooth(0.0, 0.16, min(row, 1.0 - row))
        block = grain_at(
            grain, 7.3 * math.floor((x + z) * 1.3 + 0.5 * (course % 2.0)), 5.1 * course, 2.0, 2.0 * footprint
        )
        return (
            0.22 * block
            + 0.20 * grain_at(grain, x + z, y - z, 0.9, footprint)
            - 0.22 * joint * _seen(0.08, footprint)
        )
    if kind == WOOD:
        return 0.30 * grain_at(grain, (x + z) * 3.0, y * 0.5, 0.7, 3.0 * footprint)
    if kind == ROOF:
        course = z * 2.6 + 0.2 * y
        row = course - math.floor(course)
        tile = grain_at(grain, 6.1 * math.floor(x * 2.2), 4.7 * math.floor(course), 2.0, 2.0 * footprint)
        return 0.22 * tile + 0.22 * (row - 0.5) * _seen(0.12, footprint)
    if kind == METAL:
        return 0.10 * grain_at(grain, x + z, y, 0.4, footprint)
    if kind == FLAME:
        return 0.25 * grain_at(grain, x + z, 0.6 * y, 0.5, footprint)
    if kind in (LAMP, SKIN, DARK):
        return 0.0
    if kind == FUR:
        return 0.22 * grain_at(grain, 2.0 * (x + z), y, 0.35, footprint)
    # Cloth, plaster and the rest: broad soft strokes, more upright than level.
    return 0.16 * grain_at(grain, 1.6 * (x + z), 0.7 * y, 0.9, footprint) + 0.10 * grain_at(
        grain, x - z, y, 2.6, footprint
    )


@njit(**JIT, inline="always")
def _seen(wave_m, footprint):
    return 1.0 - smooth(0.3, 1.0, footprint / wave_m)
