"""A recording opens and has the right frames, whatever happened to the process or the disk."""

from __future__ import annotations

import errno
from pathlib import Path

import av
import pytest

from inhabit.core.camera import Size
from inhabit.core.errors import OutputError
from inhabit.transport.recording import Recording
from tests.fakes.pictures import SIZE, encoded


def frames_in(path: Path) -> int:
    with av.open(str(path)) as file:
        return sum(1 for _ in file.decode(video=0))


def duration_s(path: Path) -> float:
    with av.open(str(path)) as file:
        return (file.duration or 0) / 1e6


class SmallDisk:
    """A file that takes `room_bytes` and then is full; counts as any unbuffered file."""

    def __init__(self, path: Path, room_bytes: int) -> None:
        self._file = path.open("wb", buffering=0)
        self.room_bytes = room_bytes

    def write(self, data: memoryview) -> int:
        room_bytes = self.room_bytes - self._file.tell()
        if room_bytes <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return self._file.write(data[:room_bytes])

    def fill_up(self) -> None:
        self.room_bytes = self.tell() + 10

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def truncate(self, size: int | None = None) -> int:
        return self._file.truncate(size)

    def close(self) -> None:
        self._file.close()


def test_it_has_as_many_frames_as_were_written_and_lasts_as_long(tmp_path: Path) -> None:
    recording = Recording(tmp_path / "deep" / "clip.mp4", SIZE, 30)
    for index, frame in enumerate(encoded(45)):
        recording.write(frame, index / 30)
    recording.close()
    assert (recording.frames, frames_in(recording.path)) == (45, 45)
    assert recording.seconds == pytest.approx(1.5)
    assert duration_s(recording.path) == pytest.approx(1.5, abs=0.01)
    assert recording.size_bytes == recording.path.stat().st_size


def test_it_begins_at_a_key_frame(tmp_path: Path) -> None:
    recording = Recording(tmp_path / "clip.mp4", SIZE, 30)
    for index, frame in list(enumerate(encoded(20, keys=(12,))))[5:]:
        recording.write(frame, index / 30)
    recording.close()
    assert (recording.frames, frames_in(recording.path)) == (8, 8)


def test_a_reset_or_a_long_pause_leaves_no_gap_and_a_skipped_frame_does(tmp_path: Path) -> None:
    recording = Recording(tmp_path / "clip.mp4", SIZE, 30)
    times_s = [5.0, 5.0 + 1 / 30, 5.0 + 3 / 30, 0.0, 1 / 30, 60.0]
    for frame, pts_s in zip(encoded(6), times_s, strict=True):
        recording.write(frame, pts_s)
    recording.close()
    assert frames_in(recording.path) == 6
    assert recording.seconds == pytest.approx(7 / 30)


def test_what_a_crash_leaves_behind_opens(tmp_path: Path) -> None:
    recording = Recording(tmp_path / "clip.mp4", SIZE, 30)
    for index, frame in enumerate(encoded(30)):
        recording.write(frame, index / 30)
    left_behind = tmp_path / "crash.mp4"
    left_behind.write_bytes(recording.path.read_bytes())
    assert frames_in(left_behind) >= 29
    recording.close()


@pytest.mark.parametrize("room_bytes", [3_000, 6_000, 9_000, 12_000])
def test_a_full_disk_ends_the_recording_and_keeps_what_was_there(tmp_path: Path, room_bytes: int) -> None:
    path = tmp_path / "clip.mp4"
    recording = Recording(path, SIZE, 30, open_disk=lambda path: SmallDisk(path, room_bytes))
    with pytest.raises(OutputError, match=r"clip\.mp4.*No space left.*free some space"):
        for index, frame in enumerate(encoded(400)):
            recording.write(frame, index / 30)
    assert 0 < recording.frames == frames_in(path)
    assert recording.size_bytes == path.stat().st_size <= room_bytes
    recording.write(encoded(1)[0], 99.0)
    recording.close()
    assert frames_in(path) == recording.frames


def test_a_disk_that_fills_up_while_closing_costs_at_most_one_frame(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    disk = SmallDisk(path, 10**9)
    recording = Recording(path, SIZE, 30, open_disk=lambda _path: disk)
    for index, frame in enumerate(encoded(30)):
        recording.write(frame, index / 30)
    disk.fill_up()
    with pytest.raises(OutputError):
        recording.close()
    assert recording.frames == frames_in(path) == 29


def test_a_recording_without_a_frame_leaves_no_file(tmp_path: Path) -> None:
    recording = Recording(tmp_path / "clip.mp4", SIZE, 30)
    recording.write(encoded(2)[1], 0.0)
    recording.close()
    recording.close()
    assert not recording.path.exists()


def test_a_path_that_cannot_be_written_is_refused_before_anything_is_recorded(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match=r"clip\.mp4.*--recordings") as caught:
        Recording(tmp_path / "file" / "clip.mp4", Size(640, 360), 30)
    assert caught.value.code == "cannot_record"
