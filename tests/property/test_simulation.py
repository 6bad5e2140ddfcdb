"""Whatever a log holds, what is simulated adds up: Little's law, slots, and everybody accounted for."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from inhabit.plan.simulation.arrivals import Recorded
from inhabit.plan.simulation.durations import Exponential
from inhabit.plan.simulation.replay import once
from inhabit.plan.simulation.scenario import Claim, Failures, Hosts, Scaling, Scenario, Tier

GAPS = st.floats(0.0, 20.0)
LENGTHS = st.floats(0.1, 40.0)
LOGS = st.lists(st.tuples(GAPS, LENGTHS), min_size=1, max_size=40)
# Later than the last of forty sessions can end, one after another.
HORIZON_S = 10_000.0


def log(gaps: list[tuple[float, float]]) -> Recorded:
    starts_s = np.cumsum([gap_s for gap_s, _ in gaps])
    return Recorded(
        tuple((float(start_s), length_s) for start_s, (_, length_s) in zip(starts_s, gaps, strict=True))
    )


def house(gaps: list[tuple[float, float]], hosts: int, slots: int) -> Scenario:
    return Scenario(log(gaps), None, Hosts(hosts, slots), horizon_s=HORIZON_S)


@given(LOGS, st.integers(1, 3), st.integers(1, 3))
def test_littles_law_holds_exactly_where_everybody_is_gone_in_the_end(
    gaps: list[tuple[float, float]], hosts: int, slots: int
) -> None:
    seen = once(house(gaps, hosts, slots), np.random.SeedSequence(0))
    per_s = len(gaps) / HORIZON_S
    played_s = math.fsum(length_s for _, length_s in gaps) / len(gaps)
    assert abs(seen.waiting_mean - per_s * seen.wait_mean_s) <= 1e-9 * (1.0 + seen.waiting_mean)
    assert abs(seen.sessions_mean - per_s * played_s) <= 1e-9 * (1.0 + seen.sessions_mean)
    assert seen.sessions_peak <= hosts * slots
    assert seen.refused_share == seen.abandoned_share == seen.lapsed_share == seen.interrupted_share == 0.0


@given(LOGS, st.integers(1, 3))
def test_one_slot_more_never_makes_anybody_wait_longer(gaps: list[tuple[float, float]], slots: int) -> None:
    few, more = (once(house(gaps, 1, count), np.random.SeedSequence(0)) for count in (slots, slots + 1))
    assert more.wait_mean_s <= few.wait_mean_s + 1e-9
    assert more.wait_max_s <= few.wait_max_s + 1e-9


@settings(deadline=None)
@given(LOGS, st.integers(0, 2), st.integers(1, 3), st.integers(0, 3), st.integers(0, 2**31))
def test_however_much_happens_slots_are_never_oversold(
    gaps: list[tuple[float, float]], hosts: int, slots: int, room: int, seed: int
) -> None:
    busy = replace(
        house(gaps, 1, slots),
        hosts=Hosts(hosts, slots, cold_start_s=7.0),
        room=room,
        patience=Exponential(10.0),
        claim=Claim(4.0, Exponential(3.0)),
        tiers=(Tier("free", 0.5, 15.0), Tier("paid", 0.5)),
        scaling=Scaling(1, 5.0, 10.0, most=3),
        failures=Failures(50.0, 20.0),
        horizon_s=1000.0,
    )
    seen = once(busy, np.random.SeedSequence(seed))
    lost = seen.refused_share + seen.abandoned_share + seen.lapsed_share + seen.interrupted_share
    assert 0.0 <= lost <= 1.0 + 1e-12
    assert seen.sessions_peak <= 3 * slots
    assert 0.0 <= seen.utilisation <= 1.0 + 1e-12
    assert seen.waiting_mean <= room
    assert seen.hosts_mean <= 3.0
