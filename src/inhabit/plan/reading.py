"""An answer as a person reads it: numbers spelled with their units, curves drawn, all of it plain text.

The command line, a report and a page show the same answer. What they say comes from here, so that none
of them computes, rounds or words anything by itself.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from inhabit.plan import chart, wording
from inhabit.plan.answer import Answer, Plot, Table
from inhabit.plan.answers.origin import WEAKEST_FIRST
from inhabit.plan.figure import Figure, Input, Origin


@dataclass(frozen=True, slots=True)
class ReadInput:
    """A number that went in: its letter in the formula, what it is, how large, and where it comes from."""

    letter: str
    meaning: str
    value: str
    origin: Origin
    source: str


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """A figure; `rests_on` are the origins of what went in, the weakest first, and `put_in` the formula with
    the numbers in it (empty where that says nothing new)."""

    name: str
    value: str
    rests_on: tuple[Origin, ...]
    note: str
    formula: str
    put_in: str
    inputs: tuple[ReadInput, ...]


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table of texts; `words` are the columns that hold words, the others hold numbers."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReadPlot:
    """A drawing (see `chart.drawn`) with what its vertical axis is, and the name of each series."""

    title: str
    upwards: str
    series: tuple[str, ...]
    svg: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All of an answer."""

    title: str
    said: str
    figures: tuple[ReadFigure, ...]
    tables: tuple[ReadTable, ...]
    plots: tuple[ReadPlot, ...]
    notes: tuple[str, ...]


def read(answer: Answer) -> Reading:
    """The answer in words. Raises nothing that making the answer did not."""
    return Reading(
        title=answer.title,
        said=answer.said,
        figures=tuple(read_figure(figure) for figure in answer.figures),
        tables=tuple(read_table(table) for table in answer.tables),
        plots=tuple(plot for plot in map(read_plot, answer.plots) if plot.svg),
        notes=answer.notes,
    )


def read_figure(figure: Figure) -> ReadFigure:
    """A figure in words."""
    put_in = wording.put_in(figure)
    return ReadFigure(
        name=figure.name,
        value=wording.spelled(figure.value, figure.unit),
        rests_on=rests_on(figure),
        note=figure.note,
        formula=figure.formula,
        put_in=put_in if put_in != figure.formula else "",
        inputs=tuple(read_input(each) for each in figure.inputs),
    )


def rests_on(figure: Figure) -> tuple[Origin, ...]:
    """The origins of what went in, the weakest first."""
    held = {each.origin for each in figure.inputs}
    return tuple(origin for origin in WEAKEST_FIRST if origin in held)


def read_table(table: Table) -> ReadTable:
    """A table in words."""
    units = [column.unit for column in table.columns]
    return ReadTable(
        title=table.title,
        heads=tuple(wording.head(column.name, column.unit) for column in table.columns),
        rows=tuple(
            tuple(wording.cell(each, unit) for each, unit in zip(row, units, strict=True))
            for row in table.rows
        ),
        words=tuple(
            sorted(
                {
                    place
                    for row in table.rows
                    for place, each in enumerate(row)
                    if isinstance(each, str | bool)
                }
            )
        ),
    )


def read_plot(plot: Plot) -> ReadPlot:
    """A plot, drawn."""
    upwards = wording.head(plot.y.name, plot.y.unit)
    scale = ", each line ten times the one below" if plot.scale == "log" else ""
    return ReadPlot(
        plot.title, f"{upwards}{scale}", tuple(each.name for each in plot.series), chart.drawn(plot)
    )


def as_json(reading: Reading) -> dict[str, Any]:
    """Plain dicts, lists and texts."""
    return asdict(reading)


def read_input(given: Input) -> ReadInput:
    """An input in words."""
    value = given.value if isinstance(given.value, str) else wording.spelled(given.value, given.unit)
    return ReadInput(wording.letter(given), wording.meaning(given), value, given.origin, given.source)
