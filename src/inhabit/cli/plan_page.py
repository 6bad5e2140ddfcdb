"""How an answer is shown: tables for people, one line of JSON for programs, the formulas for whoever asks
why.

Every command of `inhabit plan` that answers a question returns an Answer and is shown from here. With
`--json -` what people read goes to standard error, so that standard output holds the JSON alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from inhabit.plan.answer import Answer, Table
    from inhabit.plan.figure import Figure

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
    places = [place for place in (json_at if json_at != "-" else None, plot_at) if place is not None]
    if places:
        # Only then: its module loads the video codecs.
        from inhabit.cli.clip import check_writable

        for place in places:
            check_writable(Path(place))


def hand_over(found: dict[str, Any], json_at: str | None) -> None:
    """One line of JSON to a file or standard output; nothing if nobody asked for it."""
    if json_at is None:
        return
    line = json.dumps(found, allow_nan=False)
    if json_at == "-":
        click.echo(line)
    else:
        Path(json_at).write_text(line + "\n", encoding="utf-8")


def to_people(found: Answer, *, explain: bool, err: bool) -> None:
    """The answer as tables, on standard output or standard error."""
    console = console_on(err=err)
    console.print(found.title, style="bold")
    console.print(found.said)
    console.print(_figures(found))
    for table in found.tables:
        console.print(_table(table))
    for line in _origins(found):
        console.print(line, style="dim")
    for note in found.notes:
        console.print(f"Mind: {note}")
    if explain:
        for figure in found.figures:
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


def _figures(found: Answer) -> Any:
    from inhabit.plan.wording import spelled

    rows = [[each.name, spelled(each.value, each.unit), _rests_on(each), each.note] for each in found.figures]
    return grid(None, ["figure", "value", "rests on", "note"], rows, left=frozenset({0, 2, 3}))


def _rests_on(figure: Figure) -> str:
    """The origins of what went in, the weakest first."""
    from inhabit.plan.answers.origin import WEAKEST_FIRST

    held = {each.origin for each in figure.inputs}
    return ", ".join(origin for origin in WEAKEST_FIRST if origin in held)


def _table(table: Table) -> Any:
    from inhabit.plan.wording import cell, head

    heads = [head(column.name, column.unit) for column in table.columns]
    units = [column.unit for column in table.columns]
    rows = [[cell(each, unit) for each, unit in zip(row, units, strict=True)] for row in table.rows]
    texts = {place for row in table.rows for place, each in enumerate(row) if isinstance(each, str | bool)}
    return grid(table.title, heads, rows, left=frozenset(texts))


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


def _explained(figure: Figure) -> str:
    """The formula, the numbers put in, and where each comes from."""
    from inhabit.plan.wording import letter, meaning, put_in, spelled

    lines = [f"{figure.name} = {spelled(figure.value, figure.unit)}", f"  = {figure.formula}"]
    if (filled := put_in(figure)) != figure.formula:
        lines.append(f"  = {filled}")
    for each in figure.inputs:
        value = each.value if isinstance(each.value, str) else spelled(each.value, each.unit)
        lines.append(f"    {letter(each)}: {meaning(each)}, {value} [{each.origin}] {each.source}")
    return "\n".join(lines) + "\n"
