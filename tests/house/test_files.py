"""Files are nouns of a readable size, open with a paragraph, and nothing heavy or private lands."""

from __future__ import annotations

import ast
import re
import warnings
from pathlib import Path

import pytest

from tests.house.tree import ROOT, SOURCE, landing, name_of, python, written

VAGUE = {"utils", "util", "helpers", "helper", "misc", "common", "stuff", "tools"}
LONG_LINES, TOO_LONG_LINES = 250, 400
MIB = 1024 * 1024
FILE_LIMIT_BYTES, POCKET_LIMIT_BYTES = 15 * MIB, 16 * MIB
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:work|root|farm|home/\w+|Users/\w+)/\w")


def test_no_file_or_folder_has_a_vague_name() -> None:
    vague = [
        name_of(path)
        for path in landing()
        if VAGUE & {part.split(".")[0] for part in path.parts[len(ROOT.parts) :]}
    ]
    assert not vague, f"name these after what they are: {vague}"


def test_no_source_file_is_too_long_to_read() -> None:
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in code()}
    long = {name: lines for name, lines in lengths.items() if lines > LONG_LINES}
    if long:
        warnings.warn(f"longer than {LONG_LINES} lines: {long}", stacklevel=1)
    too_long = [name for name, lines in long.items() if lines > TOO_LONG_LINES]
    assert not too_long, f"split these (over {TOO_LONG_LINES} lines): {too_long}"


def code() -> list[Path]:
    return [path for path in landing() if path.suffix in (".py", ".js") and SOURCE in path.parents]


def test_every_module_opens_with_a_paragraph() -> None:
    silent = [name_of(path) for path in python("src/") if not opens_with_words(path.read_text())]
    assert not silent, f"say what these are for, on top: {silent}"


def opens_with_words(text: str) -> bool:
    """An empty file has nothing to explain."""
    return not text.strip() or bool(ast.get_docstring(ast.parse(text)))


def test_every_public_thing_carries_a_contract() -> None:
    bare = [
        f"{name_of(path)}: {name}"
        for path in python("src/inhabit/core", "src/inhabit/inputs")
        for name in undocumented(path)
    ]
    assert not bare, f"without a docstring: {bare}"


def undocumented(path: Path) -> list[str]:
    """Public functions and classes at the top of a module that say nothing of themselves."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    tops = [node for node in ast.parse(path.read_text()).body if isinstance(node, kinds)]
    return [node.name for node in tops if not node.name.startswith("_") and not ast.get_docstring(node)]


def test_nothing_heavy_lands() -> None:
    heavy = {
        name_of(path): path.stat().st_size for path in landing() if path.stat().st_size > FILE_LIMIT_BYTES
    }
    assert not heavy, f"every version stays in the history for ever: {heavy}"


@pytest.mark.parametrize("pocket", sorted(path.name for path in (SOURCE / "weights").glob("*/")))
def test_shipped_weights_fit_in_a_pocket(pocket: str) -> None:
    size_bytes = sum(
        path.stat().st_size for path in (SOURCE / "weights" / pocket).rglob("*") if path.is_file()
    )
    assert size_bytes <= POCKET_LIMIT_BYTES


def test_all_shipped_weights_together_are_a_short_download() -> None:
    total_bytes = sum(path.stat().st_size for path in (SOURCE / "weights").rglob("*") if path.is_file())
    assert total_bytes <= 2 * POCKET_LIMIT_BYTES


def test_no_file_names_somebodys_machine() -> None:
    leaks = [name_of(path) for path in written() if MACHINE_PATH.search(path.read_text(errors="replace"))]
    assert not leaks, f"these name a path that exists on one machine only: {leaks}"
