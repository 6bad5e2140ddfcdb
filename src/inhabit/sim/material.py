"""What the five materials of the land return of light: ground, rock, leaves and bark (water has its own way).

Numba functions that take the rows of a Look and return linear colour; directions are unit vectors.
"""

from __future__ import annotations

from numba import njit

from inhabit.sim.fields import PART
from inhabit.sim.light import lit, mix
from inhabit.sim.palette import (
    AMBIENT,
    BARK_DARK,
    BARK_LIGHT,
    BOUNCE,
    EMBER,
    GROUND_DARK,
    GROUND_LIGHT,
    LEAF_DARK,
    LEAF_LIGHT,
    LOW_SUN,
    MOON,
    RAIN,
    ROCK_DARK,
    ROCK_LIGHT,
    SNOW,
    SNOW_LIGHT,
    SUN,
    WATER_EMBER,
)  # fmt: skip
from inhabit.sim.surface import smooth


@njit(**PART)
def solid(colours, numbers, sun, moon, dx, dy, dz, nx, ny, nz, detail, rock, leaf, bark):
    """Colour of land or a tree seen along d: `detail` in [0, 1], and the weights of what is not ground."""
    ground = 1.0 - rock - leaf - bark
    white = 0.0
    if numbers[SNOW] > 0.0:
        low, high = 1.02 - 0.75 * numbers[SNOW], 1.25 - 0.55 * numbers[SNOW]
        white = numbers[SNOW] * smooth(low, high, ny + 0.45 * detail) * (1.0 - 0.45 * leaf)
    wet = 1.0 - 0.30 * numbers[RAIN]
    by_sun, by_moon = lit(colours, sun, moon, nx, ny, nz, 0.12 + 0.4 * leaf)
    open_sky = mix(1.0, smooth(0.10, 0.62, detail), 0.45 + 0.35 * numbers[LOW_SUN])
    by_sun, by_moon = by_sun * open_sky, by_moon * open_sky
    facing = max(-(dx * nx + dy * ny + dz * nz), 0.0)
    against = max(dx * sun[0] + dy * sun[1] + dz * sun[2], 0.0)
    rim = against**5 * (1.0 - facing) * (0.25 + 0.55 * leaf) * (0.3 + 0.7 * detail)
    hemi = 0.5 + 0.5 * ny
    shut = 0.35 + 0.65 * detail
    ember = numbers[EMBER] * (ground + 0.3 * rock) * smooth(0.27, 0.05, detail) * 0.6
    sheen = 0.16 * numbers[RAIN] * (1.0 - facing) ** 3 * (ground + rock)
    red = matter(colours, 0, ground, rock, leaf, bark, detail, wet, white)
    green = matter(colours, 1, ground, rock, leaf, bark, detail, wet, white)
    blue = matter(colours, 2, ground, rock, leaf, bark, detail, wet, white)
    by_sun += rim
    r = red * falling_light(colours, 0, by_sun, by_moon, hemi, shut) + own_light(colours, 0, ember, sheen)
    g = green * falling_light(colours, 1, by_sun, by_moon, hemi, shut) + own_light(colours, 1, ember, sheen)
    b = blue * falling_light(colours, 2, by_sun, by_moon, hemi, shut) + own_light(colours, 2, ember, sheen)
    return r, g, b


@njit(**PART)
def matter(colours, c, ground, rock, leaf, bark, detail, wet, white):
    """What the surface itself returns of light, in one channel."""
    low = ground * colours[GROUND_DARK, c] + rock * colours[ROCK_DARK, c]
    low += leaf * colours[LEAF_DARK, c] + bark * colours[BARK_DARK, c]
    high = ground * colours[GROUND_LIGHT, c] + rock * colours[ROCK_LIGHT, c]
    high += leaf * colours[LEAF_LIGHT, c] + bark * colours[BARK_LIGHT, c]
    return mix(mix(low, high, detail) * wet, colours[SNOW_LIGHT, c] * (0.5 + 0.4 * detail), white)


@njit(**PART)
def falling_light(colours, c, by_sun, by_moon, hemi, shut):
    """Sun, moon, and the half of the sky or ground that the surface faces."""
    around = mix(colours[BOUNCE, c], colours[AMBIENT, c], hemi) * shut
    return colours[SUN, c] * by_sun + colours[MOON, c] * by_moon + around


@njit(**PART)
def own_light(colours, c, ember, sheen):
    """Embers in the ground, and the sky that wet ground mirrors, in one channel."""
    return ember * colours[WATER_EMBER, c] + sheen * colours[AMBIENT, c]
