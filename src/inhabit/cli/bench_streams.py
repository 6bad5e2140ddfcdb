"""`inhabit bench streams`: how many sessions hold a rate here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from inhabit.cli.bench_engine import engine_for
from inhabit.cli.places import hand_over


@click.command("streams")
@click.option(
    "--size", default="640x360", show_default=True, help="Picture of every session, WIDTHxHEIGHT or a shape."
)
@click.option(
    "--seconds", type=float, default=20.0, show_default=True, help="Of each round, after warming up."
)
@click.option("--fps", type=float, default=24.0, show_default=True, help="Frames per second to hold.")
@click.option("--steps", type=click.IntRange(1, 64), default=2, show_default=True, help="Denoising steps.")
@click.option(
    "--most", type=click.IntRange(1, 1000), default=64, show_default=True, help="Sessions to go up to."
)
@click.option(
    "--checkpoint", type=click.Path(path_type=Path), help="Folder of a trained world (default: shipped)."
)
@click.option(
    "--json",
    "json_at",
    default="-",
    show_default=True,
    help="Where the JSON line goes; - is standard output.",
)
def streams_command(
    size: str, seconds: float, fps: float, steps: int, most: int, checkpoint: Path | None, json_at: str
) -> None:
    """How many sessions hold a rate here? One more each round, until one misses its frames.

    All of them on one engine, each with a world, a player and an encoder of its own; the size never drops.
    """
    import asyncio

    from inhabit.bench.frame import Course
    from inhabit.bench.streams import measure
    from inhabit.core.shape import parse_size
    from inhabit.inputs.values import parse_number
    from inhabit.runtime.clock import RealClock

    seconds = parse_number(seconds, "seconds", 1.0, 3600.0)
    fps = parse_number(fps, "fps", 1.0, 120.0)
    engine, picture = engine_for(parse_size(size), checkpoint, json_at)
    course = Course(picture, seconds, fps, steps)
    click.echo(f"inhabit: {engine.name} on {engine.device}, {picture}, {seconds:g} s a round ...", err=True)
    found = asyncio.run(measure(engine, course, RealClock(), most=most))
    click.echo(table(found), err=True)
    hand_over(found, json_at)


def table(found: Mapping[str, Any]) -> str:
    """The figures of `bench streams`, for people."""
    rows = [
        f"{each['sessions']:>8} {each['target_fps']:8g} {min(each['fps']):8.2f} {each['miss_fraction']:8.2%} "
        f"{each['core_ms']:8.2f} {each['busy_cores']:8.2f}  {'yes' if each['holds'] else 'no'}"
        for each in found["rounds"]
    ]
    least = "at least " if found["ended"] == "most" else ""
    return "\n".join(
        [
            f"{found['model']} on {found['device']}, {found['size']}, {found['steps']} steps",
            f"{'sessions':>8} {'asked':>8} {'fps':>8} {'missed':>8} {'core ms':>8} {'cores':>8}  holds",
            *rows,
            f"{least}{found['held']} hold {found['target_fps']:g} fps with under {found['miss_limit']:.0%} "
            f"missed; with the fraction {found['capacity']:g}",
        ]
    )
