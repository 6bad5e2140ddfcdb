"""When does real time catch up? A gap that halves every so many years, and the dates that follow."""

from __future__ import annotations

from collections.abc import Sequence

from inhabit.plan import checks
from inhabit.plan import horizon as arithmetic
from inhabit.plan.answer import Answer, Column, Plot, Series, Table, heads
from inhabit.plan.answers.origin import POST, carried, given, number, posted
from inhabit.plan.figure import Figure, Input
from inhabit.plan.horizon import Measured, Reach, Trend

LEVELS = f"{POST}, section 10: FID on ImageNet 256x256 of different models"
LAST_PLOTTED_YEAR, MOST_CURVES = 2035.0, 40


def answer(
    *,
    live: Measured | None = None,
    batch: Measured | None = None,
    negligible: float | None = None,
    halving_years: float | None = None,
) -> Answer:
    """Dates by a geometric trend of the gap between `live` and `batch` levels, (year, level) pairs, lower is
    better.

    The trend is fitted to the pairs, or halves every `halving_years` > 0 from the last gap on. `negligible`
    > 0 is the gap that counts as none (else 0.1). Else the post's levels. Raises BadInputError for bad pairs
    and numbers.
    """
    behind = tuple(live) if live is not None else arithmetic.LIVE_FID
    ahead = tuple(batch) if batch is not None else arithmetic.BATCH_FID
    gaps = arithmetic.gaps(behind, ahead)
    fitted, trend = _trend(gaps, halving_years)
    small = posted("e negligible gap", negligible, "FID", otherwise=arithmetic.NEGLIGIBLE_GAP, section=10)
    checks.positive("the negligible gap", number(small))
    own = live is None and batch is None
    speed = _speed(trend, halving_years, gaps, own=own)
    reached = arithmetic.year_when(trend, number(small))
    floor = dict(ahead)[gaps[-1][0]]
    marks = [arithmetic.reach(mark, behind, trend, floor=floor) for mark in arithmetic.USE_CASES]
    waves = [arithmetic.reach(mark, behind, trend, floor=floor) for mark in arithmetic.WAVES]
    start = (
        Input(
            "y year of the last gap", trend.year, "year", "sourced" if own else "given", LEVELS if own else ""
        ),
        Input("g gap then", trend.gap, "FID", "sourced" if own else "given", "the trend at that year"),
    )
    figures = [speed]
    if reached is not None:
        tau = carried("tau halving time", speed)
        figures.append(
            Figure("the gap is negligible in", reached, "year", "y + tau x log2(g / e)", (*start, tau, small))
        )
    meeting = _meeting(behind, ahead, own=own)
    figures += [meeting] if meeting is not None else []
    return Answer(
        "When real time catches up",
        _said(reached, trend, meeting.value if meeting is not None else None),
        tuple(figures),
        (_table("Use cases", marks), _table("Waves", waves), _gaps(gaps)),
        (_levels_plot(behind, ahead, fitted, floor, trend), _gap_plot(gaps, trend)),
        _notes(gaps, fitted, halving_years, small, own=own),
    )


def _trend(gaps: Measured, halving_years: float | None) -> tuple[Trend, Trend]:
    fitted = arithmetic.fit(gaps)
    if halving_years is None:
        return fitted, fitted
    year, gap = gaps[-1]
    return fitted, arithmetic.halving(year, gap, years=halving_years)


def _speed(trend: Trend, halving_years: float | None, gaps: Measured, *, own: bool) -> Figure:
    years = trend.halving_years if trend.halving_years is not None else float("inf")
    if halving_years is not None:
        asked = given("tau halving time", halving_years, "years")
        return Figure("halving time of the gap", years, "years", "tau", (asked,))
    inputs = tuple(
        Input(f"g{year:g} gap", gap, "FID", "sourced" if own else "given", LEVELS if own else "as asked")
        for year, gap in gaps
    )
    letters = ", ".join(f"g{year:g}" for year, _ in gaps)
    formula = f"-1 / slope of log2({letters}) over the years, least squares"
    off = f"off by {trend.rms_log2:.2g} halvings, root mean square"
    return Figure("halving time of the gap", years, "years", formula, inputs, note=off)


