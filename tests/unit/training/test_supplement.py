"""Words are added to a table where it would have them, and what it had stays where it was."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from inhabit.tokens.text import WEIGHTS, TextTokenizer
from inhabit.training import supplement
from inhabit.training.dictionary import Dictionary, Sense
from inhabit.training.embedding import Distillation

WIDE = 384
RAIN = Sense(("noun", 1), 19, ("rain", "pluviality"), "water that falls", ((("noun", 2), 0.5),))
SHOWER = Sense(("noun", 2), 19, ("shower", "cloudlet"), "a short rain")


class Source(Distillation):
    """A sentence model's place taken by a fixed map of the table's own rows to many dimensions."""

    def __init__(self) -> None:
        self.tokenizer_ = TextTokenizer(WEIGHTS)
        self.spread = np.random.default_rng(0).normal(size=(self.tokenizer_.width, WIDE))
        known = {"rain": [RAIN], "pluviality": [RAIN], "shower": [SHOWER], "cloudlet": [SHOWER]}
        self.dictionary = Dictionary({RAIN.key: RAIN, SHOWER.key: SHOWER}, known)

    def glossed(self, words: list[str]) -> np.ndarray:
        rows = np.stack([self.tokenizer_.read(word).vectors.mean(axis=0) for word in words]) @ self.spread
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def source() -> Source:
    return Source()


def test_related_words_share_a_sense_or_one_that_is_related(source: Source) -> None:
    found = supplement.related(source.dictionary, ["rain"])
    assert set(found) == {"rain", "pluviality", "shower", "cloudlet"}


def test_a_word_lands_where_the_map_of_the_others_puts_it(source: Source) -> None:
    words = [source.tokenizer_.word(i) for i in range(3000, 5000)]
    words = [word for word in words if word.isalpha()]
    rows = source.tokenizer_.table[[int(source.tokenizer_.ids(word)[0]) for word in words]]
    placed = supplement.fitted(source, words, rows, ["snow", "lake"])
    known = source.tokenizer_.read("snow lake").vectors
    assert ((placed * known).sum(axis=1) > 0.9).all()


def test_what_a_table_has_stays_and_words_come_behind_it(source: Source, tmp_path: Path) -> None:
    folder = shutil.copytree(WEIGHTS, tmp_path / "text")
    entries = (WEIGHTS / "vocabulary.txt").read_text().splitlines()[:-40]
    (folder / "vocabulary.txt").write_text("\n".join(entries) + "\n")
    arrays = {name: rows[:-40] for name, rows in load_file(WEIGHTS / "embedding.safetensors").items()}
    save_file(arrays, folder / "embedding.safetensors", {"recipe": "{}"})
    count = supplement.supplement(source, folder)
    grown = load_file(folder / "embedding.safetensors")
    assert len(entries) < count == len(grown["rows"]) == len(grown["rarity"])
    assert np.array_equal(grown["rows"][: len(entries)], arrays["rows"])
    assert TextTokenizer(folder).entries == count
