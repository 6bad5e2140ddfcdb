"""What things are built of: a list of simple solids, each with a paint, in the thing's own axes.

Local axes: x right, y up, z forward, in metres; the thing stands on its origin. Four solids suffice: a limb
(two balls and what lies between them), an egg (an ellipsoid), a drum (a cone cut off flat, or whole) and a
block (a box whose top may be narrower or wider: roofs, hulls, wedges, wings).
"""

from __future__ import annotations

from array import array

import numpy as np

LIMB, EGG, DRUM, BLOCK = range(4)
"""Solids."""

FIELDS = 14
"""Of a part: solid, paint, tone; then for limbs and drums a x y z, b x y z, radius at a, at b, depth over
width, and two that are 0; for eggs and blocks centre x y z, yaw, pitch, roll (rad), half sizes x y z, and
how wide a block's top is, over its bottom, along x and z."""

Point = tuple[float, float, float]


class Body:
    """Parts in the order they were added. Two bodies with the same calls have the same parts."""

    def __init__(self) -> None:
        # Flat: a list of tuples takes numpy ten times as long to read.
        self._flat = array("d")

    def limb(
        self, paint: int, a: Point, b: Point, wide: float, wide_b: float = -1.0, tone: float = 0.0
    ) -> None:
        """From a ball of radius `wide` (m) about `a` to one of `wide_b`, if given, about `b`."""
        end = wide if wide_b < 0.0 else wide_b
        self._flat.extend((LIMB, paint, tone, *a, *b, wide, end, 1.0, 0.0, 0.0))

    def ball(self, paint: int, at: Point, wide: float, tone: float = 0.0) -> None:
        """A ball of radius `wide`."""
        self.egg(paint, at, (wide, wide, wide), tone=tone)

    def drum(
        self,
        paint: int,
        a: Point,
        b: Point,
        wide: float,
        wide_b: float,
        depth: float = 1.0,
        tone: float = 0.0,
    ) -> None:
        """A round between discs at `a` and `b`, of these radii; `depth` is its size front to back over
        across."""
        self._flat.extend((DRUM, paint, tone, *a, *b, wide, wide_b, depth, 0.0, 0.0))

    def egg(
        self, paint: int, at: Point, half: Point, turn: Point = (0.0, 0.0, 0.0), tone: float = 0.0
    ) -> None:
        """An ellipsoid with these half sizes, turned by yaw, pitch and roll."""
        self._flat.extend((EGG, paint, tone, *at, *turn, *half, 1.0, 1.0))

    def block(
        self,
        paint: int,
        at: Point,
        half: Point,
        turn: Point = (0.0, 0.0, 0.0),
        top: tuple[float, float] = (1.0, 1.0),
        tone: float = 0.0,
    ) -> None:
        """A box with these half sizes whose top is `top` times as wide along x and z as its bottom."""
        self._flat.extend((BLOCK, paint, tone, *at, *turn, *half, *top))

    @property
    def parts(self) -> np.ndarray:
        """float64 [n, FIELDS]."""
        return np.frombuffer(self._flat, np.float64).reshape(-1, FIELDS)
