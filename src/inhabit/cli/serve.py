"""`inhabit serve`: from nothing to a live page, saying line by line what it is doing."""

from __future__ import annotations

import contextlib
import os
import sys
import webbrowser
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from inhabit.cli.data import data_options, kept_at, shown_place

if TYPE_CHECKING:
    from inhabit.core.camera import Size
    from inhabit.core.ports import Engine
    from inhabit.plan.questions import Here

RECORDINGS = Path("recordings")


@click.command()
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    envvar="PORT",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen on; 0 takes any that is free.",
)
@click.option(
    "--size",
    default="640x360",
    show_default=True,
    help="Largest picture, WIDTHxHEIGHT or a shape like 9:16; visitors may choose another shape.",
)
@click.option(
    "--fps", type=click.FloatRange(1, 120), default=30, show_default=True, help="Frames per second to aim at."
)
@click.option(
    "--checkpoint",
    type=click.Path(path_type=Path),
    help="Folder of a trained world (default: the shipped one).",
)
@click.option(
    "--max-sessions",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    help="Worlds that may live at once.",
)
@click.option(
    "--recordings",
    type=click.Path(path_type=Path, file_okay=False),
    default=RECORDINGS,
    show_default=True,
    help="Folder for recordings; made when the first one begins.",
)
@data_options
@click.option(
    "--allow-origin",
    "origins",
    multiple=True,
    help="Another page that may steer worlds here, like https://example.org; * is every page.",
)
@click.option(
    "--open/--no-open", "open_page", default=None, help="Open the page (default: if there is a display)."
)
def command(
    host: str,
    port: int,
    size: str,
    fps: float,
    checkpoint: Path | None,
    max_sessions: int,
    recordings: Path,
    data: Path | None,
    database: str | None,
    files: str | None,
    origins: tuple[str, ...],
    open_page: bool | None,  # noqa: FBT001
) -> None:
    """Serve live worlds and the page to live in them.

    HOST and PORT may also be set in the environment. Ctrl-C ends it.
    """
    from inhabit.core.camera import Size
    from inhabit.core.shape import meant, parse_size
    from inhabit.server.host import bind

    wanted, place = parse_size(size), kept_at(data, database, files)
    listening = bind(host, port)
    with listening:
        click.echo("inhabit: loading weights ...")
        from inhabit.runtime.clock import RealClock
        from inhabit.runtime.load import load_engine
        from inhabit.runtime.warmup import warm_up
        from inhabit.runtime.worker import Worker
        from inhabit.server.app import create_app
        from inhabit.server.host import Host, url_of
        from inhabit.server.settings import Settings
        from inhabit.server.storage.archive import open_archive

        clock = RealClock()
        engine: Engine = load_engine(checkpoint)
        picture = meant(wanted, engine.sizes(), Size(640, 360), engine.name)
        settings = Settings(
            size=picture,
            fps=fps,
            max_sessions=max_sessions,
            recordings=recordings,
            allowed_origins=origins,
            here=planned_here(picture),
        )
        click.echo(f"inhabit: {engine.name} on {engine.device}; warming up at {picture} ...")
        held_fps = warm_up(engine, picture, clock)
        click.echo(f"inhabit: {held_fps:.0f} frames/s, encoding not counted")
        with closing(open_archive(place)) as archive, Worker(engine, clock) as worker:
            click.echo(f"inhabit: sessions are kept in {shown_place(place)}")
            url = url_of(listening)
            click.echo(f"inhabit: live at {url}   (Ctrl-C to stop)")
            if has_display() if open_page is None else open_page:
                webbrowser.open(url)
            with contextlib.suppress(KeyboardInterrupt):
                Host(create_app(worker, settings, clock, archive)).run(sockets=[listening])
    click.echo("inhabit: stopped")


def planned_here(size: Size) -> Here:
    """This machine for the planner's page, with what was measured on it; without, if that cannot be used."""
    from inhabit.cli.plan_machine import measured, this_machine
    from inhabit.core.errors import InhabitError
    from inhabit.plan.questions import Here

    try:
        return Here(this_machine(), measured(None, uncalibrated=False, size=size))
    except InhabitError as error:
        click.echo(f"inhabit: the planner goes without measurements: {error.message}", err=True)
        return Here(this_machine())


def has_display() -> bool:
    """Whether a browser opened here would be seen by anybody."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
