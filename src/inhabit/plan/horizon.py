"""When does real time catch up? A gap that halves every so many years, fitted and carried on.

    gap(t) = gap_0 2^(-(t - t_0) / tau)

tau is the halving time in years. The levels are Frechet inception distances (FID on ImageNet 256 x 256, lower
is better) as the PixVerse R1 post gives them in §10; they come from different papers and models, so a fit
through four of them is a feeling for dates, not a forecast.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from inhabit.core.errors import BadInputError
from inhabit.plan import checks

FIRST_YEAR, LAST_YEAR = 1900.0, 3000.0

Measured = Sequence[tuple[float, float]]
"""(year, level) pairs; a year may have a fraction, a level is above 0."""

BATCH_FID = ((2020.0, 5.51), (2021.0, 3.94), (2022.0, 2.10), (2023.0, 1.79), (2024.0, 1.58), (2025.0, 1.48))
LIVE_FID = ((2022.0, 15.0), (2023.0, 6.20), (2024.0, 3.50), (2025.0, 2.40))
"""The post's best batch and best real-time levels by year."""

R1_HALVING_YEARS, NEGLIGIBLE_GAP = 1.25, 0.1
"""The post's halving time in its formula (its sentence says 12 to 14 months, its table 8 to 11), and the gap
that it takes for imperceptible."""


@dataclass(frozen=True, slots=True)
class Trend:
    """A gap of `gap` at `year` that halves `halvings_per_year` times a year (0: it stays; below 0: it grows).

    `rms_log2` is how far the measurements lie from it, root mean square, in halvings; 0 if it was not fitted.
    """

    year: float
    gap: float
    halvings_per_year: float
    rms_log2: float = 0.0

    @property
    def halving_years(self) -> float | None:
        """The halving time tau in years; None for a gap that does not shrink."""
        return 1.0 / self.halvings_per_year if self.halvings_per_year > 0.0 else None


@dataclass(frozen=True, slots=True)
class Mark:
    """A level that something becomes usable below, with the date that the post gives for it."""

    name: str
    below: float
    said: str


USE_CASES = (
    Mark("live preview and exploration", 8.0, "already achieved (2025)"),
    Mark("social media content", 5.0, "mid 2026"),
    Mark("professional short-form", 3.0, "late 2027"),
    Mark("broadcast quality", 2.0, "2028-2029"),
    Mark("film and premium content", 1.5, "2030+"),
)
"""The post's use cases by FID, easiest first."""

WAVES = (
    Mark("1: preview and exploration", 8.0, "2025-2026"),
    Mark("2: interactive content", 3.0, "2027-2028"),
    Mark("3: real time replaces batch", 1.58, "2029-2030"),
)
"""The post's three waves. It names years, not levels: the levels are our reading (good enough to preview; to
be delivered as short form; within the negligible gap of the batch level of 2025)."""


@dataclass(frozen=True, slots=True)
class Reach:
    """When a mark is reached: `measured` (between two measurements, or by the first of them), `extrapolated`,
    or `never` (then there is no year)."""

    mark: Mark
    year: float | None
    how: Literal["measured", "extrapolated", "never"]


def halving(year: float, gap: float, *, years: float) -> Trend:
    """The trend of a gap `gap` > 0 at `year` (1900 to 3000) that halves every `years` > 0. Raises
    BadInputError."""
    tau = checks.positive("the halving time", years, "years", most=1e6)
    speed = checks.positive("the halvings per year", 1.0 / tau)
    return Trend(_year(year), checks.positive("the gap", gap), speed)


def fit(pairs: Measured) -> Trend:
    """The trend through (year, gap) pairs by least squares in log2 of the gap, told at the last of the years.

    Every pair counts alike. Raises BadInputError for fewer than two different years or a gap that is not
    above 0.
    """
    measured = _measured(pairs)
    years = [year for year, _ in measured]
    if years[0] == years[-1]:
        raise BadInputError(
            "bad_plan_value", f"all gaps are of the year {years[0]:g}: give at least two different years"
        )
    logs = [math.log2(gap) for _, gap in measured]
    middle, height = math.fsum(years) / len(years), math.fsum(logs) / len(logs)
    spread = math.fsum((year - middle) ** 2 for year in years)
    slope = math.fsum((year - middle) * log for year, log in zip(years, logs, strict=True)) / spread
    squares = math.fsum(
        (height + slope * (year - middle) - log) ** 2 for year, log in zip(years, logs, strict=True)
    )
    last = years[-1]
    return Trend(last, 2.0 ** (height + slope * (last - middle)), -slope, math.sqrt(squares / len(years)))


