"""Whether a place can be written, asked before any work is done."""

from __future__ import annotations

from pathlib import Path

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
