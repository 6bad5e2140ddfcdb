"""Stage timings by percentile, against the budget of a frame."""

from __future__ import annotations

import pytest

from inhabit.runtime.budget import Budget, Spread


def test_percentiles_interpolate_between_ranks() -> None:
    spread = Spread.of(range(101))
    assert (spread.p50_ms, spread.p95_ms, spread.p99_ms, spread.max_ms) == (50, 95, 99, 100)
    assert Spread.of([1.0, 2.0]).p50_ms == 1.5


def test_nothing_measured_is_zero() -> None:
    assert Spread.of([]) == Spread(0, 0, 0, 0)
    assert Budget(33.0).binding() is None


def test_the_window_forgets_old_frames() -> None:
    budget = Budget(33.0, window_frames=10)
    for took_ms in [500.0] + [5.0] * 10:
        budget.add({"generate": took_ms})
    assert budget.spread()["generate"].max_ms == 5.0


def test_the_binding_stage_and_its_slack() -> None:
    budget = Budget(33.0)
    budget.add({"generate": 20.0, "encode": 4.0, "make": 24.0})
    assert budget.binding(besides=frozenset({"make"})) == "generate"
    assert budget.slack_ms("generate") == pytest.approx(13.0)
    assert budget.slack_ms("never seen") == 33.0


def test_a_spread_is_json() -> None:
    assert Spread.of([1.23456]).to_json() == {
        "p50_ms": 1.235,
        "p95_ms": 1.235,
        "p99_ms": 1.235,
        "max_ms": 1.235,
    }
