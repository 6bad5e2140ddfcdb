"""What was found is kept: a run that was broken off goes on, and another evaluation is refused its folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inhabit.core.errors import BadInputError, OutputError
from inhabit.evals import judge as judge_module
from inhabit.evals.album import CELL_HEIGHT_PX, CELL_WIDTH_PX
from inhabit.evals.judge import judge, order
from inhabit.evals.keep import Folder, asked_of, folder_for
from inhabit.evals.probes import WEIGHTS, Probes
from inhabit.evals.section import Done, Found, Numbers
from inhabit.evals.stage import Stage
from inhabit.evals.suite import Suite
from inhabit.evals.truth import Truth
from inhabit.evals.world import CopyLastWorld
from tests.unit.evals.conftest import Silence


def cell(label: str, value: int) -> tuple[str, np.ndarray]:
    return label, np.full((CELL_HEIGHT_PX, CELL_WIDTH_PX, 3), value, np.uint8)


def test_numbers_and_pictures_come_back_as_they_were(tmp_path: Path) -> None:
    found = Found({"psnr_db": [1.5, 2.0], "none": None}, [[cell("a", 3), cell("b", 200)], [cell("c", 9)]])
    folder = Folder(tmp_path)
    folder.save("fidelity", 3, found)
    back = folder.load("fidelity", 3)
    assert back is not None and back.numbers == found.numbers
    assert [[label for label, _ in row] for row in back.rows] == [["a", "b"], ["c"]]
    assert all(np.array_equal(x[1], y[1]) for x, y in zip(back.rows[0], found.rows[0], strict=True))


def test_what_was_not_judged_is_not_there(tmp_path: Path) -> None:
    assert Folder(tmp_path).load("fidelity", 0) is None


def test_a_file_that_is_broken_counts_as_not_there(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.save("drift", 0, Found({"x": 1}, [[cell("a", 3)]]))
    (tmp_path / "drift" / "0.0.png").write_bytes(b"broken")
    assert folder.load("drift", 0) is None


def test_a_folder_of_another_evaluation_is_refused_with_what_differs(
    tmp_path: Path, small_suite: Suite
) -> None:
    asked = asked_of(CopyLastWorld(), WEIGHTS, small_suite)
    folder_for(tmp_path, asked)
    folder_for(tmp_path, asked)
    other = asked_of(CopyLastWorld("other"), WEIGHTS, replace(small_suite, fps=5.0))
    with pytest.raises(BadInputError, match="suite, world differ"):
        folder_for(tmp_path, other)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="file"):
        folder_for(tmp_path / "file" / "kept", {})


class Broken(Exception):
    """What breaks an evaluation off."""


class Counting:
    """A section of three episodes that counts how many were judged, and breaks off before `breaks_at`."""

    name, album, count, shares_context = "counting", "pictures", 3, False
    judged: list[int]
    breaks_at: int | None

    def __init__(self, suite: Suite) -> None:
        self.suite = suite

    def units(self, index: int) -> int:
        return 2

    def judge(self, stage: Stage, index: int, done: Done) -> Found:
        if index == self.breaks_at:
            raise Broken
        self.judged.append(index)
        done(2)
        return Found({"index": index}, [[cell(str(index), index)]])

    def figures(self, found: list[Numbers]) -> dict[str, Any]:
        return {"counting": {"sum": sum(one["index"] for one in found)}}


def test_an_evaluation_that_was_broken_off_goes_on_where_it_was(
    tmp_path: Path,
    small_suite: Suite,
    untrained_probes: Probes,
    silence: Silence,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(judge_module, "SECTIONS", {"counting": Counting})

    def run(breaks_at: int | None) -> tuple[Any, list[int]]:
        monkeypatch.setattr(Counting, "judged", [], raising=False)
        monkeypatch.setattr(Counting, "breaks_at", breaks_at, raising=False)
        truth = Truth(small_suite.size, small_suite.fps)
        made = judge(
            CopyLastWorld(), truth, untrained_probes, small_suite, silence, ["counting"], Folder(tmp_path)
        )
        return made, Counting.judged

    with pytest.raises(Broken):
        run(2)
    whole, judged = run(None)
    assert judged == [2]
    assert whole.figures["counting"]["sum"] == 3
    assert len(whole.albums["pictures"].rows) == 3
    assert silence.done == silence.totals == {"counting": 6}
    again, judged = run(None)
    assert judged == [] and again.figures == whole.figures


def test_sections_that_share_contexts_are_judged_in_turn(small_suite: Suite) -> None:
    sections = [judge_module.SECTIONS[name](small_suite) for name in ("fidelity", "drift", "control")]
    turns = [(section.name, index) for section, index in order(sections)]
    assert turns[:2] == [("fidelity", 0), ("control", 0)]
    assert {name for name, _ in turns[2:]} == {"drift"}
