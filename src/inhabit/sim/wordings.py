"""The words that worlds are spoken of in, read from wordings.toml, phrases.toml and paraphrases.toml; those
that came later from later.toml and requests.toml.

Everything comes in two halves: wordings that training says, and wordings held out of it, so that an
evaluation can tell understanding from recitation. Paraphrases are more of the first half, for learning
from only: no evaluation says them, so figures compare from one set of them to the next.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

SLOTS = ("adj", "noun", "place", "when", "look", "call")
CHOSEN = ("biome", "style", "season", "mood")
"""What words name one of several of."""
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Wording:
    """Ways to say one thing: those that training says, those held out, and `more` that only training says."""

    seen: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    more: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str, more: str = "") -> Wording:
        """From `a | b | c*`: parted by bars, a star for held out."""
        parts = _parted(text)
        return cls(
            tuple(part for part in parts if not part.endswith("*")),
            tuple(part[:-1] for part in parts if part.endswith("*")),
            _parted(more),
        )

    def __len__(self) -> int:
        """How many ways an evaluation knows."""
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
    season: str | None = None
    mood: str | None = None
    words: Mapping[str, Wording] = field(default_factory=dict)

    @property
    def speaks(self) -> frozenset[str]:
        """Names of the attributes (and `biome`, `style`, `season`, `mood`) that the words name outright."""
        return frozenset(self.asked) | {name for name in CHOSEN if getattr(self, name)}


def _parted(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.split("|") if part.strip())


@cache
def concepts() -> tuple[Concept, ...]:
    """All of wordings.toml, in its order."""
    rows = _read("wordings.toml")["concept"]
    more = _read("paraphrases.toml")
    return tuple(_concept(row, more.get(str(row["name"]), {})) for row in rows)


@cache
def later_concepts() -> tuple[Concept, ...]:
    """All of later.toml, in its order."""
    return tuple(_concept(row, {}) for row in _read("later.toml")["concept"])


@cache
def requests() -> Mapping[str, Mapping[str, Wording]]:
    """All of requests.toml: section, name, wordings."""
    sections = _read("requests.toml")
    return {
        section: {name: Wording.of(text) for name, text in rows.items()} for section, rows in sections.items()
    }


@cache
def phrases() -> Mapping[str, Mapping[str, Wording]]:
    """All of phrases.toml: section, name, wordings."""
    sections, more = _read("phrases.toml"), _read("paraphrases.toml")["phrases"]
    return {
        section: {name: Wording.of(text, more.get(section, {}).get(name, "")) for name, text in rows.items()}
        for section, rows in sections.items()
    }


@cache
def concepts_by_kind(slot: str | None = None) -> Mapping[str, tuple[Concept, ...]]:
    """Concepts by kind; with `slot`, only those that have words for it."""
    found: dict[str, tuple[Concept, ...]] = {}
    for concept in concepts():
        if slot is None or slot in concept.words:
            found[concept.kind] = (*found.get(concept.kind, ()), concept)
    return found


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def _concept(row: Mapping[str, object], more: Mapping[str, str]) -> Concept:
    plain = {name: value for name, value in row.items() if name not in SLOTS}
    words = {slot: Wording.of(str(row[slot]), more.get(slot, "")) for slot in SLOTS if slot in row}
    return Concept(**plain, words=words)  # pyright: ignore[reportArgumentType]
