"""A service: people in several regions, each with its own evening, on GPUs that come and go with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from inhabit.plan import economics as money
from inhabit.plan.answer import Answer
from inhabit.plan.answers import economics, fleet
from inhabit.plan.answers.origin import carried
from inhabit.plan.economics import Cost
from inhabit.plan.figure import Figure
from inhabit.plan.report.attribution import attributed
from inhabit.plan.report.scenario import Scenario
from inhabit.plan.report.section import Decision, Section
from inhabit.plan.simulation.arrivals import EVENING_CURVE
from inhabit.plan.simulation.fleet import Region

USD_PER_GPU_HOUR, WANTED_MARGIN = 3.50, 0.4
SEED, RUNS = 1, 4
KEYS: Mapping[str, str] = {
    "N registered": "service.registered",
    "a share that comes in a month": "service.active_per_month",
    "v sessions of each in a month": "service.visits_per_month",
    "s session": "service.session_minutes",
    "k sessions of a GPU": "machine.sessions",
    "k sessions of a machine": "machine.sessions",
    "H price of a GPU": "machine.usd_per_hour",
    "H price of a machine": "machine.usd_per_hour",
    "L session": "service.session_minutes",
    "ARR yearly revenue": "money.usd_per_year",
    "MAU users a month": "money.users",
    "p paying share": "money.paying",
}
"""Which key of a scenario an input of these answers comes from."""


def sections(scenario: Scenario) -> tuple[tuple[Section, ...], Decision]:
    """The questions of a service, and what follows. Raises BadInputError for numbers that cannot be."""
    day = attributed(_day(scenario), KEYS, scenario)
    found = [Section("day", "How many GPUs, by the hour, and who waits?", day)]
    books = None
    if scenario.has("money"):
        books = attributed(_books(scenario, day), KEYS, scenario)
        found.append(Section("money", "What does a session cost, and does it pay?", books))
    return tuple(found), _decision(scenario, day, books)


def _price(scenario: Scenario) -> float:
    price = scenario.value("machine.usd_per_hour")
    return USD_PER_GPU_HOUR if price is None else float(price)


def _day(scenario: Scenario) -> Answer:
    price = _price(scenario)
    return fleet.answer(
        registered=scenario.value("service.registered"),
        active=scenario.value("service.active_per_month") / scenario.value("service.registered"),
        sessions_per_month=scenario.value("service.visits_per_month"),
        session_s=60.0 * scenario.value("service.session_minutes"),
        streams_per_gpu=scenario.value("machine.sessions"),
        usd_per_gpu_hour=price,
        regions=[
            Region(
                region["name"],
                region["share"],
                EVENING_CURVE,
                region.get("ahead_of_utc_h", 0.0),
                region.get("usd_per_gpu_hour", price),
            )
            for region in scenario.regions
        ],
        seed=SEED,
        replications=RUNS,
    )


def _played_min(scenario: Scenario) -> float:
    """Minutes played in a month, the world over."""
    visits = scenario.value("service.active_per_month") * scenario.value("service.visits_per_month")
    return visits * scenario.value("service.session_minutes")


def _used(scenario: Scenario, day: Answer) -> float:
    """The share of the sessions paid for that somebody plays, over a day."""
    paid_min = day.figure("GPU hours a day").value * 60.0 * scenario.value("machine.sessions")
    return min(1.0, _played_min(scenario) * 12.0 / 365.25 / paid_min)


def _books(scenario: Scenario, day: Answer) -> Answer:
    """Economics with the simulated bill as the cost of goods, and nothing else beside it."""
    bill = day.figure("bill a month").value
    found = economics.answer(
        machine_usd_per_hour=_price(scenario),
        sessions=scenario.value("machine.sessions"),
        used=_used(scenario, day),
        session_minutes=scenario.value("service.session_minutes"),
        yearly_usd=scenario.value("money.usd_per_year"),
        users=int(scenario.value("money.users")),
        paying=scenario.value("money.paying"),
        costs=[Cost("GPUs for live sessions", bill, direct=True)],
    )
    kept = tuple(each for each in found.figures if "target" not in each.name)
    goods = carried("C cost of goods", day.figure("bill a month"))
    figures = tuple(
        replace(
            figure,
            inputs=tuple(
                replace(goods, name=each.name, source="the simulated bill of the GPUs, above")
                if each.name.startswith(("C ", "K "))
                else replace(each, origin="assumed", source="sessions played over sessions paid for, above")
                if each.name.startswith("u ")
                else each
                for each in figure.inputs
            ),
        )
        for figure in kept
    )
    return replace(found, figures=figures)


def _decision(scenario: Scenario, day: Answer, books: Answer | None) -> Decision:
    bill = day.figure("bill a month")
    played = _played_min(scenario)
    minute = Figure(
        "cost of a played minute",
        bill.value / played,
        "USD",
        "B / (a x v x L)",
        (
            carried("B bill a month", bill),
            scenario.told("service.active_per_month", "a people a month", "people"),
            scenario.told("service.visits_per_month", "v visits of each", ""),
            scenario.told("service.session_minutes", "L session", "minutes"),
        ),
    )
    figures = (
        day.figure("sessions at once, busiest hour"),
        day.figure("GPUs, busiest hour"),
        day.figure("share that waits over 20 s"),
        bill,
        minute,
    )
    if books is None:
        return Decision("Yes", day.said, figures, ())
    revenue, margin = books.figure("revenue a month"), books.figure("gross margin")
    carries = margin.value >= WANTED_MARGIN
    said = (
        f"{figures[1].value:,.0f} GPUs in the busiest hour cost {bill.value / 1e6:,.2f} million USD a month, "
        f"against {revenue.value / 1e6:,.2f} million of revenue: "
    )
    said += (
        f"a gross margin of {margin.value:.0%}, before anything else is paid."
        if bill.value < revenue.value
        else f"{bill.value / revenue.value:.1f} times what comes in."
    )
    return Decision("Yes" if carries else "No", said, (*figures, margin), _levers(scenario, bill, revenue))


def _levers(scenario: Scenario, bill: Figure, revenue: Figure) -> tuple[str, ...]:
    """What would bring the margin that is wanted, each alone: the bill goes as each of them."""
    times = bill.value / ((1.0 - WANTED_MARGIN) * revenue.value)
    if times <= 1.0:
        return (
            f"The margin stays above {WANTED_MARGIN:.0%} until the bill is {1.0 / times:.2g} times as large.",
        )
    visits, held = scenario.value("service.visits_per_month"), scenario.value("machine.sessions")
    paying = scenario.value("money.users") * (scenario.value("money.paying") or 0.0)
    price = money.break_even_minute_usd(bill.value / _played_min(scenario), margin=WANTED_MARGIN)
    found = [
        f"For a gross margin of {WANTED_MARGIN:.0%}, one of these alone: {held * times:.1f} sessions on a "
        f"GPU instead of {held:g}; {visits / times:.1f} visits of each user a month instead of {visits:g}; "
        f"GPUs at {_price(scenario) / times:.2f} USD an hour instead of {_price(scenario):.2f}; or "
        f"{price:.4f} USD for each minute played.",
    ]
    if paying:
        found.append(
            f"From those who pay today ({paying:,.0f} people) it would take "
            f"{bill.value / (1.0 - WANTED_MARGIN) / paying:.2f} USD a month each."
        )
    return tuple(found)
