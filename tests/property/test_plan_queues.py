"""Queues of the planner at any load: bounds, order, Little's law, and the same law in the simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inhabit.plan import erlang, queueing
from inhabit.plan.simulation.arrivals import Steady
from inhabit.plan.simulation.durations import Exponential, Fixed, Lognormal
from inhabit.plan.simulation.replay import once
from inhabit.plan.simulation.scenario import Hosts, Scenario
from inhabit.plan.waiting_room import bounded_waits

SERVERS = st.integers(1, 100_000)
RHO = st.floats(0.001, 0.999)
SLACK = 1e-9


@given(SERVERS, RHO)
def test_chances_are_chances_and_who_waits_is_more_than_who_would_be_lost(servers: int, rho: float) -> None:
    lost, waits = erlang.blocking(servers, rho * servers), erlang.waiting(servers, rho * servers)
    assert 0.0 <= lost <= waits * (1.0 + SLACK) and waits <= 1.0


@given(SERVERS, RHO, RHO)
def test_more_load_never_means_less_waiting(servers: int, one: float, other: float) -> None:
    light, heavy = sorted((one * servers, other * servers))
    assert erlang.log_blocking(servers, light) <= erlang.log_blocking(servers, heavy) + SLACK
    assert erlang.log_waiting(servers, light) <= erlang.log_waiting(servers, heavy) + SLACK


@given(SERVERS, RHO, st.integers(1, 1000))
def test_more_servers_never_mean_more_waiting(servers: int, rho: float, more: int) -> None:
    load = rho * servers
    assert erlang.log_waiting(servers + more, load) <= erlang.log_waiting(servers, load) + SLACK


@given(st.integers(1, 5000), st.floats(0.01, 3.0))
def test_one_server_more_follows_from_one_less(servers: int, rho: float) -> None:
    """B(c) = a B(c - 1) / (c + a B(c - 1)): the recursion that the closed form has to keep to."""
    load = rho * servers
    before = erlang.blocking(servers - 1, load)
    if before > 1e-290:
        expected = load * before / (servers + load * before)
        assert erlang.blocking(servers, load) == pytest.approx(expected, rel=1e-8)


@given(SERVERS, RHO, st.floats(0.01, 10_000.0))
def test_littles_law_holds_for_who_waits_and_for_who_is_inside(
    servers: int, rho: float, service_s: float
) -> None:
    per_s = rho * servers / service_s
    waits = queueing.waits(per_s, service_s, servers)
    assert waits.queue_mean == pytest.approx(queueing.little_inside(per_s, waits.queue_s), abs=1e-300)
    assert waits.inside_mean == pytest.approx(queueing.little_inside(per_s, waits.stay_s))
    assert 0.0 <= waits.percentile_s(0.5) <= waits.percentile_s(0.95) <= waits.percentile_s(0.99)


@given(st.integers(1, 2000), st.floats(0.01, 3.0), st.integers(0, 300), st.integers(1, 300))
def test_a_larger_room_sends_fewer_away_and_has_more_of_them_wait(
    servers: int, rho: float, room: int, more: int
) -> None:
    small, large = (bounded_waits(rho * servers, 1.0, servers, places) for places in (room, room + more))
    assert 0.0 <= large.refused_share <= small.refused_share * (1.0 + SLACK) <= 1.0 + SLACK
    assert large.queue_mean >= small.queue_mean * (1.0 - SLACK)
    assert 0.0 <= small.utilisation <= 1.0 + SLACK
    for each in (small, large):
        # Little's law for those who are let in.
        assert each.inside_mean == pytest.approx(each.admitted_per_s * each.stay_s)
        assert each.queue_mean <= each.room * (1.0 + SLACK)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(
    st.integers(1, 12),
    st.floats(0.3, 0.85),
    st.sampled_from((Exponential(20.0), Fixed(20.0), Lognormal(20.0, 0.8))),
    st.integers(0, 2**31),
)
def test_littles_law_holds_in_the_simulation_whatever_the_lengths(
    servers: int, rho: float, length: Exponential | Fixed | Lognormal, seed: int
) -> None:
    """L = lambda W of the people who were simulated, not of the formula: as near as the ends of the time that
    is looked at allow."""
    house = Scenario(
        Steady(rho * servers / 20.0), length, Hosts(1, servers), horizon_s=21_000.0, warmup_s=1000.0
    )
    seen = once(house, np.random.SeedSequence(seed))
    per_s = seen.arrived / 20_000.0
    at_the_ends = 4.0 * servers * seen.wait_p99_s / 20_000.0 + 1e-9
    assert seen.waiting_mean == pytest.approx(per_s * seen.wait_mean_s, rel=0.01, abs=at_the_ends)
    assert seen.sessions_mean == pytest.approx(per_s * 20.0, rel=0.15)
