"""Words to tokens with meaning: wordpieces and their vectors from a table distilled from a sentence model.

The table (weights/text) knows some ten thousand pieces of English, not only the words of this world's
grammar, so words that no training ever saw stand near those that it did ("blizzard" near "snowstorm").
A word that is not in the vocabulary is first tried as a slip of the finger: when exactly one letter
away from a word of the lexicon it is read as that word. Then it is tried as a word of the vocabulary with
an ending ("gleams"), and as two of them written as one ("cloudbank"); only what is neither is cut into
pieces, which mean little. numpy only; nothing here knows a network.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from inhabit.core.errors import CheckpointError

WEIGHTS = Path(__file__).parents[1] / "weights" / "text"
VOCABULARY = "vocabulary.txt"
UNKNOWN, LONGEST_WORD = "[UNK]", 40
SHORTEST_MENDED = 4
"""Shorter words are left alone: at three letters everything is one slip from something else."""

SHORTEST_PART = 3
"""Letters that a stem, or a part of a word written as one, has at least."""
ENDINGS = (
    ("iness", "y"), ("ies", "y"), ("ied", "y"), ("ier", "y"), ("iest", "y"), ("ily", "y"), ("ness", ""),
    ("like", ""), ("ings", ""), ("ers", ""), ("ish", ""), ("ing", ""), ("ing", "e"), ("est", ""),
    ("est", "e"), ("ed", ""), ("ed", "e"), ("er", ""), ("er", "e"), ("es", ""), ("ly", ""), ("s", ""),
    ("y", ""), ("y", "e"),
)  # fmt: skip
"""English endings, and what stands in their place in the word itself; the first that fits counts."""

WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class TextTokens:
    """A text as the network reads it: `ids` int32 [n] and `vectors` float32 [n, width], unit rows.

    `rarity` float32 [n] in (0, 1] is near 0 for words like "the" and near 1 for rare ones.
    """

    ids: np.ndarray
    vectors: np.ndarray
    rarity: np.ndarray

    def __len__(self) -> int:
        return len(self.ids)


class TextTokenizer:
    """Reads text with the table in `folder`; raises CheckpointError when its files are not sound."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        self._tokenizer, self._table, self._rarity = _load(folder)
        self._slips = slips(lexicon(folder))

    @property
    def width(self) -> int:
        """Length of a vector."""
        return self._table.shape[1]

    @property
    def entries(self) -> int:
        """Size of the vocabulary; ids lie in [0, entries)."""
        return self._table.shape[0]

    @property
    def table(self) -> np.ndarray:
        """float32 [entries, width]: the vector of every id."""
        return self._table

    def read(self, text: str) -> TextTokens:
        """Tokens of `text`, in order; casing, accents and single-letter slips don't matter. May be empty."""
        ids = self.ids(text)
        return TextTokens(ids, self._table[ids], self._rarity[ids])

    def ids(self, text: str) -> np.ndarray:
        """int32 [n]: the ids alone."""
        return np.array(self._tokenizer.encode(self.mended(text)).ids, dtype=np.int32)

    def word(self, entry: int) -> str:
        """What an id stands for, `##` in front when it continues a word."""
        return self._tokenizer.id_to_token(entry) or ""

    def mended(self, text: str) -> str:
        """`text` in lower case, unknown words put right, or told by the known ones they are made of."""
        return WORD.sub(lambda match: self._mend(match.group()), text.lower())

    def _mend(self, word: str) -> str:
        if len(word) < SHORTEST_MENDED or self._tokenizer.token_to_id(word) is not None:
            return word
        near = sorted(
            {
                meant
                for short in shortened(word)
                for meant in self._slips.get(short, ())
                if _one_off(word, meant)
            }
        )
        return near[0] if len(near) == 1 else self._made_of(word)

    def _made_of(self, word: str) -> str:
        """The word without its ending, or in two, when that is known; else the word."""
        stem = self._stem(word)
        if stem:
            return stem
        for at in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1):
            first, rest = word[:at], word[at:]
            last = rest if self._knows(rest) else self._stem(rest)
            if last and self._knows(first):
                return f"{first} {last}"
        return word

    def _stem(self, word: str) -> str:
        ended = ((word[: -len(end)], put) for end, put in ENDINGS if word.endswith(end))
        forms = (form for stem, put in ended for form in (stem + put, stem[:-1] if _doubled(stem) else ""))
        return next((form for form in forms if self._knows(form)), "")

    def _knows(self, word: str) -> bool:
        return len(word) >= SHORTEST_PART and self._tokenizer.token_to_id(word) is not None


