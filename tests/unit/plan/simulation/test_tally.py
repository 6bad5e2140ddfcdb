"""Levels are averaged over time, from the end of the warm-up on."""

from __future__ import annotations

import math

import pytest

from inhabit.plan.simulation.tally import Level


def test_a_level_is_averaged_over_time_and_not_over_changes() -> None:
    level = Level(0.0)
    level.change(1.0, 4)
    level.change(3.0, -4)
    mean, spread, peak = level.over_time(4.0)
    assert (mean, peak) == (2.0, 4)
    assert spread == pytest.approx(2.0)


def test_what_happened_before_the_beginning_counts_only_by_what_is_left_of_it() -> None:
    level = Level(10.0)
    level.change(1.0, 100)
    level.change(2.0, -99)
    assert level.over_time(20.0) == (1.0, 0.0, 1)


def test_a_level_that_never_moves_has_no_spread() -> None:
    level = Level(0.0)
    level.change(0.0, 3)
    mean, spread, _ = level.over_time(1e6)
    assert (mean, spread) == (3.0, 0.0)
    assert not math.isnan(spread)
