"""Cohorts agree with the replay person by person, and with the formulas where there are some."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan import queueing
from inhabit.plan.simulation.ages import staying_shares
from inhabit.plan.simulation.arrivals import DAY_S, EVENING_CURVE, HOUR_S, Daily, Recorded, Steady
from inhabit.plan.simulation.cohorts import play
from inhabit.plan.simulation.durations import Exponential, Fixed, Lognormal
from inhabit.plan.simulation.estimate import Estimate
from inhabit.plan.simulation.load import day_sessions
from inhabit.plan.simulation.replay import replay
from inhabit.plan.simulation.scenario import Claim, Failures, Hosts, Scaling, Scenario, Tier, session_survival

TIERS = (Tier("free", 0.9, 300.0), Tier("paid", 0.1, 1800.0))
HOUSE = Scenario(
    Steady(0.14),
    Lognormal(300.0, 0.8),
    Hosts(6, 4, 120.0, 2.0),
    horizon_s=5 * HOUR_S,
    warmup_s=HOUR_S,
    tiers=TIERS,
    long_wait_s=20.0,
)
CONFIDENCE = 0.99


def apart(one: Estimate, other: Estimate) -> bool:
    """Two independent means differ by more than both intervals together explain."""
    half, other_half = (one.high - one.low) / 2.0, (other.high - other.low) / 2.0
    return abs(one.mean - other.mean) > (half**2 + other_half**2) ** 0.5


def both(house: Scenario, seed: int) -> list[str]:
    """The figures in which cohorts and persons differ by more than chance."""
    persons = replay(house, seed=seed, replications=12, confidence=CONFIDENCE)
    cohorts = play(house, seed=seed + 1000, step_s=5.0, replications=24, confidence=CONFIDENCE).result
    names = (
        *("arrived", "long_wait_share", "wait_mean_s", "wait_p99_s", "refused_share", "abandoned_share"),
        *(
            "interrupted_share",
            "sessions_mean",
            "sessions_spread",
            "waiting_mean",
            "utilisation",
            "hosts_mean",
        ),
    )
    return [
        f"{name}: {getattr(persons, name)} {getattr(cohorts, name)}"
        for name in names
        if apart(getattr(persons, name), getattr(cohorts, name))
    ]


def test_a_full_house_with_a_room_and_impatient_people_agrees_with_the_replay() -> None:
    assert not both(replace(HOUSE, room=8, patience=Exponential(60.0)), seed=1)


def test_a_house_with_failing_hosts_agrees_with_the_replay() -> None:
    house = replace(HOUSE, hosts=Hosts(36, 1), patience=Exponential(60.0), failures=Failures(7200.0, 900.0))
    assert not both(house, seed=2)


def test_a_scaler_with_cold_starts_agrees_with_the_replay() -> None:
    """Hosts of one slot, where there is nothing to pack."""
    house = replace(HOUSE, hosts=Hosts(24, 1, 120.0, 2.0), scaling=Scaling(4, 30.0, 300.0, most=1000))
    assert not both(house, seed=3)


def test_a_scaler_of_hosts_with_several_slots_is_near_and_on_the_safe_side_of_waits() -> None:
    """Perfect packing gives hosts back a little sooner than people leave them in truth."""
    house = replace(HOUSE, scaling=Scaling(4, 30.0, 300.0, most=1000))
    persons = replay(house, seed=4, replications=12)
    cohorts = play(house, seed=1004, step_s=5.0, replications=24).result
    assert cohorts.bill_usd.mean == pytest.approx(persons.bill_usd.mean, rel=0.04)
    assert cohorts.bill_usd.mean < persons.bill_usd.high
    assert persons.wait_mean_s.low < cohorts.wait_mean_s.mean < 3.0 * persons.wait_mean_s.mean


def test_waits_longer_than_a_step_are_erlangs() -> None:
    waits = queueing.waits(0.9, 10.0, 10)
    house = Scenario(
        Steady(0.9), Exponential(10.0), Hosts(1, 10), horizon_s=2500.0, warmup_s=500.0, long_wait_s=10.0
    )
    seen = play(house, seed=5, step_s=1.0, replications=20, confidence=CONFIDENCE).result
    assert seen.long_wait_share.holds(waits.longer_share(10.0))
    assert seen.wait_mean_s.holds(waits.queue_s)
    assert seen.waiting_mean.holds(waits.queue_mean)


def test_sessions_follow_the_day_as_the_formula_says() -> None:
    curve = Daily(tuple(2.0 * rate for rate in EVENING_CURVE))
    house = replace(HOUSE, arrivals=curve, hosts=Hosts(1, 10**6), horizon_s=DAY_S + HOUR_S, warmup_s=HOUR_S)
    seen = play(house, seed=6, step_s=20.0, replications=20)
    shares = staying_shares(lambda age_s: session_survival(house, age_s), 20.0)
    expected = day_sessions(curve, shares, 20.0).reshape(24, -1).mean(axis=1)
    assert seen.profile.sessions == pytest.approx(expected.tolist(), rel=0.02)


def test_a_recorded_log_comes_as_it_came() -> None:
    log = Recorded(tuple((float(start_s), 60.0) for start_s in range(0, 3000, 10)))
    seen = play(
        replace(HOUSE, arrivals=log, session=None, warmup_s=0.0, horizon_s=3000.0), seed=7, step_s=5.0
    )
    assert seen.result.arrived == Estimate(300.0, 300.0, 300.0)
    assert seen.result.sessions_mean.mean == pytest.approx(6.0, rel=0.03)


def test_the_same_seed_gives_the_same_run() -> None:
    house = replace(HOUSE, horizon_s=1.2 * HOUR_S, scaling=Scaling(4, 30.0, 300.0))
    first, again, other = (play(house, seed=seed, replications=3) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_hours_that_were_not_simulated_are_nothing() -> None:
    seen = play(replace(HOUSE, horizon_s=2.0 * HOUR_S), seed=8, replications=2)
    assert [hour for hour, sessions in enumerate(seen.profile.sessions) if sessions] == [1]


def test_claim_grace_is_for_the_replay() -> None:
    with pytest.raises(BadInputError, match="replay person by person"):
        play(replace(HOUSE, claim=Claim(10.0, Fixed(5.0))), seed=1)


@pytest.mark.parametrize("step_s", [0.0, 0.01, 1e6, np.nan])
def test_an_absurd_step_is_refused(step_s: float) -> None:
    with pytest.raises(BadInputError, match="step_s"):
        play(HOUSE, seed=1, step_s=step_s)
