"""Random looks and lies of the land, weighted toward combinations worth looking at."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from inhabit.core.attributes import BIOMES, STYLES, Attributes, one_hot

_STYLE_ODDS = (0.46, 0.18, 0.18, 0.18)
_BIOME_ODDS = (0.30, 0.19, 0.18, 0.18, 0.15)
_WEATHER = ("clear", "misty", "overcast", "rain", "snow")
_WEATHER_ODDS = (0.42, 0.18, 0.10, 0.15, 0.15)
_HOURS = ((5.2, 8.0), (8.0, 16.0), (16.0, 19.2), (19.2, 29.2))
_HOUR_ODDS = (0.20, 0.30, 0.26, 0.24)


def sample(rng: np.random.Generator) -> Attributes:
    """A random world and look; the same generator state gives the same attributes."""
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
    return _weather(rng, land)


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
