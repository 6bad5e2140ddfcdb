"""The words that worlds are spoken of in, read from wordings.toml and phrases.toml.

Everything comes in two halves: wordings that training says, and wordings held out of it, so that an
evaluation can tell understanding from recitation.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

SLOTS = ("adj", "noun", "place", "when", "look", "call")
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Wording:
    """Ways to say one thing: those that training says, and those held out."""

    seen: tuple[str, ...] = ()
    held: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> Wording:
        """From `a | b | c*`: parted by bars, a star for held out."""
        parts = [" ".join(part.split()) for part in text.split("|") if part.strip()]
        return cls(
            tuple(part for part in parts if not part.endswith("*")),
            tuple(part[:-1] for part in parts if part.endswith("*")),
        )

    def __len__(self) -> int:
        return len(self.seen) + len(self.held)


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that words can ask for; the head of wordings.toml explains the fields."""

    name: str
    kind: str
    asked: Mapping[str, float]
    implied: Mapping[str, float] = field(default_factory=dict)
    biome: str | None = None
    style: str | None = None
    words: Mapping[str, Wording] = field(default_factory=dict)

    @property
    def speaks(self) -> frozenset[str]:
        """Names of the attributes (and `biome`, `style`) that the words name outright."""
        named = {name for name, value in (("biome", self.biome), ("style", self.style)) if value}
        return frozenset(self.asked) | named


@cache
def concepts() -> tuple[Concept, ...]:
    """All of wordings.toml, in its order."""
    rows = tomllib.loads((HERE / "wordings.toml").read_text(encoding="utf-8"))["concept"]
    return tuple(_concept(row) for row in rows)


@cache
def phrases() -> Mapping[str, Mapping[str, Wording]]:
    """All of phrases.toml: section, name, wordings."""
    sections = tomllib.loads((HERE / "phrases.toml").read_text(encoding="utf-8"))
    return {
        section: {name: Wording.of(text) for name, text in rows.items()} for section, rows in sections.items()
    }


@cache
def concepts_by_kind(slot: str | None = None) -> Mapping[str, tuple[Concept, ...]]:
    """Concepts by kind; with `slot`, only those that have words for it."""
    found: dict[str, tuple[Concept, ...]] = {}
    for concept in concepts():
        if slot is None or slot in concept.words:
            found[concept.kind] = (*found.get(concept.kind, ()), concept)
    return found


def _concept(row: Mapping[str, object]) -> Concept:
    plain = {name: value for name, value in row.items() if name not in SLOTS}
    words = {slot: Wording.of(str(row[slot])) for slot in SLOTS if slot in row}
    return Concept(**plain, words=words)  # pyright: ignore[reportArgumentType]
