"""A frame rate fixes what a frame may take, and a response time how it feels."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inhabit.core.errors import BadInputError
from inhabit.plan import interval

rates = st.floats(interval.LEAST_FPS, interval.MOST_FPS)
NOT_RATES = [0.0, -30.0, math.nan, math.inf, 0.001, 20_000.0, True, "30"]


@pytest.mark.parametrize(
    ("fps", "ms"), [(24.0, 41.67), (30.0, 33.33), (60.0, 16.67), (90.0, 11.11), (120.0, 8.33)]
)
def test_the_usual_rates_have_the_intervals_of_the_post(fps: float, ms: float) -> None:
    assert round(interval.interval_ms(fps), 2) == ms
    assert interval.interval_s(fps) == pytest.approx(interval.interval_ms(fps) / 1000.0)


def test_the_table_of_usual_rates_is_that_of_the_post_slowest_first() -> None:
    assert [row.fps for row in interval.USUAL_RATES] == [24.0, 30.0, 60.0, 90.0, 120.0]
    assert [round(row.interval_ms, 2) for row in interval.USUAL_RATES] == [41.67, 33.33, 16.67, 11.11, 8.33]


@settings(max_examples=30)
@given(rates)
def test_rate_and_interval_are_inverse(fps: float) -> None:
    assert interval.fps_of(interval.interval_ms(fps)) == pytest.approx(fps)


@settings(max_examples=30)
@given(rates, rates)
def test_a_higher_rate_leaves_less_time(one: float, other: float) -> None:
    assert (one < other) <= (interval.interval_ms(one) >= interval.interval_ms(other))


def test_a_reserve_is_taken_off_the_interval() -> None:
    assert interval.budget_ms(25.0) == 40.0
    assert interval.budget_ms(25.0, reserve=0.25) == 30.0


def test_twice_the_rate_is_twice_the_work() -> None:
    assert interval.compute_ratio(60.0, 30.0) == 2.0


@pytest.mark.parametrize(
    ("ms", "name"),
    [
        (0.0, "instant"),
        (49.999, "instant"),
        (50.0, "responsive"),
        (99.999, "responsive"),
        (100.0, "lagging"),
        (200.0, "lagging"),
        (200.001, "broken"),
        (5000.0, "broken"),
    ],
)
def test_a_response_feels_like_the_band_it_falls_into(ms: float, name: str) -> None:
    assert interval.band(ms).name == name


def test_the_bands_follow_each_other_without_a_hole() -> None:
    assert interval.BANDS[0].from_ms == 0.0
    assert interval.BANDS[-1].to_ms is None
    for one, following in zip(interval.BANDS, interval.BANDS[1:], strict=False):
        assert one.to_ms == following.from_ms


@settings(max_examples=30)
@given(st.floats(0.0, 1e6), st.floats(0.0, 1e6))
def test_a_longer_response_never_feels_better(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert interval.BANDS.index(interval.band(low)) <= interval.BANDS.index(interval.band(high))


def test_throughput_is_that_of_the_appendix() -> None:
    assert interval.streams_fps(1000, 30.0) == 30_000.0
    assert interval.clips_fps(1, 120, 30.0) == 4.0


@pytest.mark.parametrize("fps", NOT_RATES)
def test_a_rate_that_nobody_means_is_refused(fps: float) -> None:
    for ask in (interval.interval_s, interval.interval_ms, interval.budget_ms):
        with pytest.raises(BadInputError, match="the frame rate is"):
            ask(fps)


@pytest.mark.parametrize("reserve", [-0.1, 1.0, math.nan, 25.0])
def test_a_reserve_that_leaves_nothing_is_refused(reserve: float) -> None:
    with pytest.raises(BadInputError, match="the reserve is"):
        interval.budget_ms(30.0, reserve=reserve)


def test_a_reserve_in_per_cent_is_told_what_share_it_is() -> None:
    with pytest.raises(BadInputError, match=r"give 0\.25 for 25 %"):
        interval.budget_ms(30.0, reserve=25.0)


@pytest.mark.parametrize("ms", [-1.0, math.nan, math.inf])
def test_a_time_that_cannot_be_is_refused(ms: float) -> None:
    with pytest.raises(BadInputError):
        interval.band(ms)
    with pytest.raises(BadInputError):
        interval.fps_of(ms)


@pytest.mark.parametrize(
    ("batch", "frames", "took_s"), [(0, 120, 30.0), (1, 0, 30.0), (1, 120, 0.0), (1.5, 2, 3.0)]
)
def test_a_batch_of_nothing_is_refused(batch: int, frames: int, took_s: float) -> None:
    with pytest.raises(BadInputError):
        interval.clips_fps(batch, frames, took_s)
