"""The engine that a bench measures, loaded once everything a person may have mistyped has been looked at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from inhabit.cli.places import check_writable

if TYPE_CHECKING:
    from inhabit.core.camera import Size
    from inhabit.core.ports import Engine


def engine_for(size: Size, checkpoint: Path | None, json_at: str) -> Engine:
    """The engine to measure, once it is known that the figures can be written and the size can be made."""
    from inhabit.core.errors import BadInputError

    if json_at != "-":
        check_writable(Path(json_at))
    click.echo("inhabit: loading weights ...", err=True)
    from inhabit.runtime.load import load_engine

    engine = load_engine(checkpoint)
    if size not in engine.sizes():
        known = ", ".join(str(each) for each in engine.sizes())
        raise BadInputError("bad_size", f"size {size} cannot be made by {engine.name}: use one of {known}")
    return engine
