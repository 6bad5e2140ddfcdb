"""A gap over time: its halving, the year it is closed in, and the dates that follow."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from inhabit.core.errors import BadInputError
from inhabit.plan import horizon
from inhabit.plan.horizon import BATCH_FID, LIVE_FID, USE_CASES, WAVES, Mark, Trend

GAPS = horizon.gaps(LIVE_FID, BATCH_FID)
POST = horizon.halving(2025, 0.92, years=horizon.R1_HALVING_YEARS)
trends = st.builds(
    lambda year, gap, years: horizon.halving(year, gap, years=years),
    st.floats(2000.0, 2050.0),
    st.floats(0.01, 100.0),
    st.floats(0.1, 20.0),
)


def test_the_gaps_of_the_post_are_the_differences_of_its_levels() -> None:
    assert [(year, round(gap, 2)) for year, gap in GAPS] == [
        (2022, 12.9),
        (2023, 4.41),
        (2024, 1.92),
        (2025, 0.92),
    ]


def test_with_the_halving_time_of_the_post_the_gap_is_a_tenth_in_2029() -> None:
    year = horizon.year_when(POST, horizon.NEGLIGIBLE_GAP)
    assert year == pytest.approx(2025 + 1.25 * math.log2(9.2))
    assert year == pytest.approx(2029.0, abs=0.01)


def test_its_own_table_halves_faster_than_it_says_and_ever_more_slowly() -> None:
    months = [12 * years for years in horizon.halving_times(GAPS) if years is not None]
    assert [round(value, 1) for value in months] == [7.7, 10.0, 11.3]


def test_a_fit_of_its_table_halves_in_nine_and_a_half_months() -> None:
    # By hand: logs 3.689, 2.141, 0.941, -0.120 at -1.5, -0.5, 0.5, 1.5; slope -6.314 / 5 = -1.2628 a year.
    found = horizon.fit(GAPS)
    assert found.halvings_per_year == pytest.approx(1.2628, abs=1e-4)
    assert found.halving_years == pytest.approx(9.502 / 12, abs=1e-4)
    assert horizon.year_when(found, 0.1) == pytest.approx(2027.447, abs=1e-3)


@settings(max_examples=30)
@given(trends, st.floats(-30.0, 30.0))
def test_a_gap_and_its_year_are_inverse(trend: Trend, halvings: float) -> None:
    year = trend.year + halvings / trend.halvings_per_year
    assume(1900 <= year <= 2999)
    assert horizon.year_when(trend, horizon.gap_at(trend, year)) == pytest.approx(year, abs=1e-6)


@settings(max_examples=30)
@given(trends)
def test_after_a_halving_time_half_is_left(trend: Trend) -> None:
    assert trend.halving_years is not None
    assert horizon.gap_at(trend, trend.year + trend.halving_years) == pytest.approx(trend.gap / 2)


@settings(max_examples=30)
@given(trends)
def test_a_fit_through_points_of_a_trend_is_that_trend(trend: Trend) -> None:
    years = [trend.year - 3.0, trend.year - 1.5, trend.year]
    found = horizon.fit([(year, horizon.gap_at(trend, year)) for year in years])
    assert found.halvings_per_year == pytest.approx(trend.halvings_per_year)
    assert found.gap == pytest.approx(trend.gap)
    assert found.rms_log2 == pytest.approx(0.0, abs=1e-6)


@settings(max_examples=30)
@given(trends, st.floats(1e-6, 1e6), st.floats(1e-6, 1e6))
def test_a_smaller_gap_is_never_reached_earlier(trend: Trend, one: float, other: float) -> None:
    low, high = sorted((one, other))
    first, later = horizon.year_when(trend, high), horizon.year_when(trend, low)
    assert first is not None
    assert later is not None
    assert first <= later


def test_a_gap_that_grows_or_stays_is_never_closed() -> None:
    for pairs in ([(2020, 1.0), (2021, 2.0)], [(2020, 2.0), (2021, 2.0)]):
        found = horizon.fit(pairs)
        assert found.halving_years is None
        assert horizon.year_when(found, 0.5) is None
        assert horizon.year_when(found, 3.0) == 2021


def test_what_comes_after_the_year_3000_never_comes() -> None:
    assert horizon.year_when(horizon.halving(2025, 1.0, years=1000.0), 0.1) is None


def test_halving_times_are_none_where_the_gap_did_not_shrink() -> None:
    assert horizon.halving_times([(2020, 1.0), (2021, 1.0), (2022, 0.5)]) == (None, 1.0)


def test_use_cases_that_the_table_of_the_post_already_meets_are_measured() -> None:
    found = [horizon.reach(mark, LIVE_FID, POST, floor=1.48) for mark in USE_CASES]
    assert [reach.how for reach in found] == ["measured"] * 3 + ["extrapolated"] * 2
    years = [reach.year for reach in found if reach.year is not None]
    assert [round(year, 1) for year in years] == [2022.7, 2023.4, 2024.4, 2026.0, 2031.9]


def test_the_third_wave_of_the_post_begins_where_the_gap_is_negligible() -> None:
    found = horizon.reach(WAVES[2], LIVE_FID, POST, floor=1.48)
    assert found.year == pytest.approx(2029.0, abs=0.01)
    assert found.how == "extrapolated"


def test_between_two_measurements_a_level_is_passed_geometrically() -> None:
    found = horizon.reach(Mark("x", 4.0, ""), [(2020, 8.0), (2022, 2.0)], POST)
    assert (found.year, found.how) == (2021.0, "measured")


def test_what_was_met_from_the_start_is_met_in_the_first_year() -> None:
    assert horizon.reach(Mark("x", 20.0, ""), LIVE_FID, POST).year == 2022


def test_a_level_at_the_floor_is_never_reached() -> None:
    found = horizon.reach(Mark("x", 1.48, ""), LIVE_FID, POST, floor=1.48)
    assert (found.year, found.how) == (None, "never")
    growing = horizon.fit([(2020, 1.0), (2021, 2.0)])
    assert horizon.reach(Mark("x", 1.5, ""), LIVE_FID, growing).how == "never"


def test_an_extrapolation_never_goes_back_behind_the_last_measurement() -> None:
    found = horizon.reach(Mark("x", 2.39, ""), LIVE_FID, horizon.fit(GAPS), floor=1.48)
    assert (found.year, found.how) == (2025.0, "extrapolated")


def test_a_target_that_moves_is_met_where_both_trends_cross() -> None:
    behind, ahead = horizon.halving(2025, 8.0, years=1.0), horizon.halving(2024, 4.0, years=2.0)
    year = horizon.meeting_year(behind, ahead)
    assert year is not None
    assert horizon.gap_at(behind, year) == pytest.approx(horizon.gap_at(ahead, year))


@settings(max_examples=30)
@given(trends, trends)
def test_trends_cross_at_the_same_level_or_not_at_all(behind: Trend, ahead: Trend) -> None:
    year = horizon.meeting_year(behind, ahead)
    if behind.halvings_per_year <= ahead.halvings_per_year:
        assert year is None
    elif year is not None and 1950 < year < 2100:
        assert horizon.gap_at(behind, year) == pytest.approx(horizon.gap_at(ahead, year), rel=1e-6)


@pytest.mark.parametrize("ask", [horizon.fit, horizon.halving_times])
@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ([], "nothing is measured"),
        ([(2020, 0.0), (2021, 1.0)], "the level of 2020 is 0"),
        ([(2020, -1.0), (2021, 1.0)], "the level of 2020 is -1"),
        ([(2020, math.nan), (2021, 1.0)], "the level of 2020 is nan"),
        ([(math.inf, 1.0), (2021, 1.0)], "the year is inf"),
        ([(20, 1.0), (21, 2.0)], "the year is 20: give one from 1900"),
    ],
)
def test_measurements_that_cannot_be_are_refused(ask, pairs: list[tuple[float, float]], words: str) -> None:
    with pytest.raises(BadInputError, match=words):
        ask(pairs)


def test_one_year_makes_no_trend() -> None:
    with pytest.raises(BadInputError, match="at least two different years"):
        horizon.fit([(2020, 1.0), (2020, 2.0)])
    with pytest.raises(BadInputError, match="is given twice"):
        horizon.halving_times([(2020, 1.0), (2020, 2.0)])


def test_series_that_do_not_make_a_gap_are_refused() -> None:
    with pytest.raises(BadInputError, match="no year in common"):
        horizon.gaps([(2020, 2.0)], [(2021, 1.0)])
    with pytest.raises(BadInputError, match="the gap of 2020 is -1"):
        horizon.gaps([(2020, 1.0)], [(2020, 2.0)])


@pytest.mark.parametrize("bad", [0.0, -1.0, math.nan, math.inf])
def test_numbers_that_cannot_be_are_refused(bad: float) -> None:
    for refuse in (
        lambda: horizon.halving(2025, bad, years=1.0),
        lambda: horizon.halving(2025, 1.0, years=bad),
        lambda: horizon.halving(bad, 1.0, years=1.0),
        lambda: horizon.year_when(POST, bad),
        lambda: horizon.gap_at(POST, bad),
        lambda: horizon.reach(Mark("x", bad, ""), LIVE_FID, POST),
    ):
        with pytest.raises(BadInputError):
            refuse()


def test_a_gap_beyond_all_bounds_is_refused_instead_of_overflowing() -> None:
    with pytest.raises(BadInputError, match="the gap is"):
        horizon.gap_at(horizon.halving(2900, 1.0, years=0.1), 1900)
