"""Erlang B and C agree with an independent high-precision computation, from one server to a million."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import mpmath
import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan import erlang

SERVERS = [1, 2, 5, 10, 100, 314, 400, 3200, 10**4, 10**5, 10**6]
LOADS = [0.01, 0.5, 0.9, 0.99, 0.9999]
DIGITS = 25


@cache
def exact_log_blocking(servers: int, erlangs: float) -> Any:
    """By Fortet's integral, 1/B = a * integral of exp(-a t) (1 + t)^c over t > 0: no sum, no recursion."""
    with mpmath.workdps(DIGITS):
        c, a = mpmath.mpf(servers), mpmath.mpf(erlangs)
        peak = max(mpmath.mpf(0), c / a - 1)
        top = c * mpmath.log1p(peak) - a * peak
        width = mpmath.sqrt(c) / a if peak else min(mpmath.sqrt(c) / a, 1 / (a - c) if a > c else mpmath.inf)
        points = sorted({max(mpmath.mpf(0), peak + k * width) for k in (-18, -6, 0, 6, 18, 80)})
        area = mpmath.quad(lambda t: mpmath.exp(c * mpmath.log1p(t) - a * t - top), points)
        return -(mpmath.log(a * area) + top)


def exact_log_waiting(servers: int, erlangs: float) -> Any:
    log_blocked = exact_log_blocking(servers, erlangs)
    with mpmath.workdps(DIGITS):
        rho = mpmath.mpf(erlangs) / servers
        return log_blocked - mpmath.log(1 - rho * (1 - mpmath.exp(log_blocked)))


@pytest.mark.parametrize("load", LOADS)
@pytest.mark.parametrize("servers", SERVERS)
def test_c_and_b_are_exact_over_the_whole_grid(servers: int, load: float) -> None:
    erlangs = servers * load
    log_waiting, log_blocking = exact_log_waiting(servers, erlangs), exact_log_blocking(servers, erlangs)
    assert erlang.waiting(servers, erlangs) == pytest.approx(
        float(mpmath.exp(log_waiting)), rel=1e-9, abs=1e-307
    )
    assert erlang.blocking(servers, erlangs) == pytest.approx(
        float(mpmath.exp(log_blocking)), rel=1e-9, abs=1e-307
    )
    # Where the chance itself is a number, an error of its logarithm is the relative error of the chance.
    assert erlang.log_waiting(servers, erlangs) == pytest.approx(float(log_waiting), rel=1e-12, abs=1e-10)
    assert erlang.log_blocking(servers, erlangs) == pytest.approx(float(log_blocking), rel=1e-12, abs=1e-10)


@pytest.mark.parametrize("load", [1.0, 1.01, 3.0])
@pytest.mark.parametrize("servers", [1, 10, 400, 10**5])
def test_b_is_exact_where_more_comes_than_can_be_served(servers: int, load: float) -> None:
    exact = float(mpmath.exp(exact_log_blocking(servers, servers * load)))
    assert erlang.blocking(servers, servers * load) == pytest.approx(exact, rel=1e-11)


@pytest.mark.parametrize("servers", [1, 7, 100, 1000])
def test_b_is_what_erlangs_own_sum_gives(servers: int) -> None:
    """A third way, so that the integral above is itself checked."""
    for erlangs in (0.3 * servers, 0.95 * servers, 2.0 * servers):
        with mpmath.workdps(DIGITS):
            terms = [mpmath.mpf(erlangs) ** k / mpmath.factorial(k) for k in range(servers + 1)]
            exact = float(mpmath.log(terms[-1] / mpmath.fsum(terms)))
        assert erlang.log_blocking(servers, erlangs) == pytest.approx(exact, rel=1e-12, abs=1e-12)


def test_a_chance_of_one_in_ten_to_the_three_hundred_is_right() -> None:
    erlangs = 118.0
    exact = exact_log_waiting(700, erlangs)
    assert -705 < exact < -650
    assert erlang.waiting(700, erlangs) == pytest.approx(float(mpmath.exp(exact)), rel=1e-9)


def test_a_chance_too_small_for_a_float_is_nothing_and_its_logarithm_goes_on() -> None:
    assert erlang.waiting(10**6, 5e5) == 0.0
    assert erlang.log_waiting(10**6, 5e5) == pytest.approx(float(exact_log_waiting(10**6, 5e5)), rel=1e-12)


def test_the_corners_are_what_they_must_be() -> None:
    assert erlang.blocking(0, 3.0) == 1.0
    assert erlang.blocking(0, 0.0) == 1.0
    assert erlang.blocking(5, 0.0) == erlang.waiting(5, 0.0) == 0.0
    assert erlang.log_waiting(5, 0.0) == -math.inf
    assert erlang.blocking(1, 3.0) == pytest.approx(0.75, rel=1e-14)
    assert erlang.waiting(1, 0.3) == pytest.approx(0.3, rel=1e-14)


def test_a_queue_that_would_grow_for_ever_is_refused_with_what_it_takes() -> None:
    with pytest.raises(BadInputError, match=r"rho is 1\.2: .* give at least 301 servers") as refused:
        erlang.waiting(250, 300.0)
    assert refused.value.code == "unstable_queue"
    with pytest.raises(BadInputError, match="rho is 1: "):
        erlang.waiting(300, 300.0)


@pytest.mark.parametrize("share", [0.5, 0.31, 0.01, 1e-9])
@pytest.mark.parametrize("erlangs", [0.2, 1.0, 300.0, 12345.6])
def test_the_servers_it_takes_are_enough_and_one_fewer_is_not(erlangs: float, share: float) -> None:
    servers = erlang.servers_for_waiting(erlangs, share)
    assert erlang.waiting(servers, erlangs) <= share
    assert servers - 1 <= erlangs or erlang.waiting(servers - 1, erlangs) > share
    streams = erlang.servers_for_blocking(erlangs, share)
    assert erlang.blocking(streams, erlangs) <= share
    assert streams == 0 or erlang.blocking(streams - 1, erlangs) > share


@pytest.mark.parametrize("erlangs", [-1.0, math.nan, math.inf, 1e12])
def test_an_absurd_load_is_refused(erlangs: float) -> None:
    with pytest.raises(BadInputError, match="erlangs"):
        erlang.blocking(10, erlangs)


@pytest.mark.parametrize("servers", [-1, 2.5, math.nan, 10**12])
def test_absurd_servers_are_refused(servers: int) -> None:
    with pytest.raises(BadInputError, match="servers"):
        erlang.blocking(servers, 1.0)


@pytest.mark.parametrize("share", [0.0, -0.1, 31.0])
def test_a_share_that_is_none_is_refused(share: float) -> None:
    with pytest.raises(BadInputError, match="waiting_share"):
        erlang.servers_for_waiting(10.0, share)
