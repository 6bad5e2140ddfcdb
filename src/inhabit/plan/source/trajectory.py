"""§10 of the source: the gap between batch and real time, how fast it closes, and the dates that follow.

A year is a moment here, as in the document's formula: 2025 is 2025.0. A date in words is read as the span of
time that it names: a year lasts to the next, "mid" is its middle third and "late" its last.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from inhabit.plan import horizon
from inhabit.plan.source.claim import Checkable, Claim

MONTHS = 12.0
GAPS = ((2022.0, "12.9"), (2023.0, "4.41"), (2024.0, "1.92"), (2025.0, "0.92"))

DATES = (
    ("Already achieved (2025)", "at most 2025.99"),
    ("Mid 2026", "2026.33-2026.67"),
    ("Late 2027", "2027.67-2028.00"),
    ("2028-2029", "2028.00-2030.00"),
    ("2030+", "at least 2030.00"),
)
"""The date of each use case of `horizon.USE_CASES`, as printed and as read."""

HALVES = "its own table halves in 7.7, 10.0 and 11.3 months, 9.5 by a fit through all four years"


def claims() -> Iterator[Checkable]:
    """Every number of §10 that follows from something."""
    yield from _gaps()
    yield from _formula()
    yield from _dates()


def trend() -> horizon.Trend:
    """The gap as the document's formula has it: 0.92 in 2025, halved every 1.25 years."""
    return horizon.halving(2025.0, _table()[-1][1], years=horizon.R1_HALVING_YEARS)


def halving_years() -> tuple[float, float]:
    """The least and the most of the halving times from year to year in the document's table, in years."""
    times = [time for time in horizon.halving_times(_table()) if time is not None]
    return min(times), max(times)


def _table() -> tuple[tuple[float, float], ...]:
    return horizon.gaps(horizon.LIVE_FID, horizon.BATCH_FID)


def _gaps() -> Iterator[Checkable]:
    live, batch, gap = dict(horizon.LIVE_FID), dict(horizon.BATCH_FID), dict(_table())
    for year, says in GAPS:
        yield Claim(f"§10 table, {year:.0f}", "gap", says, gap[year], f"{live[year]:.2f} - {batch[year]:.2f}")
    least, most = halving_years()
    yield Claim(
        "§10 rate", "halving time of the gap", "12-14 months", (MONTHS * least, MONTHS * most), HALVES
    )
    yield Claim("§10 formula", "halving time of the gap", "1.25 years", (least, most), HALVES)
    yield Claim(
        "§10 formula",
        "halving time, against the 12 to 14 months of the sentence before",
        "12-14 months",
        MONTHS * horizon.R1_HALVING_YEARS,
        "the formula's 1.25 years are 15 months",
    )


def _formula() -> Iterator[Checkable]:
    where = "§10 formula"
    share = horizon.NEGLIGIBLE_GAP / trend().gap
    yield Claim(where, "gap in 2025", "0.92", trend().gap, "2.40 - 1.48")
    yield Claim(where, "0.1 / 0.92", "0.1087", share, "0.1 / 0.92")
    yield Claim(where, "log of it", "-2.22", math.log(share), "natural logarithm of 0.1087")
    yield Claim(where, "log of 0.5", "-0.693", math.log(0.5), "natural logarithm of 0.5")
    halvings = math.log(share) / math.log(0.5)
    yield Claim(where, "halvings", "3.20", halvings, "-2.22 / -0.693")
    yield Claim(where, "years", "4.0", halvings * horizon.R1_HALVING_YEARS, "3.20 x 1.25")
    year = horizon.year_when(trend(), horizon.NEGLIGIBLE_GAP)
    fitted = horizon.year_when(horizon.fit(_table()), horizon.NEGLIGIBLE_GAP)
    yield Claim(where, "year of a negligible gap", "2029", year or math.inf, "2025 + 1.25 log2(0.92 / 0.1)")
    yield Claim(
        where,
        "year of a negligible gap, by the trend of its own table",
        "2029",
        fitted or math.inf,
        f"{HALVES}: at that pace a gap of 0.1 comes sooner",
    )


def _dates() -> Iterator[Checkable]:
    batch = horizon.BATCH_FID[-1][1]
    for mark, (says, reads_as) in zip(horizon.USE_CASES, DATES, strict=True):
        reached = horizon.reach(mark, horizon.LIVE_FID, trend(), floor=batch)
        why = "real time passed it between two years of its own table"
        if reached.how == "extrapolated":
            why = (
                f"2025 + 1.25 log2(0.92 / {mark.below - batch:.2f}), above the batch level of 1.48 held still"
            )
        yield Claim(
            f"§10 use cases, {mark.name}",
            f"FID below {mark.below:g}",
            says,
            round(reached.year or math.inf, 2),
            why,
            reads_as=reads_as,
        )
    year = horizon.year_when(trend(), horizon.NEGLIGIBLE_GAP)
    yield Claim(
        "§10 waves, 3",
        "real time matches batch",
        "2029-2030",
        round(year or math.inf, 2),
        "the year of a negligible gap by its own formula",
        reads_as="2029.00-2031.00",
    )
