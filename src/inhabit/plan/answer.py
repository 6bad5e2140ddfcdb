"""What the planner says to one question: a sentence, figures, tables, curves, and what to mind.

An answer is data. The command line prints it, a report or a page draws it, and `as_json` hands it to
programs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal, get_args

from inhabit.plan.figure import Figure, Input, Origin

Cell = str | float | bool | None
"""What stands in a table: None where there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column, or of an axis, with the unit of what stands below it."""

    name: str
    unit: str = ""


def heads(*names: str) -> tuple[Column, ...]:
    """Columns as a person writes them: "rate [fps]" is the column "rate" in fps."""
    split = (name.partition(" [") for name in names)
    return tuple(Column(name, unit.removesuffix("]")) for name, _, unit in split)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under heads; every row has a cell for each column."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.title}: {len(row)} cells under {len(self.columns)} heads")


@dataclass(frozen=True, slots=True)
class Series:
    """A curve by its points (x, y), rising in x; `drawn` as a line, or as points that nothing joins."""

    name: str
    points: tuple[tuple[float, float], ...]
    drawn: Literal["line", "points"] = "line"


@dataclass(frozen=True, slots=True)
class Plot:
    """Curves over one pair of axes; `scale` is that of the y axis."""

    title: str
    x: Column
    y: Column
    series: tuple[Series, ...]
    scale: Literal["linear", "log"] = "linear"


@dataclass(frozen=True, slots=True)
class Answer:
    """`said` answers in a sentence or two; the figures carry formulas and origins; `notes` are what to
    mind."""

    title: str
    said: str
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...] = ()
    plots: tuple[Plot, ...] = ()
    notes: tuple[str, ...] = ()

    def figure(self, name: str) -> Figure:
        """The figure of that name; raises KeyError with the names there are."""
        for each in self.figures:
            if each.name == name:
                return each
        raise KeyError(f"no figure {name!r} among {', '.join(each.name for each in self.figures)}")

    def table(self, title: str) -> Table:
        """The table of that title; raises KeyError with the titles there are."""
        for each in self.tables:
            if each.title == title:
                return each
        raise KeyError(f"no table {title!r} among {', '.join(each.title for each in self.tables)}")

    def inputs(self, origin: Origin) -> tuple[Input, ...]:
        """What of that origin went into the figures, each once, in the order of the figures."""
        found = (each for figure in self.figures for each in figure.inputs if each.origin == origin)
        return tuple(dict.fromkeys(found))

    def as_json(self) -> dict[str, Any]:
        """Plain dicts, lists, texts and finite numbers: what has no end (no limit binds) becomes None.

        `origins` holds the names of the inputs that are measured, sourced, assumed and given.
        """
        return _finite(
            {
                "title": self.title,
                "said": self.said,
                "figures": [figure.as_json() for figure in self.figures],
                "tables": [_table(table) for table in self.tables],
                "plots": [_plot(plot) for plot in self.plots],
                "notes": list(self.notes),
                "origins": {origin: [i.name for i in self.inputs(origin)] for origin in get_args(Origin)},
            }
        )


def _table(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "columns": [_column(column) for column in table.columns],
        "rows": [list(row) for row in table.rows],
    }


def _plot(plot: Plot) -> dict[str, Any]:
    return {
        "title": plot.title,
        "x": _column(plot.x),
        "y": _column(plot.y),
        "scale": plot.scale,
        "series": [
            {"name": each.name, "drawn": each.drawn, "points": [list(point) for point in each.points]}
            for each in plot.series
        ],
    }


def _column(column: Column) -> dict[str, str]:
    return {"name": column.name, "unit": column.unit}


def _finite(value: Any) -> Any:
    """The same, with None for numbers that JSON has no word for."""
    if isinstance(value, dict):
        return {key: _finite(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_finite(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
