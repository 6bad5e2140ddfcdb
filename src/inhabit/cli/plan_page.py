"""How an answer is shown: tables for people, one line of JSON for programs, the formulas for whoever asks
why.

Every command of `inhabit plan` that answers a question returns an Answer and is shown from here. With
`--json -` what people read goes to standard error, so that standard output holds the JSON alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inhabit.cli.places import check_writable, hand_over

if TYPE_CHECKING:
    from inhabit.plan.answer import Answer
    from inhabit.plan.reading import ReadFigure, ReadTable

NARROWEST, UNKNOWN_WIDTH, MOST_NAMED = 60, 120, 12


def shown(*, plotted: bool = False) -> Callable[[Callable[..., Answer]], Callable[..., None]]:
    """Makes a command of a function that returns an Answer: adds --json, --explain and, if `plotted`,
    --plot."""

    def around(function: Callable[..., Answer]) -> Callable[..., None]:
        @wraps(function)
        def run(*, json_at: str | None, explain: bool, plot_at: Path | None = None, **asked: Any) -> None:
            check_places(json_at, plot_at)
            found = function(**asked)
            if plot_at is not None:
                from inhabit.cli.plan_plot import draw

                draw(found, plot_at)
            to_people(found, explain=explain, err=json_at == "-")
            hand_over(found.as_json(), json_at)

        if plotted:
            click.option(
                "--plot",
                "plot_at",
                type=click.Path(dir_okay=False, path_type=Path),
                help="Draw the curves into this file (.svg or .png).",
            )(run)
        click.option("--explain", is_flag=True, help="Formulas, numbers put in, and where each is from.")(run)
        click.option("--json", "json_at", help="Write the JSON line here; - is standard output.")(run)
        return run

    return around


def check_places(json_at: str | None, plot_at: Path | None) -> None:
    """Refuse before anything is computed: a place that cannot be written, a picture that cannot be drawn."""
    if plot_at is not None:
        from inhabit.cli.plan_plot import check_drawable

        check_drawable(plot_at)
    for place in (json_at if json_at != "-" else None, plot_at):
        if place is not None:
            check_writable(Path(place))


def to_people(found: Answer, *, explain: bool, err: bool) -> None:
    """The answer as tables, on standard output or standard error."""
    from inhabit.plan.reading import read_figure, read_table

    console = console_on(err=err)
    figures = [read_figure(figure) for figure in found.figures]
    console.print(found.title, style="bold")
    console.print(found.said)
    console.print(_figures(figures))
    for table in found.tables:
        console.print(_table(read_table(table)))
    for line in _origins(found):
        console.print(line, style="dim")
    for note in found.notes:
        console.print(f"Mind: {note}")
    if explain:
        for figure in figures:
            console.print(_explained(figure), soft_wrap=True)


def console_on(*, err: bool) -> Any:
    """A console as wide as the terminal; wide enough for tables where there is none."""
    import shutil

    from rich.console import Console

    width = max(shutil.get_terminal_size((UNKNOWN_WIDTH, 40)).columns, NARROWEST)
    return Console(stderr=err, width=width, markup=False, highlight=False)


def grid(title: str | None, heads: list[str], rows: list[list[str]], *, left: frozenset[int]) -> Any:
    """A table of texts; the columns in `left` are aligned to the left, the others are numbers."""
    from rich import box
    from rich.table import Table as Grid

    drawn = Grid(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for place, head in enumerate(heads):
        drawn.add_column(head, justify="left" if place in left else "right")
    for row in rows:
        drawn.add_row(*row)
    return drawn


def _figures(figures: Sequence[ReadFigure]) -> Any:
    rows = [[each.name, each.value, ", ".join(each.rests_on), each.note] for each in figures]
    return grid(None, ["figure", "value", "rests on", "note"], rows, left=frozenset({0, 2, 3}))


def _table(table: ReadTable) -> Any:
    return grid(
        table.title, list(table.heads), [list(row) for row in table.rows], left=frozenset(table.words)
    )


def _origins(found: Answer) -> list[str]:
    """Which inputs are measured, sourced, assumed and given: a line for each kind that there is."""
    from inhabit.plan.answers.origin import WEAKEST_FIRST
    from inhabit.plan.wording import meaning

    lines = []
    for origin in reversed(WEAKEST_FIRST):
        named = [
            meaning(each) for each in found.inputs(origin) if not each.source.startswith("computed above")
        ]
        if named:
            each = list(dict.fromkeys(named))
            more = f" and {len(each) - MOST_NAMED} more" if len(each) > MOST_NAMED else ""
            lines.append(f"{origin.capitalize()}: {', '.join(each[:MOST_NAMED])}{more}.")
    return lines


def _explained(figure: ReadFigure) -> str:
    """The formula, the numbers put in, and where each comes from."""
    lines = [f"{figure.name} = {figure.value}", f"  = {figure.formula}"]
    lines += [f"  = {figure.put_in}"] if figure.put_in else []
    lines += [
        f"    {each.letter}: {each.meaning}, {each.value} [{each.origin}] {each.source}"
        for each in figure.inputs
    ]
    return "\n".join(lines) + "\n"
