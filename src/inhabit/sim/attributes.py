"""Random looks and lies of the land, weighted toward combinations worth looking at.

What is drawn is what a checkpoint is to know; the earlier part of it is drawn first and stays the same.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from inhabit.core.attributes import BIOMES, MOODS, SEASONS, STYLES, Attributes, one_hot
from inhabit.core.known import FIRST, Known

_STYLE_ODDS = (0.46, 0.18, 0.18, 0.18, 0.0, 0.0, 0.0)
_LATER_STYLE_ODDS = (0.0, 0.0, 0.0, 0.0, 0.34, 0.33, 0.33)
_SEASON_ODDS = (0.31, 0.23, 0.23, 0.23)
_MOOD_ODDS = (0.52, 0.12, 0.12, 0.12, 0.12)
_LATER_STYLE, _STORMY = 0.36, 0.5
"""How often a later style takes the place of an earlier one, and rain becomes a storm."""
_BIOME_ODDS = (0.30, 0.19, 0.18, 0.18, 0.15)
_WEATHER = ("clear", "misty", "overcast", "rain", "snow")
_WEATHER_ODDS = (0.42, 0.18, 0.10, 0.15, 0.15)
_HOURS = ((5.2, 8.0), (8.0, 16.0), (16.0, 19.2), (19.2, 29.2))
_HOUR_ODDS = (0.20, 0.30, 0.26, 0.24)


def sample(rng: np.random.Generator, known: Known = FIRST) -> Attributes:
    """A random world and look with nothing that is not `known`; the same generator state gives the same
    attributes."""
    low, high = _HOURS[rng.choice(len(_HOURS), p=_HOUR_ODDS)]
    land = Attributes(
        hour=float(rng.uniform(low, high) % 24.0),
        wind=float(rng.beta(1.4, 3.0)),
        relief=float(rng.beta(1.6, 1.4)),
        water=float(max(0.0, rng.uniform(-0.12, 0.95))),
        trees=float(max(0.0, rng.uniform(-0.06, 1.0))),
        biome=_weights(rng, BIOMES, _BIOME_ODDS),
        style=_weights(rng, STYLES, _STYLE_ODDS),
    )
    look = _weather(rng, land)
    return look if known == FIRST else _later(rng, look, known)


def _later(rng: np.random.Generator, look: Attributes, known: Known) -> Attributes:
    """With a season, a mood, perhaps a storm and perhaps a later style, as far as they are known."""
    if len(known.seasons) == len(SEASONS):
        look = replace(look, season=_weights(rng, SEASONS, _SEASON_ODDS))
    if len(known.moods) == len(MOODS):
        look = replace(look, mood=_weights(rng, MOODS, _MOOD_ODDS))
    if known.storms and look.rain > 0.2 and rng.random() < _STORMY:
        wild = float(rng.uniform(0.4, 1.0))
        look = replace(look, storm=wild, wind=max(look.wind, 0.8 * wild), cloud=max(look.cloud, 0.85))
    if len(known.styles) == len(STYLES) and rng.random() < _LATER_STYLE:
        look = replace(look, style=_weights(rng, STYLES, _LATER_STYLE_ODDS))
    return look


def _weather(rng: np.random.Generator, land: Attributes) -> Attributes:
    kind = str(rng.choice(_WEATHER, p=_WEATHER_ODDS))
    cloud, fog = float(rng.beta(1.3, 1.9)), float(rng.beta(1.1, 6.0))
    if kind == "misty":
        return replace(land, cloud=cloud, fog=float(rng.uniform(0.3, 0.95)))
    if kind == "overcast":
        return replace(land, cloud=float(rng.uniform(0.7, 1.0)), fog=fog)
    if kind == "rain":
        return replace(land, cloud=max(cloud, 0.5), fog=max(fog, 0.15), rain=float(rng.uniform(0.2, 1.0)))
    if kind == "snow":
        return replace(land, cloud=cloud, fog=fog, snow=float(rng.uniform(0.2, 1.0)))
    return replace(land, cloud=cloud, fog=fog)


def _weights(rng: np.random.Generator, names: tuple[str, ...], odds: tuple[float, ...]) -> tuple[float, ...]:
    """Mostly one thing; one time in eight a blend of two, so that blends are seen too."""
    first, second = rng.choice(len(names), 2, p=odds)
    share = float(rng.uniform(0.2, 0.8)) if rng.random() < 0.125 else 0.0
    near, far = np.array(one_hot(names, names[first])), np.array(one_hot(names, names[second]))
    return tuple(float(w) for w in (1.0 - share) * near + share * far)
