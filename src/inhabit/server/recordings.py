"""Finished recordings on disk: where a new one goes, and how one is found again by its id."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from pathlib import Path

_ID = re.compile(r"[0-9a-f]{16}")


def new_id() -> str:
    """An id that nobody guesses: whoever has it may fetch the recording."""
    return secrets.token_hex(8)


class Shelf:
    """A folder of recordings; it is made when the first one begins."""

    def __init__(self, folder: Path, name: Callable[[], str] = new_id) -> None:
        self.folder = folder
        self._name = name

    def new_path(self) -> Path:
        """Where the next recording goes."""
        return self.folder / f"{self._name()}.mp4"

    def find(self, id: str) -> Path | None:
        """The recording with this id, or None; anything that is no id finds nothing."""
        path = self.folder / f"{id}.mp4"
        return path if _ID.fullmatch(id) and path.is_file() else None


def url_of(path: Path) -> str:
    """Where clients fetch it."""
    return f"/v1/recordings/{path.name}"
