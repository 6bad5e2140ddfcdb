"""Which attributes a checkpoint was trained on: the world may know more by now than its networks do.

What a checkpoint does not know is neither offered nor asked of it; the weights that would answer to it are
zero (`world/checkpoint.py`), so that it makes the pictures that it always made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inhabit.core.attributes import MOODS, NAMES, SEASONS, STYLES
from inhabit.core.errors import CheckpointError


@dataclass(frozen=True, slots=True)
class Known:
    """`names` are the first so many of `attributes.NAMES`."""

    names: tuple[str, ...]

    @classmethod
    def of(cls, names: Iterable[str]) -> Known:
        """Raises CheckpointError for names that are not the first of NAMES, in order."""
        given = tuple(names)
        if given != NAMES[: len(given)] or len(given) < len(FIRST.names):
            odd = next((name for name, own in zip(given, NAMES, strict=False) if name != own), None)
            odd = odd or (given[len(NAMES)] if len(given) > len(NAMES) else "too few of them")
            raise CheckpointError(
                "bad_spec",
                f"spec.json knows attributes that this version of inhabit does not: check {odd}; "
                "update inhabit or use another checkpoint",
            )
        return cls(given)

    @property
    def width(self) -> int:
        """How many entries of the vector are known."""
        return len(self.names)

    @property
    def styles(self) -> tuple[str, ...]:
        """The styles that can be shown."""
        return self._among("style", STYLES)

    @property
    def seasons(self) -> tuple[str, ...]:
        """The seasons that can be shown: summer at least."""
        return (SEASONS[0], *self._among("season", SEASONS))

    @property
    def moods(self) -> tuple[str, ...]:
        """The moods that can be shown: plain at least."""
        return (MOODS[0], *self._among("mood", MOODS))

    @property
    def storms(self) -> bool:
        """Whether the weather can be wild."""
        return "storm" in self.names

    def _among(self, kind: str, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if f"{kind} {name}" in self.names)


FIRST = Known(NAMES[: NAMES.index("storm")])
"""What checkpoints know that do not say: those from before seasons, storms, moods and the later styles."""
WHOLE = Known(NAMES)
"""All there is."""
