"""The law of imports is kept, and it bites: every contract is broken on purpose in a copy of the house."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT, SOURCE

LINT = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]


def lint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the `inhabit` package that lies in `folder`, under this checkout's contracts."""
    command = [*LINT, "--no-logo", "--no-cache", "--config", str(ROOT / "pyproject.toml"), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package's code, to break."""
    shutil.copytree(SOURCE, tmp_path / "inhabit", ignore=only_code)
    return tmp_path


def only_code(folder: str, names: list[str]) -> list[str]:
    inside = Path(folder)
    return [name for name in names if not (inside / name).is_dir() and not name.endswith(".py")] + [
        "node_modules"
    ]


def test_the_law_is_kept() -> None:
    outcome = lint(ROOT / "src")
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.parametrize(
    ("contract", "room", "line"),
    [
        ("layers", "core", "from inhabit.inputs import control"),
        ("layers", "world", "import inhabit.frames"),
        ("serving", "server", "def late():\n    import inhabit.sim"),
        ("serving", "runtime", "import inhabit.evals"),
        ("torchless", "transport", "def late():\n    import torch"),
        ("torchless", "core", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import torch"),
        ("pure", "world", "import asyncio"),
        ("acyclic", "core", "import inhabit.core.sideways"),
    ],
)
def test_breaking_it_is_noticed(copy: Path, contract: str, room: str, line: str) -> None:
    (copy / "inhabit" / room / "sideways.py").write_text("import inhabit.core.broken\n")
    (copy / "inhabit" / room / "broken.py").write_text(line + "\n")
    outcome = lint(copy, "--contract", contract)
    assert outcome.returncode == 1, outcome.stdout + outcome.stderr
    assert "BROKEN" in outcome.stdout


def test_a_room_without_a_layer_is_noticed(copy: Path) -> None:
    (copy / "inhabit" / "attic").mkdir()
    (copy / "inhabit" / "attic" / "__init__.py").write_text("")
    outcome = lint(copy, "--contract", "layers")
    assert outcome.returncode == 1, outcome.stdout + outcome.stderr


def test_asking_for_help_loads_nothing_heavy() -> None:
    question = (
        "import sys; from click.testing import CliRunner; from inhabit.cli.main import main;"
        "CliRunner().invoke(main, ['--help']);"
        "print(*sorted({'torch', 'numpy', 'numba', 'cv2', 'av', 'fastapi'} & set(sys.modules)))"
    )
    outcome = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, check=True)
    assert outcome.stdout.strip() == ""


@pytest.mark.parametrize("room", ["core", "inputs", "transport", "plan"])
def test_the_light_rooms_start_without_torch(room: str) -> None:
    question = (
        "import importlib, pkgutil, sys;"
        f"import inhabit.{room} as room;"
        f"[importlib.import_module(m.name) for m in pkgutil.iter_modules(room.__path__, 'inhabit.{room}.')];"
        "print('torch' in sys.modules)"
    )
    outcome = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, check=True)
    assert outcome.stdout.strip() == "False"
