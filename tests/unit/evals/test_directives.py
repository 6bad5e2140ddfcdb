"""A directive counts when every part that the truth shows is seen; what it does not show is left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inhabit.core.attributes import Attributes
from inhabit.core.frame import PlanarFrame
from inhabit.evals.directives import Part, Seen, Verdict, directive_figures
from inhabit.evals.obedience import Ask, shows


def flat(luma: int) -> PlanarFrame:
    chroma = np.full((2, 2), 128, np.uint8)
    return PlanarFrame(np.full((4, 4), luma, np.uint8), chroma, chroma)


def part(*, shown: bool = True, model: bool = True, truth: bool = True, unasked: bool = False) -> Part:
    told, alone = Seen(model, truth, unasked), Seen(model=False, truth=False, unasked=False)
    return Part(Ask("rain", 0.0, 0.8), shown, told, alone)


def seen(*verdicts: list[Part]) -> dict[str, object]:
    return directive_figures([Verdict("seen", parts) for parts in verdicts])["seen"]


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
