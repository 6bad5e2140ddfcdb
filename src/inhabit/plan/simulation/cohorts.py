"""A scenario played step by step, everybody of one step together: as fast for a million as for a hundred.

All replications advance at once, as arrays: Poisson arrivals per step, sessions thinned by age (so their
number is exact at the ends of steps), one queue by age, the scaler's own decisions with hosts that take
their cold start. What it does not see is shorter than a step: who finds a slot within the step they come in
has not waited. Hosts are counted, not told apart: idle ones are what perfect packing would leave, so that
beside a replay hosts of several slots are given back a little sooner; the bill comes out one or two per
cent low and waits a little long.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inhabit.core.errors import BadInputError
from inhabit.plan import checks
from inhabit.plan.simulation import policy
from inhabit.plan.simulation.ages import Cohorts, Counts, Queue, staying_shares
from inhabit.plan.simulation.arrivals import Recorded, rate_per_s
from inhabit.plan.simulation.book import Book, Profile
from inhabit.plan.simulation.durations import survival
from inhabit.plan.simulation.results import Result, Sample, summarise
from inhabit.plan.simulation.scenario import Scenario, session_survival

MOST_STEPS = 200_000


@dataclass(frozen=True, slots=True)
class Run:
    """What a run in cohorts comes out with: the same result as a replay, and its day by the hour."""

    result: Result
    samples: tuple[Sample, ...]
    profile: Profile


def play(
    scenario: Scenario, *, seed: int, step_s: float = 20.0, replications: int = 10, confidence: float = 0.95
) -> Run:
    """Independent replications of `scenario` in steps of `step_s`; the same seed gives the same result.

    Good where `step_s` is short beside sessions, cold starts and the waits that matter. Raises
    BadInputError for a claim grace (play that person by person) and for steps too many or too long.
    """
    step_s = checks.positive("step_s", step_s, "s")
    steps = round(scenario.horizon_s / step_s)
    _refuse_what_needs_persons(scenario, steps, step_s)
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    house = House(scenario, step_s, replications)
    book = Book(scenario, step_s, replications, house.queue.ages.shape[1])
    for step in range(steps):
        house.advance(step, rng, book)
    samples = tuple(book.samples())
    return Run(summarise(samples, confidence), samples, book.profile())


class House:
    """The state of all replications at the end of a step, and how it moves on by one."""

    def __init__(self, scenario: Scenario, step_s: float, replications: int) -> None:
        self._scenario, self._step_s = scenario, step_s
        self._expected = _arrivals_per_step(scenario, step_s)
        self.sessions = Cohorts(
            staying_shares(lambda age_s: session_survival(scenario, age_s), step_s), replications
        )
        patience = scenario.patience
        shares = staying_shares(lambda age_s: survival(patience, age_s), step_s) if patience else None
        self.queue = Queue(shares, replications, oldest=min(self._expected.size, 1024))
        self.ready = np.full(replications, scenario.hosts.count, np.int64)
        self.broken = np.zeros(replications, np.int64)
        # Hosts on their way, by the steps they still take; and how many stood idle in each of the last steps.
        self._starting = np.zeros(
            (replications, 1 + math.ceil(scenario.hosts.cold_start_s / step_s)), np.int64
        )
        idle_s = scenario.scaling.idle_s if scenario.scaling else 0.0
        self._idle = np.zeros((replications, 1 + math.ceil(idle_s / step_s)), np.int64)
        self._decide_every = max(1, round(scenario.scaling.every_s / step_s)) if scenario.scaling else 0

    def advance(self, step: int, rng: np.random.Generator, book: Book) -> None:
        """One step: sessions end, hosts come and go, people come, wait, give up and start."""
        scenario = self._scenario
        if self._decide_every and step % self._decide_every == 0:
            self._decide()
        self.sessions.pass_step(rng)
        self._open_hosts()
        interrupted = self._break_hosts(rng)
        gave_up = self.queue.pass_step(rng)
        come = self._come(step, rng)
        free = np.maximum(self.ready * scenario.hosts.slots - self.sessions.total, 0)
        started = self.queue.serve(free, come)
        refused = self.queue.refuse(scenario.room) if scenario.room is not None else np.zeros_like(come)
        self.sessions.join(started.sum(axis=1), rng)
        playing = self.sessions.total
        self._idle = np.roll(self._idle, 1, axis=1)
        self._idle[:, 0] = self.ready - -(-playing // scenario.hosts.slots)
        book.step(step, come, started, gave_up, refused, interrupted)
        book.level(step, playing, self.queue.total, self.ready, self.paid)

    @property
    def paid(self) -> Counts:
        """Hosts that cost: ready, on their way, or being repaired."""
        return self.ready + self.broken + self._starting.sum(axis=1)

    def _decide(self) -> None:
        assert self._scenario.scaling is not None
        change = policy.decide(
            self._scenario.scaling,
            self._scenario.hosts.slots,
            needed=self.sessions.total + self.queue.total,
            ready=self.ready,
            starting=self._starting.sum(axis=1),
            broken=self.broken,
            idle=np.maximum(self._idle.min(axis=1), 0),
        )
        self.ready -= change.stop
        self._idle -= change.stop[:, None]
        self._starting[:, -1] += change.start

    def _open_hosts(self) -> None:
        self.ready += self._starting[:, 0]
        self._starting[:, :-1] = self._starting[:, 1:]
        self._starting[:, -1] = 0

    def _break_hosts(self, rng: np.random.Generator) -> Counts:
        failures = self._scenario.failures
        if failures is None:
            return np.zeros_like(self.ready)
        repaired = rng.binomial(self.broken, -math.expm1(-self._step_s / failures.repair_s))
        failed = rng.binomial(self.ready, -math.expm1(-self._step_s / failures.between_s))
        share = failed / np.maximum(self.ready, 1)
        self.ready += repaired - failed
        self.broken += failed - repaired
        return self.sessions.lose(share, rng) if failed.any() else np.zeros_like(self.ready)

    def _come(self, step: int, rng: np.random.Generator) -> Counts:
        if isinstance(self._scenario.arrivals, Recorded):
            return np.full(self.ready.shape, int(self._expected[step]), np.int64)
        return rng.poisson(self._expected[step], self.ready.shape)


def _arrivals_per_step(scenario: Scenario, step_s: float) -> NDArray[np.float64]:
    """How many are expected in each step (of a log: how many came)."""
    steps = round(scenario.horizon_s / step_s)
    if isinstance(scenario.arrivals, Recorded):
        starts_s = [start_s for start_s, _ in scenario.arrivals.sessions]
        return np.histogram(starts_s, np.arange(steps + 1) * step_s)[0].astype(np.float64)
    return rate_per_s(scenario.arrivals, (np.arange(steps) + 0.5) * step_s) * step_s


def _refuse_what_needs_persons(scenario: Scenario, steps: int, step_s: float) -> None:
    if scenario.claim is not None:
        raise BadInputError(
            "needs_persons",
            "claim grace is a matter of single people: leave claim out, or replay person by person",
        )
    if not 1 <= steps <= MOST_STEPS:
        raise BadInputError(
            "bad_plan_value",
            f"step_s is {step_s:g} s, {steps} steps to the horizon: give 1 to {MOST_STEPS} steps",
        )
