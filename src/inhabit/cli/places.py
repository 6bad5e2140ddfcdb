"""Where results go: whether a place can be written, asked before any work, and one line of JSON there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from inhabit.core.errors import OutputError


def check_writable(path: Path) -> None:
    """Raises OutputError (`cannot_write`) naming the path and the fix, before any work is done."""
    folder = path.parent
    if not folder.is_dir():
        raise OutputError(
            "cannot_write", f"{path} cannot be written: make the folder {folder} or choose another"
        )
    existed = path.exists()
    try:
        with path.open("ab"):
            pass
    except OSError as error:
        raise OutputError(
            "cannot_write", f"{path} cannot be written ({error.strerror}): choose another place"
        ) from error
    if not existed:
        path.unlink()


def hand_over(found: Mapping[str, Any], json_at: str | None) -> None:
    """One line of JSON, to a file or (-) to standard output; nothing if nobody asked for it."""
    if json_at is None:
        return
    line = json.dumps(found, allow_nan=False)
    if json_at == "-":
        click.echo(line)
    else:
        Path(json_at).write_text(line + "\n", encoding="utf-8")
