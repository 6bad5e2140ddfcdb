"""A whole service over one day: people in several regions, each with its own evening.

Every region is its own house, simulated in cohorts: sessions by Poisson arrivals along its curve, a scaler
with its cold start, people who wait and give up. Out come GPUs by hour, waits and the bill, and beside them
the GPUs that a fixed crew would take by Erlang's formula, hour by hour.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from inhabit.core.errors import BadInputError
from inhabit.plan import checks, erlang
from inhabit.plan.simulation.ages import staying_shares
from inhabit.plan.simulation.arrivals import DAY_S, HOUR_S, Daily
from inhabit.plan.simulation.cohorts import play
from inhabit.plan.simulation.durations import Duration
from inhabit.plan.simulation.estimate import Estimate, estimate
from inhabit.plan.simulation.load import day_sessions, reserve
from inhabit.plan.simulation.results import Result, Sample
from inhabit.plan.simulation.scenario import Failures, Hosts, Scaling, Scenario, Tier, session_survival

DAYS_PER_MONTH = 365.25 / 12.0


@dataclass(frozen=True, slots=True)
class Region:
    """People of one part of the world: their `share` of all, and their day.

    `curve` is relative, by local hour from midnight; local time is UTC plus `utc_offset_h`.
    """

    name: str
    share: float
    curve: tuple[float, ...]
    utc_offset_h: float
    usd_per_gpu_hour: float

    def __post_init__(self) -> None:
        checks.share(f"share of {self.name}", self.share)
        Daily(self.curve)
        checks.non_negative(f"usd_per_gpu_hour of {self.name}", self.usd_per_gpu_hour, "USD")
        if not -14.0 <= self.utc_offset_h <= 14.0:
            raise BadInputError(
                "bad_plan_value",
                f"utc_offset_h of {self.name} is {self.utc_offset_h:g}: give -14 to 14 hours",
            )


@dataclass(frozen=True, slots=True)
class Fleet:
    """A service and what it runs on; everything in it but `regions` is the same everywhere.

    `active_share` of `registered` people come in a month, `sessions_per_month` times each. `short_share` is
    how often, at the day's worst moment, free slots may run out: it sets the scaler's buffer.
    """

    registered: float
    active_share: float
    sessions_per_month: float
    session: Duration
    regions: tuple[Region, ...]
    streams_per_gpu: int
    gpus_per_host: int = 8
    cold_start_s: float = 180.0
    decide_every_s: float = 60.0
    idle_s: float = 600.0
    short_share: float = 0.01
    tiers: tuple[Tier, ...] = (Tier("everybody", 1.0, 3600.0),)
    patience: Duration | None = None
    failures: Failures | None = None
    long_wait_s: float = 20.0

    def __post_init__(self) -> None:
        checks.positive("registered", self.registered, "people", most=1e10)
        checks.share("active_share", self.active_share)
        checks.positive("sessions_per_month", self.sessions_per_month, most=1e5)
        checks.count("streams_per_gpu", self.streams_per_gpu, most=1e6)
        checks.count("gpus_per_host", self.gpus_per_host, most=1e4)
        checks.count("regions", len(self.regions), most=100)
        together = sum(region.share for region in self.regions)
        if abs(together - 1.0) > 1e-6:
            raise BadInputError("bad_plan_value", f"shares of the regions add up to {together:g}: make it 1")

    @property
    def active_people(self) -> float:
        """Who comes at least once in a month."""
        return self.registered * self.active_share

    @property
    def sessions_per_day(self) -> float:
        """Starts per day, the world over."""
        return self.active_people * self.sessions_per_month / DAYS_PER_MONTH


@dataclass(frozen=True, slots=True)
class RegionPlan:
    """A region's day, by the hour in UTC."""

    name: str
    sessions_per_day: float
    sessions_by_hour: tuple[float, ...]
    gpus_by_hour: tuple[float, ...]
    """Paid for, mean of the hour."""
    gpus_by_erlang: tuple[float, ...]
    """What a fixed crew takes in each hour's worst minute so that at most `short_share` wait (Erlang C)."""
    long_wait_by_hour: tuple[float, ...]
    buffer_slots: int
    result: Result


@dataclass(frozen=True, slots=True)
class FleetPlan:
    """All regions together; the bill with its interval over the replications."""

    active_people: float
    sessions_per_day: float
    regions: tuple[RegionPlan, ...]
    sessions_by_hour: tuple[float, ...]
    gpus_by_hour: tuple[float, ...]
    gpus_peak: float
    """Of the busiest hour."""
    waited_share: Estimate
    long_wait_share: Estimate
    abandoned_share: Estimate
    gpu_hours_per_day: Estimate
    bill_usd_per_day: Estimate
    bill_usd_per_month: Estimate


