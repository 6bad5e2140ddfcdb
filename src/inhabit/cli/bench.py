"""`inhabit bench`: what this machine can hold, as a table for people and one line of JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from inhabit.cli.bench_engine import engine_for
from inhabit.cli.bench_streams import streams_command
from inhabit.cli.places import check_writable, hand_over

SECONDS_LIMIT = 3600.0
PERCENTILES = ("p50_ms", "p95_ms", "p99_ms", "max_ms")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Measure this machine. The last line on standard output is JSON."""


@command.command("frame")
@click.option(
    "--size", default="640x360", show_default=True, help="Picture, WIDTHxHEIGHT or a shape like 9:16."
)
@click.option("--seconds", type=float, default=20.0, show_default=True, help="After warming up.")
@click.option(
    "--fps",
    type=float,
    default=30.0,
    show_default=True,
    help="Frames per second to aim at.",
)
@click.option(
    "--steps", type=click.IntRange(1, 64), help="Pin the denoising steps (default: the ladder is free)."
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
def frame_command(
    size: str, seconds: float, fps: float, steps: int | None, checkpoint: Path | None, json_at: str
) -> None:
    """Live in a world with a scripted player: generate, light, encode, pack, on time or not."""
    import asyncio

    from inhabit.bench.frame import Course, measure
    from inhabit.core.shape import parse_size
    from inhabit.inputs.values import parse_number
    from inhabit.runtime.clock import RealClock

    seconds, fps = parse_number(seconds, "seconds", 1.0, SECONDS_LIMIT), parse_number(fps, "fps", 1.0, 120.0)
    engine, picture = engine_for(parse_size(size), checkpoint, json_at)
    course = Course(picture, seconds, fps, steps)
    click.echo(f"inhabit: {engine.name} on {engine.device}, {picture} for {seconds:g} s ...", err=True)
    found = asyncio.run(measure(engine, course, RealClock()))
    click.echo(table(found), err=True)
    hand_over(found, json_at)


def table(found: Mapping[str, Any]) -> str:
    """The figures of `bench frame`, for people."""
    rungs = ", ".join(f"{name} {share:.0%}" for name, share in found["rungs"].items())
    rows = [("frame", found), *found["stages"].items()]
    return "\n".join(
        [
            f"{found['model']} on {found['device']}, {found['size']}, {found['seconds']:g} s, rungs: {rungs}",
            *other_size(found),
            f"held {found['fps']:g} of {found['target_fps']:g} fps, {found['miss_fraction']:.2%} missed "
            f"(late {found['late']}, skipped {found['skipped']}, dropped {found['dropped']}), "
            f"{found['kbps']:g} kbit/s, {found['core_ms']:g} ms of core time a frame",
            f"{'':>10}" + "".join(f"{name.removesuffix('_ms') + ' ms':>10}" for name in PERCENTILES),
            *(f"{name:>10}" + "".join(f"{spread[p]:10.2f}" for p in PERCENTILES) for name, spread in rows),
        ]
    )


@command.command("live")
@click.option("--size", default="640x360", show_default=True, help="Picture to ask for, WIDTHxHEIGHT.")
@click.option(
    "--fps", type=click.IntRange(1, 120), default=30, show_default=True, help="Frames per second to ask for."
)
@click.option("--seconds", type=float, default=60.0, show_default=True, help="After warming up.")
@click.option("--url", help="Measure the server that runs there, instead of starting one.")
@click.option("--browser", help="The browser's program (default: the first Chromium that is installed).")
@click.option(
    "--json",
    "json_at",
    default="-",
    show_default=True,
    help="Where the JSON line goes; - is standard output.",
)
def live_command(
    size: str, fps: int, seconds: float, url: str | None, browser: str | None, json_at: str
) -> None:
    """Open the page in a headless Chromium, play, and measure what a person there gets.

    Frames that were on screen and the time from an input to the picture that shows it are the page's own
    figures, on the browser's clock. Needs a Chromium or Chrome, and nothing else.
    """
    from inhabit.bench.chromium import find_browser
    from inhabit.bench.live import Visit, measure
    from inhabit.core.camera import Size
    from inhabit.inputs.values import parse_number

    visit = Visit(Size.parse(size), parse_number(seconds, "seconds", 1.0, SECONDS_LIMIT), fps)
    if json_at != "-":
        check_writable(Path(json_at))
    program = find_browser(browser)
    click.echo(
        f"inhabit: {program} on {url or 'a server of our own'}, {size} for {seconds:g} s ...", err=True
    )
    found = measure(visit, program, url)
    click.echo(live_table(found), err=True)
    hand_over(found, json_at)


def other_size(found: Mapping[str, Any]) -> list[str]:
    """What to say out loud if most frames were not of the size that was asked for."""
    asked = sum(share for name, share in found["rungs"].items() if name.startswith(f"{found['size']}/"))
    if asked > 0.5:
        return []
    return [f"NOT THE SIZE ASKED FOR: {1 - asked:.0%} of the frames were smaller than {found['size']}"]


def live_table(found: Mapping[str, Any]) -> str:
    """The figures of `bench live`, for people."""
    response, counted, cores = found["first_response"], found["server"], found["cores"]
    rungs = ", ".join(f"{name} {share:.0%}" for name, share in found["rungs"].items())
    rows = [("response", response), ("gap", found["gap"]), ("decode", found["decode"])]
    rows += [(f"  {kind}", times) for kind, times in response["by_kind"].items()]
    return "\n".join(
        [
            f"{found['model']} on {found['device']} in {found['browser']}, {found['size']}, rungs: {rungs}",
            *other_size(found),
            f"{found['fps']:g} of {found['target_fps']:g} fps on screen, {found['miss_fraction']:.2%} missed "
            f"(server: {', '.join(f'{name} {count}' for name, count in counted.items())})",
            f"cores busy: server {cores['server']}, browser {cores['browser']}; "
            f"taken by others of the host: {cores['stolen']}",
            f"{'':>12}" + "".join(f"{name.removesuffix('_ms') + ' ms':>10}" for name in PERCENTILES),
            *(f"{name:>12}" + "".join(f"{spread[p]:10.2f}" for p in PERCENTILES) for name, spread in rows),
        ]
    )


@command.command("backends")
@click.option("--rounds", type=click.IntRange(5, 1000), default=40, show_default=True, help="Counted rounds.")
def backends_command(rounds: int) -> None:
    """Run every network on every engine in turn: eager and compiled torch, ONNX Runtime, OpenVINO."""
    from dataclasses import asdict

    from inhabit.bench.backends import measure
    from inhabit.core.spec import WorldSpec

    scores = measure(WorldSpec(), rounds)
    click.echo(f"{'network':10} {'engine':20} {'min':>8} {'p50':>8} {'p95':>8}  error", err=True)
    for s in scores:
        times = f"{s.min_ms:8.2f} {s.p50_ms:8.2f} {s.p95_ms:8.2f}"
        click.echo(f"{s.network:10} {s.engine:20} {times}  {s.relative_error:.1e}", err=True)
    click.echo(json.dumps({"rounds": rounds, "scores": [asdict(s) for s in scores]}))


@command.command("sim")
@click.option("--size", default="256x144", show_default=True, help="Picture, WIDTHxHEIGHT.")
@click.option("--seconds", type=float, default=30.0, show_default=True, help="After compiling.")
@click.option(
    "--json",
    "json_at",
    default="-",
    show_default=True,
    help="Where the JSON line goes; - is standard output.",
)
@click.option(
    "--cast", is_flag=True, help="Every frame a second time, with characters, creatures and objects."
)
def sim_command(size: str, seconds: float, json_at: str, *, cast: bool) -> None:
    """Make ground truth as recording does: worlds, walks, canvases and pictures, one process per core."""
    from inhabit.bench.sim import measure
    from inhabit.core.camera import Size
    from inhabit.inputs.values import parse_number

    seconds = parse_number(seconds, "seconds", 1.0, SECONDS_LIMIT)
    shape = Size.parse(size)
    if json_at != "-":
        check_writable(Path(json_at))
    found = measure(shape, seconds, cast=cast)
    stages = ", ".join(f"{name} {spent:.2f}" for name, spent in found["stages_ms"].items())
    click.echo(
        f"{found['fps']:g} frames/s at {found['size']} by {found['processes']} processes of one thread, "
        f"{found['frames']} frames of {found['worlds']} worlds; ms a frame on one core: {stages}",
        err=True,
    )
    if cast:
        with_cast = found["cast"]
        stages = ", ".join(f"{name} {spent:.2f}" for name, spent in with_cast["stages_ms"].items())
        click.echo(
            f"{with_cast['fps']:g} frames/s with a cast, {with_cast['ratio']:g} of the rate without; "
            f"ms a frame on one core: {stages}",
            err=True,
        )
    hand_over(found, json_at)


command.add_command(streams_command)
