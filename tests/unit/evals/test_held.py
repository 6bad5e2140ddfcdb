"""What was said early is judged late: directives that do not touch each other, and a fair truth beside."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from inhabit.core.attributes import Attributes
from inhabit.evals.held import ASKED, Held, held_figures, wished
from inhabit.evals.obedience import is_obeyed, value_of
from inhabit.evals.suite import suite_named


@pytest.mark.parametrize("seed", range(6))
def test_what_is_asked_for_all_holds_at_once(seed: int) -> None:
    wish = wished(np.random.default_rng(seed), Attributes(hour=9.0))
    assert len(wish.said) == ASKED and len(wish.asks) >= ASKED
    assert len({ask.name for ask in wish.asks}) == len(wish.asks)
    assert all(is_obeyed(ask, value_of(ask, wish.wanted)) for ask in wish.asks)
    assert not any(is_obeyed(ask, value_of(ask, wish.before)) for ask in wish.asks)


def part(
    *, model: bool = True, elsewhere: bool = True, shown: bool = True, kind: str = "time"
) -> dict[str, Any]:
    rest = {"truth": True, "unasked": False, "alone": model}
    return rest | {"model": model, "elsewhere": elsewhere, "shown": shown, "kind": kind}


def test_shares_stand_beside_the_truth_here_and_elsewhere() -> None:
    figures = held_figures([part(), part(model=False, elsewhere=False), part(shown=False, model=False)])
    assert figures["accuracy"] == figures["truth_elsewhere"] == 0.5
    assert figures["probe_accuracy"] == 1.0 and figures["chance"] == 0.0
    assert figures["count"] == 2 and figures["left_out"] == 1
    assert figures["by_kind"]["time"]["count"] == 2


def test_the_key_names_the_true_duration() -> None:
    tiny = suite_named("tiny")
    short = Held(tiny).figures([{"parts": [part()]}])["directives"]
    assert set(short["held"]) == {"8"} and short["held_10_minutes"] is None
    whole = Held(replace(tiny, held_s=600.0)).figures([{"parts": [part()]}])["directives"]
    assert set(whole["held"]) == {"600"} and whole["held_10_minutes"] == 1.0
