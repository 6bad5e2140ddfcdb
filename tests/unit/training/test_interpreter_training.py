"""Training the interpreter: what is asked of it, how it is judged, and that a few steps of it run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import safe_open

from inhabit.core.attributes import Attributes
from inhabit.sim.meaning import Caption, Meaning
from inhabit.tokens.text import TextTokenizer
from inhabit.training.goals import goals, surprise
from inhabit.training.grading import judge
from inhabit.training.hearsay import random_attributes, slip, spoken_words, stand_ins, strangers
from inhabit.training.interpreter import InterpreterStage, train_interpreter
from inhabit.world.interpreter import Reading, load_interpreter

NIGHT = Caption("night", "directive", Meaning({"hour": 23.5}, topics=("hour",)))
RAIN = Caption("rain", "directive", Meaning({"rain": 0.65, "cloud": 0.85}, frozenset({"cloud"})))
DRAGON = Caption("a dragon", "directive", Meaning(understood=False))


def test_goals_open_the_gates_of_what_is_spoken_of() -> None:
    want = goals([NIGHT, RAIN], [Attributes(), Attributes()])
    assert want.gate.sum(dim=1).tolist() == [1.0, 2.0]
    assert want.clock[0] == pytest.approx(23.5)


def test_a_change_of_the_hour_goes_the_shorter_way_round() -> None:
    want = goals([NIGHT], [Attributes(hour=1.0)])
    assert want.shift[0, 0] == pytest.approx(-1.5)


def test_an_hour_before_midnight_is_half_at_midnight() -> None:
    """Goals between two places surprise least when both were expected, across midnight too."""
    half = torch.full((24,), -20.0)
    half[[23, 0]] = 0.0
    only = torch.full((24,), -20.0)
    only[23] = 0.0
    place = torch.tensor([23.5])
    assert surprise(half[None], place, circular=True) == pytest.approx(np.log(2.0), abs=1e-3)
    assert surprise(only[None], place, circular=True) > 5.0


def test_what_is_near_enough_counts_as_obeyed_across_midnight() -> None:
    assert judge(NIGHT, Reading({"hour": 0.5}, understood=1.0)).right
    assert not judge(NIGHT, Reading({"hour": 3.0}, understood=1.0)).obeyed


def test_implied_targets_may_come_or_not() -> None:
    assert judge(RAIN, Reading({"rain": 0.6}, understood=1.0)).right
    assert judge(RAIN, Reading({"rain": 0.6, "cloud": 0.8}, understood=1.0)).right


def test_moving_something_that_was_not_asked_for_is_not_right() -> None:
    verdict = judge(RAIN, Reading({"rain": 0.6}, style="noir", understood=1.0))
    assert verdict.obeyed
    assert not verdict.right


def test_a_stranger_must_be_told_apart() -> None:
    assert judge(DRAGON, Reading({}, understood=0.1)) == judge(DRAGON, Reading({}, understood=0.2))
    assert not judge(DRAGON, Reading({}, understood=0.9)).understood


def test_random_worlds_reach_the_extremes() -> None:
    rng = np.random.default_rng(0)
    fog = [random_attributes(rng).fog for _ in range(200)]
    assert min(fog) == 0.0
    assert max(fog) == 1.0


def test_a_slip_changes_little() -> None:
    rng = np.random.default_rng(0)
    assert all(abs(len(slip(rng, "make it snow")) - 12) <= 1 for _ in range(100))


def test_strangers_are_words_that_the_world_is_not_spoken_of_in() -> None:
    found = strangers(TextTokenizer())
    assert len(found) > 1000
    assert not {"snow", "rain", "forest", "night", "lava"} & set(found)


def test_words_stand_in_only_for_the_nearest_word_that_training_says() -> None:
    tokenizer = TextTokenizer()
    found = stand_ins(tokenizer)
    said = spoken_words(held=False)
    assert len(found) > 200
    assert all(tokenizer.word(anchor) in said for anchor in found)
    assert not said & {tokenizer.word(int(entry)) for entries in found.values() for entry in entries}


def test_words_that_are_held_out_stand_in_for_nothing() -> None:
    tokenizer = TextTokenizer()
    standing = {tokenizer.word(int(entry)) for entries in stand_ins(tokenizer).values() for entry in entries}
    assert not standing & (spoken_words(held=True) - spoken_words(held=False))
    assert not standing & {"blizzard", "nightfall", "twilight", "tarn", "zephyr"}


def test_a_step_teaches_and_the_weights_load(tmp_path: Path) -> None:
    told: list[str] = []
    path = train_interpreter(tmp_path, steps=2, batch=8, progress=told.append)
    with safe_open(str(path), "pt") as file:
        assert file.metadata()["steps"] == "2"
    assert load_interpreter(tmp_path).read("rain", Attributes(), "directive").understood >= 0.0
    assert any("2/2" in line for line in told)


def test_the_same_step_is_the_same_batch() -> None:
    stage = InterpreterStage(batch=4, seed=1)
    one, other = (stage.loss(3, torch.Generator().manual_seed(0))[0] for _ in range(2))
    assert float(one.detach()) == float(other.detach())
