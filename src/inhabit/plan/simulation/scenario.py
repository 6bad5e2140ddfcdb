"""What is simulated: who comes and for how long, where they wait, and the hosts that hold their sessions."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inhabit.core.errors import BadInputError
from inhabit.plan import checks
from inhabit.plan.simulation.arrivals import Arrivals, Recorded
from inhabit.plan.simulation.durations import Duration, survival

MOST_DECISIONS = 1e6


@dataclass(frozen=True, slots=True)
class Tier:
    """A plan that people are on: the share of them, and how long one session may last (None: no limit)."""

    name: str
    share: float
    limit_s: float | None = None

    def __post_init__(self) -> None:
        checks.share(f"share of {self.name}", self.share)
        if self.limit_s is not None:
            checks.positive(f"limit_s of {self.name}", self.limit_s, "s")


@dataclass(frozen=True, slots=True)
class Claim:
    """Whose turn has come has `grace_s` to say yes, and takes `answer` to do so; then the slot passes on."""

    grace_s: float
    answer: Duration

    def __post_init__(self) -> None:
        checks.positive("grace_s", self.grace_s, "s")


@dataclass(frozen=True, slots=True)
class Hosts:
    """Machines that hold `slots` sessions each; `count` of them are ready when the simulation begins.

    They cost from the moment they are ordered until they are given back: while they start and while they are
    repaired too.
    """

    count: int
    slots: int
    cold_start_s: float = 0.0
    usd_per_hour: float = 0.0

    def __post_init__(self) -> None:
        checks.count("hosts", self.count, least=0, most=1e7)
        checks.count("slots of a host", self.slots, most=1e9)
        checks.non_negative("cold_start_s", self.cold_start_s, "s")
        checks.non_negative("usd_per_hour", self.usd_per_hour, "USD")


@dataclass(frozen=True, slots=True)
class Scaling:
    """Every `every_s`: keep `buffer_slots` free beyond who plays and waits; stop hosts idle for `idle_s`.

    Never fewer than `least` hosts nor more than `most`.
    """

    buffer_slots: int
    every_s: float
    idle_s: float
    least: int = 0
    most: int = 10_000_000

    def __post_init__(self) -> None:
        checks.count("buffer_slots", self.buffer_slots, least=0, most=1e9)
        checks.positive("every_s", self.every_s, "s")
        checks.non_negative("idle_s", self.idle_s, "s")
        checks.count("least hosts", self.least, least=0, most=1e7)
        checks.count("most hosts", self.most, most=1e7)
        if self.least > self.most:
            raise BadInputError(
                "bad_plan_value",
                f"least hosts is {self.least}, more than most hosts, {self.most}: turn them round",
            )


@dataclass(frozen=True, slots=True)
class Failures:
    """A host fails after `between_s` of being ready, and is back after `repair_s`: means, both exponential.

    Who plays on it is interrupted, and gone.
    """

    between_s: float
    repair_s: float

    def __post_init__(self) -> None:
        checks.positive("between_s", self.between_s, "s")
        checks.positive("repair_s", self.repair_s, "s")


@dataclass(frozen=True, slots=True)
class Scenario:
    """All of it. Figures are taken from `warmup_s` to `horizon_s`; at time 0 the house is empty.

    `session` is how long people want to play (a recorded log brings its own); a tier's limit cuts it short.
    `room` is how many may wait (None: everybody). `patience` is how long they do (None: for ever).
    `long_wait_s` is what counts as a long wait.
    """

    arrivals: Arrivals
    session: Duration | None
    hosts: Hosts
    horizon_s: float
    warmup_s: float = 0.0
    tiers: tuple[Tier, ...] = (Tier("everybody", 1.0),)
    room: int | None = None
    patience: Duration | None = None
    claim: Claim | None = None
    scaling: Scaling | None = None
    failures: Failures | None = None
    long_wait_s: float = 10.0

    def __post_init__(self) -> None:
        checks.positive("horizon_s", self.horizon_s, "s")
        checks.non_negative("warmup_s", self.warmup_s, "s")
        checks.non_negative("long_wait_s", self.long_wait_s, "s")
        if self.warmup_s >= self.horizon_s:
            raise _refused(
                f"warmup_s is {self.warmup_s:g} s of a horizon_s of {self.horizon_s:g} s:"
                " leave time to measure"
            )
        if self.session is None and not isinstance(self.arrivals, Recorded):
            raise _refused("session is missing: say how long people want to play, or give a recorded log")
        if self.room is not None:
            checks.count("room", self.room, least=0, most=1e9)
        together = sum(tier.share for tier in self.tiers)
        if abs(together - 1.0) > 1e-6:
            raise _refused(f"shares of the tiers add up to {together:g}: make it 1")
        if self.scaling is None and self.hosts.count == 0:
            raise _refused("hosts is 0 and nothing starts any: give at least 1, or scaling")
        if self.scaling is not None and self.horizon_s > self.scaling.every_s * MOST_DECISIONS:
            raise _refused(
                f"every_s is {self.scaling.every_s:g} s: give at least {self.horizon_s / MOST_DECISIONS:g} s"
            )


def session_survival(scenario: Scenario, age_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share of sessions that last longer than `age_s`, limits of the tiers applied."""
    if isinstance(scenario.arrivals, Recorded):
        lengths_s = np.sort([length_s for _, length_s in scenario.arrivals.sessions])
        wanted = 1.0 - np.searchsorted(lengths_s, age_s, side="right") / lengths_s.size
    else:
        assert scenario.session is not None
        wanted = survival(scenario.session, age_s)
    allowed = np.zeros(age_s.shape)
    for tier in scenario.tiers:
        allowed += tier.share * (age_s < (math.inf if tier.limit_s is None else tier.limit_s))
    return wanted * allowed


def _refused(message: str) -> BadInputError:
    return BadInputError("bad_plan_value", message)
