"""Sessions over a day were there always a slot (Mt/G/infinity), and what a scaler keeps in reserve.

Sources: S. G. Eick, W. A. Massey, W. Whitt, "The physics of the Mt/G/infinity queue" (1993): with Poisson
arrivals of any varying rate the number that play is Poisson, its mean the rate folded with the survival
function of session lengths. The reserve is square-root staffing for what happens between a decision and the
host it brings.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from inhabit.plan import checks
from inhabit.plan.simulation.arrivals import DAY_S, Daily, Steady, rate_per_s


def day_sessions(arrivals: Daily | Steady, shares: NDArray[np.float64], step_s: float) -> NDArray[np.float64]:
    """Mean sessions at the end of each step of a day that repeats for ever.

    `shares` are `ages.staying_shares` of session lengths for the same `step_s`, which must divide the day.
    """
    joined = _joined(arrivals, step_s)
    return _fold(joined, shares)


def reserve(
    arrivals: Daily | Steady, shares: NDArray[np.float64], step_s: float, *, lag_s: float, short_share: float
) -> int:
    """Slots to keep free so that at the day's worst moment they run out with a chance of at most
    `short_share`.

    Between a decision and its hosts, `lag_s` later, Poisson many sessions join and others leave; the
    reserve is the mean of their difference and as many standard deviations as `short_share` (0 < share <
    0.5) asks for.
    """
    share = checks.positive("short_share", checks.share("short_share", short_share), most=0.5)
    lag = max(1, math.ceil(checks.non_negative("lag_s", lag_s, "s") / step_s))
    joined = _joined(arrivals, step_s)
    now = _fold(joined, shares)
    new = _fold(joined, shares[:lag])
    before = np.roll(now, lag)
    left = before - (now - new)
    needed = now - before + NormalDist().inv_cdf(1.0 - share) * np.sqrt(np.maximum(new + left, 0.0))
    return max(0, math.ceil(float(needed.max())))


def _joined(arrivals: Daily | Steady, step_s: float) -> NDArray[np.float64]:
    steps = checks.count("steps of a day (86400 s / step_s)", DAY_S / step_s, most=1e6)
    return rate_per_s(arrivals, (np.arange(steps) + 0.5) * step_s) * step_s


def _fold(joined: NDArray[np.float64], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round the day: sessions longer than a day meet the next one's."""
    around = np.zeros(joined.size)
    np.add.at(around, np.arange(shares.size) % joined.size, shares)
    return np.fft.irfft(np.fft.rfft(joined) * np.fft.rfft(around), joined.size)
