"""A directive is obeyed when the picture shows what was asked; only what a picture can show is judged."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from inhabit.core.attributes import Attributes
from inhabit.evals.obedience import Ask, asks, is_obeyed, sun, value_of, value_read
from inhabit.evals.wordings import SPLITS, Directive, described, directives
from inhabit.frames.attribute_probe import Reading

NOON = Attributes(hour=12.0)


class TestAsks:
    def test_night_from_noon_asks_for_the_sun_to_sink(self) -> None:
        assert asks(NOON, replace(NOON, hour=0.0)) == [Ask("hour", sun(12.0), sun(0.0))]

    def test_dawn_and_dusk_look_alike_and_are_not_judged(self) -> None:
        assert asks(replace(NOON, hour=6.0), replace(NOON, hour=18.0)) == []

    def test_small_changes_are_not_judged(self) -> None:
        assert asks(NOON, replace(NOON, fog=NOON.fog + 0.1)) == []

    def test_what_one_picture_cannot_show_is_not_judged(self) -> None:
        assert asks(NOON, replace(NOON, wind=1.0, relief=1.0, water=1.0, trees=1.0)) == []

    def test_several_things_are_several_parts(self) -> None:
        wanted = replace(NOON, rain=0.9).with_style("noir").with_biome("desert")
        assert {ask.name for ask in asks(NOON, wanted)} == {"rain", "biome", "style"}

    def test_what_only_goes_along_is_not_judged(self) -> None:
        directive = Directive("rain", replace(NOON, rain=0.8, cloud=0.9), frozenset({"rain"}))
        assert [ask.name for ask in directive.asks(NOON)] == ["rain"]


class TestObeyed:
    def test_a_value_counts_when_it_is_nearer_to_what_was_asked(self) -> None:
        ask = Ask("rain", 0.0, 0.8)
        assert is_obeyed(ask, 0.5) and not is_obeyed(ask, 0.3)

    def test_a_name_counts_when_it_is_that_one(self) -> None:
        ask = Ask("style", "painted", "noir")
        assert is_obeyed(ask, "noir") and not is_obeyed(ask, "painted")

    def test_night_counts_when_the_sun_is_low(self) -> None:
        ask = Ask("hour", sun(12.0), sun(0.0))
        assert is_obeyed(ask, -0.6) and not is_obeyed(ask, 0.4)

    def test_a_reading_and_attributes_say_the_same(self) -> None:
        look = replace(NOON, rain=0.7, hour=0.0).with_biome("desert").with_style("noir")
        weather = {name: getattr(look, name) for name in ("cloud", "fog", "rain", "snow")}
        reading = Reading(sun(look.hour), weather, "desert", "noir")
        for ask in asks(NOON, look):
            assert value_of(ask, look) == value_read(ask, reading) == ask.wanted


class TestWordings:
    def test_both_sets_of_wordings_yield_readable_directives(self) -> None:
        for split in SPLITS:
            stream = directives(np.random.default_rng(1), NOON, split)
            drawn = [next(stream) for _ in range(30)]
            assert sum(bool(directive.asks(NOON)) for directive in drawn) > 8

    def test_the_same_generator_says_the_same(self) -> None:
        first, second = (next(directives(np.random.default_rng(5), NOON, "held_out")) for _ in range(2))
        assert first == second

    def test_a_world_can_be_described(self) -> None:
        assert described(np.random.default_rng(0), NOON)
