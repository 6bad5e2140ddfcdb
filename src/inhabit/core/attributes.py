"""What a world looks like, as numbers: light, weather, season, mood, biome, style, and the lie of the land.

One small vector that the simulator renders from, the captions describe, the text network moves, the
sliders set and the probes read back. Everything lies in [0, 1] except the hour, which lies on a
24-hour circle; biome, season, mood and style are weights that sum to one, so they can be blended.

The vector only ever grows at its end, and what is new there is 0 in a world that uses none of it: networks
that were trained before go on as if it were not there (`core/known.py`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

BIOMES = ("meadow", "desert", "alpine", "autumn", "ember")
STYLES = ("painted", "noir", "neon", "print", "watercolour", "gouache", "papercut")
SCALARS = ("cloud", "fog", "rain", "snow", "wind", "relief", "water", "trees")
"""Attributes in [0, 1], in the order of the vector."""
SEASONS = ("summer", "spring", "autumn", "winter")
"""Summer is the land as it is without a season, and stands in no entry of the vector."""
MOODS = ("plain", "serene", "dreamy", "melancholy", "ominous")
"""Ways a place can feel, as a tint of its light; plain stands in no entry of the vector."""

FIRST_STYLES = 4
"""The other styles stand behind everything else."""
NAMES = (
    "hour sine",
    "hour cosine",
    *SCALARS,
    *(f"biome {name}" for name in BIOMES),
    *(f"style {name}" for name in STYLES[:FIRST_STYLES]),
    "storm",
    *(f"season {name}" for name in SEASONS[1:]),
    *(f"mood {name}" for name in MOODS[1:]),
    *(f"style {name}" for name in STYLES[FIRST_STYLES:]),
)
"""What each entry of the vector is: new ones only at the end, none ever moved or taken away."""
VECTOR_WIDTH = len(NAMES)


def one_hot(names: tuple[str, ...], name: str) -> tuple[float, ...]:
    """Weights that are 1 at `name` and 0 elsewhere; raises ValueError for an unknown name."""
    if name not in names:
        raise ValueError(f"{name!r} is not one of {', '.join(names)}")
    index = names.index(name)
    return tuple(1.0 if i == index else 0.0 for i in range(len(names)))


@dataclass(frozen=True, slots=True)
class Attributes:
    """The look and the lie of a world.

    `hour` in [0, 24); `cloud, fog, rain, snow, wind` are the weather; `relief` (plains to mountains),
    `water` (dry to drowned) and `trees` (bare to forest) shape land that has not been seen yet; `storm` is
    how wild the weather is: wind drives the rain, and lightning strikes.
    """

    hour: float = 10.0
    cloud: float = 0.3
    fog: float = 0.1
    rain: float = 0.0
    snow: float = 0.0
    wind: float = 0.3
    relief: float = 0.5
    water: float = 0.4
    trees: float = 0.4
    biome: tuple[float, ...] = one_hot(BIOMES, "meadow")
    style: tuple[float, ...] = one_hot(STYLES, "painted")
    storm: float = 0.0
    season: tuple[float, ...] = one_hot(SEASONS, "summer")
    mood: tuple[float, ...] = one_hot(MOODS, "plain")

    def vector(self) -> np.ndarray:
        """float32 [VECTOR_WIDTH], in the order of NAMES."""
        angle = self.hour * math.tau / 24.0
        scalars = [getattr(self, name) for name in SCALARS]
        first, later = self.style[:FIRST_STYLES], self.style[FIRST_STYLES:]
        values = [math.sin(angle), math.cos(angle), *scalars, *self.biome, *first]
        values += [self.storm, *self.season[1:], *self.mood[1:], *later]
        return np.array(values, dtype=np.float32)

    @classmethod
    def from_vector(cls, vector: np.ndarray) -> Attributes:
        """The inverse of `vector`; clamps scalars to [0, 1] and renormalises the weights.

        A shorter vector, kept by an earlier version, is one of a world that uses nothing newer.
        """
        values = iter([*(float(v) for v in vector), *[0.0] * (VECTOR_WIDTH - len(vector))])

        def several(names: Sequence[str]) -> list[float]:
            return [next(values) for _ in names]

        sine, cosine = next(values), next(values)
        scalars = {name: _clipped(next(values)) for name in SCALARS}
        biome, style = several(BIOMES), several(STYLES[:FIRST_STYLES])
        storm = _clipped(next(values))
        season, mood = _with_rest(several(SEASONS[1:])), _with_rest(several(MOODS[1:]))
        return cls(
            hour=(math.atan2(sine, cosine) / math.tau * 24.0) % 24.0,
            biome=_weights(biome),
            style=_weights([*style, *several(STYLES[FIRST_STYLES:])]),
            storm=storm,
            season=season,
            mood=mood,
            **scalars,
        )

    def with_biome(self, name: str) -> Attributes:
        """Wholly one biome; raises ValueError for an unknown name."""
        return replace(self, biome=one_hot(BIOMES, name))

    def with_style(self, name: str) -> Attributes:
        """Wholly one style; raises ValueError for an unknown name."""
        return replace(self, style=one_hot(STYLES, name))

    def with_season(self, name: str) -> Attributes:
        """Wholly one season; raises ValueError for an unknown name."""
        return replace(self, season=one_hot(SEASONS, name))

    def with_mood(self, name: str) -> Attributes:
        """Wholly one mood; raises ValueError for an unknown name."""
        return replace(self, mood=one_hot(MOODS, name))

    @property
    def main_biome(self) -> str:
        """The name with the largest weight."""
        return BIOMES[int(np.argmax(self.biome))]

    @property
    def main_style(self) -> str:
        """The name with the largest weight."""
        return STYLES[int(np.argmax(self.style))]

    @property
    def main_season(self) -> str:
        """The name with the largest weight."""
        return SEASONS[int(np.argmax(self.season))]

    @property
    def main_mood(self) -> str:
        """The name with the largest weight."""
        return MOODS[int(np.argmax(self.mood))]


FIELD_NAMES = tuple(field.name for field in fields(Attributes))


def _clipped(value: float) -> float:
    return min(max(value, 0.0), 1.0)


def _weights(values: Iterable[float]) -> tuple[float, ...]:
    clipped = [max(value, 0.0) for value in values]
    total = sum(clipped)
    if total <= 0.0:
        return tuple(1.0 if i == 0 else 0.0 for i in range(len(clipped)))
    return tuple(value / total for value in clipped)


def _with_rest(values: Sequence[float]) -> tuple[float, ...]:
    """Weights whose first one is what is left over by the others."""
    clipped = [max(value, 0.0) for value in values]
    return _weights([max(1.0 - sum(clipped), 0.0), *clipped])
