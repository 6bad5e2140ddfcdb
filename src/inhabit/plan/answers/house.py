"""The house that is simulated unless somebody says otherwise: a studio of about fifty people at once."""

from __future__ import annotations

from inhabit.plan import checks
from inhabit.plan.answers.origin import given, number, told
from inhabit.plan.figure import Input
from inhabit.plan.simulation.arrivals import EVENING_CURVE, Arrivals, Daily, Recorded, Steady, mean_rate_per_s
from inhabit.plan.simulation.durations import Duration, Exponential
from inhabit.plan.simulation.scenario import Failures, Hosts, Scaling, Scenario

SESSION_S, HOURS, WARMUP_HOURS, DAY_HOURS = 600.0, 4.0, 1.0, 24.0


def house(
    *,
    arrivals_per_s: float | None = None,
    session_s: float | None = None,
    session: Duration | None = None,
    recorded: Recorded | None = None,
    machines: int | None = None,
    slots: int | None = None,
    daily: bool = False,
    room: int | None = None,
    patience_s: float | None = None,
    cold_start_s: float = 60.0,
    buffer_slots: int | None = None,
    fails_every_s: float | None = None,
    repair_s: float = 600.0,
    usd_per_hour: float = 0.0,
    hours: float | None = None,
    warmup_hours: float | None = None,
    long_wait_s: float = 10.0,
) -> tuple[Scenario, tuple[Input, ...]]:
    """A house to simulate, and where its main numbers come from: a studio of about 50 at once, unless told.

    `arrivals_per_s` is the mean over a day if `daily` (an evening's curve), `session` a distribution in
    place of exponential lengths of `session_s`, `recorded` a log in place of both. With `buffer_slots`
    machines are started and stopped so that as many slots stay free. Raises BadInputError for bad numbers.
    """
    taken = (
        told(
            "lambda arrivals",
            arrivals_per_s,
            "per second",
            otherwise=0.08,
            origin="assumed",
            source="a studio of 50",
        ),
        told("s session", session_s, "s", otherwise=SESSION_S, origin="assumed", source="ten minutes"),
        told("h machines", machines, "machines", otherwise=14, origin="assumed", source="a studio of 50"),
        told(
            "k slots of a machine",
            slots,
            "sessions",
            otherwise=4,
            origin="assumed",
            source="the post: 4 to 6 of a GPU",
        ),
    )
    rate, stay, count, each = (number(value) for value in taken)
    checks.positive("the arrivals", rate, "per second")
    ready = checks.count("the machines", count, least=0, most=1e7)
    held = checks.count("the slots of a machine", each, most=1e9)
    length = session or Exponential(stay)
    lasts_s = 3600.0 * (hours if hours is not None else DAY_HOURS if daily else HOURS)
    warmup_s = 3600.0 * (warmup_hours if warmup_hours is not None else WARMUP_HOURS)
    arrivals: Arrivals = Steady(rate)
    if recorded is not None:
        arrivals, length, warmup_s = recorded, None, 3600.0 * (warmup_hours or 0.0)
        lasts_s = (
            3600.0 * hours if hours is not None else max(s + length_s for s, length_s in recorded.sessions)
        )
    elif daily:
        mean = sum(EVENING_CURVE) / len(EVENING_CURVE)
        arrivals = Daily(tuple(rate * hour / mean for hour in EVENING_CURVE))
    scenario = Scenario(
        arrivals=arrivals,
        session=length,
        hosts=Hosts(ready, held, cold_start_s, usd_per_hour),
        horizon_s=warmup_s + lasts_s,
        warmup_s=warmup_s,
        room=room,
        patience=None if patience_s is None else Exponential(patience_s),
        scaling=None if buffer_slots is None else Scaling(buffer_slots, 30.0, 600.0, least=1),
        failures=None if fails_every_s is None else Failures(fails_every_s, repair_s),
        long_wait_s=long_wait_s,
    )
    if recorded is None:
        return scenario, taken
    log = given("lambda arrivals", mean_rate_per_s(recorded, lasts_s), "per second")
    return scenario, (log, *taken[2:])
