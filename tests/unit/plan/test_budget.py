"""Stages against the interval: what they sum to, what binds, and whether it holds."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inhabit.core.errors import BadInputError
from inhabit.plan import budget
from inhabit.plan.budget import R1_STAGES, Stage

lists = st.lists(st.floats(0.01, 100.0), min_size=1, max_size=6)


def stages(times_ms: list[float], *, lane: str = "") -> list[Stage]:
    return [Stage(f"stage {i}", took_ms, lane) for i, took_ms in enumerate(times_ms)]


def test_the_budget_of_the_post_holds_with_a_third_of_a_millisecond() -> None:
    found = budget.in_sequence(R1_STAGES, 30.0)
    assert found.total_ms == 33.0
    assert found.slack_ms == pytest.approx(1 / 3)
    assert found.holds
    assert found.reached_fps == pytest.approx(30.303, abs=1e-3)


def test_its_shares_are_those_of_the_post() -> None:
    found = budget.in_sequence(R1_STAGES, 30.0)
    assert [round(100 * row.share, 1) for row in found.rows] == [3.0, 9.0, 54.0, 12.0, 9.0, 12.0]
    assert round(100 * found.share, 1) == 99.0


def test_in_sequence_the_longest_stage_binds_and_may_take_the_slack_too() -> None:
    found = budget.in_sequence(R1_STAGES, 30.0)
    assert found.binds == ("generate",)
    assert [row.name for row in found.rows if row.binds] == ["generate"]
    assert found.most_ms == pytest.approx(18 + 1 / 3)


def test_below_zero_quickening_what_binds_alone_is_not_enough() -> None:
    found = budget.in_sequence(stages([10.0, 12.0, 10.0]), 60.0)
    assert not found.holds
    assert found.most_ms == pytest.approx(12 - (32 - 1000 / 60))
    assert found.most_ms < 0


def test_pipelined_the_busiest_lane_sets_the_rate_and_the_sum_the_response() -> None:
    found = budget.pipelined(R1_STAGES, 40.0)
    assert found.period_ms == 25.0
    assert found.binds == ("state", "generate", "post")
    assert found.reached_fps == 40.0
    assert found.holds
    assert found.response_ms == 33.0
    assert found.frames_in_flight == 2


def test_stages_without_a_lane_all_overlap() -> None:
    found = budget.pipelined(stages([5.0, 20.0, 8.0]), 50.0)
    assert (found.period_ms, found.binds, found.total_ms) == (20.0, ("stage 1",), 33.0)


def test_a_sum_that_is_the_interval_holds() -> None:
    third_ms = 1000.0 / 30.0 / 3.0
    assert budget.in_sequence(stages([third_ms] * 3), 30.0).holds
    assert not budget.in_sequence(stages([third_ms, third_ms, third_ms + 0.001]), 30.0).holds


def test_of_two_stages_that_take_the_same_the_first_binds() -> None:
    assert budget.in_sequence(stages([4.0, 4.0]), 30.0).binds == ("stage 0",)
    assert budget.pipelined(stages([4.0, 4.0]), 30.0).binds == ("stage 0",)


@settings(max_examples=30)
@given(lists, st.floats(1.0, 240.0))
def test_overlapping_never_costs_rate_and_never_gains_response(times_ms: list[float], fps: float) -> None:
    apart, together = budget.in_sequence(stages(times_ms), fps), budget.pipelined(stages(times_ms), fps)
    assert together.reached_fps >= apart.reached_fps * (1 - 1e-12)
    assert together.response_ms == apart.response_ms
    assert together.holds or not apart.holds


@settings(max_examples=30)
@given(lists, st.floats(1.0, 240.0))
def test_stages_of_one_lane_are_in_sequence(times_ms: list[float], fps: float) -> None:
    apart, together = (
        budget.in_sequence(stages(times_ms), fps),
        budget.pipelined(stages(times_ms, lane="gpu"), fps),
    )
    assert (together.period_ms, together.holds) == (apart.period_ms, apart.holds)


@settings(max_examples=30)
@given(lists, st.floats(1.0, 240.0))
def test_shares_and_slack_add_up(times_ms: list[float], fps: float) -> None:
    found = budget.in_sequence(stages(times_ms), fps)
    assert math.fsum(row.share for row in found.rows) == pytest.approx(found.share)
    assert found.period_ms + found.slack_ms == pytest.approx(found.interval_ms)


@pytest.mark.parametrize("ask", [budget.in_sequence, budget.pipelined])
@pytest.mark.parametrize(
    ("listed", "words"),
    [
        ([], "no stages"),
        ([Stage("a", 0.0), Stage("b", 0.0)], "all stages take 0 ms"),
        ([Stage("a", 1.0), Stage("a", 2.0)], "two stages are called 'a'"),
        ([Stage(" ", 1.0)], "give it a name"),
        ([Stage("a", -1.0)], "stage 'a' is -1"),
        ([Stage("a", math.nan)], "stage 'a' is nan"),
        ([Stage("a", math.inf)], "stage 'a' is inf"),
    ],
)
def test_stages_that_make_no_budget_are_refused(ask, listed: list[Stage], words: str) -> None:
    with pytest.raises(BadInputError, match=words):
        ask(listed, 30.0)


def test_a_rate_that_nobody_means_is_refused() -> None:
    with pytest.raises(BadInputError, match="the frame rate is 0"):
        budget.in_sequence(R1_STAGES, 0.0)
