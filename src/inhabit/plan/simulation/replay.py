"""A scenario played person by person on SimPy: exact, and fast enough for a few million arrivals.

Past that, `cohorts` moves many people at a time.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np
import simpy

from inhabit.core.errors import BadInputError
from inhabit.plan.simulation import policy
from inhabit.plan.simulation.arrivals import Recorded, arrival_times, mean_rate_per_s
from inhabit.plan.simulation.desk import Desk, People
from inhabit.plan.simulation.durations import Duration, draw
from inhabit.plan.simulation.results import Result, Sample, summarise
from inhabit.plan.simulation.scenario import Failures, Scaling, Scenario
from inhabit.plan.simulation.tally import Tally

MOST_PEOPLE = 5_000_000

Steps = Generator[simpy.Event, Any, None]


def replay(scenario: Scenario, *, seed: int, replications: int = 10, confidence: float = 0.95) -> Result:
    """Independent replications of `scenario`, from an empty house each; the same seed gives the same result.

    Raises BadInputError where more than five million people would come in all: `cohorts` carries those.
    """
    people = mean_rate_per_s(scenario.arrivals, scenario.horizon_s) * scenario.horizon_s * replications
    if people > MOST_PEOPLE:
        raise BadInputError(
            "too_many_people",
            f"about {people:.3g} people would come in {replications} replications:"
            " give a shorter horizon_s or fewer replications"
            f" (at most {MOST_PEOPLE:g} people one by one), or simulate them in cohorts",
        )
    seeds = np.random.SeedSequence(seed).spawn(replications)
    return summarise([once(scenario, one) for one in seeds], confidence)


def once(scenario: Scenario, seed: np.random.SeedSequence) -> Sample:
    """One replication."""
    # One stream of chance per matter: a change of policy leaves the people as they are.
    *of_people, of_failures = (np.random.default_rng(one) for one in seed.spawn(6))
    people = draw_people(scenario, *of_people)
    tally = Tally(scenario, len(people.at_s))
    env = simpy.Environment()
    desk = Desk(env, scenario, people, tally)
    for _ in range(scenario.hosts.count):
        env.process(_life(env, desk, 0.0, scenario.failures, of_failures))
    env.process(_arrivals(env, desk, people.at_s))
    if scenario.scaling is not None:
        env.process(_scaler(env, desk, scenario, scenario.scaling, of_failures))
    env.run(until=scenario.horizon_s)
    return tally.sample(scenario, np.array(people.at_s))


def draw_people(
    scenario: Scenario,
    of_arrivals: np.random.Generator,
    of_sessions: np.random.Generator,
    of_tiers: np.random.Generator,
    of_patience: np.random.Generator,
    of_answers: np.random.Generator,
) -> People:
    """Everybody who comes, with what they would do; limits of their tiers applied."""
    at_s = arrival_times(scenario.arrivals, scenario.horizon_s, of_arrivals)
    count = at_s.size
    if isinstance(scenario.arrivals, Recorded):
        wanted_s = np.array([length_s for _, length_s in scenario.arrivals.sessions[:count]])
    else:
        assert scenario.session is not None
        wanted_s = draw(scenario.session, count, of_sessions)
    limits_s = np.array([np.inf if tier.limit_s is None else tier.limit_s for tier in scenario.tiers])
    shares = np.array([tier.share for tier in scenario.tiers])
    tiers = of_tiers.choice(limits_s.size, count, p=shares / shares.sum())
    return People(
        at_s=at_s.tolist(),
        plays_s=np.minimum(wanted_s, limits_s[tiers]).tolist(),
        patience_s=_draw(scenario.patience, count, of_patience),
        answer_s=_draw(scenario.claim.answer if scenario.claim else None, count, of_answers),
    )


def _draw(duration: Duration | None, count: int, rng: np.random.Generator) -> list[float]:
    return [] if duration is None else draw(duration, count, rng).tolist()


def _arrivals(env: simpy.Environment, desk: Desk, at_s: list[float]) -> Steps:
    for person, moment_s in enumerate(at_s):
        if moment_s > env.now:
            yield env.timeout(moment_s - env.now)
        desk.arrive(person)


def _life(
    env: simpy.Environment, desk: Desk, start_s: float, failures: Failures | None, rng: np.random.Generator
) -> Steps:
    """A host from its order to its end: starts, is ready, fails, is repaired, and again."""
    host = desk.pool.order(env.now)
    if start_s:
        yield env.timeout(start_s)
    desk.open(host, repaired=False)
    while failures is not None:
        yield env.timeout(rng.exponential(failures.between_s))
        if host.stopped:
            return
        desk.fail(host)
        yield env.timeout(rng.exponential(failures.repair_s))
        desk.open(host, repaired=True)


def _scaler(
    env: simpy.Environment, desk: Desk, scenario: Scenario, scaling: Scaling, of_failures: np.random.Generator
) -> Steps:
    pool, hosts = desk.pool, scenario.hosts
    while True:
        idle = pool.idle(env.now - scaling.idle_s)
        change = policy.decide(
            scaling,
            hosts.slots,
            needed=desk.needed,
            ready=pool.ready,
            starting=pool.starting,
            broken=pool.broken,
            idle=len(idle),
        )
        for host in idle[: int(change.stop)]:
            pool.stop(host, env.now)
        for _ in range(int(change.start)):
            env.process(_life(env, desk, hosts.cold_start_s, scenario.failures, of_failures))
        yield env.timeout(scaling.every_s)
