"""Confidence intervals: Student's t without a statistics library."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan.simulation.estimate import estimate, student_quantile


@pytest.mark.parametrize(
    ("freedom", "chance", "table"),
    [
        (1, 0.975, 12.706),
        (2, 0.995, 9.925),
        (9, 0.995, 3.250),
        (10, 0.975, 2.228),
        (19, 0.995, 2.861),
        (30, 0.95, 1.697),
    ],
)
def test_quantiles_are_those_of_the_tables(freedom: int, chance: float, table: float) -> None:
    assert student_quantile(chance, freedom) == pytest.approx(table, abs=6e-4)


@pytest.mark.parametrize("freedom", [1, 2, 3, 8, 19, 200])
@pytest.mark.parametrize("chance", [0.6, 0.95, 0.995, 0.9999])
def test_quantiles_are_exact(freedom: int, chance: float) -> None:
    """Against the incomplete beta function, which the code does not use."""
    t = mpmath.mpf(student_quantile(chance, freedom))
    tail = mpmath.betainc(mpmath.mpf(freedom) / 2, 0.5, 0, freedom / (freedom + t * t), regularized=True) / 2
    assert float(tail) == pytest.approx(1.0 - chance, rel=1e-9)


def test_an_interval_is_the_textbooks() -> None:
    seen = estimate([4.0, 6.0, 8.0, 10.0], 0.95)
    half = 3.182446 * (20.0 / 3.0) ** 0.5 / 2.0
    assert seen.mean == 7.0
    assert (seen.low, seen.high) == pytest.approx((7.0 - half, 7.0 + half), rel=1e-6)
    assert seen.holds(7.0) and not seen.holds(100.0)


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    rng = np.random.default_rng(0)
    held = [estimate(rng.normal(3.0, 2.0, 5).tolist(), 0.9).holds(3.0) for _ in range(1000)]
    assert 0.87 < np.mean(held) < 0.93


def test_what_is_not_random_has_no_width() -> None:
    assert estimate([5.0, 5.0], 0.99).low == estimate([5.0, 5.0], 0.99).high == 5.0


def test_one_replication_says_nothing_about_its_own_spread() -> None:
    with pytest.raises(BadInputError, match="replications is 1: give at least 2"):
        estimate([5.0], 0.95)


@pytest.mark.parametrize("confidence", [0.0, 1.0, 99.0])
def test_an_absurd_confidence_is_refused(confidence: float) -> None:
    with pytest.raises(BadInputError, match="confidence"):
        estimate([1.0, 2.0], confidence)
