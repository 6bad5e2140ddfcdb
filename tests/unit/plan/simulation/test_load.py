"""Sessions over a day, and the slots that a scaler keeps in reserve."""

from __future__ import annotations

import math

import numpy as np
import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan.simulation.ages import staying_shares
from inhabit.plan.simulation.arrivals import EVENING_CURVE, Daily, Steady
from inhabit.plan.simulation.durations import Exponential, Fixed, survival
from inhabit.plan.simulation.load import day_sessions, reserve

STEP_S = 60.0
LASTING = staying_shares(lambda age_s: survival(Exponential(600.0), age_s), STEP_S)


def test_a_steady_rate_gives_littles_law_all_day() -> None:
    assert day_sessions(Steady(2.0), LASTING, STEP_S) == pytest.approx(1200.0, rel=1e-4)


def test_the_days_sessions_are_its_starts_times_their_length() -> None:
    sessions = day_sessions(Daily(EVENING_CURVE), LASTING, STEP_S)
    assert sessions.mean() == pytest.approx(sum(EVENING_CURVE) / 24.0 * 600.0, rel=1e-4)


def test_sessions_peak_after_arrivals_do() -> None:
    """Rates rise to 21:00 and fall: with sessions of an hour, most play half an hour later."""
    lasting = staying_shares(lambda age_s: survival(Fixed(3600.0), age_s), STEP_S)
    curve = Daily(tuple(1.0 + max(0.0, 3.0 - abs(hour - 21.0)) for hour in range(24)))
    peak_h = float(np.argmax(day_sessions(curve, lasting, STEP_S))) * STEP_S / 3600.0
    assert peak_h == pytest.approx(21.5, abs=0.1)


def test_a_steady_crowd_needs_square_root_reserve() -> None:
    """New and gone within the lag are each a (1 - exp(-lag / mean)) of all: their difference spreads by the
    root.
    """
    spread = math.sqrt(2.0 * 1200.0 * (1.0 - math.exp(-300.0 / 600.0)))
    needed = reserve(Steady(2.0), LASTING, STEP_S, lag_s=300.0, short_share=0.01)
    assert needed == pytest.approx(2.326 * spread, abs=1.5)


def test_a_longer_cold_start_or_a_steeper_evening_needs_more() -> None:
    def needed(arrivals: Steady | Daily, lag_s: float) -> int:
        return reserve(arrivals, LASTING, STEP_S, lag_s=lag_s, short_share=0.01)

    mean = Steady(sum(EVENING_CURVE) / 24.0)
    assert needed(mean, 60.0) < needed(mean, 300.0) < needed(mean, 1800.0)
    assert needed(mean, 300.0) < needed(Daily(EVENING_CURVE), 300.0)


def test_a_step_that_does_not_divide_the_day_is_refused() -> None:
    with pytest.raises(BadInputError, match="steps of a day"):
        day_sessions(Steady(1.0), LASTING, 7.7)


@pytest.mark.parametrize("short_share", [0.0, 0.7, 5.0])
def test_an_absurd_share_is_refused(short_share: float) -> None:
    with pytest.raises(BadInputError, match="short_share"):
        reserve(Steady(1.0), LASTING, STEP_S, lag_s=60.0, short_share=short_share)
