"""The sizes that an engine makes, and the ladder on which a world of each begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inhabit.core.camera import Size
from inhabit.core.shape import Shape, meant
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


def only(size: Size, ladder: Ladder) -> Sizes:
    """For a world that knows no other size than its own."""
    return Sizes((size,), "this world", lambda _size: ladder)
