"""Clips and sheets: deterministic, of the asked size, and written where they were asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from click.testing import CliRunner

from inhabit.cli.sim import command
from inhabit.core.camera import Size
from inhabit.core.errors import OutputError
from inhabit.sim.clips import LOOKS, clip, sheet

TINY = Size(80, 64)


def test_a_clip_is_the_same_twice() -> None:
    first, second = list(clip(6, 2, TINY)), list(clip(6, 2, TINY))
    assert len(first) == 2 and first[0].shape == (64, 80, 3) and first[0].dtype == np.uint8
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


def test_a_sheet_shows_a_world_under_many_looks() -> None:
    picture = sheet(TINY, worlds=[(3, 0.5, 0.4, 0.4)])
    looks = len(LOOKS) // 2
    assert picture.shape == (64, 80 * looks, 3)
    assert len({picture[:, j * 80 : j * 80 + 80].tobytes() for j in range(looks)}) == looks


def test_the_command_writes_numbered_pictures_or_a_video(tmp_path: Path) -> None:
    for out in (tmp_path / "frames", tmp_path / "walk.mp4"):
        args = ["clip", "--seed", "6", "--frames", "2", "--size", "80x64", "--out", str(out)]
        result = CliRunner().invoke(command, args)
        assert result.exit_code == 0, result.output
    assert sorted(path.name for path in (tmp_path / "frames").iterdir()) == ["00000.png", "00001.png"]
    assert (tmp_path / "walk.mp4").stat().st_size > 0


def test_a_place_that_cannot_be_written_is_refused_by_name(tmp_path: Path) -> None:
    missing = tmp_path / "missing" / "walk.mp4"
    result = CliRunner().invoke(command, ["clip", "--frames", "1", "--size", "80x64", "--out", str(missing)])
    assert isinstance(result.exception, OutputError)
    assert str(missing.parent) in result.exception.message
