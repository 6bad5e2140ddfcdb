"""What a world looks like, as numbers: light, weather, biome, style, and the lie of the land.

One small vector that the simulator renders from, the captions describe, the text network moves, the
sliders set and the probes read back. Everything lies in [0, 1] except the hour, which lies on a
24-hour circle; biome and style are weights that sum to one, so they can be blended.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace

import numpy as np

BIOMES = ("meadow", "desert", "alpine", "autumn", "ember")
STYLES = ("painted", "noir", "neon", "print")
SCALARS = ("cloud", "fog", "rain", "snow", "wind", "relief", "water", "trees")
"""Attributes in [0, 1], in the order of the vector."""

VECTOR_WIDTH = 2 + len(SCALARS) + len(BIOMES) + len(STYLES)


@dataclass(frozen=True, slots=True)
class Attributes:
    """The look and the lie of a world.

    `hour` in [0, 24); `cloud, fog, rain, snow, wind` are the weather; `relief` (plains to mountains),
    `water` (dry to drowned) and `trees` (bare to forest) shape land that has not been seen yet.
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
    biome: tuple[float, ...] = (1.0, 0.0, 0.0, 0.0, 0.0)
    style: tuple[float, ...] = (1.0, 0.0, 0.0, 0.0)

    def vector(self) -> np.ndarray:
        """float32 [VECTOR_WIDTH]: sin hour, cos hour, scalars, biome weights, style weights."""
        angle = self.hour * math.tau / 24.0
        scalars = [getattr(self, name) for name in SCALARS]
        return np.array(
            [math.sin(angle), math.cos(angle), *scalars, *self.biome, *self.style], dtype=np.float32
        )

    @classmethod
    def from_vector(cls, vector: np.ndarray) -> Attributes:
        """The inverse of `vector`; clamps scalars to [0, 1] and renormalises the weights."""
        values = [float(v) for v in vector]
        hour = (math.atan2(values[0], values[1]) / math.tau * 24.0) % 24.0
        scalars = {name: min(max(value, 0.0), 1.0) for name, value in zip(SCALARS, values[2:], strict=False)}
        start = 2 + len(SCALARS)
        biome = _weights(values[start : start + len(BIOMES)])
        style = _weights(values[start + len(BIOMES) :])
        return cls(hour=hour, biome=biome, style=style, **scalars)

    def with_biome(self, name: str) -> Attributes:
        """Wholly one biome; raises ValueError for an unknown name."""
        return replace(self, biome=one_hot(BIOMES, name))

    def with_style(self, name: str) -> Attributes:
        """Wholly one style; raises ValueError for an unknown name."""
        return replace(self, style=one_hot(STYLES, name))

    @property
    def main_biome(self) -> str:
        """The name with the largest weight."""
        return BIOMES[int(np.argmax(self.biome))]

    @property
    def main_style(self) -> str:
        """The name with the largest weight."""
        return STYLES[int(np.argmax(self.style))]


FIELD_NAMES = tuple(field.name for field in fields(Attributes))


def one_hot(names: tuple[str, ...], name: str) -> tuple[float, ...]:
    """Weights that are 1 at `name` and 0 elsewhere; raises ValueError for an unknown name."""
    if name not in names:
        raise ValueError(f"{name!r} is not one of {', '.join(names)}")
    index = names.index(name)
    return tuple(1.0 if i == index else 0.0 for i in range(len(names)))


def _weights(values: list[float]) -> tuple[float, ...]:
    clipped = [max(value, 0.0) for value in values]
    total = sum(clipped)
    if total <= 0.0:
        return tuple(1.0 if i == 0 else 0.0 for i in range(len(values)))
    return tuple(value / total for value in clipped)
