"""What a thing is made of at this moment: its parts, the lights it carries, and the ground it darkens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from inhabit.core.cast import CHARACTERS, CREATURES, Thing
from inhabit.sim.buildings import building
from inhabit.sim.characters import character
from inhabit.sim.creatures import creature
from inhabit.sim.parts import Body
from inhabit.sim.props import prop

BUILDINGS = ("house", "lighthouse", "tower", "windmill", "bridge")
_MOVING = frozenset((*CHARACTERS, *CREATURES, "campfire", "windmill", "tower"))
"""Kinds whose parts change as time passes."""

Light = tuple[float, float, float, float, float]
"""Of a lamp: x, y, z in the thing's axes (m), how far it reaches (m), and 1 if it burns by day too, else
0."""

_LIGHTS: dict[str, tuple[Light, ...]] = {
    "house": ((-0.2, 1.9, 2.9, 7.0, 0.0), (3.6, 1.7, 0.6, 5.0, 0.0), (1.7, 1.6, -2.7, 5.0, 0.0)),
    "lighthouse": ((0.0, 14.8, 0.0, 26.0, 0.0), (2.9, 1.3, 1.6, 5.0, 0.0)),
    "tower": ((0.0, 3.6, 3.6, 7.0, 0.0),),
    "windmill": ((0.0, 5.2, 2.9, 6.0, 0.0),),
    "boat": ((0.0, 1.2, -2.1, 4.0, 0.0),),
    "campfire": ((0.0, 0.75, 0.0, 11.0, 1.0),),
    "lantern": ((0.0, 3.1, 0.0, 10.0, 0.0),),
}

Foot = tuple[float, float, float, float]
"""Half sizes along x and z (m) of what stands on the ground, how softly its shadow ends (m), how deep it
is."""

_FEET: dict[str, Foot] = {
    "wanderer": (0.16, 0.14, 0.50, 0.75), "knight": (0.18, 0.16, 0.50, 0.75), "robot": (0.20, 0.16, 0.50,
    0.75),
    "child": (0.11, 0.10, 0.38, 0.75), "bird": (0.20, 0.20, 0.60, 0.40), "deer": (0.14, 0.44, 0.55, 0.70),
    "sheep": (0.18, 0.34, 0.45, 0.75), "fox": (0.09, 0.30, 0.35, 0.70), "house": (3.0, 2.1, 1.6, 0.65),
    "lighthouse": (2.2, 2.2, 2.0, 0.65), "boat": (0.8, 2.2, 1.0, 0.60), "tower": (2.0, 2.0, 1.7, 0.65),
    "campfire": (0.45, 0.45, 0.5, 0.40), "tree": (0.8, 0.8, 3.2, 0.55), "bridge": (1.3, 6.5, 1.3, 0.60),
    "statue": (0.95, 0.95, 0.9, 0.65), "lantern": (0.10, 0.10, 0.5, 0.60), "tent": (1.4, 1.6, 0.9, 0.65),
    "stone": (0.65, 0.35, 0.9, 0.65), "windmill": (1.9, 1.9, 1.7, 0.65),
}  # fmt: skip

RADIUS_M: dict[str, float] = {
    "wanderer": 0.5, "knight": 0.5, "robot": 0.5, "child": 0.4, "bird": 1.0, "deer": 0.9, "sheep": 0.7,
    "fox": 0.65,
    "house": 4.2, "lighthouse": 4.4, "boat": 3.6, "tower": 3.2, "campfire": 1.1, "tree": 3.6, "bridge": 7.4,
    "statue": 1.5, "lantern": 0.5, "tent": 2.6, "stone": 1.6, "windmill": 3.3,
}  # fmt: skip
"""Room that a kind takes on the ground at a scale of 1, from its middle."""

HEIGHT_M: dict[str, float] = {
    "wanderer": 1.8, "knight": 1.8, "robot": 1.8, "child": 1.2, "bird": 0.5, "deer": 2.1, "sheep": 1.1,
    "fox": 0.9,
    "house": 5.8, "lighthouse": 17.5, "boat": 6.4, "tower": 14.3, "campfire": 1.4, "tree": 7.9, "bridge": 2.8,
    "statue": 6.3, "lantern": 3.8, "tent": 2.4, "stone": 3.4, "windmill": 13.3,
}  # fmt: skip
"""How tall a kind is at a scale of 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """`parts` float64 [n, parts.FIELDS]; lights and foot at a scale of 1."""

    parts: np.ndarray
    lights: tuple[Light, ...]
    foot: Foot


def figure(thing: Thing) -> Figure:
    """What `thing` is made of. Only kind, colours, wardrobe, identity and doings count, not where it is."""
    moving = thing.kind in _MOVING
    parts = _maker(thing.kind)(thing).parts if moving else _still(thing.kind, thing.colour, thing.second)
    return Figure(parts, _LIGHTS.get(thing.kind, ()), _FEET[thing.kind])


def _maker(kind: str) -> Callable[[Thing], Body]:
    if kind in CHARACTERS:
        return character
    if kind in CREATURES:
        return creature
    return building if kind in BUILDINGS else prop


@lru_cache(maxsize=256)
def _still(kind: str, colour: int, second: int) -> np.ndarray:
    return _maker(kind)(replace(Thing(1, kind), colour=colour, second=second)).parts
