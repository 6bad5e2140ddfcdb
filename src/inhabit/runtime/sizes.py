"""The sizes that an engine makes, and the ladder on which a world of each begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inhabit.core.camera import Size
from inhabit.core.picture import Picture
from inhabit.core.shape import Shape, by_shape, meant
from inhabit.runtime.ladder import Ladder


@dataclass(frozen=True, slots=True)
class Sizes:
    """`made` by whom refusals call `maker`; `ladder_of` gives a fresh ladder for a size."""

    made: tuple[Size, ...]
    maker: str
    ladder_of: Callable[[Size], Ladder]

    def meant(self, wanted: Size | Shape | None, like: Size) -> Size:
        """The size that is wanted; raises BadInputError (`bad_size`) with all that can be made."""
        return meant(wanted, self.made, like, self.maker)

    def shapes(self) -> tuple[Shape, ...]:
        """Every shape there is, the trained one first."""
        return tuple(by_shape(self.made))

    def fitting(self, picture: Picture, like: Size) -> Size:
        """The size that leaves least of a picture out, with about as many pixels as `like`."""
        own = Shape.of(like)
        return self.meant(picture.nearest((own, *self.shapes())), like)


def only(size: Size, ladder: Ladder) -> Sizes:
    """For a world that knows no other size than its own."""
    return Sizes((size,), "this world", lambda _size: ladder)
