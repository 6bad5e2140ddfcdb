"""A house played person by person, on scenes small enough to work out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan.simulation.arrivals import Recorded, Steady
from inhabit.plan.simulation.durations import Exponential, Fixed, Lognormal
from inhabit.plan.simulation.replay import once, replay
from inhabit.plan.simulation.results import Sample
from inhabit.plan.simulation.scenario import Claim, Failures, Hosts, Scaling, Scenario, Tier


def played(*sessions: tuple[float, float], horizon_s: float = 100.0, **rest: object) -> Sample:
    """A log played once; one host with one slot unless said otherwise."""
    scenario = Scenario(Recorded(sessions), None, Hosts(1, 1, usd_per_hour=36.0), horizon_s=horizon_s)
    return once(replace(scenario, **rest), np.random.SeedSequence(1))


def test_the_second_waits_until_the_first_has_gone() -> None:
    seen = played((0.0, 10.0), (4.0, 10.0))
    assert (seen.arrived, seen.waited_share, seen.wait_max_s, seen.wait_mean_s) == (2.0, 0.5, 6.0, 3.0)
    assert seen.sessions_mean == pytest.approx(20.0 / 100.0)
    assert seen.waiting_mean == pytest.approx(6.0 / 100.0)
    assert seen.utilisation == pytest.approx(0.2)


def test_first_come_is_first_served() -> None:
    seen = played((0.0, 10.0), (1.0, 10.0), (2.0, 1.0))
    assert seen.wait_max_s == 18.0


def test_who_finds_the_waiting_room_full_is_refused() -> None:
    seen = played((0.0, 10.0), (1.0, 10.0), (2.0, 10.0), room=1)
    assert seen.refused_share == pytest.approx(1 / 3)
    assert seen.waited_share == pytest.approx(1 / 2)


def test_without_a_waiting_room_everybody_plays_or_is_refused() -> None:
    seen = played((0.0, 10.0), (1.0, 10.0), (11.0, 10.0), room=0)
    assert (seen.refused_share, seen.waited_share) == (pytest.approx(1 / 3), 0.0)


def test_who_runs_out_of_patience_leaves_and_the_next_is_served() -> None:
    seen = played((0.0, 10.0), (1.0, 10.0), (6.0, 10.0), patience=Fixed(5.0), long_wait_s=4.5)
    assert seen.abandoned_share == pytest.approx(1 / 3)
    assert seen.wait_max_s == 4.0
    assert seen.long_wait_share == pytest.approx(1 / 3)


def test_who_does_not_claim_in_time_loses_the_turn_to_the_next() -> None:
    slow = Claim(grace_s=3.0, answer=Fixed(60.0))
    seen = played((0.0, 10.0), (1.0, 10.0), (2.0, 10.0), claim=slow)
    assert seen.lapsed_share == pytest.approx(2 / 3)
    assert seen.sessions_mean == pytest.approx(0.1)
    quick = Claim(grace_s=3.0, answer=Fixed(2.0))
    seen = played((0.0, 10.0), (1.0, 10.0), (2.0, 10.0), claim=quick)
    assert (seen.lapsed_share, seen.wait_max_s) == (0.0, 22.0)


def test_nobody_is_called_who_is_served_at_once() -> None:
    seen = played((0.0, 10.0), claim=Claim(grace_s=3.0, answer=Fixed(60.0)))
    assert (seen.lapsed_share, seen.waited_share) == (0.0, 0.0)


def test_a_plan_ends_the_session_at_its_limit() -> None:
    seen = played((0.0, 50.0), (1.0, 5.0), tiers=(Tier("free", 1.0, 20.0),))
    assert seen.wait_max_s == 19.0
    assert seen.sessions_mean == pytest.approx(0.25)


def test_a_host_is_ordered_when_it_is_missed_and_ready_after_its_cold_start() -> None:
    scaling = Scaling(buffer_slots=0, every_s=5.0, idle_s=1000.0)
    seen = played((12.0, 10.0), hosts=Hosts(0, 1, 30.0, usd_per_hour=36.0), scaling=scaling)
    assert seen.wait_max_s == pytest.approx(15.0 + 30.0 - 12.0)
    assert seen.host_hours == pytest.approx(85.0 / 3600.0)
    assert seen.bill_usd == pytest.approx(0.85)


def test_an_idle_host_is_given_back_and_costs_no_more() -> None:
    scaling = Scaling(buffer_slots=0, every_s=5.0, idle_s=20.0)
    seen = played((1.0, 10.0), hosts=Hosts(1, 1, 30.0, usd_per_hour=36.0), scaling=scaling)
    assert seen.host_hours == pytest.approx(35.0 / 3600.0)


def test_people_are_put_together_so_that_a_host_empties() -> None:
    """Two hosts of two slots: who comes last goes where one already plays, and the other can be stopped."""
    scaling = Scaling(buffer_slots=0, every_s=5.0, idle_s=0.0)
    log = ((0.0, 90.0), (0.0, 1.0), (0.0, 1.0), (4.0, 90.0))
    seen = played(*log, hosts=Hosts(2, 2, usd_per_hour=36.0), scaling=scaling)
    assert seen.host_hours == pytest.approx((5.0 + 5.0 + 90.0) / 3600.0)


def test_a_buffer_is_kept_free() -> None:
    scaling = Scaling(buffer_slots=4, every_s=5.0, idle_s=0.0)
    seen = played((1.0, 10.0), hosts=Hosts(0, 2), scaling=scaling, warmup_s=0.5, horizon_s=5.0)
    assert seen.hosts_mean == 2.0


def test_a_host_that_fails_interrupts_who_plays_and_comes_back() -> None:
    seen = played(
        *[(float(start_s), 3.0) for start_s in range(0, 9000, 4)],
        horizon_s=9000.0,
        failures=Failures(between_s=40.0, repair_s=10.0),
    )
    assert 0.0 < seen.interrupted_share < 0.2
    assert seen.sessions_mean < 0.75
    assert seen.arrived == 2250.0


def test_hosts_are_ready_as_much_of_the_time_as_failures_and_repairs_say() -> None:
    house = Scenario(
        Steady(0.2),
        Fixed(1.0),
        Hosts(20, 1),
        horizon_s=12_000.0,
        warmup_s=2000.0,
        failures=Failures(300.0, 100.0),
    )
    seen = replay(house, seed=3, replications=10, confidence=0.99)
    ready_share = seen.sessions_mean.mean / seen.utilisation.mean / 20.0
    assert ready_share == pytest.approx(0.75, abs=0.01)
    assert seen.hosts_mean.mean == 20.0


def test_who_came_during_the_warm_up_is_not_counted() -> None:
    seen = played((0.0, 10.0), (1.0, 30.0), (50.0, 10.0), warmup_s=45.0)
    assert (seen.arrived, seen.waited_share) == (1.0, 0.0)
    assert seen.sessions_mean == pytest.approx(10.0 / 55.0)


def test_who_still_waits_at_the_end_counts_with_the_wait_so_far() -> None:
    seen = played((0.0, 500.0), (60.0, 10.0), long_wait_s=39.0)
    assert (seen.waited_share, seen.long_wait_share) == (0.5, 0.5)


LIVELY = Scenario(
    Steady(0.2),
    Lognormal(60.0, 0.8),
    Hosts(3, 4, 20.0, 2.0),
    horizon_s=3000.0,
    warmup_s=300.0,
    tiers=(Tier("free", 0.8, 60.0), Tier("paid", 0.2)),
    room=2,
    patience=Exponential(30.0),
    claim=Claim(10.0, Exponential(5.0)),
    scaling=Scaling(2, 10.0, 60.0, most=3),
    failures=Failures(600.0, 120.0),
)


def test_the_same_seed_gives_the_same_result_and_another_one_another() -> None:
    first, again, other = (replay(LIVELY, seed=seed, replications=3) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_everything_at_once_happens_at_once() -> None:
    seen = replay(LIVELY, seed=4, replications=4)
    for name in ("waited_share", "refused_share", "abandoned_share", "lapsed_share", "interrupted_share"):
        assert 0.0 < getattr(seen, name).mean < 1.0, name
    assert 0.0 < seen.utilisation.mean < 1.0
    assert seen.hosts_mean.mean <= 3.0


def test_a_change_of_policy_meets_the_same_people() -> None:
    alone, helped = (
        replay(replace(LIVELY, scaling=scaling), seed=5, replications=3) for scaling in (None, LIVELY.scaling)
    )
    assert alone.arrived == helped.arrived


def test_a_crowd_too_large_to_play_person_by_person_is_refused() -> None:
    with pytest.raises(BadInputError, match="simulate them in cohorts") as refused:
        replay(replace(LIVELY, arrivals=Steady(1e5)), seed=1)
    assert refused.value.code == "too_many_people"