def plan_fleet(
    fleet: Fleet, *, seed: int, replications: int = 8, step_s: float = 20.0, confidence: float = 0.95
) -> FleetPlan:
    """The day of every region, simulated in cohorts: the work grows with regions and steps, not with people.

    `step_s` must divide the hour. The same seed gives the same plan. Raises BadInputError for values out of
    range.
    """
    checks.count("steps of an hour (3600 s / step_s)", HOUR_S / checks.positive("step_s", step_s, "s"))
    seeds = np.random.SeedSequence(seed).generate_state(len(fleet.regions))
    plans: list[RegionPlan] = []
    samples: list[tuple[Sample, ...]] = []
    for region, region_seed in zip(fleet.regions, seeds, strict=True):
        plan, seen = plan_region(fleet, region, int(region_seed), replications, step_s, confidence)
        plans.append(plan)
        samples.append(seen)
    gpus_by_hour = _sums([plan.gpus_by_hour for plan in plans])
    days = [_day(fleet, together) for together in zip(*samples, strict=True)]
    over_days = [estimate(column, confidence) for column in zip(*days, strict=True)]
    waited, long_wait, abandoned, gpu_hours, bill = over_days
    return FleetPlan(
        active_people=fleet.active_people,
        sessions_per_day=fleet.sessions_per_day,
        regions=tuple(plans),
        sessions_by_hour=_sums([plan.sessions_by_hour for plan in plans]),
        gpus_by_hour=gpus_by_hour,
        gpus_peak=max(gpus_by_hour),
        waited_share=waited,
        long_wait_share=long_wait,
        abandoned_share=abandoned,
        gpu_hours_per_day=gpu_hours,
        bill_usd_per_day=bill,
        bill_usd_per_month=Estimate(*(DAYS_PER_MONTH * usd for usd in (bill.mean, bill.low, bill.high))),
    )


def plan_region(
    fleet: Fleet, region: Region, seed: int, replications: int, step_s: float, confidence: float
) -> tuple[RegionPlan, tuple[Sample, ...]]:
    """One region's day, and the same per replication."""
    scenario, sessions = region_scenario(fleet, region, step_s)
    assert scenario.scaling is not None
    run = play(scenario, seed=seed, step_s=step_s, replications=replications, confidence=confidence)
    worst = sessions.reshape(24, -1).max(axis=1)
    crew = [erlang.servers_for_waiting(float(load), fleet.short_share) for load in worst]
    plan = RegionPlan(
        name=region.name,
        sessions_per_day=fleet.sessions_per_day * region.share,
        sessions_by_hour=run.profile.sessions,
        gpus_by_hour=tuple(hosts * fleet.gpus_per_host for hosts in run.profile.hosts),
        gpus_by_erlang=tuple(math.ceil(slots / fleet.streams_per_gpu) for slots in crew),
        long_wait_by_hour=run.profile.long_wait_share,
        buffer_slots=scenario.scaling.buffer_slots,
        result=run.result,
    )
    return plan, run.samples


def region_scenario(fleet: Fleet, region: Region, step_s: float) -> tuple[Scenario, np.ndarray]:
    """The region as a scenario whose measured day begins after the warm-up, and its mean sessions by step.

    The same scenario can be replayed person by person where the region is small.
    """
    arrivals = utc_arrivals(fleet, region)
    slots = fleet.gpus_per_host * fleet.streams_per_gpu
    usd_per_hour = fleet.gpus_per_host * region.usd_per_gpu_hour
    outline = Scenario(arrivals, fleet.session, Hosts(1, slots), horizon_s=DAY_S, tiers=fleet.tiers)
    shares = staying_shares(lambda age_s: session_survival(outline, age_s), step_s)
    sessions = day_sessions(arrivals, shares, step_s)
    lag_s = fleet.cold_start_s + fleet.decide_every_s
    buffer = reserve(arrivals, shares, step_s, lag_s=lag_s, short_share=fleet.short_share)
    # Long enough to fill the house and to forget that it began empty, and whole hours.
    warmup_s = HOUR_S * min(24, 1 + math.ceil(shares.size * step_s / HOUR_S))
    scenario = Scenario(
        arrivals=arrivals,
        session=fleet.session,
        hosts=Hosts(math.ceil((sessions[0] + buffer) / slots), slots, fleet.cold_start_s, usd_per_hour),
        horizon_s=warmup_s + DAY_S,
        warmup_s=warmup_s,
        tiers=fleet.tiers,
        patience=fleet.patience,
        scaling=Scaling(buffer, fleet.decide_every_s, fleet.idle_s, least=1),
        failures=fleet.failures,
        long_wait_s=fleet.long_wait_s,
    )
    return scenario, sessions


def utc_arrivals(fleet: Fleet, region: Region) -> Daily:
    """The region's starts per second by UTC hour: its local curve, moved and scaled to its people."""
    local_h = (np.arange(24.0) + region.utc_offset_h) % 24.0
    curve = np.interp(local_h, np.arange(24.0), np.array(region.curve), period=24.0)
    mean_per_s = fleet.sessions_per_day * region.share / DAY_S
    return Daily(tuple((curve / curve.mean() * mean_per_s).tolist()))


def _day(fleet: Fleet, regions: tuple[Sample, ...]) -> tuple[float, float, float, float, float]:
    """One replication of the world: shares of all who came, GPU hours and USD."""
    people = np.array([sample.arrived for sample in regions])
    weights = people / max(1.0, people.sum())
    waited, long_wait, abandoned = (
        float(weights @ np.array([getattr(sample, name) for sample in regions]))
        for name in ("waited_share", "long_wait_share", "abandoned_share")
    )
    gpu_hours = fleet.gpus_per_host * sum(sample.host_hours for sample in regions)
    return waited, long_wait, abandoned, gpu_hours, sum(sample.bill_usd for sample in regions)


def _sums(by_region: list[tuple[float, ...]]) -> tuple[float, ...]:
    return tuple(math.fsum(hour) for hour in zip(*by_region, strict=True))
