"""Text becomes tokens with meaning: words near in meaning lie near, slips of the finger are forgiven."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inhabit.core.errors import CheckpointError
from inhabit.tokens.text import WEIGHTS, TextTokenizer, lexicon, shortened

TOKENIZER = TextTokenizer()


def nearness(one: str, other: str) -> float:
    a, b = (TOKENIZER.read(word).vectors.mean(axis=0) for word in (one, other))
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def test_a_text_is_read_as_ids_and_vectors_of_length_one() -> None:
    tokens = TOKENIZER.read("a misty alpine lake at dawn")
    assert len(tokens) == 6
    assert tokens.ids.dtype == np.int32
    assert tokens.vectors.shape == (6, TOKENIZER.width)
    assert tokens.vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(tokens.vectors, axis=1), 1.0, atol=0.02)


def test_frequent_words_weigh_less_than_rare_ones() -> None:
    the, blizzard = TOKENIZER.read("the blizzard").rarity
    assert 0.0 < the < blizzard <= 1.0


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [
        ("nightfall", "dusk", "lava"),
        ("blizzard", "snowstorm", "meadow"),
        ("downpour", "rain", "poster"),
        ("dunes", "desert", "neon"),
        ("volcanic", "lava", "snow"),
        ("monochrome", "grayscale", "forest"),
        ("woodland", "forest", "midnight"),
        ("synthwave", "retrowave", "pond"),
    ],
)
def test_words_of_like_meaning_lie_near_each_other(word: str, near: str, far: str) -> None:
    assert nearness(word, near) > nearness(word, far) + 0.1


@pytest.mark.parametrize("text", ["make it SNOW", "Make It Snow", "  make   it snow  ", "mäke it snow"])
def test_casing_accents_and_spaces_do_not_matter(text: str) -> None:
    assert TOKENIZER.ids(text).tolist() == TOKENIZER.ids("make it snow").tolist()


@pytest.mark.parametrize(
    ("written", "meant"),
    [("snwo", "snow"), ("nigth", "night"), ("thunderstrom", "thunderstorm"), ("xdragon", "xdragon")],
)
def test_one_slip_of_the_finger_is_read_as_the_word_meant(written: str, meant: str) -> None:
    assert TOKENIZER.mended(written) == meant


@pytest.mark.parametrize(
    ("written", "made_of"),
    [("gleams", "gleam"), ("foggily", "foggy"), ("cloudbank", "cloud bank"), ("oceanside", "ocean side")],
)
def test_an_unknown_word_is_read_as_the_known_ones_it_is_made_of(written: str, made_of: str) -> None:
    assert TOKENIZER.mended(written) == made_of


@pytest.mark.parametrize("word", ["dragon", "castle", "cat", "the"])
def test_words_that_exist_are_left_alone(word: str) -> None:
    assert TOKENIZER.mended(word) == word


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_no_words_give_no_tokens(text: str) -> None:
    assert len(TOKENIZER.read(text)) == 0


@given(st.text(max_size=200))
def test_any_text_at_all_can_be_read(text: str) -> None:
    ids = TOKENIZER.ids(text)
    assert ids.ndim == 1
    assert ((ids >= 0) & (ids < TOKENIZER.entries)).all()


@given(st.text(max_size=60))
def test_reading_is_the_same_every_time(text: str) -> None:
    assert TOKENIZER.ids(text).tolist() == TOKENIZER.ids(text).tolist()


def test_every_single_word_of_the_lexicon_has_an_entry_of_its_own() -> None:
    assert [word for word in lexicon() if word.isalpha() and len(TOKENIZER.ids(word)) != 1] == []


def test_shortened_is_the_word_and_the_word_less_a_letter() -> None:
    assert shortened("fog") == {"fog", "og", "fg", "fo"}


def test_the_shipped_table_is_a_short_download() -> None:
    assert (WEIGHTS / "embedding.safetensors").stat().st_size < 2_500_000
    assert (WEIGHTS / "vocabulary.txt").stat().st_size < 200_000


def test_a_missing_table_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"embedding\.safetensors"):
        TextTokenizer(tmp_path)


def test_a_truncated_table_is_refused(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "embedding.safetensors").write_bytes((WEIGHTS / "embedding.safetensors").read_bytes()[:1000])
    with pytest.raises(CheckpointError, match="cannot be read"):
        TextTokenizer(folder)


def test_a_broken_vocabulary_is_refused(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "vocabulary.txt").write_text("fog\nrain\n")
    with pytest.raises(CheckpointError, match=r"vocabulary\.txt"):
        TextTokenizer(folder)


def copied(folder: Path) -> Path:
    for name in ("embedding.safetensors", "vocabulary.txt", "lexicon.txt"):
        shutil.copy(WEIGHTS / name, folder / name)
    return folder
