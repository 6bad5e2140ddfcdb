"""A picture that somebody gave a world to begin from, as it is kept: upright, plain, named by its bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from inhabit.core.shape import Shape


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """`png` holds nothing but RGB pixels, `width_px` by `height_px`, and `name` is the SHA-256 of it in hex:
    what events, logs and replays call it by. Two pictures are the same if their names are."""

    png: bytes
    width_px: int
    height_px: int
    name: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", hashlib.sha256(self.png).hexdigest())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Picture) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"Picture({self.width_px}x{self.height_px}, {self.name[:12]})"

    def left_out(self, shape: Shape) -> float:
        """The share of it that lies outside of a picture of `shape` which it covers, in [0, 1)."""
        own, shown = self.width_px / self.height_px, shape.across / shape.down
        return 1.0 - min(own, shown) / max(own, shown)

    def nearest(self, shapes: Iterable[Shape]) -> Shape:
        """The shape that leaves least of it out, the first of equals; raises ValueError for no shapes."""
        return min(shapes, key=lambda shape: round(self.left_out(shape), 6))
