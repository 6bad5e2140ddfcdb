"""The engine that a bench measures, loaded once everything a person may have mistyped has been looked at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from inhabit.cli.places import check_writable

if TYPE_CHECKING:
    from inhabit.core.camera import Size
    from inhabit.core.ports import Engine
    from inhabit.core.shape import Shape


def engine_for(wanted: Size | Shape, checkpoint: Path | None, json_at: str) -> tuple[Engine, Size]:
    """The engine to measure and the size that is meant, once it is known that the figures can be written and
    the size can be made."""
    from inhabit.core.camera import Size
    from inhabit.core.shape import meant

    if json_at != "-":
        check_writable(Path(json_at))
    click.echo("inhabit: loading weights ...", err=True)
    from inhabit.runtime.load import load_engine

    engine = load_engine(checkpoint)
    return engine, meant(wanted, engine.sizes(), Size(640, 360), engine.name)
