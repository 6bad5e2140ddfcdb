"""Where sessions are kept: a data directory with one database and a folder of files, unless URLs say
otherwise."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from inhabit.server.storage.database import sqlite_url

DATABASE, FILES = "inhabit.db", "files"


@dataclass(frozen=True, slots=True)
class Place:
    """`database` is an SQLAlchemy URL, `files` an fsspec URL or a folder; `data` is where both are by
    default."""

    data: Path
    database: str
    files: str


def place_of(data: Path, database: str | None = None, files: str | None = None) -> Place:
    """The place in a data directory, or where the URLs say."""
    return Place(data, database or sqlite_url(data / DATABASE), files or str(data / FILES))


def default_data(environment: Mapping[str, str], home: Path, platform: str = sys.platform) -> Path:
    """Where the data of a person's programs goes on this system: INHABIT_DATA, else what the platform
    says."""
    said = environment.get("INHABIT_DATA")
    if said:
        return Path(said)
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / "inhabit"
    if platform == "darwin":
        return home / "Library" / "Application Support" / "inhabit"
    return Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share") / "inhabit"
