"""A directive is obeyed when the picture shows what was asked; only what a picture can show is judged."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from inhabit.core.attributes import Attributes
from inhabit.evals.attribute_probe import Reading
from inhabit.evals.obedience import Ask, asks, is_obeyed, sun
from inhabit.evals.wordings import SPLITS, Directive, described, directives

NOON = Attributes(hour=12.0)


def seen(**changes: object) -> Reading:
    weather = {"cloud": 0.3, "fog": 0.1, "rain": 0.0, "snow": 0.0} | {
        name: float(str(value)) for name, value in changes.items() if name in ("cloud", "fog", "rain", "snow")
    }
    biome, style = str(changes.get("biome", "meadow")), str(changes.get("style", "painted"))
    return Reading(float(str(changes.get("sun", 1.0))), weather, biome, style)


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
        assert is_obeyed(ask, seen(rain=0.5)) and not is_obeyed(ask, seen(rain=0.3))

    def test_a_name_counts_when_it_is_the_likeliest(self) -> None:
        ask = Ask("style", "painted", "noir")
        assert is_obeyed(ask, seen(style="noir")) and not is_obeyed(ask, seen())

    def test_night_counts_when_the_sun_reads_low(self) -> None:
        ask = Ask("hour", sun(12.0), sun(0.0))
        assert is_obeyed(ask, seen(sun=-0.6)) and not is_obeyed(ask, seen(sun=0.4))


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
