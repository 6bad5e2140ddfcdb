"""Clips that break off still play."""

from __future__ import annotations

import errno
from pathlib import Path

import av
import numpy as np
import pytest

from inhabit.cli import clip as clip_module
from inhabit.cli.clip import Clip, Digest
from inhabit.cli.places import check_writable
from inhabit.core.camera import Size
from inhabit.core.errors import OutputError
from inhabit.core.frame import FrameStamp, HostFrame, PlanarFrame
from inhabit.transport.recording import Recording

SIZE = Size(64, 64)


def frame(index: int, shade: int = 100) -> HostFrame:
    rng = np.random.default_rng(index)
    luma = rng.integers(16, 235, (64, 64)).astype(np.uint8)
    half = np.full((32, 32), shade, np.uint8)
    return HostFrame(FrameStamp(0, index, index / 30), PlanarFrame(luma, half, half))


class SmallDisk:
    """A file on a disk that fills up."""

    def __init__(self, path: Path, room_bytes: int) -> None:
        self._file = path.open("wb", buffering=0)
        self._room = room_bytes

    def write(self, data: memoryview) -> int | None:
        if self._file.tell() + len(data) > self._room:
            raise OSError(errno.ENOSPC, "No space left on device")
        return self._file.write(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def truncate(self, size: int | None = None) -> int:
        return self._file.truncate(size)

    def close(self) -> None:
        self._file.close()


def test_a_full_disk_leaves_what_was_written_playable_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def small(path: Path, size: Size, fps: float) -> Recording:
        return Recording(path, size, fps, open_disk=lambda place: SmallDisk(place, 30_000))

    monkeypatch.setattr(clip_module, "Recording", small)
    path = tmp_path / "clip.mp4"
    with pytest.raises(OutputError, match="the disk is full") as caught, Clip(path, SIZE, 30.0) as clip:
        for index in range(100):
            clip.add(frame(index))
    assert caught.value.code == "disk_full"
    with av.open(str(path)) as file:
        kept = sum(1 for _ in file.decode(video=0))
    assert 0 < kept < 100
    assert f"first {kept} frames are kept" in caught.value.message


def test_the_digest_depends_on_every_plane_and_on_the_order() -> None:
    def digest(*frames: HostFrame) -> str:
        found = Digest()
        for one in frames:
            found.add(one.picture)
        return found.text

    assert digest(frame(0), frame(1)) == digest(frame(0), frame(1))
    assert len({digest(frame(0), frame(1)), digest(frame(1), frame(0)), digest(frame(0), frame(1, 101))}) == 3


def test_checking_a_path_leaves_no_trace(tmp_path: Path) -> None:
    check_writable(tmp_path / "clip.mp4")
    assert not list(tmp_path.iterdir())
    (tmp_path / "old.mp4").write_bytes(b"kept")
    check_writable(tmp_path / "old.mp4")
    assert (tmp_path / "old.mp4").read_bytes() == b"kept"
