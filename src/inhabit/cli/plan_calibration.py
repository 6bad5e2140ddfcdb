"""`inhabit plan calibrate | check-source`: what this machine measures, and what the source document gets
wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inhabit.cli.places import hand_over
from inhabit.cli.plan_page import check_places, console_on, grid

if TYPE_CHECKING:
    from inhabit.plan.measurement import Measurement

HURRIED, UNHURRIED = 0.02, 0.65
"""With more misses than this the machine was in a hurry; at this share of the rate that it held it is not."""


@click.command("calibrate")
@click.option(
    "--from", "source", help="Read a line of `inhabit bench frame` from this file; - is standard input."
)
@click.option("--size", default="640x360", show_default=True, help="Picture to measure, WIDTHxHEIGHT.")
@click.option("--fps", type=float, default=30.0, show_default=True, help="Frames per second to aim at.")
@click.option("--seconds", type=float, default=20.0, show_default=True, help="After warming up.")
@click.option("--steps", type=click.IntRange(1, 64), default=2, show_default=True, help="Denoising steps.")
@click.option("--checkpoint", type=click.Path(path_type=Path), help="Folder of a trained world.")
@click.option(
    "--file",
    "file_at",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Keep it here (default: calibration.json in the user's data folder).",
)
@click.option("--json", "json_at", help="Write the JSON line here; - is standard output.")
def calibrate_command(
    source: str | None,
    size: str,
    fps: float,
    seconds: float,
    steps: int,
    checkpoint: Path | None,
    file_at: Path | None,
    json_at: str | None,
) -> None:
    """Measure this machine (a minute), so that answers rest on it and not on assumptions.

    Runs `inhabit bench frame`, and once more at a lower rate where the machine does not hold the one asked
    for: frames in a hurry cost less than frames in time. Or reads what it printed elsewhere on this machine.
    Leave the machine alone meanwhile.
    """
    from dataclasses import asdict
    from datetime import date

    from inhabit.cli.plan_machine import this_machine
    from inhabit.core.camera import Size
    from inhabit.inputs.values import parse_number
    from inhabit.plan import calibration
    from inhabit.plan.measurement import from_bench

    check_places(json_at, None)
    today, machine = date.today(), this_machine()
    path = file_at or calibration.default_path(os.environ)
    # What is there and cannot be used is told before half a minute is spent on adding to it.
    kept = calibration.read(path, today=today, here=machine).measurements if path.exists() else ()
    if source is not None:
        found = from_bench(_read(source), machine=machine, measured_on=today)
    else:
        wanted_fps = parse_number(fps, "fps", 1.0, 120.0)
        wanted = [
            *("--size", str(Size.parse(size)), "--steps", str(steps)),
            *("--seconds", str(parse_number(seconds, "seconds", 1.0, 3600.0))),
            *(("--checkpoint", str(checkpoint)) if checkpoint else ()),
        ]
        found = from_bench(_bench(wanted, wanted_fps), machine=machine, measured_on=today)
        if found.miss_fraction > HURRIED:
            slower_fps = max(1.0, round(UNHURRIED * found.fps, 1))
            missed = f"{found.miss_fraction:.1%} missed at {wanted_fps:g} fps"
            click.echo(f"inhabit: {missed}, so once more at {slower_fps:g}", err=True)
            again = from_bench(_bench(wanted, slower_fps), machine=machine, measured_on=today)
            found = min(found, again, key=lambda each: each.miss_fraction)
    calibration.write(path, calibration.Calibration(kept).with_(found))
    err = json_at == "-"
    console_on(err=err).print(_summary(found))
    click.echo(f"Kept in {path}", err=err)
    hand_over({"file": str(path), "measurement": asdict(found)}, json_at)


def _bench(options: list[str], fps: float) -> str:
    """What `inhabit bench frame` prints on standard output, run in a process of its own: it loads torch."""
    from inhabit.core.errors import InhabitError

    run = subprocess.run(
        [sys.executable, "-m", "inhabit", "bench", "frame", "--fps", str(fps), *options, "--json", "-"],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if run.returncode != 0:
        raise InhabitError(
            "bench_failed",
            f"`inhabit bench frame` ended with status {run.returncode}: see above, or measure elsewhere and "
            "give its line with --from",
        )
    return run.stdout


def _read(source: str) -> str:
    from inhabit.core.errors import BadInputError

    if source == "-":
        return sys.stdin.read()
    try:
        return Path(source).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInputError("bad_calibration", f"{source} cannot be read: {error}") from error


def _summary(found: Measurement) -> Any:
    spreads = [("frame", found.frame), *found.stages.items()]
    rows = [
        [name, *(f"{took_ms:.2f}" for took_ms in (each.p50_ms, each.p95_ms, each.p99_ms, each.max_ms))]
        for name, each in spreads
    ]
    title = (
        f"{found.model} at {found.size}: {found.fps:g} fps, {found.core_ms:g} ms of core time a frame, "
        f"{found.miss_fraction:.1%} missed"
    )
    return grid(title, ["stage", "p50 ms", "p95 ms", "p99 ms", "max ms"], rows, left=frozenset({0}))


@click.command("check-source")
@click.option("--all", "everything", is_flag=True, help="Show the rows that agree as well.")
@click.option("--json", "json_at", help="Write the JSON line here; - is standard output.")
def check_source_command(everything: bool, json_at: str | None) -> None:  # noqa: FBT001
    """Recompute every number of the source document: what it says, what it is, and why they differ."""
    from inhabit.plan.source.check import check

    check_places(json_at, None)
    found = check().as_json()
    rows = [row for row in found["rows"] if everything or not row["agrees"]]
    heads = ["where", "quantity", "says", "is", "why"]
    if everything:
        heads.insert(4, "agrees")
    texts = [
        [("yes" if row[head] else "no") if head == "agrees" else str(row[head]) for head in heads]
        for row in rows
    ]
    console = console_on(err=json_at == "-")
    console.print(
        grid(
            "Where it does not agree" if not everything else "Every number",
            heads,
            texts,
            left=frozenset(range(len(heads))),
        )
    )
    console.print(
        f"{found['agree']} agree ({found['inputs']} of them are inputs, which nothing contradicts), "
        f"{found['disagree']} do not, of {len(found['rows'])}."
    )
    hand_over(found, json_at)
