"""All sessions of a server: who comes in, who comes back, whose time is up.

The decisions are in admission.py; here they are carried out. Every session is one task, every
connection another; one more watches the time.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter, deque
from pathlib import Path

from inhabit.core.camera import Size
from inhabit.core.clock import Clock
from inhabit.runtime.ladder import Ladder, ladder_for, modest, standard_rungs
from inhabit.runtime.pictures import Pictures
from inhabit.runtime.presets import PRESETS
from inhabit.runtime.session import Session, Start
from inhabit.runtime.sizes import Sizes
from inhabit.runtime.worker import Worker
from inhabit.server import admission
from inhabit.server.admission import House, Place
from inhabit.server.live import Live
from inhabit.server.recordings import Shelf
from inhabit.server.settings import Settings
from inhabit.transport.protocol import Hello
from inhabit.transport.websocket import Connection


class Sessions:
    """The sessions on one worker. All methods belong to one event loop."""

    def __init__(self, worker: Worker, settings: Settings, clock: Clock) -> None:
        self.worker, self.settings, self.clock = worker, settings, clock
        self.shelf = Shelf(settings.recordings)
        self.pictures = Pictures()
        self.sizes = Sizes(worker.engine.sizes(), worker.engine.name, self._ladder)
        self.lives: dict[str, Live] = {}
        self.started = 0
        self.ended: Counter[str] = Counter()
        self.past: Counter[str] = Counter()
        self._house: House = ()
        self._tasks: set[asyncio.Task[None]] = set()
        self._logs: deque[tuple[str, str]] = deque(maxlen=settings.logs_kept)

    def enter(self, hello: Hello, connection: Connection) -> Live:
        """The world a client comes back to, or a new one; the client has been welcomed.

        Raises FullError, or BadInputError for a size that can't be made.
        """
        token = secrets.token_urlsafe(24)
        live = self._returning(hello, token)
        resumed = live is not None
        live = live or self._newcomer(hello, token)
        live.attach(connection, hello, token, resumed=resumed)
        return live

    def leave(self, live: Live, connection: Connection) -> None:
        """A connection is gone; its world waits, unless somebody else is in it by now."""
        if live.connection is connection:
            live.detach()
            self._house = admission.away(self._house, live.id, self.clock.now())

    def heard(self, live: Live, *, input: bool) -> None:
        """A client spoke; `input` is what keeps a session from being idle."""
        self._house = admission.settled(self._house, live.id)
        if input:
            self._house = admission.heard(self._house, live.id, self.clock.now())

    def script(self, id: str) -> str | None:
        """The event log of a live or recently ended session, as JSON lines."""
        live = self.lives.get(id)
        if live is not None:
            return "".join(live.session.script_lines())
        return next((text for session, text in self._logs if session == id), None)

    def finished_recording(self, id: str) -> Path | None:
        """The file of a recording that has ended, or None."""
        path = self.shelf.find(id)
        tapes = [live.stream.recording for live in self.lives.values()]
        return None if any(tape and tape.path == path for tape in tapes) else path

    async def watch(self) -> None:
        """Twice a second: end what is due, tell everybody how they are doing. Runs until cancelled."""
        while True:
            now_s = self.clock.now()
            for ending in admission.due(self._house, now_s, self.settings):
                self.lives[ending.session].loop.stop(ending.code, ending.message)
            for live in self.lives.values():
                live.report(admission.notice(self._house, live.id, now_s, self.settings))
            await self.clock.sleep_until(now_s + self.settings.state_every_s)

    async def close(self) -> None:
        """End every session and wait until it has said goodbye, but not for an engine that hangs."""
        for live in self.lives.values():
            live.loop.stop("closing", "the server is shutting down")
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=self.settings.goodbye_s)

    def _returning(self, hello: Hello, token: str) -> Live | None:
        if hello.resume_token is None:
            return None
        self._house, id = admission.claim(self._house, hello.resume_token, token, self.clock.now())
        return None if id is None else self.lives.get(id)

    def _newcomer(self, hello: Hello, token: str) -> Live:
        session = self._session(hello)
        live = Live(secrets.token_hex(8), session, self.worker, self.clock, self.shelf)
        place = Place(live.id, token, self.clock.now())
        self._house, making_room = admission.admit(self._house, place, self.settings)
        if making_room is not None:
            self.lives[making_room.session].loop.stop(making_room.code, making_room.message)
        self.lives[live.id] = live
        self.started += 1
        task = asyncio.create_task(self._live(live))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return live

    def _session(self, hello: Hello) -> Session:
        picture = None if hello.picture is None else self.pictures.named(hello.picture)
        size = self.sizes.meant(hello.size, self.settings.size)
        if picture is not None and hello.size is None:
            size = self.sizes.fitting(picture, size)
        start = Start(*_beginning(hello), size, hello.fps or self.settings.fps, picture)
        return Session(
            start,
            self._ladder(size),
            checkpoint=self.worker.engine.checkpoint_hash,
            now_s=self.clock.now(),
            sizes=self.sizes,
            pictures=self.pictures,
        )

    def _ladder(self, size: Size) -> Ladder:
        rungs = standard_rungs(self.worker.engine.sizes(), size)
        return ladder_for(rungs, modest(rungs))

    async def _live(self, live: Live) -> None:
        ending = await live.run()
        self._house = admission.without(self._house, live.id)
        self.ended[ending.code] += 1
        self.past += live.tally()
        self._logs.append((live.id, "".join(live.session.script_lines())))
        del self.lives[live.id]


def _beginning(hello: Hello) -> tuple[int, str]:
    """Seed and prompt: what was asked for, else the first preset; a prompt or picture of one's own gets any
    seed, and a picture speaks for itself."""
    first = PRESETS[0]
    seed = secrets.randbelow(2**31) if hello.prompt or hello.picture else first.seed
    prompt = hello.prompt or ("" if hello.picture else first.prompt)
    return (seed if hello.seed is None else hello.seed), prompt
