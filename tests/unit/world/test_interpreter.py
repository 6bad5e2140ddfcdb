"""The interpreter turns words into targets: seen words, unseen words, and things that don't exist here."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from inhabit.core.attributes import BIOMES, SCALARS, STYLES, Attributes
from inhabit.core.errors import BadInputError, CheckpointError
from inhabit.tokens.text import TextTokenizer
from inhabit.world import checkpoint
from inhabit.world.interpreter import (
    WINDOW_TOKENS,
    Interpreter,
    Reading,
    likeliest,
    load_interpreter,
    merge,
    split_windows,
)
from tests.unit.world.wild import WILD, meets

WORLD = Attributes()
WILD_SHARE = 0.85


@cache
def shipped() -> Interpreter:
    return load_interpreter()


def read(text: str, world: Attributes = WORLD) -> Reading:
    return shipped().read(text, world, "directive")


def test_a_directive_moves_what_it_names_and_nothing_else() -> None:
    assert set(read("more wind").targets) == {"wind"}
    assert read("turn to night").targets.keys() == {"hour"}
    assert read("like a woodcut") == Reading({}, None, "print", read("like a woodcut").understood)


def test_a_prompt_names_everything_at_once() -> None:
    reading = shipped().read("a misty alpine lake at dawn, in neon style", WORLD, "prompt")
    assert (reading.biome, reading.style) == ("alpine", "neon")
    assert reading.targets["fog"] > 0.2
    assert reading.targets["water"] > 0.4
    assert 4.5 < reading.targets["hour"] < 7.5


@pytest.mark.parametrize("fog", [0.4, 0.6, 0.9])
def test_less_is_less_than_what_there_is(fog: float) -> None:
    assert read("less fog", replace(WORLD, fog=fog)).targets["fog"] == pytest.approx(fog - 0.35, abs=0.1)


@pytest.mark.parametrize("hour", [1.0, 9.0, 17.0, 23.0])
def test_later_is_later_than_now_around_midnight_too(hour: float) -> None:
    later = read("two hours later", replace(WORLD, hour=hour)).targets["hour"]
    assert (later - hour) % 24.0 == pytest.approx(2.0, abs=0.7)


@pytest.mark.parametrize("text", ["add a dragon", "who are you", "give me a sword", "xqzv blorp"])
def test_what_this_world_does_not_have_moves_nothing_and_says_so(text: str) -> None:
    reading = read(text)
    assert (reading.targets, reading.biome, reading.style) == ({}, None, None)
    assert reading.understood < 0.5


@pytest.mark.parametrize("text", ["make it rain", "turn to night", "like a woodcut", "clear it up"])
def test_what_can_be_done_is_understood(text: str) -> None:
    assert read(text).understood > 0.5


def test_free_wordings_are_obeyed() -> None:
    missed = []
    for kind, text, expected in WILD:
        got = shipped().read(text, WORLD, kind)  # pyright: ignore[reportArgumentType]
        if not meets(expected, got.targets, got.biome, got.style, got.understood):
            missed.append(f"{text!r}: wanted {expected}, read {got}")
    assert len(missed) <= (1 - WILD_SHARE) * len(WILD), "\n".join(missed)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=2000))
def test_any_text_gives_a_reading_in_range(text: str) -> None:
    reading = read(text)
    assert all(name == "hour" or name in SCALARS for name in reading.targets)
    for name, value in reading.targets.items():
        assert 0.0 <= value < 24.0 if name == "hour" else 0.0 <= value <= 1.0
    assert reading.biome in (None, *BIOMES)
    assert reading.style in (None, *STYLES)
    assert 0.0 <= reading.understood <= 1.0


@settings(max_examples=10, deadline=None)
@given(st.text(max_size=100))
def test_the_same_words_always_mean_the_same(text: str) -> None:
    assert read(text) == read(text)


@pytest.mark.parametrize("text", ["", "   "])
def test_no_words_ask_for_nothing(text: str) -> None:
    assert read(text) == Reading({}, None, None, 0.0)


def test_another_kind_is_refused_by_name() -> None:
    with pytest.raises(BadInputError, match="'wish' is not one of prompt, directive"):
        shipped().read("rain", WORLD, "wish")  # pyright: ignore[reportArgumentType]


def sure_of(shares: dict[int, float], count: int = 11) -> Tensor:
    """Logits of probabilities at some places among `count`."""
    return torch.log(torch.tensor([shares.get(place, 1e-6) for place in range(count)]))


def test_of_two_strengths_far_apart_the_likelier_is_meant() -> None:
    assert likeliest(sure_of({9: 0.55, 4: 0.45})) == pytest.approx(9.0, abs=0.05)


def test_between_two_strengths_that_are_near_lies_what_suits_both() -> None:
    assert 4.0 < likeliest(sure_of({4: 0.5, 7: 0.5})) < 7.0


def test_what_lies_between_two_tenths_is_found() -> None:
    assert likeliest(sure_of({3: 0.5, 4: 0.5})) == pytest.approx(3.5, abs=0.05)


def test_the_clock_goes_round_and_a_row_ends() -> None:
    assert likeliest(sure_of({23: 0.5, 0: 0.5}, 24), circular=True) % 24.0 == pytest.approx(23.5, abs=0.05)
    assert likeliest(sure_of({0: 1.0})) == pytest.approx(0.0, abs=0.05)
    assert likeliest(sure_of({10: 1.0})) == pytest.approx(10.0, abs=0.05)


def test_long_texts_are_read_to_their_end() -> None:
    filler = "It is a quiet place and we walk on for a while. " * 30
    reading = shipped().read(filler + "Heavy rain is falling.", WORLD, "prompt")
    assert reading.targets["rain"] > 0.6


def test_windows_hold_whole_sentences_and_lose_no_word() -> None:
    tokenizer = shipped().tokenizer
    text = "A lake lies under the snow. " * 20 + "wind " * 100
    windows = split_windows(tokenizer, text)
    assert all(0 < len(window) <= WINDOW_TOKENS for window in windows)
    assert [int(i) for window in windows for i in window] == tokenizer.ids(text).tolist()


def test_later_windows_win_and_one_stranger_is_enough() -> None:
    merged = merge(
        [Reading({"rain": 1.0, "fog": 0.2}, "desert", None, 0.9), Reading({"rain": 0.0}, None, "noir", 0.3)]
    )
    assert merged == Reading({"rain": 0.0, "fog": 0.2}, "desert", "noir", 0.3)


def test_the_network_is_small() -> None:
    assert sum(p.numel() for p in shipped().parameters()) < 1_000_000
    assert (checkpoint.shipped() / "interpreter.safetensors").stat().st_size <= 2_000_000


def test_a_truncated_checkpoint_is_refused_by_name(tmp_path: Path) -> None:
    whole = (checkpoint.shipped() / "interpreter.safetensors").read_bytes()
    (tmp_path / "interpreter.safetensors").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CheckpointError, match=r"interpreter\.safetensors cannot be read"):
        load_interpreter(tmp_path)


def test_an_interpreter_of_another_shape_is_refused(tmp_path: Path) -> None:
    from safetensors.torch import save_file

    save_file(Interpreter(TextTokenizer(), width=64).state_dict(), str(tmp_path / "interpreter.safetensors"))
    with pytest.raises(CheckpointError, match="the spec asks for"):
        load_interpreter(tmp_path)
