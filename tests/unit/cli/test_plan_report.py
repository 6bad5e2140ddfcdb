"""`inhabit plan report`: a scenario file in, one page out; what is wrong is said before it is written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from inhabit.cli.main import main
from tests.fakes.scenarios import SMALL


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    path = tmp_path / "house.toml"
    path.write_text(SMALL)
    return path


def report(*words: str) -> Result:
    return CliRunner().invoke(main, ["plan", "report", *words])


def test_it_writes_one_page_and_says_the_decision(scenario: Path, tmp_path: Path) -> None:
    out = tmp_path / "house.html"
    found = report(str(scenario), "--out", str(out))
    assert found.exit_code == 0, found.output
    assert found.stdout.startswith("Yes: ") and str(out) in found.stdout
    text = out.read_text()
    assert text.startswith("<!doctype html>")
    assert f"inhabit plan report {scenario} --out {out}" in text


def test_the_decision_is_there_for_programs(scenario: Path, tmp_path: Path) -> None:
    found = report(str(scenario), "--out", str(tmp_path / "a.html"), "--json", "-")
    line = json.loads(found.stdout)
    assert line["verdict"] == "Yes"
    assert {"capacity", "waiting", "simulation", "bill", "response"} == set(line["sections"])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [("[picture]", "[pictrue]", "did you mean 'picture'"), ("cores = 8", "cores = nan", "finite")],
)
def test_a_slip_is_one_sentence_and_nothing_is_written(
    scenario: Path, tmp_path: Path, old: str, new: str, said: str
) -> None:
    scenario.write_text(SMALL.replace(old, new))
    found = report(str(scenario), "--out", str(tmp_path / "a.html"))
    assert found.exit_code == 2 and "Traceback" not in found.stderr
    assert said in found.stderr and "house.toml" in found.stderr
    assert not (tmp_path / "a.html").exists()


def test_a_file_that_is_not_there_and_a_folder_that_is_not_are_named(scenario: Path, tmp_path: Path) -> None:
    assert "absent.toml cannot be read" in report("absent.toml", "--out", str(tmp_path / "a.html")).stderr
    assert "make the folder" in report(str(scenario), "--out", str(tmp_path / "no" / "a.html")).stderr


def test_it_loads_no_torch(scenario: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from inhabit.cli.main import main\n"
        f"main(['plan', 'report', {str(scenario)!r}, '--out', {str(tmp_path / 'a.html')!r}], "
        "standalone_mode=False)\n"
        "print(sorted({'torch', 'av', 'cv2', 'matplotlib', 'openvino'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert run.stdout.splitlines()[-1] == "[]"