@cache
def lexicon(folder: Path = WEIGHTS) -> tuple[str, ...]:
    """The words that this world is talked about in, in the order of weights/text/lexicon.txt."""
    lines = (folder / "lexicon.txt").read_text(encoding="utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    return tuple(dict.fromkeys(words))


def slips(words: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Every word by itself and by what is left of it when a letter is dropped (SymSpell, Garbe 2012)."""
    index: dict[str, list[str]] = {}
    for word in words:
        if len(word) >= SHORTEST_MENDED and word.isalpha():
            for short in shortened(word):
                index.setdefault(short, []).append(word)
    return {short: tuple(found) for short, found in index.items()}


def shortened(word: str) -> set[str]:
    """The word, and the word without each of its letters."""
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


def _doubled(stem: str) -> bool:
    return len(stem) > SHORTEST_PART and stem[-1] == stem[-2]


def _one_off(written: str, meant: str) -> bool:
    """One insertion, deletion, substitution or swap of neighbours apart; the first letter must agree
    unless it was swapped with the second."""
    if len(written) == len(meant):
        wrong = [i for i, (a, b) in enumerate(zip(written, meant, strict=True)) if a != b]
        if len(wrong) == 1:
            return wrong[0] > 0
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1
        return swapped and written[wrong[0]] == meant[wrong[1]] and written[wrong[1]] == meant[wrong[0]]
    return written[0] == meant[0] and abs(len(written) - len(meant)) == 1


@cache
def _load(folder: Path) -> tuple[Tokenizer, np.ndarray, np.ndarray]:
    table, rarity = _arrays(folder / "embedding.safetensors")
    tokenizer = _vocabulary(folder / VOCABULARY)
    if tokenizer.get_vocab_size() != len(table):
        raise CheckpointError(
            "bad_text_weights",
            f"{VOCABULARY} has {tokenizer.get_vocab_size()} entries, embedding.safetensors {len(table)}: "
            "they must come from one distillation",
        )
    return tokenizer, table, rarity


def _arrays(path: Path) -> tuple[np.ndarray, np.ndarray]:
    try:
        arrays = load_file(path)
        table = arrays["rows"].astype(np.float32) * arrays["scale"].astype(np.float32)[:, None]
        return table, arrays["rarity"].astype(np.float32)
    except (OSError, KeyError, SafetensorError) as error:
        raise _unreadable(path, error) from error


def _vocabulary(path: Path) -> Tokenizer:
    """Lower-casing wordpieces over the file's lines; id = line."""
    try:
        entries = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from error
    if UNKNOWN not in entries:
        raise _unreadable(path, ValueError(f"it has no line {UNKNOWN}"))
    words = {entry: i for i, entry in enumerate(entries)}
    tokenizer = Tokenizer(WordPiece(words, unk_token=UNKNOWN, max_input_chars_per_word=LONGEST_WORD))
    tokenizer.normalizer = BertNormalizer(lowercase=True, strip_accents=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    return tokenizer


def _unreadable(path: Path, error: Exception) -> CheckpointError:
    return CheckpointError(
        "bad_text_weights", f"{path.name} of the text table cannot be read: {error}; restore the file"
    )
