"""`inhabit plan economics | preview`: what a minute costs, what users bring, and whether preview pays."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from inhabit.cli.plan_machine import device_named
from inhabit.cli.plan_options import hardware_option
from inhabit.cli.plan_page import shown
from inhabit.cli.plan_units import MINUTES, NUMBER, SECONDS, SHARE, USD, pairs

if TYPE_CHECKING:
    from inhabit.plan.answer import Answer
    from inhabit.plan.economics import Cost


@click.command("economics")
@click.option("--price", "machine_usd_per_hour", type=USD, help="Of a machine an hour, USD (default: 3.50).")
@click.option("--device", "device_name", help="Take the price of this device of the table.")
@hardware_option
@click.option(
    "--sessions", type=float, help="That a machine holds (default: 6; see `inhabit plan capacity`)."
)
@click.option("--used", type=SHARE, help="Of them, in use on average (default: all).")
@click.option("--session", "session_minutes", type=MINUTES, help="Length of a session (default: 5min).")
@click.option("--revenue", "yearly_usd", type=USD, help="Of a year, like 40M (default: the post's).")
@click.option("--users", type=NUMBER, help="Who come in a month, like 16M (default: the post's).")
@click.option("--paying", type=SHARE, help="Of them, who pays (default: 4 %).")
@click.option(
    "--cost",
    "costs",
    multiple=True,
    metavar="NAME=USD",
    help="A month's cost; may be repeated; +NAME grows with use (default: the post's table).",
)
@click.option("--target", "target_usd", type=USD, help="Revenue of a year aimed at (default: 200M).")
@click.option("--target-users", type=NUMBER, help="Who bring it in a month (default: 40M).")
@shown(plotted=True)
def economics_command(
    device_name: str | None, hardware_at: Path | None, costs: tuple[str, ...], **told: float | None
) -> Answer:
    """What does a minute cost, and what do users bring?"""
    from inhabit.plan.answers import economics

    return economics.answer(
        device=device_named(device_name, hardware_at),
        costs=[_cost(name, value) for name, value in pairs(costs, "--cost")] or None,
        **told,  # pyright: ignore[reportArgumentType]
    )


def _cost(name: str, text: str) -> Cost:
    from inhabit.plan.economics import Cost

    return Cost(name.removeprefix("+"), USD.convert(text, None, None), direct=name.startswith("+"))


@click.command("preview")
@click.option("--render", "render_usd", type=USD, help="Price of a render, USD (default: 0.10).")
@click.option("--time", "render_s", type=SECONDS, help="Of a render (default: 30s).")
@click.option("--refused", "direct_rejection", type=SHARE, help="Without preview (default: 60 %).")
@click.option("--refused-after", "previewed_rejection", type=SHARE, help="After a preview (default: 15 %).")
@click.option(
    "--minute", "preview_usd_per_minute", type=USD, help="Price of a preview minute (default: 0.02)."
)
@click.option("--preview", "preview_minutes", type=MINUTES, help="Length of a preview (default: 2min).")
@shown()
def preview_command(**told: float | None) -> Answer:
    """Is a live preview worth it, against rendering on a guess?"""
    from inhabit.plan.answers import preview

    return preview.answer(**told)
