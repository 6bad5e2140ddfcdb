"""Suites are named amounts; albums are pictures in rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError, OutputError
from inhabit.evals.album import CELL_HEIGHT_PX, CELL_WIDTH_PX, LABEL_PX, Album
from inhabit.evals.suite import SUITES, suite_named
from inhabit.evals.world import grey


def test_quick_judges_what_the_product_promises() -> None:
    quick = suite_named("quick")
    assert quick.steps == (1, 2, 4) and quick.play_steps == 2
    assert quick.open_loop_s == (1.0, 2.0) and quick.directive_s == 2.0
    assert quick.drift_s == 120.0 and quick.sharpness_s == (10.0, 60.0)


def test_an_unknown_suite_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadInputError, match="tiny") as refused:
        suite_named("enormous")
    assert "enormous" in refused.value.message and len(SUITES) == 3


def test_an_album_fills_missing_cells_and_is_written_as_a_picture(tmp_path: Path) -> None:
    album = Album()
    album.add_row([("a", grey(Size(64, 64))), ("b", grey(Size(128, 64)))])
    album.add_row([("c", grey(Size(64, 64)))])
    assert album.sheet().shape == (2 * (CELL_HEIGHT_PX + LABEL_PX), 2 * CELL_WIDTH_PX, 3)
    album.save(tmp_path / "new" / "sheet.png")
    assert (tmp_path / "new" / "sheet.png").read_bytes().startswith(b"\x89PNG")


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    album = Album()
    album.add_row([("a", grey(Size(64, 64)))])
    with pytest.raises(OutputError, match="file"):
        album.save(tmp_path / "file" / "sheet.png")


def test_an_empty_album_has_no_sheet() -> None:
    with pytest.raises(ValueError, match="empty"):
        Album().sheet()
