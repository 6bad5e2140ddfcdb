"""When people come: at a steady rate, along a day's curve, or as a log recorded them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inhabit.core.errors import BadInputError
from inhabit.plan import checks

HOUR_S = 3600.0
DAY_S = 24.0 * HOUR_S

EVENING_CURVE = (
    *(0.55, 0.38, 0.27, 0.22, 0.20, 0.23, 0.32, 0.48, 0.62, 0.72, 0.80, 0.88),
    *(0.98, 1.00, 1.00, 1.04, 1.14, 1.28, 1.45, 1.65, 1.82, 1.85, 1.55, 0.95),
)
"""A day of leisure by local hour from midnight, relative: lowest at four, a peak at nine in the evening.

Assumed by us, for want of a measured one: replace it by one's own.
"""


@dataclass(frozen=True, slots=True)
class Steady:
    """Poisson arrivals at one rate."""

    per_s: float

    def __post_init__(self) -> None:
        checks.positive("per_s", self.per_s, "per second")


@dataclass(frozen=True, slots=True)
class Daily:
    """Poisson arrivals whose rate follows 24 numbers: the rate at each full hour, straight lines between.

    The curve repeats every day, the 24th number leads back to the first; the day's mean rate is their mean.
    """

    per_s: tuple[float, ...]

    def __post_init__(self) -> None:
        checks.count("numbers of the day's curve", len(self.per_s), least=24, most=24)
        for hour, rate in enumerate(self.per_s):
            checks.non_negative(f"rate at {hour}:00", rate, "per second")
        checks.positive("highest rate of the day", max(self.per_s), "per second")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a log says: (start_s, length_s) per session, starts not falling, from 0 on."""

    sessions: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        checks.count("recorded sessions", len(self.sessions))
        before_s = 0.0
        for line, (start_s, length_s) in enumerate(self.sessions, start=1):
            checks.non_negative(f"start_s of session {line}", start_s, "s")
            checks.positive(f"length_s of session {line}", length_s, "s")
            if start_s < before_s:
                raise BadInputError(
                    "bad_plan_value",
                    f"session {line} of the log starts at {start_s:g} s, before the one above it:"
                    " sort by start",
                )
            before_s = start_s


Arrivals = Steady | Daily | Recorded


def rate_per_s(arrivals: Steady | Daily, at_s: NDArray[np.floating]) -> NDArray[np.float64]:
    """The rate at these times after midnight, per second."""
    match arrivals:
        case Steady(per_s):
            return np.full(at_s.shape, per_s)
        case Daily(per_s):
            return np.interp(at_s / HOUR_S, np.arange(24.0), np.array(per_s), period=24.0)


def mean_rate_per_s(arrivals: Arrivals, horizon_s: float) -> float:
    """The mean rate over the first `horizon_s` seconds (over whole days for a day's curve), per second."""
    match arrivals:
        case Steady(per_s):
            return per_s
        case Daily(per_s):
            return sum(per_s) / 24.0
        case Recorded(sessions):
            return sum(start_s < horizon_s for start_s, _ in sessions) / horizon_s


def arrival_times(arrivals: Arrivals, horizon_s: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Rising times in [0, horizon_s), in seconds.

    A varying rate is thinned from its highest (P. A. W. Lewis and G. S. Shedler, 1979).
    """
    match arrivals:
        case Steady(per_s):
            return np.sort(rng.uniform(0.0, horizon_s, rng.poisson(per_s * horizon_s)))
        case Daily(per_s):
            highest = max(per_s)
            candidates = np.sort(rng.uniform(0.0, horizon_s, rng.poisson(highest * horizon_s)))
            kept = rng.uniform(0.0, highest, candidates.size) < rate_per_s(arrivals, candidates)
            return candidates[kept]
        case Recorded(sessions):
            return np.array([start_s for start_s, _ in sessions if start_s < horizon_s])
