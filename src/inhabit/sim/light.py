"""Light on matter and light in the air, for one pixel: sky, clouds, sun, moon, water, fog.

Numba functions that take the rows of a Look and return linear colour; directions are unit vectors.
"""

from __future__ import annotations

import math

from numba import njit

from inhabit.sim.fields import JIT, PART
from inhabit.sim.palette import (
    CLOUD_DARK,
    CLOUD_LIT,
    COVER,
    FOG,
    GLOW,
    HORIZON,
    LOW_SUN,
    MIST,
    NIGHT,
    OVERCAST,
    SUN_SEEN,
    ZENITH,
)  # fmt: skip
from inhabit.sim.surface import fade, smooth

FAR_UP = 0.015
"""Height of the direction that gives distance its colour: at least a little over the horizon."""


@njit(**JIT, inline="always")
def mix(a, b, share):
    """a at share 0, b at share 1."""
    return a + (b - a) * share


@njit(**PART)
def air(colours, numbers, sun, dx, dy, dz):
    """The clear sky in a direction, without discs, stars or clouds; also the colour of distance."""
    low, near = rise(dy)
    return air_over(colours, numbers, sun, dx, dy, dz, low, near)


@njit(**JIT, inline="always")
def rise(dy):
    """(share of the horizon's colour, share of the glow) at the height `dy` of a direction."""
    up = max(dy, 0.0)
    return fade(5.2 * up) * (1.0 - 0.25 * up), fade(3.4 * up)


@njit(**JIT, inline="always")
def air_over(colours, numbers, sun, dx, dy, dz, low, near):
    """As `air`, with what `rise` says of dy: rays to the land share one dy, so it is worked out once."""
    toward = max(dx * sun[0] + dy * sun[1] + dz * sun[2], 0.0) if sun[1] > -0.3 else 0.0
    around = 0.5 + 0.5 * (dx * sun[0] + dz * sun[2])
    glow = numbers[LOW_SUN] * (0.25 * around * around + 0.75 * around**6) * near
    glow += (1.0 - numbers[LOW_SUN]) * 0.35 * toward**8 * numbers[SUN_SEEN]
    glow = min(glow, 1.0) * (1.0 - 0.75 * numbers[OVERCAST])
    r = mix(mix(colours[ZENITH, 0], colours[HORIZON, 0], low), colours[GLOW, 0], glow)
    g = mix(mix(colours[ZENITH, 1], colours[HORIZON, 1], low), colours[GLOW, 1], glow)
    b = mix(mix(colours[ZENITH, 2], colours[HORIZON, 2], low), colours[GLOW, 2], glow)
    return r, g, b


@njit(**PART)
def discs(colours, numbers, sun, moon, dx, dy, dz, veil):
    """Sun and moon with their halos, dimmed by the cloud in front (`veil` in [0, 1])."""
    toward = dx * sun[0] + dy * sun[1] + dz * sun[2]
    light = 0.0
    if toward > 0.0:
        disc = 2.6 * smooth(0.99945, 0.99975, toward) * (1.0 - veil)
        light = numbers[SUN_SEEN] * (disc + 0.55 * toward**420 + 0.22 * toward**40) * (1.0 - 0.55 * veil)
        light *= 1.0 - 0.9 * numbers[OVERCAST]
    near = dx * moon[0] + dy * moon[1] + dz * moon[2]
    pale = 0.0
    if near > 0.7:
        disc = 0.0
        if near > 0.99925:
            dusky = 0.86 + 0.14 * math.sin(190.0 * (dx - moon[0]) + 90.0 * (dy - moon[1]))
            disc = 1.5 * dusky * smooth(0.99925, 0.99950, near) * (1.0 - veil)
        pale = numbers[NIGHT] * (disc + 0.26 * near**260)
        pale = (pale + numbers[NIGHT] * 0.10 * near**22) * (1.0 - 0.8 * numbers[OVERCAST])
    r = light * mix(1.0, colours[GLOW, 0], 0.8) + pale * 0.92
    g = light * mix(0.93, colours[GLOW, 1], 0.8) + pale * 0.96
    b = light * mix(0.82, colours[GLOW, 2], 0.8) + pale
    return r, g, b


@njit(**JIT, inline="always")
def overcast(numbers, dy, field):
    """Whether a cloud field makes a cloud that is seen at the height `dy` of a direction."""
    return dy > 0.02 and field > _edge(numbers) - 0.13


@njit(**JIT, inline="always")
def _edge(numbers):
    return 1.04 - 1.08 * numbers[COVER]


@njit(**PART)
def cloud(colours, numbers, sun, dx, dy, dz, field, beyond):
    """(cover in [0, 1], r, g, b) of the cloud in a direction.

    `field` is the cloud field there and `beyond` a little toward the light: where it thins, the edge is lit.
    """
    edge = _edge(numbers)
    body = smooth(edge - 0.13, edge + 0.25, field)
    cover = body * smooth(0.02, 0.19, dy)
    thick = smooth(edge + 0.02, edge + 0.45, field)
    relief = min(max(0.5 + 5.0 * (field - beyond), 0.0), 1.0)
    toward = max(dx * sun[0] + dy * sun[1] + dz * sun[2], 0.0)
    rim = numbers[SUN_SEEN] * toward**10 * (1.0 - thick) * (1.0 - 0.85 * numbers[OVERCAST])
    lit = min(max(0.15 + 0.75 * relief - 0.55 * thick + 0.25 * (1.0 - body), 0.0), 1.0)
    r = mix(colours[CLOUD_DARK, 0], colours[CLOUD_LIT, 0], lit) + 0.7 * rim * colours[GLOW, 0]
    g = mix(colours[CLOUD_DARK, 1], colours[CLOUD_LIT, 1], lit) + 0.7 * rim * colours[GLOW, 1]
    b = mix(colours[CLOUD_DARK, 2], colours[CLOUD_LIT, 2], lit) + 0.7 * rim * colours[GLOW, 2]
    return cover * 0.94, r, g, b


@njit(**PART)
def haze(numbers, distance, y, eye_y, level):
    """Share of distance in a colour, in [0, 1]: thicker low down, complete at the end of sight."""
    low = fade(max(0.6 * y + 0.4 * eye_y - level, 0.0) * (1.0 / 26.0))
    path = distance * numbers[FOG] * (0.66 + numbers[MIST] * low)
    amount = 1.0 - fade(path * (0.30 + 0.70 * min(path, 1.0)))
    return max(amount, smooth(620.0, 890.0, distance))


@njit(**JIT, inline="always")
def lit(colours, sun, moon, nx, ny, nz, wrap):
    """(sun's share, moon's share) on a surface; `wrap` in [0, 1] lets light around the edge."""
    most = 1.0 / (1.0 + wrap)
    by_sun = max((nx * sun[0] + ny * sun[1] + nz * sun[2] + wrap) * most, 0.0)
    by_moon = max((nx * moon[0] + ny * moon[1] + nz * moon[2] + wrap) * most, 0.0)
    return by_sun, by_moon
