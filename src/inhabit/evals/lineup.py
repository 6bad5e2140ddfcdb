"""What is the world of a picture like, told by laying it beside true pictures of the same place.

A number read from one picture alone mixes the place with its weather: fog of 0.7 over a near hill looks
like fog of 0.3 over far ones. But the simulator can show the same place under any look, so a picture is laid
beside a line-up of true ones: what was asked for, parts of it left out, part of the way, what was before, and
either end with one other thing changed. It is like the one it resembles most (analysis by synthesis).

Pictures are compared by what the attribute probe's stages see in a few regions, which minds weather, hour,
matter and style, and hardly minds blur, noise or where exactly an outline runs.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from inhabit.core.attributes import BIOMES, Attributes
from inhabit.core.frame import PlanarFrame
from inhabit.core.known import FIRST
from inhabit.frames.attribute_probe import WEATHER

HOURS = (0.0, 6.0, 9.0, 12.0, 18.0)
SHARES = (0.0, 0.35, 0.7, 1.0)
"""Hours and amounts of weather among the looks that nobody asked for."""
PARTWAY = (0.25, 0.75)
"""How far what was asked for has come in pictures that show some of it."""

Describe = Callable[[PlanarFrame], np.ndarray]
"""A picture as features, float32 [f]; likeness is their distance."""


@dataclass(slots=True)
class Lineup:
    """True pictures of one place, described as they are needed and kept."""

    true: Callable[[Attributes], PlanarFrame]
    describe: Describe
    _kept: dict[Attributes, np.ndarray] = field(default_factory=dict)

    def most_like(self, frame: PlanarFrame, looks: Sequence[Attributes]) -> Attributes:
        """The one of `looks` whose true picture `frame` resembles most."""
        seen = self.describe(frame)
        gaps = [float(np.square(self._described(look) - seen).sum()) for look in looks]
        return looks[int(np.argmin(gaps))]

    def _described(self, look: Attributes) -> np.ndarray:
        if look not in self._kept:
            self._kept[look] = self.describe(self.true(look))
        return self._kept[look]


def looks(before: Attributes, wanted: Attributes, names: Iterable[str]) -> list[Attributes]:
    """Whom to line up when the attributes `names` were asked to go from `before` to `wanted`: all came true,
    some of them, none, each some of the way, and other things that nobody asked for."""
    asked = list(names)
    kept_back = [c for count in range(len(asked) + 1) for c in itertools.combinations(asked, count)]
    suspects = [partway(before, wanted, names, 0.0) for names in kept_back]
    suspects += [partway(before, wanted, [name], share) for name in asked for share in PARTWAY]
    suspects += [partway(before, wanted, asked, share) for share in PARTWAY]
    suspects += [other for base in (before, wanted) for other in (base, *_others(base))]
    return list(dict.fromkeys(suspects))


def partway(before: Attributes, wanted: Attributes, names: Iterable[str], share: float) -> Attributes:
    """`wanted`, but the attributes `names` have come only `share` of the way from `before`; the hour takes
    the shorter way round, biome and style turn over halfway."""
    changes: dict[str, object] = {}
    for name in names:
        then, goal = getattr(before, name), getattr(wanted, name)
        if name in ("biome", "style"):
            changes[name] = goal if share > 0.5 else then
        elif name == "hour":
            changes[name] = (then + share * ((goal - then + 12.0) % 24.0 - 12.0)) % 24.0
        else:
            changes[name] = then + share * (goal - then)
    return replace(wanted, **changes)


def _others(base: Attributes) -> list[Attributes]:
    """`base` with one thing changed."""
    return [
        *(replace(base, hour=hour) for hour in HOURS),
        *(replace(base, **{name: share}) for name in WEATHER for share in SHARES),
        *(base.with_biome(name) for name in BIOMES),
        *(base.with_style(name) for name in FIRST.styles),
    ]