def gaps(behind: Measured, ahead: Measured) -> tuple[tuple[float, float], ...]:
    """(year, behind - ahead) for the years that both have, oldest first. Raises BadInputError if they share
    no year or the one behind is not behind."""
    level = dict(_measured(ahead))
    shared = [(year, value - level[year]) for year, value in _measured(behind) if year in level]
    if not shared:
        raise BadInputError("bad_plan_value", "the two series have no year in common: give at least one")
    for year, gap in shared:
        checks.positive(f"the gap of {year:g}", gap)
    return tuple(shared)


def halving_times(pairs: Measured) -> tuple[float | None, ...]:
    """The halving time in years from each year to the next; None where the gap did not shrink. Times that
    grow say that a geometric trend is too hopeful. Raises BadInputError as `fit` does, and for a year given
    twice."""
    measured = _measured(pairs)
    times: list[float | None] = []
    for (year, gap), (later, left) in pairwise(measured):
        if later == year:
            raise BadInputError("bad_plan_value", f"the year {year:g} is given twice: give each once")
        times.append((later - year) / math.log2(gap / left) if left < gap else None)
    return tuple(times)


def gap_at(trend: Trend, year: float) -> float:
    """The gap that a trend gives for `year` (1900 to 3000). Raises BadInputError if that is beyond all
    bounds."""
    halvings = (_year(year) - trend.year) * trend.halvings_per_year
    # A float ends near 2^1024; anything near it is refused by name instead of overflowing.
    return checks.non_negative("the gap", trend.gap * 2.0 ** min(-halvings, 900.0))


def year_when(trend: Trend, gap: float) -> float | None:
    """The year in which a trend comes down to `gap` > 0: t_0 + tau log2(gap_0 / gap). It lies in the past if
    the gap is smaller already; None if the gap does not shrink, or gets there after 3000. Raises
    BadInputError."""
    halvings = math.log2(trend.gap) - math.log2(checks.positive("the gap to reach", gap))
    if trend.halvings_per_year <= 0.0:
        return trend.year if halvings <= 0.0 else None
    return _this_side(trend.year + halvings / trend.halvings_per_year)


def meeting_year(behind: Trend, ahead: Trend) -> float | None:
    """The year in which the level `behind` (the higher one) comes down to `ahead`, both being geometric
    trends of levels: the target moves too. None if it does not fall faster, or meets it after 3000. Raises
    nothing."""
    closing = behind.halvings_per_year - ahead.halvings_per_year
    if closing <= 0.0:
        return None
    # From the year of `behind` on: its level there against what `ahead` has become by then.
    halvings = math.log2(behind.gap) - math.log2(ahead.gap)
    halvings += (behind.year - ahead.year) * ahead.halvings_per_year
    return _this_side(behind.year + halvings / closing)


def reach(mark: Mark, measured: Measured, trend: Trend, *, floor: float = 0.0) -> Reach:
    """When a level comes down to `mark.below`: by the measurements if they got there (geometrically between
    two of them), else where `floor` + the trend's gap does, and not before the last measurement.

    `floor` >= 0 is what the trend's gap is above: the batch level of today, held still. Raises BadInputError.
    """
    below = checks.positive(f"the level of {mark.name!r}", mark.below)
    levels = _measured(measured)
    if levels[0][1] <= below:
        return Reach(mark, levels[0][0], "measured")
    for (year, level), (later, lower) in pairwise(levels):
        if lower <= below:
            part = (math.log(level) - math.log(below)) / (math.log(level) - math.log(lower))
            return Reach(mark, year + part * (later - year), "measured")
    if below <= checks.non_negative("the floor", floor):
        return Reach(mark, None, "never")
    year = year_when(trend, below - floor)
    if year is None:
        return Reach(mark, None, "never")
    return Reach(mark, max(year, levels[-1][0]), "extrapolated")


def _this_side(year: float) -> float | None:
    """A year up to 3000: later is never, for whoever plans."""
    return year if year <= LAST_YEAR else None


def _measured(pairs: Measured) -> list[tuple[float, float]]:
    """The pairs, oldest first, with every number looked at."""
    if not pairs:
        raise BadInputError("bad_plan_value", "nothing is measured: give at least one year with its level")
    return sorted((_year(year), checks.positive(f"the level of {year}", level)) for year, level in pairs)


def _year(year: float) -> float:
    checks.positive("the year", year, most=LAST_YEAR)
    if year < FIRST_YEAR:
        raise BadInputError("bad_plan_value", f"the year is {year:g}: give one from 1900 to 3000")
    return float(year)
