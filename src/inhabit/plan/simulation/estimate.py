"""A figure that was seen several times: its mean, and the interval that mostly holds the truth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from inhabit.plan import checks


@dataclass(frozen=True, slots=True)
class Estimate:
    """Mean of independent replications and its confidence interval; `low == high` where nothing is random."""

    mean: float
    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether `value` lies in the interval."""
        return self.low <= value <= self.high


def estimate(seen: Sequence[float], confidence: float) -> Estimate:
    """Student's interval for the mean of two or more independent values, `confidence` in (0, 1).

    Replications rather than batches of one long run: they are independent by construction, and a warm-up that
    is cut off each of them costs little here.
    """
    replications = checks.count("replications", len(seen), least=2)
    confidence = checks.positive("confidence", checks.share("confidence", confidence), most=1.0 - 1e-9)
    mean = math.fsum(seen) / replications
    variance = math.fsum((value - mean) ** 2 for value in seen) / (replications - 1)
    half = student_quantile(0.5 + confidence / 2.0, replications - 1) * math.sqrt(variance / replications)
    return Estimate(mean=mean, low=mean - half, high=mean + half)


def student_quantile(chance: float, freedom: int) -> float:
    """The value that Student's t of `freedom` >= 1 degrees stays below with `chance` (0.5 <= chance < 1).

    By halving the angle whose tangent it is, to about 1e-12.
    """
    chance = checks.positive("chance", chance, most=1.0 - 1e-12)
    low, high = 0.0, math.pi / 2.0
    for _ in range(60):
        middle = (low + high) / 2.0
        if _chance_within(middle, freedom) < 2.0 * chance - 1.0:
            low = middle
        else:
            high = middle
    return math.tan(low) * math.sqrt(freedom)


def _chance_within(angle: float, freedom: int) -> float:
    """P(|t| < sqrt(freedom) tan(angle)), by the finite sums of Abramowitz and Stegun 26.7.3 and 26.7.4."""
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = freedom % 2
    term, total = (cosine if odd else 1.0), 0.0
    for k in range(2 + odd, freedom + 1, 2):
        total += term
        term *= cosine * cosine * (k - 1) / k
    return 2.0 / math.pi * (angle + sine * total) if odd else sine * total
