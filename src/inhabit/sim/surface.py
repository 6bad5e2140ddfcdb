"""What matter looks like with no light on it: material weights and tone at the point a ray ended on.

Tone carries form (openness, slope, the shape of crowns) and texture that fades where a pixel is larger
than it, so that nothing glitters when the camera moves. Numba functions on scalars; lengths in metres.
"""

from __future__ import annotations

import math

from numba import njit

from inhabit.sim.fields import JIT, PART, noise_at

SKY_TONE, LAND_TONE = 0.7, 0.25
"""Tone of a sky with no cloud, and of land with no detail."""


@njit(**JIT, inline="always")
def smooth(low, high, value):
    """Hermite step from 0 at `low` to 1 at `high` (which may be the smaller)."""
    x = min(max((value - low) * (1.0 / (high - low)), 0.0), 1.0)
    return x * x * (3.0 - 2.0 * x)


@njit(**JIT, inline="always")
def fade(x):
    """exp(-x) for x >= 0, within 3e-6: a series at x / 16, squared four times; the library's takes five
    times as long and empties the registers."""
    y = min(x, 60.0) * 0.0625
    growth = 1.0 + y * (1.0 + y * (0.5 + y * (1.0 / 6.0 + y * (1.0 / 24.0))))
    growth *= growth
    growth *= growth
    growth *= growth
    growth *= growth
    return 1.0 / growth


@njit(**JIT, inline="always")
def grain_at(grain, x, z, wave_m, footprint_m):
    """Texture noise of wavelength `wave_m`, faded out where a pixel covers `footprint_m`."""
    seen = 1.0 - smooth(0.16, 0.5, footprint_m * (1.0 / wave_m))
    if seen <= 0.0:
        return 0.0
    scale = 11.0 / wave_m
    return seen * noise_at(grain, x * scale, z * scale)


@njit(**PART)
def land_tone(grain, x, y, z, ny, openness, footprint):
    """(detail in [-1, 1], weight of rock) on land."""
    broad = grain_at(grain, x, z, 41.0, footprint)
    middle = grain_at(grain, z + 17.0, x, 9.0, footprint)
    rock = smooth(0.86, 0.73, ny + 0.06 * middle + 0.03 * broad)
    fine = grain_at(grain, x + 0.3 * y, z - 0.2 * y, 2.1, footprint)
    form = 1.5 * (openness - 0.70) + 0.7 * (ny - 0.90) * (1.0 - 0.6 * rock)
    texture = 0.24 * broad + 0.26 * middle + 0.20 * fine
    if rock > 0.0:
        along = 0.8 * (x + z) + 0.6 * (x - z)
        strata = grain_at(grain, y * 1.7 + 2.5 * broad, 0.12 * along, 6.0, footprint)
        blocks = grain_at(grain, y * 0.7, along * 0.5, 6.0, footprint)
        texture += rock * (0.24 * strata + 0.36 * blocks - 0.18 * middle)
    return min(max(form + texture, -1.0), 1.0), rock


@njit(**JIT, inline="always")
def _wrapped_grain(grain, x, y, z, side, wave_m, footprint):
    """Texture on an upright round thing: the two upright planes mixed by `side`, how much it faces x."""
    ahead = grain_at(grain, x, y, wave_m, footprint)
    beside = grain_at(grain, y + 40.0, z, wave_m, footprint)
    return ahead + (beside - ahead) * side


@njit(**PART)
def leaf_tone(grain, x, y, z, nx, ny, nz, up, footprint):
    """Detail in [-1, 1] on a crown: dark within and below, lit above, in tufts."""
    side = nx * nx / (nx * nx + nz * nz + 1e-6)
    tufts = _wrapped_grain(grain, x, y, z, side, 0.75, footprint)
    boughs = _wrapped_grain(grain, x, y * 1.4, z, side, 2.2, footprint)
    return min(max(0.95 * (up - 0.62) + 0.30 * ny + 0.36 * tufts + 0.34 * boughs, -1.0), 1.0)


@njit(**PART)
def bark_tone(grain, x, y, z, up, footprint):
    """Detail in [-1, 1] on a trunk."""
    return min(
        max(-0.15 - 0.5 * up + 0.4 * grain_at(grain, (x + z) * 3.0, y * 0.6, 1.0, footprint), -1.0), 1.0
    )


@njit(**PART)
def lake_tone(grain, x, z, depth, footprint):
    """Detail in [-1, 1] on water: pale shallows, a bright rim, dark deeps."""
    patch = grain_at(grain, x, z, 60.0, footprint)
    return min(
        max(
            -0.45 + 0.75 * fade(depth * (1.0 / 1.6)) + 0.55 * fade(depth * (1.0 / 0.16)) + 0.12 * patch, -1.0
        ),
        1.0,
    )


@njit(**PART)
def cloud_field(clouds, x, z, footprint):
    """Unthresholded cloud in [0, 1] at a point of the cloud plane, calmer where a pixel covers much of it."""
    value = 0.0
    if footprint < 500.0:
        broad = noise_at(clouds, x * (1.0 / 13.0), z * (1.0 / 13.0)) - 0.5
        value += (1.0 - smooth(150.0, 500.0, footprint)) * broad
    if footprint < 120.0:
        billow = noise_at(clouds, z * (1.0 / 4.1) + 90.0, x * (1.0 / 4.1)) - 0.5
        value += 0.26 * (1.0 - smooth(30.0, 120.0, footprint)) * billow
    if footprint < 40.0:
        wisp = noise_at(clouds, (x + 0.3 * z) * (1.0 / 1.4), (z - 0.3 * x) * (1.0 / 1.4) + 31.0) - 0.5
        value += 0.07 * (1.0 - smooth(8.0, 40.0, footprint)) * wisp
    return min(max(0.5 + value * 0.98, 0.0), 1.0)


@njit(**JIT, inline="always")
def scramble(i, j, k):
    """A number in [0, 1) that follows from three integers."""
    h = (i * 374761393 + j * 668265263 + k * 2147483647) & 0xFFFFFFFF
    h = ((h ^ (h >> 13)) * 1274126177) & 0xFFFFFFFF
    return float((h ^ (h >> 16)) & 0xFFFFFF) / 16777216.0


@njit(**PART)
def star_at(dx, dy, dz, seed, width_rad):
    """Star light in [0, 1] in a direction: at most one star per cell of an azimuthal grid."""
    if dy <= 0.0:
        return 0.0
    spread = 38.0 / (1.0 + dy)
    u, v = dx * spread, dz * spread
    wide = 38.0 * width_rad * 0.75
    reach = 3.0 * wide
    light = 0.0
    for cv in range(int(math.floor(v - reach)), int(math.floor(v + reach)) + 1):
        for cu in range(int(math.floor(u - reach)), int(math.floor(u + reach)) + 1):
            brightness = scramble(cu, cv, seed)
            if brightness < 0.35:
                continue
            su, sv = cu + scramble(cu, cv, seed + 1), cv + scramble(cu, cv, seed + 2)
            gap = ((u - su) ** 2 + (v - sv) ** 2) / (wide * wide)
            if gap < 9.0:
                rank = (brightness - 0.35) / 0.65
                light += (0.12 + 0.88 * rank**7) * fade(0.5 * gap)
    return min(light, 1.0) * smooth(0.0, 0.12, dy)
