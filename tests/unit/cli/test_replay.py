"""`inhabit replay`: a log that comes out the same, one that does not, and one that cannot be compared."""

from __future__ import annotations

import json
import sys
import types
from pathlib import Path

import av
import pytest
from click.testing import CliRunner, Result

from inhabit.cli.main import main
from inhabit.inputs.script import Entry, Header, Script, read_script, write_script
from inhabit.runtime.log import digest_of, written
from tests.fakes.engine import LARGE, ToyEngine
from tests.unit.runtime.test_replay import SCRIPT, replay

HEADER = Header(5, "a lake", LARGE, 30.0, "toy-0")


@pytest.fixture(autouse=True)
def toy_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stands in for the checkpoint, so that no weights are loaded."""
    module = types.ModuleType("inhabit.runtime.load")
    module.load_engine = lambda _folder=None: ToyEngine()  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "inhabit.runtime.load", module)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """The log of 20 frames, as a live session exports it."""
    played = replay(*SCRIPT)
    for frame in played.frames(20):
        played.session.log.witness(frame.stamp.frame_index, digest_of(frame.picture))
    path = tmp_path / "log.jsonl"
    path.write_text("".join(played.session.script_lines()))
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["replay", *map(str, arguments)])


def test_a_log_comes_out_the_same(log: Path) -> None:
    result = run(log)
    assert (result.exit_code, result.stdout) == (0, "20 of 20 frames identical\n"), result.stderr


def test_a_frame_that_differs_is_named_and_is_a_failure(log: Path) -> None:
    lines = log.read_text().splitlines(keepends=True)
    said = read_script(lines)
    wrong = [
        Entry(frame=e.frame, digest=written(1)) if e.digest and e.frame == 7 else e for e in said.entries
    ]
    log.write_text("".join(write_script(Script(said.header, tuple(wrong)))))
    result = run(log, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {"streamed": 20, "identical": 19, "first_different": 7}
    assert "frame 7 is the first other" in run(log).stdout


def test_what_was_seen_can_be_kept(log: Path, tmp_path: Path) -> None:
    assert run(log, "--out", tmp_path / "seen.mp4").exit_code == 0
    with av.open(str(tmp_path / "seen.mp4")) as clip:
        assert sum(1 for _ in clip.decode(video=0)) == 20


def test_a_script_without_digests_cannot_be_compared(tmp_path: Path) -> None:
    path = tmp_path / "walk.jsonl"
    path.write_text("".join(write_script(Script(HEADER, (Entry(frame=3, skipped=1),)))))
    result = run(path)
    assert result.exit_code == 2
    assert "[no_digests]" in result.stderr and "inhabit play --script" in result.stderr


def test_a_log_that_is_not_there_is_said(tmp_path: Path) -> None:
    result = run(tmp_path / "none.jsonl")
    assert (result.exit_code, "cannot be read" in result.stderr) == (2, True)
