"""Time is a parameter: only `runtime/clock.py` reads a clock or sleeps, and printing is for the command line.

ruff holds the law (`make check`); here the law itself is put to the test, and what ruff cannot see.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys

import pytest

from tests.house.tree import ROOT, name_of, python

READS_A_CLOCK = """
import asyncio
import time
from time import perf_counter

NOW = time.monotonic()
LATER = perf_counter()


async def nap():
    await asyncio.sleep(1)
"""
MEASURES = ("bench", "training", "evals", "cli")


def codes(text: str, name: str) -> set[str]:
    """The rules that a piece of code breaks if it lies at `name`."""
    checked = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--output-format=json", "--stdin-filename", name, "-"],
        cwd=ROOT,
        input=text,
        capture_output=True,
        text=True,
    )
    return {finding["code"] for finding in json.loads(checked.stdout)}


@pytest.mark.parametrize("room", ["core", "world", "runtime", "transport", "server", "sim"])
def test_a_clock_read_outside_its_file_is_refused(room: str) -> None:
    assert "TID251" in codes(READS_A_CLOCK, f"src/inhabit/{room}/example.py")


def test_the_clock_itself_may_read_the_time() -> None:
    assert "TID251" not in codes(READS_A_CLOCK, "src/inhabit/runtime/clock.py")


@pytest.mark.parametrize("room", MEASURES)
def test_what_measures_may_read_the_time(room: str) -> None:
    assert "TID251" not in codes(READS_A_CLOCK, f"src/inhabit/{room}/example.py")


def test_printing_is_for_the_command_line() -> None:
    assert "T201" in codes("print('hello')\n", "src/inhabit/server/example.py")
    assert "T201" not in codes("print('hello')\n", "src/inhabit/cli/example.py")


def test_relative_imports_and_boolean_positionals_are_refused() -> None:
    text = '"""An example."""\n\nfrom . import camera\n\n\ndef turn(left: bool): ...\n'
    assert {"TID252", "FBT001"} <= codes(text, "src/inhabit/core/example.py")


def test_no_event_loop_is_used_as_a_clock() -> None:
    hidden = [
        f"{name_of(path)}:{node.lineno}"
        for path in python("src/inhabit/")
        if name_of(path) != "src/inhabit/runtime/clock.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and is_loop_time(node)
    ]
    assert not hidden, f"loop.time() reads a clock: {hidden}"


def is_loop_time(node: ast.Call) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="time"), args=[]):
            return "loop" in name
        case ast.Call(
            func=ast.Attribute(value=ast.Call(func=ast.Attribute(attr=getter)), attr="time"), args=[]
        ):
            return "loop" in getter
    return False
