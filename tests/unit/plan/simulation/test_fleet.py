"""A whole service over a day: GPUs by hour, waits and the bill, for a town and for the world."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan.simulation.arrivals import EVENING_CURVE
from inhabit.plan.simulation.durations import Lognormal
from inhabit.plan.simulation.fleet import Fleet, FleetPlan, Region, plan_fleet, region_scenario, utc_arrivals
from inhabit.plan.simulation.replay import replay
from inhabit.plan.simulation.scenario import Tier

ASIA = Region("Asia", 0.5, EVENING_CURVE, 8.0, 2.5)
EUROPE = Region("Europe", 0.3, EVENING_CURVE, 1.0, 3.0)
AMERICA = Region("America", 0.2, EVENING_CURVE, -5.0, 2.8)
WORLD = Fleet(
    registered=200e6,
    active_share=0.08,
    sessions_per_month=8.0,
    session=Lognormal(300.0, 0.8),
    regions=(ASIA, EUROPE, AMERICA),
    streams_per_gpu=6,
    tiers=(Tier("free", 0.95, 300.0), Tier("paid", 0.05, 3600.0)),
)
TOWN = replace(
    WORLD, registered=40e3, regions=(replace(EUROPE, share=1.0),), streams_per_gpu=1, gpus_per_host=1
)


@pytest.fixture(scope="module")
def world() -> FleetPlan:
    """A minute's step: what the tests ask needs no finer one."""
    return plan_fleet(WORLD, seed=1, replications=3, step_s=60.0)


def test_two_hundred_million_people_are_sixteen_million_a_month(world: FleetPlan) -> None:
    assert world.active_people == pytest.approx(16e6)
    assert world.sessions_per_day == pytest.approx(16e6 * 8.0 / 30.4375)


def test_every_hour_has_enough_gpus_for_who_plays(world: FleetPlan) -> None:
    for region in world.regions:
        assert len(region.gpus_by_hour) == len(region.sessions_by_hour) == 24
        for gpus, sessions in zip(region.gpus_by_hour, region.sessions_by_hour, strict=True):
            assert sessions < gpus * 6.0 < 1.9 * sessions


def test_regions_peak_one_after_another_and_the_world_below_their_sum(world: FleetPlan) -> None:
    peaks = [max(range(24), key=region.sessions_by_hour.__getitem__) for region in world.regions]
    assert peaks == [12, 19, 1] or peaks == [13, 20, 2]
    assert world.gpus_peak == max(world.gpus_by_hour)
    assert world.gpus_peak < sum(max(region.gpus_by_hour) for region in world.regions)


def test_the_bill_is_gpu_hours_at_each_regions_rate(world: FleetPlan) -> None:
    hours = [sum(region.gpus_by_hour) for region in world.regions]
    assert world.gpu_hours_per_day.mean == pytest.approx(sum(hours), rel=1e-9)
    usd = sum(h * region.usd_per_gpu_hour for h, region in zip(hours, WORLD.regions, strict=True))
    assert world.bill_usd_per_day.mean == pytest.approx(usd, rel=1e-9)
    assert world.bill_usd_per_month.mean == pytest.approx(usd * 30.4375, rel=1e-9)
    assert world.bill_usd_per_day.low < usd < world.bill_usd_per_day.high


def test_the_buffer_keeps_waits_as_rare_as_was_asked(world: FleetPlan) -> None:
    assert world.waited_share.high < WORLD.short_share
    assert all(region.buffer_slots > 0 for region in world.regions)


def test_the_scaler_pays_about_what_erlang_would_staff_for_each_hour(world: FleetPlan) -> None:
    for region in world.regions:
        assert sum(region.gpus_by_hour) == pytest.approx(sum(region.gpus_by_erlang), rel=0.1)


def test_a_smaller_buffer_costs_less_and_makes_more_people_wait() -> None:
    """One host that starts slowly, so that the buffer is all that stands between an evening and a wait."""
    town = replace(TOWN, registered=400e3, cold_start_s=900.0, idle_s=60.0)
    careful, bold = (
        plan_fleet(replace(town, short_share=share), seed=2, replications=3, step_s=60.0)
        for share in (0.001, 0.3)
    )
    assert careful.bill_usd_per_day.mean > bold.bill_usd_per_day.mean
    assert careful.waited_share.mean < bold.waited_share.mean


def test_a_small_town_agrees_with_the_replay_person_by_person() -> None:
    """Hosts of one slot: what cohorts leave out, the packing of hosts, plays no part."""
    scenario, _ = region_scenario(TOWN, TOWN.regions[0], 20.0)
    persons = replay(scenario, seed=3, replications=6, confidence=0.99)
    plan = plan_fleet(TOWN, seed=4, replications=12, step_s=20.0, confidence=0.99)
    day = plan.regions[0].result
    for name in ("sessions_mean", "hosts_mean", "utilisation", "arrived"):
        one, other = getattr(persons, name), getattr(day, name)
        half, other_half = one.high - one.mean, other.high - other.mean
        assert abs(one.mean - other.mean) <= (half**2 + other_half**2) ** 0.5, name
    assert plan.bill_usd_per_day.mean == pytest.approx(persons.bill_usd.mean, rel=0.02)


def test_local_evenings_are_moved_to_utc() -> None:
    rates = utc_arrivals(WORLD, ASIA).per_s
    assert rates.index(max(rates)) == (EVENING_CURVE.index(max(EVENING_CURVE)) - 8) % 24
    india = utc_arrivals(WORLD, replace(ASIA, utc_offset_h=5.5)).per_s
    assert sum(india) == pytest.approx(sum(rates))


def test_the_same_seed_gives_the_same_plan() -> None:
    town = replace(TOWN, registered=4e3)
    first, again = (plan_fleet(town, seed=5, replications=2, step_s=60.0) for _ in range(2))
    assert first == again


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"registered": -1.0}, "registered"),
        ({"active_share": 8.0}, r"give 0\.08"),
        ({"streams_per_gpu": 0}, "streams_per_gpu"),
        ({"regions": (ASIA,)}, r"regions add up to 0\.5"),
        ({"regions": ()}, "regions is 0"),
    ],
)
def test_absurd_fleets_are_refused(changes: dict[str, object], said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        replace(WORLD, **changes)


def test_a_region_on_no_earth_is_refused() -> None:
    with pytest.raises(BadInputError, match="utc_offset_h of Asia is 99"):
        replace(ASIA, utc_offset_h=99.0)


def test_a_step_that_does_not_divide_the_hour_is_refused() -> None:
    with pytest.raises(BadInputError, match="steps of an hour"):
        plan_fleet(WORLD, seed=1, step_s=7.7)
