"""Reads WordNet 3.0's database files: what words mean, and which words mean the same.

Only the table's distillation reads it (embedding.py); nothing of it is shipped but what its glosses and
relations do to the vectors. Format: wndb(5WN), https://wordnet.princeton.edu/documentation/wndb5wn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PARTS = ("noun", "verb", "adj", "adv")
NATURE = frozenset((17, 19, 28, 43))
"""Lexicographer files of natural objects, phenomena, times and weather verbs: what worlds are made of."""
RELATED = {"&": 0.5, "+": 0.5, "\\": 0.5, "<": 0.5, "@": 0.25, "@i": 0.25}
"""How much of a word's meaning a relation carries: similar, derived, pertaining, participle, kind of."""
ENDINGS = (("ies", "y"), ("s", ""), ("es", ""), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"))
ENDINGS += (("ier", "y"), ("iest", "y"), ("er", ""), ("est", ""), ("d", ""), ("ly", ""))


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning: the words that carry it, its gloss without examples, and what it is related to."""

    key: tuple[str, int]
    topic: int
    words: tuple[str, ...]
    gloss: str
    related: tuple[tuple[tuple[str, int], float], ...] = ()

    @property
    def natural(self) -> bool:
        """Whether it is a thing, phenomenon, time or weather of nature."""
        return self.topic in NATURE


@dataclass(slots=True)
class Dictionary:
    """All senses by key, and the senses of every lower-cased word, the commonest first."""

    senses: dict[tuple[str, int], Sense] = field(default_factory=dict)
    of_word: dict[str, list[Sense]] = field(default_factory=dict)

    def lookup(self, word: str) -> list[Sense]:
        """The senses of a word, or of the word it is inflected from. Empty when unknown."""
        if word in self.of_word:
            return self.of_word[word]
        stems = (word[: -len(end)] + put for end, put in ENDINGS if word.endswith(end))
        stems = (form for stem in stems for form in (stem, _undoubled(stem)))
        return next((self.of_word[stem] for stem in stems if len(stem) > 2 and stem in self.of_word), [])


def read_dictionary(folder: Path) -> Dictionary:
    """From the folder of data.noun, index.noun and so on (Debian's wordnet-base: usr/share/wordnet)."""
    found = Dictionary()
    for part in PARTS:
        for sense in _senses(folder, part):
            found.senses[sense.key] = sense
    for part in PARTS:
        for line in _lines(folder / f"index.{part}"):
            fields = line.split()
            keys = [(part, int(offset)) for offset in fields[-int(fields[2]) :]]
            found.of_word.setdefault(fields[0].replace("_", " "), []).extend(found.senses[k] for k in keys)
    return found


def _senses(folder: Path, part: str) -> Iterator[Sense]:
    letters = {"n": "noun", "v": "verb", "a": "adj", "s": "adj", "r": "adv"}
    for line in _lines(folder / f"data.{part}"):
        data, gloss = line.split(" | ", 1)
        fields = data.split()
        count = int(fields[3], 16)
        words = tuple(_word(fields[4 + 2 * i]) for i in range(count))
        at = 4 + 2 * count
        related = []
        for i in range(int(fields[at])):
            symbol, offset, letter, _ = fields[at + 1 + 4 * i : at + 5 + 4 * i]
            if symbol in RELATED:
                related.append(((letters[letter], int(offset)), RELATED[symbol]))
        yield Sense((part, int(fields[0])), int(fields[1]), words, _gloss(gloss), tuple(related))


def _word(written: str) -> str:
    return written.split("(")[0].replace("_", " ").lower()


def _gloss(text: str) -> str:
    return text.split('"')[0].strip().rstrip(";").strip()


def _undoubled(stem: str) -> str:
    return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="latin-1") as file:
        for line in file:
            if not line.startswith("  "):
                yield line.rstrip("\n")
