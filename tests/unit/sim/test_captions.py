"""Captions say what they mean, in many wordings, and training never hears those that are held out."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

import numpy as np
import pytest

from inhabit.core.attributes import BIOMES, SCALARS, STYLES, Attributes
from inhabit.core.known import FIRST
from inhabit.sim.captions import SPLITS, Caption, Split, describe, directives, prompts
from inhabit.sim.clocktime import spelled
from inhabit.sim.directives import Said, brightness, change, hours_on, of, stop, strange
from inhabit.sim.meaning import Meaning, in_daylight, together
from inhabit.sim.speaker import Speaker, with_article
from inhabit.sim.wordings import Wording, concepts, phrases

WORLD = Attributes(hour=10.0, fog=0.5, rain=0.4)
COUNT = 400


def said(split: Split, seed: int = 0, world: Attributes = WORLD, count: int = COUNT) -> list[Caption]:
    rng = np.random.default_rng(seed)
    return [*islice(prompts(rng, split), count), *islice(directives(rng, world, split), count)]


def first(make: Callable[[Speaker, Attributes], Said], text: str, world: Attributes = WORLD) -> Meaning:
    """The meaning of `text`, said until it is."""
    speaker = Speaker(np.random.default_rng(3), "train")
    made = (make(speaker, world) for _ in range(20_000))
    return next(meaning for words, meaning in made if words == text)


def asking_for(name: str) -> Callable[[Speaker, Attributes], Said]:
    concept = next(concept for concept in concepts() if concept.name == name)

    def make(speaker: Speaker, world: Attributes) -> Said:
        text, meaning = of(speaker, concept)
        return text, in_daylight(meaning, world.hour)

    return make


def everything() -> list[Wording]:
    spoken = [wording for concept in concepts() for wording in concept.words.values()]
    return spoken + [wording for section in phrases().values() for wording in section.values()]


def test_the_same_generator_says_the_same() -> None:
    assert said("train", seed=5) == said("train", seed=5)
    assert said("train", seed=5) != said("train", seed=6)


@pytest.mark.parametrize("split", SPLITS)
def test_texts_are_sentences_without_open_slots(split: Split) -> None:
    for caption in said(split):
        assert caption.text.strip()
        assert not re.search(r"[{}*|]| {2}", caption.text), caption.text


@pytest.mark.parametrize("split", SPLITS)
def test_meanings_lie_in_range_and_name_things_that_exist(split: Split) -> None:
    for caption in said(split):
        meaning = caption.meaning
        for name, value in meaning.targets.items():
            assert 0.0 <= value < 24.0 if name == "hour" else name in SCALARS and 0.0 <= value <= 1.0
        assert meaning.biome in (None, *BIOMES)
        assert meaning.style in (None, *STYLES)
        assert meaning.implied <= set(meaning.targets)
        assert meaning.relative <= set(meaning.targets)


def test_there_is_something_to_say_about_every_attribute() -> None:
    named = {name for concept in concepts() for name in concept.speaks}
    assert named == {"hour", "biome", "style", *SCALARS}
    assert {c.biome for c in concepts()} == {None, *BIOMES}
    assert {c.style for c in concepts()} == {None, *FIRST.styles}


def test_a_quarter_of_all_wordings_is_held_out() -> None:
    held, count = sum(len(w.held) for w in everything()), sum(map(len, everything()))
    assert held / count >= 0.25


def tokens(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z]+", re.sub(r"{.*?}", " ", text.lower())))


def test_no_paraphrase_has_a_word_that_only_held_out_wordings_have() -> None:
    heard = {word for wording in everything() for text in wording.seen for word in tokens(text)}
    held = {word for wording in everything() for text in wording.held for word in tokens(text)}
    said = {word for wording in everything() for text in wording.more for word in tokens(text)}
    assert len(held - heard) > 400
    assert not {word for word in said & (held - heard) if len(word) > 1}, "but for the m of I'm"


def test_no_paraphrase_says_a_held_out_wording() -> None:
    heard = {word for wording in everything() for text in wording.seen for word in tokens(text)}
    for concept in concepts():
        every = [tokens(text) for wording in concept.words.values() for text in wording.held]
        # A word alone that training says elsewhere, as a noun say, is no secret.
        every = [held for held in every if len(held) > 1 or not heard.issuperset(held)]
        for text in (text for wording in concept.words.values() for text in wording.more):
            said = tokens(text)
            for held in every:
                at = range(len(said) - len(held) + 1)
                assert all(said[i : i + len(held)] != held for i in at), text


def test_evaluation_says_no_paraphrase() -> None:
    wordings = [wording for concept in concepts() for wording in concept.words.values()]
    assert sum(len(wording.more) for wording in wordings) > 4000
    assert not any(set(wording.more) & {*wording.seen, *wording.held} for wording in wordings)
    plain = list(islice(directives(np.random.default_rng(1), WORLD, "train"), 50))
    assert plain != list(islice(directives(np.random.default_rng(1), WORLD, "train", paraphrased=0.9), 50))


@pytest.mark.parametrize(
    "word",
    [
        "nightfall",
        "blizzard",
        "downpour",
        "monochrome",
        "cyberpunk",
        "volcanic",
        "volcano",
        "dunes",
        "twilight",
        "woodland",
    ],
)
def test_training_never_hears_a_held_out_word(word: str) -> None:
    seen = " ".join(text for wording in everything() for text in wording.seen).lower()
    assert word not in seen
    assert any(word in text for wording in everything() for text in wording.held)


def test_training_says_only_seen_wordings() -> None:
    assert all(caption.held == () for caption in said("train"))


def test_every_held_out_text_has_something_held_out_in_it() -> None:
    assert all(caption.held for caption in said("held_out"))


def test_strangers_move_nothing_and_are_not_understood() -> None:
    meaning = first(strange, "add a dragon")
    assert meaning.targets == {}
    assert not meaning.understood


def test_strangers_may_be_lent_from_outside() -> None:
    lent = islice(directives(np.random.default_rng(0), WORLD, "train", strangers=("zeppelin",)), COUNT)
    assert any("zeppelin" in caption.text.lower() for caption in lent)


@pytest.mark.parametrize(
    ("make", "text", "expected"),
    [
        (change, "less fog", {"fog": 0.15}),
        (change, "a bit less fog", {"fog": 0.33}),
        (stop, "stop the rain", {"rain": 0.0}),
        (hours_on, "later", {"hour": 11.0}),
        (hours_on, "2 hours later", {"hour": 12.0}),
        (asking_for("night"), "turn to night", {"hour": 22.3}),
    ],
)
def test_directives_mean_what_they_say(
    make: Callable[[Speaker, Attributes], Said], text: str, expected: dict[str, float]
) -> None:
    assert first(make, text).targets == pytest.approx(expected)


def test_rain_brings_its_clouds_and_ends_the_snow() -> None:
    meaning = first(asking_for("rain"), "make it rain")
    assert meaning.asked == {"rain": 0.65, "snow": 0.0}
    assert meaning.implied == {"cloud"}


def test_a_wish_for_sun_moves_the_hour_only_when_the_sun_is_down() -> None:
    sun = asking_for("sunny")
    assert "hour" not in first(sun, "let the sun shine").targets
    assert "hour" in first(sun, "let the sun shine", Attributes(hour=22.0)).targets


@pytest.mark.parametrize(("now", "then"), [(16.0, 19.0), (5.0, 2.0), (0.0, 0.0)])
def test_darker_goes_the_nearer_way_towards_midnight(now: float, then: float) -> None:
    assert first(brightness, "darker", Attributes(hour=now)).targets == {"hour": then}


def test_what_is_named_wins_over_what_is_implied() -> None:
    dry, lake = Meaning({"water": 0.05}, frozenset({"water"}), biome="desert"), Meaning({"water": 0.6})
    both = together((lake, dry))
    assert (both.targets, both.implied, both.biome) == ({"water": 0.6}, frozenset(), "desert")


def test_a_description_names_what_is_remarkable() -> None:
    world = Attributes(hour=22.5, fog=0.8, water=0.6).with_biome("alpine").with_style("neon")
    meaning = describe(np.random.default_rng(1), world).meaning
    assert meaning.biome == "alpine" or meaning.style == "neon"
    heard = {}
    for seed in range(12):
        heard |= describe(np.random.default_rng(seed), world).meaning.asked
    assert abs(heard["fog"] - 0.8) < 0.2
    assert abs(heard["water"] - 0.6) < 0.2
    assert 21.0 <= heard["hour"] <= 23.5


def test_clock_times_are_spelled_as_people_say_them() -> None:
    forms = dict(spelled(18, 30))
    assert forms["half past six in the evening"] == 18.5
    assert forms["6 pm"] == 18.0
    assert forms["18:30"] == 18.5
    assert forms["a quarter to six in the afternoon"] == 17.75


def test_a_quarter_to_twelve_is_told_apart_by_the_half_of_the_day_it_lies_in() -> None:
    assert dict(spelled(12, 0))["a quarter to twelve in the morning"] == 11.75
    assert dict(spelled(0, 0))["a quarter to twelve at night"] % 24.0 == 23.75


def test_gibberish_is_among_what_is_not_understood() -> None:
    speaker = Speaker(np.random.default_rng(0), "train")
    known = {word for wording in everything() for text in wording.seen for word in text.split()}
    said = [strange(speaker, WORLD) for _ in range(400)]
    assert any(not set(text.split()) & known for text, _ in said)
    assert all(not meaning.understood and not meaning.targets for _, meaning in said)


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("lake", "a lake"),
        ("island", "an island"),
        ("mountains", "mountains"),
        ("alpine pass", "an alpine pass"),
    ],
)
def test_articles(noun: str, expected: str) -> None:
    assert with_article(noun) == expected
