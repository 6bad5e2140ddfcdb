"""Files that are called what is in them."""

from __future__ import annotations

import errno
import os
import uuid
from pathlib import Path

import pytest

from inhabit.core.errors import BadInputError, DamagedError
from inhabit.server.storage import files as files_module
from inhabit.server.storage.files import Files, refusal


@pytest.fixture(params=["folder", "memory"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    return Files(str(tmp_path / "files") if request.param == "folder" else f"memory://{uuid.uuid4()}")


def test_bytes_come_back_by_their_name(files: Files) -> None:
    name = files.put(b"something")
    assert files.put(b"something") == name
    assert files.get(name) == b"something" and files.has(name)
    assert [(one, size) for one, size, _ in files.names()] == [(name, 9)]
    files.drop(name)
    files.drop(name)
    assert not files.has(name) and list(files.names()) == []


@pytest.mark.parametrize("name", ["", "../../../etc/passwd", "0" * 63, "0" * 64, "A" * 64])
def test_nothing_else_is_ever_handed_out(files: Files, name: str) -> None:
    with pytest.raises(DamagedError):
        files.get(name)
    assert not files.has(name)


def test_bytes_that_changed_are_not_handed_out(tmp_path: Path) -> None:
    files = Files(str(tmp_path))
    name = files.put(b"something")
    path = tmp_path / name[:2] / name
    for spoilt in (b"sometHing", b"some", b""):
        path.write_bytes(spoilt)
        with pytest.raises(DamagedError, match="not what was written"):
            files.get(name)
    assert files.put(b"something") == name and files.get(name) == b"something"


def test_a_disk_that_is_full_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    files = Files(str(tmp_path))
    monkeypatch.setattr(files_module.os, "fsync", full)
    with pytest.raises(Exception, match="the disk is full"):
        files.put(b"something")
    assert list(files.names()) == [] and not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_what_may_pass_may_be_tried_again() -> None:
    assert (
        refusal(OSError(errno.ENOSPC, "")).retryable and refusal(OSError(errno.EROFS, "read only")).retryable
    )


def test_a_place_that_nothing_here_reaches_is_refused() -> None:
    with pytest.raises(BadInputError, match="nowhere"):
        Files("nowhere://at/all")


def test_a_damaged_file_is_mended_by_who_brings_the_same_bytes_again(tmp_path: Path) -> None:
    files = Files(str(tmp_path))
    name = files.put(b"whole")
    path = next(path for path in tmp_path.rglob("*") if path.is_file())
    path.write_bytes(b"wrong")
    with pytest.raises(DamagedError):
        files.get(name)
    assert files.put(b"whole") == name and files.get(name) == b"whole"


def test_a_file_that_is_needed_anew_counts_as_written_now(tmp_path: Path) -> None:
    files = Files(str(tmp_path))
    files.put(b"old")
    path = next(path for path in tmp_path.rglob("*") if path.is_file())
    os.utime(path, (1.0, 1.0))
    files.put(b"old")
    assert next(files.names())[2] > 1.0
