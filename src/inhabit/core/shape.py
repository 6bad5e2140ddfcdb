"""The proportions of a picture, and which size of them is meant.

Somebody may ask for a size (`960x540`) or only for a shape (`9:16`); then it is the size of that shape which
has about as many pixels as what would have been made otherwise. What cannot be made is refused with all that
can.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError


@dataclass(frozen=True, slots=True)
class Shape:
    """Width to height in lowest terms: 16 to 9."""

    across: int
    down: int

    @classmethod
    def of(cls, size: Size) -> Shape:
        """The shape that a size has."""
        common = math.gcd(size.width_px, size.height_px)
        return cls(size.width_px // common, size.height_px // common)

    @classmethod
    def parse(cls, text: str) -> Shape:
        """Read `16:9`; raises BadInputError naming the text otherwise."""
        across, colon, down = text.partition(":")
        if not (
            colon and across.isdecimal() and down.isdecimal() and len(text) < 12 and int(across) * int(down)
        ):
            raise BadInputError("bad_size", f"shape {text!r} is not WIDTH:HEIGHT, for example 9:16")
        common = math.gcd(int(across), int(down))
        return cls(int(across) // common, int(down) // common)

    def __str__(self) -> str:
        return f"{self.across}:{self.down}"


def parse_size(text: str) -> Size | Shape:
    """Read a size (`640x360`) or a shape (`9:16`); raises BadInputError naming the text otherwise."""
    return Shape.parse(text) if ":" in text else Size.parse(text)


def meant(wanted: Size | Shape | None, sizes: Sequence[Size], like: Size, maker: str) -> Size:
    """The size among `sizes` that is wanted: `like` if None; for a shape, the one with about as many pixels
    as `like`.

    Raises BadInputError (`bad_size`) naming what `maker` can make.
    """
    wanted = like if wanted is None else wanted
    if isinstance(wanted, Shape):
        fitting = [size for size in sizes if Shape.of(size) == wanted]
        if fitting:
            return min(
                fitting, key=lambda size: (abs(math.log(_pixels(size) / _pixels(like))), _pixels(size))
            )
    elif wanted in sizes:
        return wanted
    kind = "shape" if isinstance(wanted, Shape) else "size"
    raise BadInputError(
        "bad_size", f"{kind} {wanted} can't be made by {maker}: choose one of {offered(sizes)}"
    )


def offered(sizes: Sequence[Size]) -> str:
    """Every size by its shape: `16:9 (640x360, 960x540), 9:16 (360x640)`."""
    return ", ".join(f"{shape} ({', '.join(map(str, own))})" for shape, own in by_shape(sizes).items())


def by_shape(sizes: Sequence[Size]) -> dict[Shape, tuple[Size, ...]]:
    """Sizes by their shape, in the order in which shapes first come."""
    found: dict[Shape, tuple[Size, ...]] = {}
    for size in sizes:
        shape = Shape.of(size)
        found[shape] = (*found.get(shape, ()), size)
    return found


def _pixels(size: Size) -> int:
    return size.width_px * size.height_px
