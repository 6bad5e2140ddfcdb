"""A recording: packets that were already encoded, put into an MP4 as they are.

The file is playable at any moment: each frame is written as a fragment of its own and pushed out at
once, so that a crash or a full disk costs nothing that was recorded before. Closing turns the fragments
into an ordinary MP4 with one index. A recording begins at a key frame.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

import av
from av.error import FFmpegError

from inhabit.core.camera import Size
from inhabit.core.errors import OutputError
from inhabit.transport.codec import EncodedFrame

_TICKS_PER_S = 90_000
_LONGEST_GAP_S = 1.0
"""A longer step in media time is a pause or a reset, and is cut out."""

_MUXER = {"movflags": "hybrid_fragmented+frag_every_frame+default_base_moof", "flush_packets": "1"}


class Disk(Protocol):
    """What is asked of an unbuffered file."""

    def write(self, data: memoryview, /) -> int | None: ...
    def seek(self, offset: int, whence: int = 0, /) -> int: ...
    def tell(self) -> int: ...
    def truncate(self, size: int | None = None, /) -> int: ...
    def close(self) -> None: ...


def _open_file(path: Path) -> Disk:
    return path.open("wb", buffering=0)


class Recording:
    """One MP4 being written. Whatever raises OutputError leaves a playable file and ends the recording."""

    def __init__(
        self, path: Path, size: Size, fps: float, *, open_disk: Callable[[Path], Disk] = _open_file
    ) -> None:
        """Claim `path`, making its folder; raises OutputError (`cannot_record`) if it can't be written."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._sink = _Sink(open_disk(path))
        except OSError as error:
            raise _refusal(path, error) from error
        self.path = path
        self.size = size
        self.frames = 0
        self.seconds = 0.0
        self._tick_s = 1.0 / fps
        self._last_pts_s: float | None = None
        self._container: Any = None
        self._stream: Any = None

    @property
    def size_bytes(self) -> int:
        """How large the file is by now."""
        return self._sink.kept_bytes

    @property
    def started(self) -> bool:
        """True once a key frame came; until then frames are let go."""
        return self._container is not None

    def write(self, frame: EncodedFrame, pts_s: float) -> None:
        """Add a frame that was encoded at the recording's size; `pts_s` is its media time.

        Media time may start over (a reset) or jump (a pause): the recording goes on without a gap.
        """
        if self._sink.closed or not (self.started or frame.key):
            return
        with self._keeping():
            self._mux(frame, self.seconds + self._gap_s(pts_s))
        self._last_pts_s = pts_s

    def close(self) -> None:
        """Finish the file; without a single frame no file is left. May be called again."""
        if self._sink.closed:
            return
        if self.started:
            with self._keeping():
                self._container.close()
                self._sink.keep()
        self._sink.close()
        if not self.frames:
            self.path.unlink(missing_ok=True)

    def _mux(self, frame: EncodedFrame, at_s: float) -> None:
        if not self.started:
            self._container, self._stream = _container(self._sink, frame)
        packet = av.Packet(frame.data)
        packet.stream, packet.time_base = self._stream, Fraction(1, _TICKS_PER_S)
        packet.pts = packet.dts = round(at_s * _TICKS_PER_S)
        packet.duration = round(self._tick_s * _TICKS_PER_S)
        packet.is_keyframe = frame.key
        self._container.mux(packet)
        self._sink.keep()
        self.frames, self.seconds = self.frames + 1, at_s + self._tick_s

    def _gap_s(self, pts_s: float) -> float:
        if self._last_pts_s is None:
            return 0.0
        gap_s = pts_s - self._last_pts_s - self._tick_s
        return gap_s if 0.0 < gap_s < _LONGEST_GAP_S else 0.0

    @contextlib.contextmanager
    def _keeping(self) -> Iterator[None]:
        """Turn a failed write into OutputError, after cutting the file back to its last whole frame."""
        try:
            yield
        except (OSError, FFmpegError) as error:
            self._sink.cut()
            with contextlib.suppress(OSError, FFmpegError):
                self._container.close()
            self._sink.close()
            # The muxer holds back one frame, so what the disk took is counted, not assumed.
            self.frames = _frames_in(self.path)
            self.seconds = self.frames * self._tick_s
            raise _refusal(self.path, error) from error


class _Sink:
    """The file as the muxer sees it: whole writes or an error, and nothing more after an error."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._dead = False
        self.kept_bytes = 0
        self.closed = False

    def write(self, data: bytes) -> int:
        rest = memoryview(data)
        while rest and not self._dead:
            rest = rest[self._disk.write(rest) or 0 :]
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._disk.seek(offset, whence)

    def tell(self) -> int:
        return self._disk.tell()

    def keep(self) -> None:
        """What was written so far is whole."""
        self.kept_bytes = max(self.kept_bytes, self._disk.seek(0, io.SEEK_END))

    def cut(self) -> None:
        """Drop what is not whole, and write no more."""
        self._dead = True
        self._disk.truncate(self.kept_bytes)

    def close(self) -> None:
        self.closed = True
        self._disk.close()


def _container(sink: _Sink, first: EncodedFrame) -> tuple[Any, Any]:
    """An MP4 muxer whose video stream is described by the parameter sets of the first key frame."""
    container = av.open(sink, "w", format="mp4", options=_MUXER)
    with av.open(io.BytesIO(first.data), "r", format="h264") as annex_b:
        stream = container.add_stream_from_template(annex_b.streams.video[0])
    stream.time_base = Fraction(1, _TICKS_PER_S)
    return container, stream


def _frames_in(path: Path) -> int:
    try:
        with av.open(str(path)) as file:
            return sum(1 for packet in file.demux(video=0) if packet.size)
    except (OSError, FFmpegError):
        return 0


def _refusal(path: Path, error: Exception) -> OutputError:
    reason = getattr(error, "strerror", None) or str(error)
    return OutputError(
        "cannot_record",
        f"cannot write the recording {path.name}: {reason}; free some space, "
        "or choose another folder with --recordings",
        retryable=True,
    )
