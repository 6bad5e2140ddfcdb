"""Recordings are found by their id and by nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from inhabit.server.recordings import Shelf, url_of


def test_a_recording_is_found_again_by_its_id(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    path = shelf.new_path()
    assert shelf.find(path.stem) is None
    path.write_bytes(b"film")
    assert shelf.find(path.stem) == path
    assert url_of(path) == f"/v1/recordings/{path.stem}.mp4"
    assert shelf.new_path() != path


@pytest.mark.parametrize("id", ["", "..", "../secret", "0" * 15, "g" * 16, "0" * 16 + "/..", "A" * 16])
def test_anything_that_is_no_id_finds_nothing(tmp_path: Path, id: str) -> None:
    (tmp_path.parent / "secret.mp4").write_bytes(b"private")
    assert Shelf(tmp_path).find(id) is None
