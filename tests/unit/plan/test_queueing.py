"""Waits of the M/M/c queue, and the worked examples of the source document as they really come out."""

from __future__ import annotations

import math

import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan import queueing


def test_littles_law_reads_the_same_in_its_three_forms() -> None:
    assert queueing.little_inside(100.0, 30.0) == 3000.0
    assert queueing.little_stay_s(3000.0, 100.0) == 30.0
    assert queueing.little_arrivals_per_s(3000.0, 30.0) == 100.0


def test_the_sources_batch_example_waits_nanoseconds_and_not_nine_seconds() -> None:
    """Section 5: lambda = 10, mu = 1/30, c = 400. It says P_wait 0.31 and W_q 9.3 s."""
    waits = queueing.waits(10.0, 30.0, 400)
    assert waits.utilisation == 0.75
    assert waits.wait_share == pytest.approx(2.2688361e-8, rel=1e-7)
    assert waits.queue_s == pytest.approx(6.8065084e-9, rel=1e-7)
    assert waits.stay_s == pytest.approx(30.0, abs=1e-7)


def test_even_where_31_in_100_wait_they_wait_less_than_a_second() -> None:
    assert queueing.servers_for_wait_share(10.0, 30.0, 0.31) == 315
    waits = queueing.waits(10.0, 30.0, 314)
    assert waits.wait_share == pytest.approx(0.31844, abs=1e-5)
    assert waits.queue_s == pytest.approx(0.68236, abs=1e-5)


def test_the_sources_live_example_hardly_ever_waits_although_it_runs_hot() -> None:
    waits = queueing.waits(10.0, 300.0, 3200)
    assert waits.utilisation == 0.9375
    assert waits.wait_share == pytest.approx(1.657372517e-4, rel=1e-9)
    assert waits.queue_s == pytest.approx(2.486e-4, rel=1e-3)


def test_one_server_waits_as_the_textbook_says() -> None:
    waits = queueing.waits(0.8, 1.0, 1)
    assert waits.wait_share == pytest.approx(0.8)
    assert waits.queue_s == pytest.approx(4.0)
    assert waits.inside_mean == pytest.approx(4.0)
    assert waits.queue_mean == pytest.approx(3.2)


def test_waits_longer_than_any_time_fall_exponentially() -> None:
    waits = queueing.waits(9.0, 1.0, 10)
    assert waits.longer_share(0.0) == pytest.approx(waits.wait_share)
    assert waits.longer_share(2.0) == pytest.approx(waits.wait_share * math.exp(-2.0))


@pytest.mark.parametrize("percentile", [0.5, 0.95, 0.99, 0.999])
def test_a_percentile_is_where_the_longer_share_is_what_remains(percentile: float) -> None:
    waits = queueing.waits(9.0, 1.0, 10)
    wait_s = waits.percentile_s(percentile)
    assert waits.longer_share(wait_s) == pytest.approx(1.0 - percentile, rel=1e-9)


def test_the_median_person_does_not_wait_where_few_do() -> None:
    assert queueing.waits(5.0, 1.0, 10).percentile_s(0.5) == 0.0


def test_servers_for_a_wait_are_enough_and_one_fewer_is_not() -> None:
    servers = queueing.servers_for_wait(10.0, 30.0, 5.0, 0.99)
    assert queueing.waits(10.0, 30.0, servers).percentile_s(0.99) <= 5.0
    assert queueing.waits(10.0, 30.0, servers - 1).percentile_s(0.99) > 5.0


def test_a_million_servers_are_no_harder_than_one() -> None:
    waits = queueing.waits(1e5, 10.0, 1_002_377)
    assert waits.wait_share <= 0.01
    assert queueing.servers_for_wait_share(1e5, 10.0, 0.01) == 1_002_377


def test_nobody_coming_is_a_queue_without_waits() -> None:
    waits = queueing.waits(0.0, 30.0, 4)
    assert (waits.wait_share, waits.queue_s, waits.inside_mean, waits.percentile_s(0.99)) == (
        0.0,
        0.0,
        0.0,
        0.0,
    )


def test_an_unstable_queue_is_refused_with_rho_and_what_it_takes() -> None:
    with pytest.raises(BadInputError, match=r"rho is 1\.5: .*give at least 301 servers") as refused:
        queueing.waits(10.0, 30.0, 200)
    assert refused.value.code == "unstable_queue"


@pytest.mark.parametrize(
    ("arrivals_per_s", "service_s", "servers", "named"),
    [
        (-1.0, 30.0, 4, "arrivals_per_s"),
        (math.nan, 30.0, 4, "arrivals_per_s"),
        (1.0, 0.0, 4, "service_s"),
        (1.0, math.inf, 4, "service_s"),
        (1.0, 1.0, 0, "servers"),
        (1e9, 1e9, 4, "at once"),
    ],
)
def test_absurd_values_are_refused_by_name(
    arrivals_per_s: float, service_s: float, servers: int, named: str
) -> None:
    with pytest.raises(BadInputError, match=named):
        queueing.waits(arrivals_per_s, service_s, servers)


def test_a_percentile_in_per_cent_is_refused_with_the_share_that_was_meant() -> None:
    with pytest.raises(BadInputError, match=r"give 0\.95"):
        queueing.waits(9.0, 1.0, 10).percentile_s(95.0)
