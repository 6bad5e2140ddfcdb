"""Random counts: chances to many digits, from a handful to a hundred million."""

from __future__ import annotations

import math

import mpmath
import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan import poisson


def exact_log_mass(count: int, mean: float) -> float:
    with mpmath.workdps(40):
        return float(count * mpmath.log(mean) - mean - mpmath.loggamma(count + 1))


@pytest.mark.parametrize("mean", [1e-3, 0.5, 7.0, 15.5, 400.0, 1e6])
@pytest.mark.parametrize("apart", [0.01, 0.7, 0.999, 1.0, 1.001, 1.4, 30.0])
def test_the_chance_of_one_count_is_exact(mean: float, apart: float) -> None:
    count = max(1, round(mean * apart))
    exact = exact_log_mass(count, mean)
    assert poisson.log_mass(count, mean) == pytest.approx(exact, rel=1e-13, abs=1e-11)


def test_nothing_comes_where_nothing_is_expected() -> None:
    assert poisson.log_mass(0, 0.0) == 0.0
    assert poisson.log_mass(3, 0.0) == -math.inf
    assert poisson.chance_above(0, 0.0) == 0.0


@pytest.mark.parametrize(("count", "mean"), [(0, 0.3), (4, 2.0), (4, 9.0), (120, 100.0), (80, 100.0)])
def test_tails_are_what_summing_them_gives(count: int, mean: float) -> None:
    with mpmath.workdps(40):
        below = mpmath.fsum(
            mpmath.exp(-mean) * mpmath.mpf(mean) ** k / mpmath.factorial(k) for k in range(count + 1)
        )
        exact = float(1 - below)
    assert poisson.chance_above(count, mean) == pytest.approx(exact, rel=1e-12)


def test_a_tail_far_too_thin_for_a_float_is_nothing_and_not_an_error() -> None:
    assert poisson.chance_above(2_000_000, 1e6) == 0.0


@pytest.mark.parametrize("mean", [0.2, 3.0, 3000.0, 1e6])
@pytest.mark.parametrize("chance", [0.01, 0.5, 0.95, 0.999])
def test_a_quantile_is_the_first_count_that_is_enough(mean: float, chance: float) -> None:
    count = poisson.quantile(chance, mean)
    assert poisson.chance_above(count, mean) <= 1.0 - chance
    assert count == 0 or poisson.chance_above(count - 1, mean) > 1.0 - chance


@pytest.mark.parametrize("mean", [-1.0, math.nan, math.inf, 1e12])
def test_an_absurd_mean_is_refused(mean: float) -> None:
    with pytest.raises(BadInputError, match="mean"):
        poisson.chance_above(3, mean)
