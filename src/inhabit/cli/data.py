"""Where sessions are kept, as the options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from inhabit.server.storage.place import Place


def data_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--data`, `--database` and `--files`."""
    options = (
        click.option(
            "--data",
            envvar="INHABIT_DATA",
            type=click.Path(path_type=Path, file_okay=False),
            help="Data directory: sessions are kept there (default: where this system keeps such things).",
        ),
        click.option(
            "--database",
            envvar="INHABIT_DATABASE",
            help="Database instead of a file in the data directory: postgresql://USER@HOST/NAME.",
        ),
        click.option(
            "--files",
            envvar="INHABIT_FILES",
            help="Where snapshots go instead of the data directory, as an fsspec URL: s3://BUCKET/PATH.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def kept_at(data: Path | None, database: str | None, files: str | None) -> Place:
    """The place that the options name."""
    from inhabit.server.storage.place import default_data, place_of

    return place_of(data or default_data(os.environ, Path.home()), database, files)


def shown_place(place: Place) -> str:
    """A place in words, without the password of a database."""
    from inhabit.server.storage.database import without_password

    if place.database.startswith("sqlite"):
        return str(place.data)
    return f"{without_password(place.database)}, files in {place.files}"
