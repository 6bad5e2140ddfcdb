"""What happens in a house of sessions, played through at random: waits with intervals, beside the formula if
there is one that knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from inhabit.plan import checks, queueing
from inhabit.plan.answer import Answer, Column, Plot, Series, Table, heads
from inhabit.plan.answers.origin import number, told
from inhabit.plan.figure import Figure, Input
from inhabit.plan.simulation import cohorts
from inhabit.plan.simulation.arrivals import Daily, Steady, mean_rate_per_s
from inhabit.plan.simulation.book import Profile
from inhabit.plan.simulation.durations import Exponential
from inhabit.plan.simulation.estimate import Estimate
from inhabit.plan.simulation.replay import MOST_PEOPLE, replay
from inhabit.plan.simulation.results import Result
from inhabit.plan.simulation.scenario import Scenario
from inhabit.plan.waiting_room import bounded_waits
from inhabit.plan.wording import spelled

RUNS = 8
SHOWN = (
    ("wait_mean_s", "mean wait", "s"),
    ("wait_p95_s", "wait, p95", "s"),
    ("wait_p99_s", "wait, p99", "s"),
    ("wait_max_s", "longest wait", "s"),
    ("waited_share", "share that waits at all", "share"),
    ("long_wait_share", "share that waits too long", "share"),
    ("refused_share", "share that is sent away", "share"),
    ("abandoned_share", "share that gives up", "share"),
    ("interrupted_share", "share that is interrupted", "share"),
    ("sessions_mean", "sessions at once", "sessions"),
    ("sessions_peak", "most sessions at once", "sessions"),
    ("waiting_mean", "waiting at once", "people"),
    ("utilisation", "slots in play", "share"),
    ("hosts_mean", "machines paid for", "machines"),
    ("bill_usd", "bill of the time simulated", "USD"),
)
"""Figures of a result in the order in which people ask for them."""


@dataclass(frozen=True, slots=True)
class Played:
    """A result and how it came about: the day by its hours, where people were moved many at a time."""

    result: Result
    by: Literal["persons", "cohorts"]
    profile: Profile | None


def answer(
    scenario: Scenario,
    inputs: tuple[Input, ...],
    *,
    seed: int = 1,
    replications: int | None = None,
    confidence: float = 0.95,
) -> Answer:
    """Plays `scenario` `replications` times (2 to 1,000, else 8) and tells every figure with its interval;
    the same seed gives the same answer.

    Person by person up to five million people in all, in steps of 20 s beyond. `inputs` say where the
    scenario's numbers come from. Raises BadInputError for what cannot be simulated.
    """
    runs = told(
        "R replications", replications, "", otherwise=RUNS, origin="assumed", source="enough for a first look"
    )
    count = checks.count("the replications", number(runs), least=2, most=1000)
    played = _play(scenario, seed, count, confidence)
    letters = " ".join(each.name.split(" ")[0] for each in (*inputs, runs))
    how = "person by person" if played.by == "persons" else "in steps of 20 s, many people at a time"
    formula = f"mean of R runs, simulated {how}, from {letters}"
    figures = tuple(
        _figure(name, unit, getattr(played.result, field), formula, (*inputs, runs), confidence)
        for field, name, unit in SHOWN
    )
    known = _formulas(scenario)
    return Answer(
        "A house of sessions, simulated",
        _said(played.result, scenario),
        figures,
        (_table(played.result, known, confidence),),
        _plots(played),
        _notes(scenario, known),
    )


def _play(scenario: Scenario, seed: int, replications: int, confidence: float) -> Played:
    people = mean_rate_per_s(scenario.arrivals, scenario.horizon_s) * scenario.horizon_s * replications
    told_by = {"seed": seed, "replications": replications, "confidence": confidence}
    if people <= MOST_PEOPLE:
        return Played(replay(scenario, **told_by), "persons", None)
    run = cohorts.play(scenario, **told_by)
    return Played(run.result, "cohorts", run.profile)


def _figure(
    name: str, unit: str, found: Estimate, formula: str, inputs: tuple[Input, ...], confidence: float
) -> Figure:
    note = f"{confidence:.0%} interval {spelled(_least(found), unit)} to {spelled(found.high, unit)}"
    return Figure(name, found.mean, unit, formula, inputs, note=note)


def _least(found: Estimate) -> float:
    """The lower end of an interval: none of these figures can be below 0, whatever Student's law says of few
    runs."""
    return max(0.0, found.low)


def _formulas(scenario: Scenario) -> dict[str, float]:
    """What formulas say of this scenario, by the name of the figure: empty where none knows."""
    plain = not (scenario.patience or scenario.claim or scenario.scaling or scenario.failures)
    single = len(scenario.tiers) == 1 and scenario.tiers[0].limit_s is None
    if not (
        plain
        and single
        and isinstance(scenario.arrivals, Steady)
        and isinstance(scenario.session, Exponential)
    ):
        return {}
    rate, stay_s = scenario.arrivals.per_s, scenario.session.mean_s
    servers = scenario.hosts.count * scenario.hosts.slots
    if scenario.room is not None:
        waits = bounded_waits(rate, stay_s, servers, scenario.room)
        refused, busy = waits.refused_share, waits.erlangs * (1.0 - waits.refused_share)
    elif rate * stay_s < servers:
        waits = queueing.waits(rate, stay_s, servers)
        refused, busy = 0.0, waits.erlangs
    else:
        return {}
    return {
        "wait_mean_s": waits.queue_s,
        "waited_share": waits.wait_share,
        "long_wait_share": waits.longer_share(scenario.long_wait_s),
        "refused_share": refused,
        "sessions_mean": busy,
        "waiting_mean": waits.queue_mean,
        "utilisation": waits.utilisation,
    }


def _table(result: Result, known: dict[str, float], confidence: float) -> Table:
    rows = []
    for field, name, unit in SHOWN:
        found: Estimate = getattr(result, field)
        formula = known.get(field)
        rows.append(
            (
                name,
                unit,
                found.mean,
                _least(found),
                found.high,
                formula,
                None if formula is None else found.holds(formula),
            )
        )
    return Table(
        f"Means of {result.replications} runs, with {confidence:.0%} intervals",
        heads("figure", "in", "mean", "from", "to", "by formula", "formula inside"),
        tuple(rows),
    )


def _said(result: Result, scenario: Scenario) -> str:
    unserved = result.refused_share.mean + result.abandoned_share.mean
    return (
        f"{result.sessions_mean.mean:.3g} sessions at once on {result.hosts_mean.mean:.3g} machines; "
        f"{result.waited_share.mean:.2%} of the people wait at all, {result.long_wait_share.mean:.2%} "
        f"longer than {scenario.long_wait_s:g} s; {unserved:.2%} leave unserved."
    )


def _plots(played: Played) -> tuple[Plot, ...]:
    if played.profile is not None:
        hours = [
            (float(hour), sessions, hosts)
            for hour, (sessions, hosts) in enumerate(
                zip(played.profile.sessions, played.profile.hosts, strict=True)
            )
            if sessions == sessions
        ]
        return (
            Plot(
                "A day",
                Column("hour"),
                Column("at once"),
                (
                    Series("sessions", tuple((hour, sessions) for hour, sessions, _ in hours)),
                    Series("machines", tuple((hour, hosts) for hour, _, hosts in hours)),
                ),
            ),
        )
    r = played.result
    waits = ((50.0, r.wait_p50_s), (95.0, r.wait_p95_s), (99.0, r.wait_p99_s), (100.0, r.wait_max_s))
    series = (
        Series("mean of the runs", tuple((percent, found.mean) for percent, found in waits)),
        Series("from", tuple((percent, _least(found)) for percent, found in waits)),
        Series("to", tuple((percent, found.high) for percent, found in waits)),
    )
    return (Plot("Waits", Column("of the people, per cent"), Column("wait at most", "s"), series),)


def _notes(scenario: Scenario, known: dict[str, float]) -> tuple[str, ...]:
    notes = []
    if known:
        notes.append(
            "A 95 % interval misses the truth once in twenty: of several figures one may well lie outside. "
            "Runs begin with an empty house; the warm-up is cut off."
        )
    if isinstance(scenario.arrivals, Daily):
        notes.append("The day's curve is assumed: an evening of leisure, highest at nine.")
    return tuple(notes)