def _meeting(behind: Measured, ahead: Measured, *, own: bool) -> Figure | None:
    """When the level of live comes down to that of batch, both moving; None if it does not."""
    if min(len({year for year, _ in pairs}) for pairs in (behind, ahead)) < 2:
        return None
    live, batch = arithmetic.fit(behind), arithmetic.fit(ahead)
    year = arithmetic.meeting_year(live, batch)
    if year is None:
        return None
    origin, source = ("sourced", LEVELS) if own else ("given", "as asked")
    source = f"trend fitted to: {source}"
    inputs = (
        Input("y year of the last level", live.year, "year", origin, source),
        Input("L live level then", live.gap, "FID", origin, source),
        Input("B batch level then", arithmetic.gap_at(batch, live.year), "FID", origin, source),
        Input("l halvings of live", live.halvings_per_year, "per year", origin, source),
        Input("b halvings of batch", batch.halvings_per_year, "per year", origin, source),
    )
    return Figure("live meets batch, both moving, in", year, "year", "y + log2(L / B) / (l - b)", inputs)


def _said(reached: float | None, trend: Trend, meeting: float | None) -> str:
    if reached is None or trend.halving_years is None:
        return "Never on this trend: the gap does not shrink."
    moving = f"; batch moves too, and is met in {meeting:.0f}" if meeting is not None else ""
    return f"About {reached:.0f}: the gap halves every {trend.halving_years:.2g} years{moving}."


def _table(title: str, reaches: Sequence[Reach]) -> Table:
    columns = heads("what", "level below [FID]", "year [year]", "how", "the post says")
    return Table(
        title, columns, tuple((r.mark.name, r.mark.below, r.year, r.how, r.mark.said) for r in reaches)
    )


def _gaps(gaps: Measured) -> Table:
    times = (None, *arithmetic.halving_times(gaps))
    rows = tuple((year, gap, time) for (year, gap), time in zip(gaps, times, strict=True))
    return Table("The gap by year", heads("year [year]", "gap [FID]", "halved in [years]"), rows)


def _levels_plot(behind: Measured, ahead: Measured, fitted: Trend, floor: float, trend: Trend) -> Plot:
    years = _years(behind[0][0])
    carried_on = tuple(
        (year, floor + arithmetic.gap_at(trend, year)) for year in years if year >= fitted.year
    )
    return Plot(
        "Levels by year",
        Column("year", "year"),
        Column("FID, lower is better"),
        (
            Series("live", tuple(behind), "points"),
            Series("batch", tuple(ahead), "points"),
            Series("live, carried on", carried_on),
        ),
        "log",
    )


def _gap_plot(gaps: Measured, trend: Trend) -> Plot:
    years = _years(gaps[0][0])
    return Plot(
        "The gap by year",
        Column("year", "year"),
        Column("gap", "FID"),
        (
            Series("measured", tuple(gaps), "points"),
            Series("trend", tuple((year, arithmetic.gap_at(trend, year)) for year in years)),
        ),
        "log",
    )


def _years(first: float) -> list[float]:
    last = max(LAST_PLOTTED_YEAR, first + 1.0)
    return [first + (last - first) * i / MOST_CURVES for i in range(MOST_CURVES + 1)]


def _notes(
    gaps: Measured, fitted: Trend, halving_years: float | None, small: Input, *, own: bool
) -> tuple[str, ...]:
    notes = [f"{len(gaps)} gaps of different models carry this: a feeling for dates, not a forecast."]
    times = [time for time in arithmetic.halving_times(gaps) if time is not None]
    if len(times) > 1 and times[-1] > times[0]:
        notes.append("The halvings took longer and longer: a geometric trend is too hopeful.")
    if own and halving_years is None:
        year, gap = gaps[-1]
        posted_trend = arithmetic.halving(year, gap, years=arithmetic.R1_HALVING_YEARS)
        then = arithmetic.year_when(posted_trend, number(small))
        if then is not None:
            notes.append(
                f"The post takes {arithmetic.R1_HALVING_YEARS:g} years instead (--halving 1.25), which gives "
                f"{then:.1f}; it also says 12 to 14 months, and its own gaps say less."
            )
    if halving_years is not None and fitted.halving_years is not None:
        notes.append(f"The gaps themselves halve every {fitted.halving_years:.2g} years.")
    return tuple(notes)
