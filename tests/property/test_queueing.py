"""Queues behave as queues must, whatever the load: more load, more waiting; more servers, less of it."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from inhabit.plan import erlang, queueing
from inhabit.plan.waiting_room import bounded_waits

SERVERS = st.integers(1, 100_000)
LOAD = st.floats(0.001, 0.9999)
MORE = st.floats(1.0, 3.0)
RATE = st.floats(1e-3, 1e3)


@given(SERVERS, LOAD)
def test_shares_are_shares_and_waiting_is_likelier_than_blocking(servers: int, load: float) -> None:
    erlangs = servers * load
    blocked, waits = erlang.blocking(servers, erlangs), erlang.waiting(servers, erlangs)
    assert 0.0 <= blocked <= waits <= 1.0
    assert erlang.log_blocking(servers, erlangs) <= erlang.log_waiting(servers, erlangs) <= 1e-12


@given(SERVERS, LOAD)
def test_nobody_waits_more_often_than_rho_says(servers: int, load: float) -> None:
    """P_wait <= rho: with equality for one server only."""
    assert erlang.waiting(servers, servers * load) <= load * (1.0 + 1e-12)


@given(SERVERS, LOAD, MORE)
def test_more_load_never_means_less_waiting(servers: int, load: float, more: float) -> None:
    little, much = servers * load, min(servers * load * more, servers * 0.99999)
    assume(little < much)
    assert erlang.log_blocking(servers, little) <= erlang.log_blocking(servers, much) + 1e-12
    assert erlang.log_waiting(servers, little) <= erlang.log_waiting(servers, much) + 1e-12


@given(SERVERS, LOAD)
def test_one_server_more_always_helps(servers: int, load: float) -> None:
    erlangs = servers * load
    assert erlang.log_blocking(servers + 1, erlangs) < erlang.log_blocking(servers, erlangs)
    assert erlang.log_waiting(servers + 1, erlangs) < erlang.log_waiting(servers, erlangs)


@given(SERVERS, st.floats(0.001, 10.0))
def test_blocking_obeys_the_recursion_from_one_server_fewer(servers: int, load: float) -> None:
    """B(c) = a B(c-1) / (c + a B(c-1)), which the code does not use."""
    erlangs = servers * load
    fewer = erlang.blocking(servers - 1, erlangs)
    assume(fewer > 1e-290)
    expected = erlangs * fewer / (servers + erlangs * fewer)
    assert abs(erlang.blocking(servers, erlangs) - expected) <= 1e-10 * expected


@given(RATE, RATE, SERVERS)
def test_littles_law_holds_for_the_queue_and_for_the_house(
    rate: float, service_s: float, servers: int
) -> None:
    assume(rate * service_s < servers * 0.9999)
    waits = queueing.waits(rate, service_s, servers)
    assert abs(queueing.little_inside(rate, waits.queue_s) - waits.queue_mean) <= 1e-9 * (
        1.0 + waits.queue_mean
    )
    assert abs(queueing.little_inside(rate, waits.stay_s) - waits.inside_mean) <= 1e-9 * waits.inside_mean


@given(st.integers(1, 2000), st.integers(0, 300), st.floats(0.01, 5.0))
def test_a_bounded_room_loses_and_serves_what_comes(servers: int, room: int, load: float) -> None:
    erlangs = servers * load
    waits = bounded_waits(erlangs, 1.0, servers, room)
    assert 0.0 <= waits.refused_share <= 1.0 and 0.0 <= waits.wait_share <= 1.0 + 1e-12
    assert waits.queue_mean <= room + 1e-9
    assert waits.inside_mean <= servers + room + 1e-9
    assert waits.utilisation <= 1.0 + 1e-9
    assert abs(waits.admitted_per_s * waits.stay_s - waits.inside_mean) <= 1e-9 * waits.inside_mean


@given(st.integers(1, 2000), st.integers(0, 300), st.floats(0.01, 5.0))
def test_one_place_more_refuses_fewer(servers: int, room: int, load: float) -> None:
    less, more = (bounded_waits(servers * load, 1.0, servers, places) for places in (room, room + 1))
    assert more.refused_share <= less.refused_share * (1.0 + 1e-12)
