"""A whole service over a day, in several regions: how many GPUs by the hour, who waits, and the bill."""

from __future__ import annotations

from collections.abc import Sequence

from inhabit.plan import checks
from inhabit.plan.answer import Answer, Column, Plot, Series, Table, heads
from inhabit.plan.answers.origin import carried, number, posted, told
from inhabit.plan.answers.waiting_room import spelled_share
from inhabit.plan.figure import Figure, Input
from inhabit.plan.simulation.arrivals import EVENING_CURVE
from inhabit.plan.simulation.durations import Lognormal
from inhabit.plan.simulation.estimate import Estimate
from inhabit.plan.simulation.fleet import Fleet, FleetPlan, Region, plan_fleet
from inhabit.plan.wording import spelled

SHARES = (("Asia", 0.5, 8.0), ("Europe and Africa", 0.3, 1.0), ("the Americas", 0.2, -5.0))
"""Three regions, the share of all people in each, and its hours ahead of UTC. Assumed."""
SESSION_SPREAD, STEP_S, RUNS = 0.8, 60.0, 4


def answer(
    *,
    registered: float | None = None,
    active: float | None = None,
    sessions_per_month: float | None = None,
    session_s: float | None = None,
    streams_per_gpu: int | None = None,
    usd_per_gpu_hour: float | None = None,
    regions: Sequence[Region] | None = None,
    seed: int = 1,
    replications: int | None = None,
) -> Answer:
    """The day of a service with `registered` people (else 200 million), of whom the share `active` comes in
    a month (else 16 of 200 million), `sessions_per_month` times (else 8) for `session_s` (else 300), on GPUs
    that hold `streams_per_gpu` (else 6) at `usd_per_gpu_hour` (else 3.50), in `regions` with an evening each
    (else three, which pay that price; regions that are given bring their own).

    Simulated in steps of a minute: seconds at any size. Raises BadInputError for bad numbers.
    """
    people = posted("N registered", registered, "people", otherwise=200e6, section=7)
    coming = posted("a share that comes in a month", active, "share", otherwise=16e6 / 200e6, section=7)
    often = told(
        "v sessions of each in a month",
        sessions_per_month,
        "",
        otherwise=8.0,
        origin="assumed",
        source="nobody says: twice a week",
    )
    length = posted("s session", session_s, "s", otherwise=300.0, section=5)
    held = posted("k sessions of a GPU", streams_per_gpu, "sessions", otherwise=6, section=6)
    price = posted("H price of a GPU", usd_per_gpu_hour, "USD per hour", otherwise=3.50, section=6)
    fleet = Fleet(
        registered=number(people),
        active_share=number(coming),
        sessions_per_month=number(often),
        session=Lognormal(number(length), SESSION_SPREAD),
        regions=tuple(regions or three_regions(number(price))),
        streams_per_gpu=checks.count("the sessions of a GPU", number(held), most=1e6),
    )
    runs = told(
        "R replications", replications, "", otherwise=RUNS, origin="assumed", source="enough for a first look"
    )
    count = checks.count("the replications", number(runs), least=2, most=1000)
    plan = plan_fleet(fleet, seed=seed, replications=count, step_s=STEP_S)
    daily = _daily(plan, people, coming, often)
    return Answer(
        f"A service with {number(people):,.0f} registered people, over a day",
        _said(plan),
        (*daily, *_simulated(plan, carried("d sessions a day", daily[1]), length, held, price, runs)),
        (_regions(plan), _hours(plan)),
        (_plot(plan),),
        (
            "An evening's curve, how often people come and how their sessions differ in length are assumed; "
            "machines of 8 GPUs take 3 minutes to start and are given back after 10 idle ones.",
            "Paid GPUs are compared with Erlang's, which knows the load of every hour in advance and starts "
            "at once.",
        ),
    )


def three_regions(usd_per_gpu_hour: float) -> tuple[Region, ...]:
    """The regions of a service of which nobody says where its people are."""
    return tuple(
        Region(name, share, EVENING_CURVE, ahead_h, usd_per_gpu_hour) for name, share, ahead_h in SHARES
    )


def _daily(plan: FleetPlan, people: Input, coming: Input, often: Input) -> tuple[Figure, Figure]:
    return (
        Figure("people in a month", plan.active_people, "people", "N x a", (people, coming)),
        Figure(
            "sessions a day",
            plan.sessions_per_day,
            "sessions",
            "N x a x v / (365.25 / 12)",
            (people, coming, often),
        ),
    )


def _simulated(
    plan: FleetPlan, daily: Input, length: Input, held: Input, price: Input, runs: Input
) -> tuple[Figure, ...]:
    who = (runs, daily, length, held)
    how = "mean of R simulated days of d sessions of s seconds, k on a GPU"

    def figure(name: str, found: Estimate, unit: str, *, paid: bool = False) -> Figure:
        note = f"95% interval {spelled(max(0.0, found.low), unit)} to {spelled(found.high, unit)}"
        return Figure(
            name, found.mean, unit, f"{how}, at H" if paid else how, (*who, price) if paid else who, note=note
        )

    at_once = max(plan.sessions_by_hour)
    return (
        Figure("sessions at once, busiest hour", at_once, "sessions", how, who),
        Figure("GPUs, busiest hour", plan.gpus_peak, "GPUs", how, who, note="paid for, mean of the hour"),
        figure("share that waits at all", plan.waited_share, "share"),
        figure("share that waits over 20 s", plan.long_wait_share, "share"),
        figure("share that gives up", plan.abandoned_share, "share"),
        figure("GPU hours a day", plan.gpu_hours_per_day, "hours"),
        figure("bill a day", plan.bill_usd_per_day, "USD", paid=True),
        figure("bill a month", plan.bill_usd_per_month, "USD", paid=True),
    )


def _said(plan: FleetPlan) -> str:
    at_once, late = max(plan.sessions_by_hour), spelled_share(plan.long_wait_share.mean)
    million_usd = plan.bill_usd_per_month.mean / 1e6
    return (
        f"{plan.gpus_peak:,.0f} GPUs in the busiest hour for {at_once:,.0f} sessions at once; "
        f"{late} wait over 20 s; {million_usd:,.2f} million USD a month."
    )


def _regions(plan: FleetPlan) -> Table:
    rows = tuple(
        (
            each.name,
            each.sessions_per_day,
            max(each.sessions_by_hour),
            max(each.gpus_by_hour),
            max(each.gpus_by_erlang),
            each.result.long_wait_share.mean,
            each.result.bill_usd.mean,
        )
        for each in plan.regions
    )
    columns = heads(
        "region",
        "sessions a day",
        "at once, busiest hour",
        "GPUs paid, busiest hour",
        "GPUs by Erlang",
        "wait over 20 s [share]",
        "bill a day [USD]",
    )
    return Table("Regions", columns, rows)


def _hours(plan: FleetPlan) -> Table:
    rows = tuple(
        (hour, sessions, gpus)
        for hour, (sessions, gpus) in enumerate(zip(plan.sessions_by_hour, plan.gpus_by_hour, strict=True))
    )
    return Table("By the hour", heads("hour (UTC)", "sessions at once", "GPUs paid"), rows)


def _plot(plan: FleetPlan) -> Plot:
    series = [
        Series(each.name, tuple((float(hour), gpus) for hour, gpus in enumerate(each.gpus_by_hour)))
        for each in plan.regions
    ]
    series.append(Series("all", tuple((float(hour), gpus) for hour, gpus in enumerate(plan.gpus_by_hour))))
    return Plot("GPUs by the hour", Column("hour (UTC)"), Column("GPUs paid for"), tuple(series))
