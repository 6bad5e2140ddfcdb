"""`inhabit plan quality | horizon`: which way makes the better video, and when real time catches up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inhabit.cli.plan_page import shown
from inhabit.cli.plan_units import numbers, pairs

if TYPE_CHECKING:
    from inhabit.plan.answer import Answer
    from inhabit.plan.matrix import Row


@click.command("quality")
@click.option("--columns", help="What is compared, with commas between (default: batch,real time).")
@click.option(
    "--row",
    "rows",
    multiple=True,
    metavar="NAME=WEIGHT,POINTS,...",
    help="A dimension: its weight and points from 0 to 10; may be repeated (default: the post's six).",
)
@click.option("--normalise", is_flag=True, help="Divide the weights by their sum.")
@shown()
def quality_command(columns: str | None, rows: tuple[str, ...], normalise: bool) -> Answer:  # noqa: FBT001
    """Which way makes the better video, by a weighted matrix?"""
    from inhabit.plan.answers import quality

    return quality.answer(
        columns=None if columns is None else [name.strip() for name in columns.split(",")],
        rows=[_row(name, text) for name, text in pairs(rows, "--row")] or None,
        normalise=normalise,
    )


def _row(name: str, text: str) -> Row:
    from inhabit.plan.matrix import Row

    weight, *points = numbers(text, "--row")
    return Row(name, weight, tuple(points))


@click.command("horizon")
@click.option(
    "--live", multiple=True, metavar="YEAR=LEVEL", help="A level of real time (default: the post's)."
)
@click.option("--batch", multiple=True, metavar="YEAR=LEVEL", help="A level of batch (default: the post's).")
@click.option("--gap", "negligible", type=float, help="The gap that nobody sees (default: 0.1).")
@click.option(
    "--halving", "halving_years", type=float, help="Years in which the gap halves (default: fitted)."
)
@shown(plotted=True)
def horizon_command(
    live: tuple[str, ...], batch: tuple[str, ...], negligible: float | None, halving_years: float | None
) -> Answer:
    """When does real time catch up with batch?"""
    from inhabit.plan.answers import horizon

    return horizon.answer(
        live=_levels(live, "--live") or None,
        batch=_levels(batch, "--batch") or None,
        negligible=negligible,
        halving_years=halving_years,
    )


def _levels(texts: tuple[str, ...], option: str) -> list[tuple[float, float]]:
    return [(numbers(year, option)[0], numbers(level, option)[0]) for year, level in pairs(texts, option)]
