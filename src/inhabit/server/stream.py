"""A session's way out: each frame encoded once, sent to whoever is connected, kept if recording.

Encoding and writing happen on a thread of the stream's own, so that the event loop goes on answering
while the next frame is made. Without a connection and without a recording nothing is encoded.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from inhabit.core.clock import Clock
from inhabit.core.errors import OutputError
from inhabit.core.frame import HostFrame
from inhabit.runtime.log import digest_of
from inhabit.server.film import Film
from inhabit.transport.codec import EncodedFrame, Encoder, encoder_for
from inhabit.transport.congestion import Parcel
from inhabit.transport.packet import MediaPacket, pack
from inhabit.transport.recording import Recording
from inhabit.transport.websocket import Connection

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Reel:
    """A recording that has ended, whole or cut short by `trouble`."""

    recording: Recording
    trouble: OutputError | None = None


class Stream:
    """Encodes, records and sends one session's frames. `rungs` are the names that packets index."""

    def __init__(
        self,
        clock: Clock,
        rungs: tuple[str, ...],
        fps: float,
        *,
        lost: Callable[[], None],
        wound: Callable[[Reel], None],
        witness: Callable[[int, int], None],
    ) -> None:
        """`lost` is called for each frame that was made and never sent, `wound` when a recording ends,
        `witness` with the index and the digest of each frame on its way out.
        """
        self.frames = 0
        self.sent_bytes = 0
        self.rungs = rungs
        self._clock, self._fps = clock, fps
        self._lost, self._wound, self._witness = lost, wound, witness
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="inhabit-encode")
        self._turn = asyncio.Lock()
        self._encoder: Encoder | None = None
        self._connection: Connection | None = None
        self._codec = "avc1"
        self._counted = 0
        self._seq = 0
        self._film: Film | None = None
        self._key_next = False
        self._last: HostFrame | None = None

    @property
    def recording(self) -> Recording | None:
        """What is being recorded, if anything."""
        return None if self._film is None else self._film.recording

    @property
    def codec(self) -> str:
        """What frames are sent in."""
        return self._codec

    def attach(self, connection: Connection, codec: str) -> None:
        """From now on frames go to this connection, in this codec, beginning with a key frame."""
        self._connection, self._codec, self._counted = connection, codec, connection.dropped

    def detach(self) -> None:
        """Nobody is connected."""
        self._connection = None

    async def deliver(self, frame: HostFrame) -> Mapping[str, float]:
        """Encode, record and send; returns the time it took by stage, in milliseconds."""
        async with self._turn:
            self._last = frame
            self.frames += 1
            self._seq = max(self._seq, *frame.stamp.applied, 0)
            return await self._send(frame, self._film)

    async def turn(self, seq: int) -> None:
        """The next frame follows from none before: its time may lie in the past. `seq` is the newest event
        that it shows. A recording ends here."""
        await self.stop_recording()
        async with self._turn:
            self._encoder, self._last, self._key_next, self._seq = None, None, True, seq

    @property
    def last(self) -> HostFrame | None:
        """The last frame that was made."""
        return self._last

    async def resend(self) -> None:
        """Send the last frame again, as a key frame: a paused world has no next one."""
        async with self._turn:
            if self._last is None or self._connection is None:
                return
            self._key_next = True
            await self._send(self._last, None)
            # The recording did not get that key frame, so the next picture can't lean on it.
            self._key_next = True

    async def record(self, recording: Recording) -> None:
        """Record from the next frame on; a recording in progress ends first."""
        await self.stop_recording()
        self._film = Film(recording, self._fps)
        self._key_next = True

    async def stop_recording(self) -> None:
        """End the recording in progress, if there is one."""
        async with self._turn:
            if self._film is not None:
                await self._wind_up(self._film)

    async def close(self) -> None:
        """End the recording and the thread."""
        await self.stop_recording()
        self._thread.shutdown(wait=False)

    async def _send(self, frame: HostFrame, film: Film | None) -> Mapping[str, float]:
        connection = self._connection
        if film is None and (connection is None or connection.blocked):
            self._lost()
            return {}
        force_key = self._key_next or (connection is not None and connection.wants_key)
        self._key_next = False
        began_s = self._clock.now()
        encoded, digest = await self._run(lambda: self._encode(frame, force_key=force_key))
        encoded_s = self._clock.now()
        self._witness(frame.stamp.frame_index, digest)
        self._show(connection, frame, encoded)
        if film is not None:
            await self._keep(film, frame, encoded)
        return {"encode": (encoded_s - began_s) * 1000.0}

    def _encode(self, frame: HostFrame, *, force_key: bool) -> tuple[EncodedFrame, int]:
        picture = frame.picture
        encoder = self._encoder
        if encoder is None or (encoder.name, encoder.size) != (self._codec, picture.size):
            encoder = self._encoder = encoder_for(self._codec, picture.size, self._fps)
        encoded = encoder.encode(picture, frame.stamp.pts_s, force_key=force_key)
        return encoded, digest_of(picture)

    def _show(self, connection: Connection | None, frame: HostFrame, encoded: EncodedFrame) -> None:
        """Hand the packet over, unless the client changed while it was encoded."""
        if connection is None or connection is not self._connection:
            return
        data = pack(self._packet(frame, encoded))
        connection.show(Parcel(data, encoded.key))
        self.sent_bytes += len(data)
        for _ in range(connection.dropped - self._counted):
            self._lost()
        self._counted = connection.dropped

    def _packet(self, frame: HostFrame, encoded: EncodedFrame) -> MediaPacket:
        stamp = frame.stamp
        return MediaPacket(
            epoch=stamp.epoch,
            frame_index=stamp.frame_index,
            pts_s=stamp.pts_s,
            key=encoded.key,
            mjpeg=self._codec == "mjpeg",
            made_ms=sum(took_ms for stage, took_ms in stamp.stages_ms.items() if stage != "wait"),
            seq=self._seq,
            rung=self.rungs.index(stamp.rung) if stamp.rung in self.rungs else 0,
            payload=encoded.data,
        )

    async def _keep(self, film: Film, frame: HostFrame, encoded: EncodedFrame) -> None:
        shared = encoded if self._codec == "avc1" else None
        try:
            await self._run(lambda: film.add(frame.picture, shared, frame.stamp.pts_s))
        except OutputError as trouble:
            self._film = None
            self._wound(Reel(film.recording, trouble))

    async def _wind_up(self, film: Film) -> None:
        self._film, trouble = None, None
        try:
            await self._run(film.recording.close)
        except OutputError as error:
            trouble = error
        self._wound(Reel(film.recording, trouble))

    async def _run(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
