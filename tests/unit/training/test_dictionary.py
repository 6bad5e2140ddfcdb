"""The dictionary reads WordNet's format: senses by word, inflected words by their stems, relations."""

from __future__ import annotations

from pathlib import Path

import pytest

from inhabit.training.dictionary import Dictionary, read_dictionary

LICENCE = "  1 This is the licence, indented as WordNet has it.\n"
NOUNS = (
    '00000100 17 n 02 tarn 0 mountain_lake 0 001 @ 00000200 n 0000 | a lake in the mountains; "a tarn"\n'
    "00000200 17 n 01 lake 0 000 | a body of water\n"
    "00000300 06 n 01 lake 1 000 | a purplish pigment\n"
)
NOUN_INDEX = (
    "lake n 2 1 @ 2 1 00000200 00000300\nmountain_lake n 1 1 @ 1 0 00000100\ntarn n 1 1 @ 1 0 00000100\n"
)


@pytest.fixture
def dictionary(tmp_path: Path) -> Dictionary:
    for part in ("noun", "verb", "adj", "adv"):
        (tmp_path / f"data.{part}").write_text(LICENCE + (NOUNS if part == "noun" else ""))
        (tmp_path / f"index.{part}").write_text(LICENCE + (NOUN_INDEX if part == "noun" else ""))
    return read_dictionary(tmp_path)


def test_senses_come_with_the_commonest_first(dictionary: Dictionary) -> None:
    assert [sense.gloss for sense in dictionary.lookup("lake")] == ["a body of water", "a purplish pigment"]


def test_glosses_come_without_their_examples(dictionary: Dictionary) -> None:
    assert dictionary.lookup("tarn")[0].gloss == "a lake in the mountains"


@pytest.mark.parametrize("word", ["lakes", "tarn", "mountain lake"])
def test_inflected_words_and_set_phrases_are_found(dictionary: Dictionary, word: str) -> None:
    assert dictionary.lookup(word)


def test_an_unknown_word_has_no_senses(dictionary: Dictionary) -> None:
    assert dictionary.lookup("xqzv") == []


def test_relations_lead_to_other_senses(dictionary: Dictionary) -> None:
    ((key, strength),) = dictionary.lookup("tarn")[0].related
    assert dictionary.senses[key].words == ("lake",)
    assert 0.0 < strength < 1.0


def test_things_of_nature_are_told_from_others(dictionary: Dictionary) -> None:
    assert [sense.natural for sense in dictionary.lookup("lake")] == [True, False]
