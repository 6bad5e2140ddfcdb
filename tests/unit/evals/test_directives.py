"""A directive counts when every part that the truth shows is seen; what it does not show is left out."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from inhabit.core.attributes import Attributes
from inhabit.core.frame import PlanarFrame
from inhabit.evals.directives import of_kind, sayings
from inhabit.evals.obedience import Ask, shows
from inhabit.evals.obeyed import directive_figures
from inhabit.evals.suite import suite_named
from inhabit.evals.verdicts import KINDS, Kept, Part, Seen, Verdict, as_json, kind_of, of_json, unnamed
from inhabit.evals.wordings import Directive


def flat(luma: int) -> PlanarFrame:
    chroma = np.full((2, 2), 128, np.uint8)
    return PlanarFrame(np.full((4, 4), luma, np.uint8), chroma, chroma)


def part(
    *,
    shown: bool = True,
    model: bool = True,
    truth: bool = True,
    unasked: bool = False,
    kind: str = "weather",
) -> Part:
    told, alone = Seen(model, truth, unasked), Seen(model=False, truth=False, unasked=False)
    return Part(Ask("rain", 0.0, 0.8), kind, shown, told, alone)


def kept(*, model: bool = True) -> Kept:
    return Kept("style", model=model, truth=True, unasked=True, any_look=False)


def verdict(
    parts: list[Part],
    *,
    early: list[Part] | None = None,
    others: list[Kept] | None = None,
    extra: bool = False,
) -> Verdict:
    return Verdict("seen", parts, parts if early is None else early, others or [], extra)


def figures_of(*verdicts: Verdict) -> dict[str, Any]:
    return directive_figures(list(verdicts), 1.0)


def seen(*verdicts: list[Part]) -> dict[str, Any]:
    return figures_of(*(verdict(parts) for parts in verdicts))["seen"]


def test_every_part_must_be_seen() -> None:
    figures = seen([part(), part(model=False)], [part()])
    assert figures["accuracy"] == 0.5 and figures["probe_accuracy"] == 1.0 and figures["chance"] == 0.0


def test_what_the_truth_does_not_show_is_left_out_and_counted() -> None:
    figures = seen([part(), part(shown=False, truth=False)], [part(shown=False, truth=False)])
    assert (figures["count"], figures["left_out"], figures["parts_left_out"]) == (1, 1, 2)
    assert figures["probe_accuracy"] == 1.0
    assert figures["unfiltered"] == pytest.approx(
        {"accuracy": 1.0, "probe_accuracy": 0.0, "chance": 0.0, "count": 2}
    )


def test_what_the_probe_reads_alone_stands_beside_it() -> None:
    figures = seen([part()], [part()])
    assert figures["accuracy"] == 1.0
    assert figures["read_alone"] == {"accuracy": 0.0, "probe_accuracy": 0.0, "chance": 0.0, "count": 2}


def test_a_part_shows_when_the_picture_without_it_differs() -> None:
    before, wanted = Attributes(), replace(Attributes(), rain=0.8, cloud=0.9)

    def only_rain_shows(attributes: Attributes) -> PlanarFrame:
        return flat(100 + round(50 * attributes.rain))

    assert shows(Ask("rain", 0.0, 0.8), wanted, before, only_rain_shows)
    assert not shows(Ask("cloud", 0.3, 0.9), wanted, before, only_rain_shows)


def test_a_second_after_is_told_apart() -> None:
    figures = figures_of(verdict([part()], early=[part(model=False)]))["seen"]
    assert figures["accuracy"] == 1.0 and figures["after_1_s"]["accuracy"] == 0.0


def test_every_kind_has_figures_of_its_own() -> None:
    figures = figures_of(verdict([part(), part(kind="style", model=False)]))
    assert figures["weather"]["seen"]["accuracy"] == 1.0
    assert figures["style"]["seen"]["accuracy"] == 0.0 and figures["style"]["seen"]["chance"] == 0.0
    assert figures["time"]["seen"]["count"] == 0 and set(KINDS) < set(figures)


def test_what_is_given_for_its_kind_alone_counts_for_nothing_else() -> None:
    figures = figures_of(verdict([part()]), verdict([part(kind="style", model=False)], extra=True))
    assert figures["seen"]["accuracy"] == 1.0 and figures["style"]["seen"]["count"] == 1


def test_what_was_not_named_counts_where_the_directive_was_obeyed() -> None:
    lazy = verdict([part(model=False)], others=[kept(), kept()])
    wild = verdict([part()], others=[kept(), kept(model=False)])
    figures = figures_of(lazy, wild)
    assert figures["unnamed_kept"] == 0.5 and figures["unnamed_kept_truth"] == 1.0
    assert figures["unnamed_kept_any_look"] == 0.0
    assert figures["obeyed_and_kept"] == 0.0 and figures["obeyed_and_kept_truth"] == 1.0


def test_a_world_that_does_nothing_keeps_nothing() -> None:
    figures = figures_of(verdict([part(model=False)], others=[kept()]))
    assert np.isnan(figures["unnamed_kept"]) and figures["obeyed_and_kept"] == 0.0


def test_what_goes_along_is_neither_named_nor_kept() -> None:
    before = Attributes(cloud=0.1)
    rain = Directive("rain", replace(before, rain=0.8, cloud=0.9), frozenset({"rain"}))
    assert set(unnamed(rain, before)) == {"hour", "fog", "snow", "biome", "style"}


def test_brighter_is_a_kind_of_its_own_though_it_moves_the_hour() -> None:
    assert kind_of("hour", ("brightness",)) == "brightness" and kind_of("hour", ("clock",)) == "time"


def test_verdicts_survive_being_kept() -> None:
    one = verdict([part(), part(shown=False)], early=[part(model=False)], others=[kept()], extra=True)
    assert of_json(json.loads(json.dumps(as_json(one)))) == one


def test_every_kind_can_be_asked_for_in_both_wordings() -> None:
    suite = replace(suite_named("tiny"), kinds_per_world=1, directives_per_world=1)
    said = list(sayings(Attributes(hour=9.0), suite, 0))
    assert sum(extra for _, _, extra in said) == 2 * len(KINDS)
    given = of_kind(np.random.default_rng(0), Attributes(), "seen", "style")
    assert "style" in given.named
