"""What `inhabit play` leaves behind: an MP4, and a digest over every raw frame."""

from __future__ import annotations

import errno
import hashlib
from pathlib import Path

import numpy as np

from inhabit.cli.places import check_writable
from inhabit.core.camera import Size
from inhabit.core.errors import OutputError
from inhabit.core.frame import HostFrame, PlanarFrame
from inhabit.transport.codec import H264Encoder, resized
from inhabit.transport.recording import Recording

CLIP_PRESET = "veryfast"


class Clip:
    """An H.264 MP4 (yuv420p, BT.709) of one size, playable at any moment while it grows.

    Frames of another size (a cheaper rung) are scaled to it. A context manager: leaving finishes the file.
    """

    def __init__(self, path: Path, size: Size, fps: float) -> None:
        """Claim the file; raises OutputError (`cannot_write`) if it can't be written."""
        check_writable(path)
        self._recording = Recording(path, size, fps)
        self._encoder = H264Encoder(size, fps, preset=CLIP_PRESET, threads=2)

    def add(self, frame: HostFrame) -> None:
        """Append a frame; raises OutputError (`disk_full`) and leaves what was written playable."""
        pts_s = frame.stamp.pts_s
        picture = resized(frame.picture, self._recording.size)
        encoded = self._encoder.encode(picture, pts_s, force_key=self._recording.frames == 0)
        try:
            self._recording.write(encoded, pts_s)
        except OutputError as error:
            raise self._cut_short(error) from error

    def close(self) -> None:
        """Finish the file."""
        try:
            self._recording.close()
        except OutputError as error:
            raise self._cut_short(error) from error

    def __enter__(self) -> Clip:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def _cut_short(self, error: OutputError) -> OutputError:
        tape, cause = self._recording, error.__cause__
        full = isinstance(cause, OSError) and cause.errno == errno.ENOSPC
        why = "the disk is full" if full else cause
        return OutputError(
            "disk_full" if full else "cannot_write",
            f"{tape.path} could not be finished ({why}): its first {tape.frames} frames are kept and play; "
            "free some space or choose another --out",
        )


class Digest:
    """SHA-256 over the raw planes of every frame, in order."""

    def __init__(self) -> None:
        self._sha = hashlib.sha256()

    def add(self, picture: PlanarFrame) -> None:
        """Take in one frame."""
        for plane in (picture.luma, picture.blue, picture.red):
            self._sha.update(np.ascontiguousarray(plane).data)

    @property
    def text(self) -> str:
        """The digest so far, as 64 hexadecimal digits."""
        return self._sha.hexdigest()
