"""The sessions of a machine at other rates than the one asked for: a few in a table, many as curves."""

from __future__ import annotations

from inhabit.plan.answer import Column, Plot, Series, Table, heads
from inhabit.plan.answers.session_limits import Limits

TOLD_FPS = (15.0, 24.0, 30.0, 60.0)
RATES_FPS = (10.0, 15.0, 20.0, 24.0, 30.0, 45.0, 60.0, 90.0, 120.0)


def by_rate(fps: float, limits: Limits) -> Table:
    """A row for each of a few rates, that of the question among them."""
    rows = tuple(
        (
            other,
            limits.whole(other),
            limits.cores(other),
            limits.memory,
            limits.uplink(other),
            limits.process(other),
        )
        for other in sorted({*TOLD_FPS, fps})
    )
    columns = heads("rate [fps]", "sessions", "by cores", "by memory", "by uplink", "one process")
    return Table("At other rates", columns, rows)


def against_rate(fps: float, limits: Limits) -> Plot:
    """Every limit as a curve over the rates, and the whole sessions as points."""
    rates = sorted({*RATES_FPS, fps})
    return Plot(
        "Sessions against the rate",
        Column("frame rate", "fps"),
        Column("sessions"),
        (
            Series("by cores", tuple((r, limits.cores(r)) for r in rates)),
            Series("by memory", tuple((r, limits.memory) for r in rates)),
            Series("by uplink", tuple((r, limits.uplink(r)) for r in rates)),
            Series("whole sessions", tuple((r, float(limits.whole(r))) for r in rates), "points"),
        ),
        "log",
    )
