"""Words that are none: a hand on the keyboard, syllables without sense, letters thrown together."""

from __future__ import annotations

import numpy as np

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
CONSONANTS, VOWELS = "bcdfghjklmnpqrstvwxz", "aeiouy"
LETTERS = CONSONANTS + VOWELS


def gibberish(rng: np.random.Generator, *, words: int) -> str:
    """That many words that mean nothing."""
    return " ".join(_word(rng) for _ in range(words))


def _word(rng: np.random.Generator) -> str:
    match int(rng.integers(4)):
        case 0:
            row = ROWS[rng.integers(len(ROWS))]
            at, length = int(rng.integers(len(row) - 3)), int(rng.integers(3, 7))
            return (row[at:] + row)[:length]
        case 1:
            pairs = [_any(rng, CONSONANTS) + _any(rng, VOWELS) for _ in range(rng.integers(2, 4))]
            return "".join(pairs) + (_any(rng, CONSONANTS) if rng.random() < 0.5 else "")
        case 2:
            onset = _any(rng, CONSONANTS) + _any(rng, CONSONANTS)
            return onset + _any(rng, VOWELS) + _any(rng, CONSONANTS) + _any(rng, CONSONANTS)
        case _:
            return "".join(_any(rng, LETTERS) for _ in range(rng.integers(3, 9)))


def _any(rng: np.random.Generator, letters: str) -> str:
    return letters[int(rng.integers(len(letters)))]
