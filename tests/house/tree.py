"""The checkout as the house tests see it: the files that would land, and the Python among them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "inhabit"
TEXT = {".py", ".md", ".toml", ".txt", ".js", ".css", ".html", ".json", ".yml", ".yaml", ".sh", ""}


@cache
def landing() -> tuple[Path, ...]:
    """Every file that git tracks or would: what is ignored is nobody's business."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def name_of(path: Path) -> str:
    """A path as people write it, from the root of the checkout."""
    return path.relative_to(ROOT).as_posix()


def python(*folders: str) -> Iterator[Path]:
    """The Python files under these folders of the checkout."""
    for path in landing():
        if path.suffix == ".py" and name_of(path).startswith(folders):
            yield path


def written() -> Iterator[Path]:
    """The files that people write and read."""
    return (path for path in landing() if path.suffix in TEXT)
