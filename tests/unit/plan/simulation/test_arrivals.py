"""When people come: the rate holds, the day's curve is followed, a log is taken as it is."""

from __future__ import annotations

import numpy as np
import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan.simulation.arrivals import (
    DAY_S,
    EVENING_CURVE,
    HOUR_S,
    Daily,
    Recorded,
    Steady,
    arrival_times,
    mean_rate_per_s,
    rate_per_s,
)


def test_steady_arrivals_are_poisson() -> None:
    times_s = arrival_times(Steady(5.0), 20_000.0, np.random.default_rng(1))
    per_second = np.histogram(times_s, np.arange(20_001))[0]
    assert per_second.mean() == pytest.approx(5.0, rel=0.02)
    assert per_second.var() == pytest.approx(5.0, rel=0.05)
    assert (np.diff(times_s) >= 0.0).all()


def test_the_days_curve_is_followed_with_straight_lines_and_comes_round() -> None:
    curve = Daily(EVENING_CURVE)
    at_s = np.array([0.0, 20.5 * HOUR_S, 23.5 * HOUR_S, DAY_S, DAY_S + 20.5 * HOUR_S])
    half_past = (EVENING_CURVE[20] + EVENING_CURVE[21]) / 2.0
    midnight = (EVENING_CURVE[23] + EVENING_CURVE[0]) / 2.0
    assert rate_per_s(curve, at_s) == pytest.approx(
        [EVENING_CURVE[0], half_past, midnight, EVENING_CURVE[0], half_past]
    )


def test_thinned_arrivals_have_the_rate_of_every_hour() -> None:
    curve = Daily(EVENING_CURVE)
    times_s = arrival_times(curve, DAY_S, np.random.default_rng(2))
    seen = np.histogram(times_s, np.arange(25) * HOUR_S)[0]
    expected = rate_per_s(curve, (np.arange(24 * 60) + 0.5) * 60.0).reshape(24, 60).mean(axis=1) * HOUR_S
    assert (np.abs(seen - expected) < 4.5 * np.sqrt(expected)).all()
    assert times_s.size == pytest.approx(mean_rate_per_s(curve, DAY_S) * DAY_S, rel=0.02)


def test_an_hour_without_anybody_is_empty() -> None:
    times_s = arrival_times(Daily((0.0,) * 12 + (1.0,) * 12), DAY_S, np.random.default_rng(3))
    assert ((times_s > 11.0 * HOUR_S) | (times_s < HOUR_S)).all()


def test_a_log_is_taken_as_it_is_up_to_the_horizon() -> None:
    log = Recorded(((0.0, 5.0), (1.5, 20.0), (99.0, 1.0)))
    assert arrival_times(log, 50.0, np.random.default_rng(4)).tolist() == [0.0, 1.5]
    assert mean_rate_per_s(log, 50.0) == pytest.approx(2.0 / 50.0)


def test_a_log_out_of_order_is_refused_by_its_line() -> None:
    with pytest.raises(BadInputError, match=r"session 3 of the log starts at 1 s.*sort by start"):
        Recorded(((0.0, 5.0), (1.5, 20.0), (1.0, 1.0)))


@pytest.mark.parametrize("curve", [(1.0,) * 23, (1.0,) * 25, (0.0,) * 24, (-1.0,) + (1.0,) * 23])
def test_a_curve_that_is_no_day_is_refused(curve: tuple[float, ...]) -> None:
    with pytest.raises(BadInputError):
        Daily(curve)


@pytest.mark.parametrize("per_s", [0.0, -3.0, float("nan")])
def test_an_absurd_rate_is_refused(per_s: float) -> None:
    with pytest.raises(BadInputError, match="per_s"):
        Steady(per_s)
