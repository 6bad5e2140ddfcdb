"""How long something lasts: a session, somebody's patience. Three shapes, by their mean in seconds."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inhabit.plan import checks


@dataclass(frozen=True, slots=True)
class Exponential:
    """Whoever is still here is as likely to leave in the next second as at the beginning."""

    mean_s: float

    def __post_init__(self) -> None:
        checks.positive("mean_s", self.mean_s, "s")


@dataclass(frozen=True, slots=True)
class Fixed:
    """Always the same."""

    mean_s: float

    def __post_init__(self) -> None:
        checks.positive("mean_s", self.mean_s, "s")


@dataclass(frozen=True, slots=True)
class Lognormal:
    """Many short and a few very long: what session lengths mostly look like.

    `spread` is the standard deviation of the logarithm (0 < spread <= 5); the median is mean / exp(spread^2
    / 2).
    """

    mean_s: float
    spread: float = 1.0

    def __post_init__(self) -> None:
        checks.positive("mean_s", self.mean_s, "s")
        checks.positive("spread", self.spread, most=5.0)


Duration = Exponential | Fixed | Lognormal


def draw(duration: Duration, count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """`count` independent lengths in seconds."""
    match duration:
        case Exponential(mean_s):
            return rng.exponential(mean_s, count)
        case Fixed(mean_s):
            return np.full(count, mean_s)
        case Lognormal(mean_s, spread):
            return rng.lognormal(math.log(mean_s) - spread * spread / 2.0, spread, count)


def survival(duration: Duration, age_s: NDArray[np.floating]) -> NDArray[np.float64]:
    """P(longer than `age_s`), for ages of at least 0."""
    match duration:
        case Exponential(mean_s):
            return np.exp(-age_s / mean_s)
        case Fixed(mean_s):
            return (age_s < mean_s).astype(np.float64)
        case Lognormal(mean_s, spread):
            with np.errstate(divide="ignore"):
                score = (np.log(age_s) - math.log(mean_s) + spread * spread / 2.0) / spread
            return np.array([0.5 * math.erfc(z / math.sqrt(2.0)) for z in score])
