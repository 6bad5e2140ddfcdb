"""Counts that come at random (Poisson): their chances, exact to many digits for means from nothing to 10^9.

Erlang's formulas and the number of sessions that play at once both rest on these. Nothing here overflows:
what would be too small for a float is 0 in the plain functions and right in the logarithmic ones.
"""

from __future__ import annotations

import math

from inhabit.plan import checks

MOST_COUNTED = 1e9
"""Sums run over about nine times the square root of the count: up to here they take well under a second."""

_BELOW_ROUNDING = 2.0**-56


def log_mass(count: int, mean: float) -> float:
    """Natural logarithm of P(N = count) for N Poisson of `mean` >= 0; -inf where that is impossible.

    Saddle-point form of Loader, "Fast and accurate computation of binomial probabilities" (2000): the large
    terms of `count ln mean - mean - ln count!` are cancelled on paper, not in floating point.
    """
    if mean == 0.0:
        return 0.0 if count == 0 else -math.inf
    if count == 0:
        return -mean
    off = (count - mean) / count
    if abs(off) < 0.5:
        deviance = count * (-math.log1p(-off) - off)
    else:
        deviance = count * math.log(count / mean) + mean - count
    return -deviance - 0.5 * math.log(2.0 * math.pi * count) - _stirling_rest(count)


def sum_above(count: int, mean: float) -> float:
    """P(N > count) / P(N = count), for 0 <= mean < count + 1: the terms fall from the first on."""
    total, term, k = 0.0, 1.0, count
    while term > total * _BELOW_ROUNDING:
        k += 1
        term *= mean / k
        total += term
        if term == 0.0:
            break
    return total


def sum_below(count: int, mean: float) -> float:
    """P(N <= count) / P(N = count), for mean >= count: the terms fall from the first on."""
    total, term, k = 1.0, 1.0, count
    while k > 0 and term > total * _BELOW_ROUNDING:
        term *= k / mean
        total += term
        k -= 1
    return total


def chance_above(count: int, mean: float) -> float:
    """P(N > count) for N Poisson of `mean`; both at most 10^9. Raises BadInputError for anything else."""
    count = checks.count("count", count, least=0, most=MOST_COUNTED)
    mean = checks.non_negative("mean", mean, most=MOST_COUNTED)
    mass = math.exp(log_mass(count, mean))
    if mean < count + 1:
        return mass * sum_above(count, mean)
    return max(0.0, 1.0 - mass * sum_below(count, mean))


def quantile(chance: float, mean: float) -> int:
    """The smallest count that N stays at or below with at least `chance` (0 < chance < 1)."""
    chance = checks.positive("chance", chance, most=1.0 - 1e-15)
    mean = checks.non_negative("mean", mean, most=MOST_COUNTED / 2)
    low, high = -1, math.ceil(mean + 1.0)
    while chance_above(high, mean) > 1.0 - chance:
        low, high = high, high + math.ceil(math.sqrt(mean) + 1.0)
    while high - low > 1:
        middle = (low + high) // 2
        if chance_above(middle, mean) > 1.0 - chance:
            low = middle
        else:
            high = middle
    return high


def _stirling_rest(count: int) -> float:
    """ln count! minus Stirling's (count + 1/2) ln count - count + ln sqrt(2 pi)."""
    if count < 16:
        leading = (count + 0.5) * math.log(count) - count + 0.5 * math.log(2.0 * math.pi)
        return math.lgamma(count + 1.0) - leading
    n2 = float(count) * count
    return (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - 1.0 / (1680.0 * n2)) / n2) / n2) / count
