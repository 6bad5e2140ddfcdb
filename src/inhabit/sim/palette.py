"""Attributes to colours: every number of a look, worked out once per frame, before any pixel.

Colours are written as an artist would, in hex, and squared into light (a display gamma of 2 is used
throughout because a square root is cheap and close to the truth). Skies are keyed by the height of the
sun and tinted by biome, season and mood; matter goes from a dark to a light of each biome.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from copy import copy

import numpy as np

from inhabit.core.attributes import Attributes
from inhabit.core.sky import moon_direction, sun_direction, sun_elevation_rad
from inhabit.sim.hexes import hexes
from inhabit.sim.moods import Tint, tint_of
from inhabit.sim.seasons import lying_snow, shares, sun_tint, turned

(ZENITH, HORIZON, GLOW, SUN, MOON, AMBIENT, BOUNCE, CLOUD_LIT, CLOUD_DARK, WATER_BODY, WATER_EMBER,
 GROUND_DARK, GROUND_LIGHT, ROCK_DARK, ROCK_LIGHT, LEAF_DARK, LEAF_LIGHT, BARK_DARK, BARK_LIGHT,
 SNOW_LIGHT, INK_DEEP, INK_LOW, INK_HIGH, PAPER) = range(24)  # fmt: skip
"""Rows of Look.colours."""

(LOW_SUN, SUN_SEEN, NIGHT, COVER, OVERCAST, FOG, MIST, RAIN, SNOW, WIND, EMBER, NOIR, NEON, PRINT, EXPOSURE,
 SNOWFALL, STYLE_EXPOSURE, VEIL, STORM, RICH, WATERCOLOUR, GOUACHE, PAPERCUT,
 LAYER_EXPOSURE) = range(24)  # fmt: skip
"""Entries of Look.numbers."""

_HEIGHTS = np.array([-40.0, -14.0, -7.0, -2.0, 2.0, 8.0, 20.0, 50.0])
_SKY = {
    ZENITH: "070c26 0f1840 1e2a68 2e3f86 41579a 4a7fbe 3d86cc 2f78c8",
    HORIZON: "22386e 34468a 7c68a4 dc9490 f4b48c f4d3a6 d0e2e6 b8d8ee",
    GLOW: "18295a 3c3a78 c2607c ff7f55 ff9d4c ffcb7c fff0cc ffffff",
    CLOUD_LIT: "50629c 5a66a4 b4708e ff9c86 ffc49a ffe6c4 fffaf0 ffffff",
    CLOUD_DARK: "141d44 1c2654 383c74 665684 94708e a89aac a4b2c2 9fb2c6",
}
_SUN = "000000 000000 000000 ff5a30 ff8238 ffb868 ffe2b4 fff4e0"
_SUN_STRENGTH = (0.0, 0.0, 0.0, 0.25, 1.5, 2.5, 2.6, 2.5)
_BIOMES = {
    #               ground          rock            leaf            bark            water  zenith horizon glow
    "meadow": "2f5022 a2b054 4f4c4c aaa294 15391f 74a043 33261e 75604a 124c58 ffffff ffffff ffffff",
    "desert": "a3622f f6cd8c 7c3420 ea9a62 4d5a2c a9a25c 3c2a20 8a6a4a 1c7874 e8f0f4 ffeed8 fff0d8",
    "alpine": "44584c b4c4a8 3e4658 b4bec8 0e3032 417062 2c2628 6a605c 0f5470 eef4ff f4faff ffffff",
    "autumn": "6c4a1c dcb050 4c4040 a8968a 7c2412 f2a034 2c1e1a 6c5040 24444c f0eef4 fff0e0 fff0dc",
    "ember": "241719 8e5846 1a1218 70424a 3a0b10 d65030 100a0c 3c2624 1a0a0c c488a8 ffa880 ff9c68",
}


_INKS = {
    "meadow": "20304c 3c7a6c eaa860 f7ecd4",
    "desert": "3a2644 b8503a f0ae5c f9ead0",
    "alpine": "1c2b4a 4880a4 a8cad2 f7f1e4",
    "autumn": "35202e a8472c e6a540 f7e8cd",
    "ember": "1b1122 7e1f30 f2642e fadca8",
}


class Look:
    """Colours of light and matter [24, 3], linear; numbers [24]; directions [2, 3].

    All are of single precision but held as float64, so that no pixel has to convert them. `directions` are
    unit vectors to the sun and to the moon. Everything is a smooth function of the attributes, so that
    blended weights blend the picture.
    """

    def __init__(self, attributes: Attributes) -> None:
        elevation = sun_elevation_rad(attributes.hour)
        felt, tint = shares(attributes.season, attributes.biome), tint_of(attributes.mood)
        numbers = _numbers(attributes, math.degrees(elevation), felt, tint)
        colours = _colours(attributes, math.degrees(elevation), numbers, felt, tint)
        directions = np.stack([sun_direction(attributes.hour), moon_direction(attributes.hour)])
        self.colours, self.numbers = colours.astype(np.float64), numbers.astype(np.float64)
        self.directions = directions.astype(np.float32).astype(np.float64)

    def with_colours(self, colours: np.ndarray) -> Look:
        """The same look in other colours [24, 3]."""
        changed = copy(self)
        changed.colours = colours
        return changed


def _numbers(a: Attributes, degrees: float, felt: np.ndarray, tint: Tint) -> np.ndarray:
    numbers = np.zeros(24, np.float32)
    wet = max(a.rain, 0.75 * a.snow, a.storm)
    numbers[LOW_SUN] = math.exp(-(((degrees - 2.0) / 11.0) ** 2))
    numbers[SUN_SEEN] = _step(-5.0, -0.5, degrees)
    numbers[NIGHT] = _step(-4.0, -13.0, degrees)
    numbers[COVER] = min(1.0, max(a.cloud, 0.35 * a.cloud + 0.8 * wet))
    numbers[OVERCAST] = _step(0.55, 1.0, float(numbers[COVER])) * (0.6 + 0.4 * wet)
    fog = min(1.0, a.fog + tint.mist)
    numbers[FOG] = 1.0 / (620.0 * (0.14 ** min(1.0, fog + 0.25 * a.rain + 0.3 * a.snow)))
    numbers[MIST] = 0.35 + 0.9 * fog
    # A storm stirs its clouds up rather than hiding them.
    numbers[VEIL] = min(1.0, 1.2 * fog + 0.35 * a.rain + 0.35 * a.snow) * (1.0 - 0.7 * a.storm)
    numbers[RAIN], numbers[SNOWFALL], numbers[WIND] = a.rain, a.snow, a.wind
    numbers[STORM], numbers[RICH] = a.storm, tint.rich
    numbers[SNOW] = min(1.0, a.snow + 0.30 * a.biome[2] + lying_snow(felt))
    numbers[EMBER] = a.biome[4]
    numbers[NOIR], numbers[NEON], numbers[PRINT] = a.style[1:4]
    numbers[WATERCOLOUR], numbers[GOUACHE], numbers[PAPERCUT] = a.style[4:]
    return numbers


def _colours(a: Attributes, degrees: float, numbers: np.ndarray, felt: np.ndarray, tint: Tint) -> np.ndarray:
    colours = np.zeros((24, 3), np.float32)
    for row, stops in _SKY.items():
        colours[row] = _keyed(hexes(stops), degrees)
    colours[SUN] = _keyed(hexes(_SUN) * np.array(_SUN_STRENGTH)[:, None], degrees)
    colours[MOON] = hexes("a4bcf4")[0] * 0.95 * float(numbers[NIGHT])
    matter = turned(_blended(_BIOMES, a.biome), felt)
    for row, at in zip(range(GROUND_DARK, BARK_LIGHT + 1), range(8), strict=True):
        colours[row] = matter[at]
    colours[WATER_BODY], colours[WATER_EMBER] = matter[8], hexes("ff6a1c")[0] * 1.6
    colours[ZENITH] *= matter[9]
    colours[HORIZON] *= matter[10]
    colours[GLOW] *= matter[11]
    colours[CLOUD_LIT] *= 0.4 + 0.6 * matter[11]
    colours[CLOUD_DARK] *= 0.3 + 0.7 * matter[10]
    colours[SUN] *= sun_tint(felt) * tint.sun
    colours[ZENITH] *= tint.zenith
    colours[[HORIZON, GLOW, CLOUD_LIT, CLOUD_DARK]] *= tint.horizon
    _weather(colours, float(numbers[OVERCAST]), a.rain, a.snow, float(numbers[NIGHT]))
    colours[[ZENITH, GLOW, CLOUD_LIT]] *= 1.0 - 0.45 * a.storm
    colours[CLOUD_DARK] *= 1.0 - 0.68 * a.storm
    colours[AMBIENT] = 0.50 * colours[ZENITH] + 0.50 * colours[HORIZON] + 0.02
    colours[BOUNCE] = 0.28 * colours[HORIZON] + 0.06 * colours[SUN]
    colours[SNOW_LIGHT] = hexes("d6e0f0")[0]
    bright = float(
        (colours[AMBIENT] + 0.30 * colours[SUN] + 0.2 * colours[MOON]) @ np.array([0.28, 0.58, 0.14])
    )
    numbers[EXPOSURE] = (1.0 / (bright + 0.05)) ** 0.16 * tint.shown
    numbers[STYLE_EXPOSURE] = 1.05 * (0.85 / (bright + 0.03)) ** 0.72 * tint.shown
    numbers[LAYER_EXPOSURE] = (1.0 / (bright + 0.05)) ** 0.34 * tint.shown
    inks = _blended(_INKS, a.biome)
    moonlit = (inks @ np.array([0.3, 0.55, 0.15]))[:, None] * np.array([0.50, 0.85, 1.60])
    colours[[INK_DEEP, INK_LOW, INK_HIGH, PAPER]] = inks + float(numbers[NIGHT]) * 0.62 * (
        0.9 * moonlit - inks
    )
    return colours


def _weather(colours: np.ndarray, overcast: float, rain: float, snow: float, night: float) -> None:
    """Clouds take the sun away and grey the sky; rain darkens, snow pales."""
    colours[SUN] *= 1.0 - 0.88 * overcast
    colours[MOON] *= 1.0 - 0.6 * overcast
    for row in (ZENITH, HORIZON, GLOW, CLOUD_LIT, CLOUD_DARK):
        grey = float(colours[row] @ np.array([0.25, 0.6, 0.15]))
        cool = grey * np.array([0.90, 1.0, 1.12])
        colours[row] += (0.72 * overcast) * (cool - colours[row])
    flat = 0.5 * colours[HORIZON] + 0.2 * colours[ZENITH]
    colours[ZENITH] += 0.6 * overcast * (flat - colours[ZENITH])
    colours[[ZENITH, HORIZON, GLOW, CLOUD_LIT, CLOUD_DARK]] *= (1.0 - 0.45 * rain) * (
        1.0 + 0.15 * snow * (1 - night)
    )


def _keyed(stops: np.ndarray, degrees: float) -> np.ndarray:
    return np.array([np.interp(degrees, _HEIGHTS, stops[:, c]) for c in range(3)], np.float32)


def _blended(sets: Mapping[str, str], weights: tuple[float, ...]) -> np.ndarray:
    """One set of colours from those of all biomes, float64 [n, 3]."""
    return np.sum([w * hexes(text) for text, w in zip(sets.values(), weights, strict=True)], axis=0)


def _step(low: float, high: float, value: float) -> float:
    x = min(max((value - low) / (high - low), 0.0), 1.0)
    return x * x * (3.0 - 2.0 * x)
