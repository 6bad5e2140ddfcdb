"""What feeds a recording: the stream's own packets wherever they fit, and only else packets of its own.

A recording keeps the size it began with. The live picture may change its size (the ladder) or its codec
(a browser without WebCodecs); for as long as it does, frames are scaled and encoded here.
"""

from __future__ import annotations

from inhabit.core.frame import PlanarFrame
from inhabit.transport.codec import EncodedFrame, H264Encoder, resized
from inhabit.transport.recording import Recording


class Film:
    """A recording and the encoder it needs at times. Every change of source begins with a key frame."""

    def __init__(self, recording: Recording, fps: float) -> None:
        self.recording = recording
        self._fps = fps
        self._own: H264Encoder | None = None

    def add(self, picture: PlanarFrame, shared: EncodedFrame | None, pts_s: float) -> None:
        """Record a picture; `shared` is its H.264 packet, if there is one. Raises OutputError."""
        if shared is not None and picture.size == self.recording.size and (self._own is None or shared.key):
            self._own = None
            self.recording.write(shared, pts_s)
            return
        if self._own is None:
            self._own = H264Encoder(self.recording.size, self._fps)
        fitting = resized(picture, self.recording.size)
        self.recording.write(self._own.encode(fitting, pts_s, force_key=False), pts_s)
