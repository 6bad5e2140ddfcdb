"""What machines that stand by all month cost, and what that makes of a minute that somebody plays."""

from __future__ import annotations

from inhabit.plan.answer import Answer
from inhabit.plan.answers.origin import carried, number
from inhabit.plan.figure import Figure, Input

HOURS_PER_MONTH = 365.25 * 24.0 / 12.0


def answer(machines: Input, usd_per_hour: Input, hours: Input, arrivals: Input, session_min: Input) -> Answer:
    """The bill of `machines` at `usd_per_hour` for `hours` a month in which `arrivals` an hour play
    `session_min` minutes each. All at least 0."""
    month_usd = number(machines) * number(usd_per_hour) * number(hours)
    played_min = number(arrivals) * number(hours) * number(session_min)
    bill = Figure("bill a month", month_usd, "USD", "m x H x t", (machines, usd_per_hour, hours))
    played = Figure(
        "minutes played a month", played_min, "minutes", "lambda x t x L", (arrivals, hours, session_min)
    )
    figures = [bill, played]
    if played_min > 0.0:
        both = (carried("B bill a month", bill), carried("P minutes played", played))
        figures.append(Figure("cost of a played minute", month_usd / played_min, "USD", "B / P", both))
    each = f", {month_usd / played_min:.3g} USD for a minute that somebody plays" if played_min else ""
    said = f"{month_usd:,.0f} USD a month{each}." if month_usd else "Nothing: these machines are not rented."
    return Answer("What it costs", said, tuple(figures))
