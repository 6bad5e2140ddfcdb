"""One client's connection: a reader, a sender, and nothing that can grow.

The reader parses, limits the rate, and stops reading while its replies wait, so that a client which
floods without listening is slowed down by its own socket. The sender has three places to take from, in
this order: replies, of which none is lost; the newest state, which replaces an older one; and the line
of frames, which drops rather than delays. Nothing here knows what a session is.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from inhabit.core.clock import Clock
from inhabit.core.errors import BadInputError
from inhabit.transport import announce
from inhabit.transport.announce import Announcement
from inhabit.transport.congestion import Bucket, Line, Parcel, offer, restart, spend, take
from inhabit.transport.protocol import ClientMessage, RefusedEventError, event_id, parse

ROOM = 256
"""Replies that may wait before the reader stops reading."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much a client may say: far above what hands and a gamepad can do."""

    per_s: float = 250.0
    burst: float = 500.0


DEFAULT_ALLOWANCE = Allowance()


Hear = Callable[[ClientMessage], Awaitable[None]]


class GoneError(Exception):
    """The other end of a socket is no longer there."""


class Socket(Protocol):
    """What is asked of a WebSocket. Everything but `close` raises GoneError once the client is gone."""

    async def receive(self) -> str | bytes: ...
    async def send_text(self, text: str) -> None: ...
    async def send_bytes(self, data: bytes) -> None: ...
    async def close(self, code: int, reason: str) -> None: ...


class Connection:
    """A socket with two tasks. `say`, `report`, `show` and `close` never wait."""

    def __init__(self, socket: Socket, clock: Clock, allowance: Allowance = DEFAULT_ALLOWANCE) -> None:
        self._socket = socket
        self._clock = clock
        self._allowance = allowance
        self._bucket = Bucket(allowance.burst, clock.now())
        self._replies: deque[Announcement] = deque()
        self._refused: list[str] = []
        self._state: Announcement | None = None
        self._line = restart(Line())
        self._sending_frame = False
        self._closing: tuple[int, str] | None = None
        self._wake, self._drained = asyncio.Event(), asyncio.Event()

    @property
    def dropped(self) -> int:
        """Frames that were made for this client and never sent."""
        return self._line.dropped

    @property
    def wants_key(self) -> bool:
        """Whether this client can't go on without a key frame and is ready to receive one."""
        return self._line.broken and not self._sending_frame

    @property
    def blocked(self) -> bool:
        """Whether any frame shown now would be dropped, key frame or not."""
        return self._line.broken and self._sending_frame

    def say(self, announcement: Announcement) -> None:
        """Send this, after everything said before."""
        self._replies.append(announcement)
        self._wake.set()

    def report(self, state: Announcement) -> None:
        """Send this unless a newer one comes first."""
        self._state = state
        self._wake.set()

    def show(self, parcel: Parcel) -> None:
        """Send this frame if the client keeps up."""
        self._line = offer(self._line, parcel)
        self._wake.set()

    def restart(self) -> None:
        """The client's decoder lost its place: drop what waits and begin at a key frame."""
        self._line = restart(self._line)
        self._wake.set()

    def close(self, code: int, reason: str) -> None:
        """Hang up after what was said has been sent; frames still waiting are let go."""
        self._closing = self._closing or (code, reason)
        self._wake.set()

    async def serve(self, hear: Hear) -> None:
        """Run until the client is gone or `close` is done; what `hear` raises is raised here."""
        tasks = [asyncio.create_task(self._send()), asyncio.create_task(self._read(hear))]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                with contextlib.suppress(GoneError):
                    task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)

    async def _read(self, hear: Hear) -> None:
        while True:
            raw = await self._socket.receive()
            await self._room()
            if self._allowed():
                await self._hear(raw, hear)
            else:
                self._refuse(raw)

    def _allowed(self) -> bool:
        rate, burst = self._allowance.per_s, self._allowance.burst
        self._bucket, allowed = spend(self._bucket, self._clock.now(), rate=rate, burst=burst)
        return allowed

    async def _hear(self, raw: str | bytes, hear: Hear) -> None:
        try:
            if isinstance(raw, bytes):
                raise BadInputError("bad_json", f"{len(raw)} binary bytes came: send JSON as text")
            message = parse(raw)
        except RefusedEventError as error:
            self.say(announce.rejected([error.id], error.code, error.message, retryable=error.retryable))
        except BadInputError as error:
            self.say(announce.error(error))
        else:
            await hear(message)

    async def _room(self) -> None:
        while len(self._replies) >= ROOM or len(self._refused) >= ROOM:
            self._drained.clear()
            await self._drained.wait()

    def _refuse(self, raw: str | bytes) -> None:
        id = event_id(raw) if isinstance(raw, str) else None
        if id is not None:
            self._refused.append(id)
        elif not self._replies:  # a flood of other things is answered, but not one for one
            self.say(announce.error(self._too_much()))
        self._wake.set()

    def _too_much(self) -> BadInputError:
        words = (
            f"more than {self._allowance.per_s:g} messages per second: send the latest state once per frame"
        )
        return BadInputError("rate_limit", words, retryable=True)

    async def _send(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while await self._send_next():
                pass
            if self._closing is not None:
                await self._socket.close(*self._closing)
                return

    async def _send_next(self) -> bool:
        """Send the most pressing thing; False if there is nothing."""
        text = self._next_text()
        if text is not None:
            await self._socket.send_text(text)
            return True
        if self._closing is not None:
            return False
        self._line, parcel = take(self._line)
        if parcel is None:
            return False
        self._sending_frame = True
        await self._socket.send_bytes(parcel.data)
        self._sending_frame = False
        return True

    def _next_text(self) -> str | None:
        found: Announcement | None = None
        if self._replies:
            found = self._replies.popleft()
        elif self._refused:
            ids, self._refused = self._refused, []
            error = self._too_much()
            found = announce.rejected(ids, error.code, error.message, retryable=error.retryable)
        elif self._state is not None:
            found, self._state = self._state, None
        self._drained.set()
        return None if found is None else announce.text_of(found)
