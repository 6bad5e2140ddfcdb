"""All sessions of a server: who comes in, who comes back, whose time is up.

The decisions are in admission.py; here they are carried out. Every session is one task, every
connection another; one more watches the time. A world that is kept (storage) is found again by its token or
its id, also after the server was killed.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter, deque
from pathlib import Path

from inhabit.core.camera import Size
from inhabit.core.clock import Clock
from inhabit.core.errors import BadInputError
from inhabit.runtime.beginning import Start
from inhabit.runtime.ladder import Ladder, ladder_for, modest, standard_rungs
from inhabit.runtime.pictures import Pictures
from inhabit.runtime.presets import PRESETS
from inhabit.runtime.session import Session
from inhabit.runtime.sizes import Sizes
from inhabit.runtime.worker import Worker
from inhabit.server import admission
from inhabit.server.admission import House, Place
from inhabit.server.chronicle import Chronicle
from inhabit.server.live import Live
from inhabit.server.recordings import Shelf
from inhabit.server.returning import Returning
from inhabit.server.settings import Settings
from inhabit.server.storage.archive import Archive
from inhabit.server.storage.journal import script_lines
from inhabit.server.storage.reading import seal
from inhabit.server.storage.rows import ROOT, Branch, Kept
from inhabit.transport.protocol import Hello, Opened
from inhabit.transport.websocket import Connection


class Sessions:
    """The sessions on one worker. All methods belong to one event loop. With an `archive` they are kept."""

    def __init__(
        self, worker: Worker, settings: Settings, clock: Clock, archive: Archive | None = None
    ) -> None:
        self.worker, self.settings, self.clock, self.archive = worker, settings, clock, archive
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
        self._door = asyncio.Lock()

    async def enter(self, hello: Hello, connection: Connection) -> Live:
        """The world a client comes back to, or a new one; the client has been welcomed.

        Raises FullError, BadInputError for a size that can't be made or a session that isn't there, and
        StorageError or DamagedError for one that cannot be found again.
        """
        token = secrets.token_urlsafe(24)
        live = self._returning(hello, token)
        resumed = live is not None
        if live is None and self.archive is not None and (hello.open or hello.resume_token):
            # One at a time: a world that two come back to at once is still one world. Newcomers don't wait.
            async with self._door:
                live = self._returning(hello, token) or await self._found(self.archive, hello, token)
                resumed = live is not None
        live = live or self._newcomer(hello, token)
        live.attach(connection, hello, token, resumed=resumed)
        if live.chronicle is not None:
            live.chronicle.note(token=seal(token), spare_token=_sealed(hello.resume_token))
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

    async def script(self, id: str, branch: str | None = None) -> str | None:
        """The event log of a session that is live, kept, or ended recently, as JSON lines."""
        live = self.lives.get(id)
        if live is not None and live.chronicle is not None and branch in (None, live.chronicle.branch):
            await live.chronicle.settle()
            branch = live.chronicle.branch
        elif live is not None and live.chronicle is None:
            return "".join(live.session.script_lines())
        if self.archive is None:
            return next((text for session, text in self._logs if session == id), None)
        return await asyncio.to_thread(_kept_script, self.archive, id, branch)

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
        if self.archive is not None:
            await asyncio.to_thread(self.archive.settle, self.settings.goodbye_s)

    def _returning(self, hello: Hello, token: str) -> Live | None:
        if hello.open is not None:
            return self._taken_over(hello.open, token)
        if hello.resume_token is None:
            return None
        self._house, id = admission.claim(self._house, hello.resume_token, token, self.clock.now())
        return None if id is None else self.lives.get(id)

    def _taken_over(self, opened: Opened, token: str) -> Live | None:
        """A session that is being lived in already; whoever knows its id may take it over."""
        live = self.lives.get(opened.session)
        if live is None:
            return None
        if opened.branch is not None or opened.frame is not None:
            raise BadInputError(
                "is_live", "this session is being lived in: open it as it is, then go to another moment"
            )
        self._house = admission.entrusted(self._house, live.id, token, self.clock.now())
        return live

    async def _found(self, archive: Archive, hello: Hello, token: str) -> Live | None:
        """A world that is kept and that nobody lives in; None if there is none for this client."""
        back = Returning(archive, self.worker, self.sizes, self.pictures, self._every_frames)
        kept = await back.kept(hello)
        if kept is None:
            return None
        if kept.id in self.lives:  # its place was given away, and it is just saying goodbye
            raise BadInputError(
                "moving", "this world is being put away: come back in a moment", retryable=True
            )
        self._admit(kept.id, token)
        try:
            going, words = await back.going(kept, hello.open, self.clock.now())
        except BaseException:
            self._house = admission.without(self._house, kept.id)
            raise
        live = Live(
            kept.id,
            going.session,
            self.worker,
            self.clock,
            self.shelf,
            chronicle=going.chronicle,
            state=going.state,
            recovered=words,
        )
        self._begin(live)
        live.wake(going.moment.mark.held)
        return live

    def _newcomer(self, hello: Hello, token: str) -> Live:
        id = secrets.token_hex(8) if self.archive is None else self.archive.new_id()
        start = self._start(hello)
        self._admit(id, token)
        chronicle = None if self.archive is None else self._chronicle(self.archive, id, start, token)
        session = Session(
            start,
            self._ladder(start.size),
            checkpoint=self.worker.engine.checkpoint_hash,
            now_s=self.clock.now(),
            sizes=self.sizes,
            pictures=self.pictures,
            log=None if chronicle is None else chronicle.journal,
        )
        live = Live(id, session, self.worker, self.clock, self.shelf, chronicle=chronicle)
        self.started += 1
        self._begin(live)
        return live

    def _start(self, hello: Hello) -> Start:
        picture = None if hello.picture is None else self.pictures.named(hello.picture)
        size = self.sizes.meant(hello.size, self.settings.size)
        if picture is not None and hello.size is None:
            size = self.sizes.fitting(picture, size)
        return Start(*_beginning(hello), size, hello.fps or self.settings.fps, picture)

    def _chronicle(self, archive: Archive, id: str, start: Start, token: str) -> Chronicle:
        """Begin to keep a new session."""
        engine, now_s = self.worker.engine, archive.now_s()
        root = Branch(archive.new_id(), id, None, 0, ROOT, now_s)
        kept = Kept(
            id,
            "",
            now_s,
            start.seed,
            start.prompt,
            str(start.size),
            start.fps,
            engine.checkpoint_hash,
            engine.name,
            engine.device,
            root.id,
            token=seal(token),
            picture=None if start.picture is None else start.picture.name,
        )
        archive.records.submit(lambda: archive.store.begin(kept, root, start.picture))
        every = self._every_frames(start.fps)
        return Chronicle(archive, self.worker, self.sizes, self.pictures, kept, root.id, every_frames=every)

    def _every_frames(self, fps: float) -> int:
        return max(round(self.settings.snapshot_every_s * fps), 1)

    def _admit(self, id: str, token: str) -> None:
        place = Place(id, token, self.clock.now())
        self._house, making_room = admission.admit(self._house, place, self.settings)
        if making_room is not None:
            self.lives[making_room.session].loop.stop(making_room.code, making_room.message)

    def _begin(self, live: Live) -> None:
        self.lives[live.id] = live
        task = asyncio.create_task(self._live(live))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _ladder(self, size: Size) -> Ladder:
        rungs = standard_rungs(self.worker.engine.sizes(), size)
        return ladder_for(rungs, modest(rungs))

    async def _live(self, live: Live) -> None:
        ending = await live.run()
        self._house = admission.without(self._house, live.id)
        self.ended[ending.code] += 1
        self.past += live.tally()
        if live.chronicle is None:
            self._logs.append((live.id, "".join(live.session.script_lines())))
        else:
            live.chronicle.note(is_open=False, reason=ending.code, epoch=live.session.epoch)
        del self.lives[live.id]


def _beginning(hello: Hello) -> tuple[int, str]:
    """Seed and prompt: what was asked for, else the first preset; a prompt or picture of one's own gets any
    seed, and a picture speaks for itself."""
    first = PRESETS[0]
    seed = secrets.randbelow(2**31) if hello.prompt or hello.picture else first.seed
    prompt = hello.prompt or ("" if hello.picture else first.prompt)
    return (seed if hello.seed is None else hello.seed), prompt


def _sealed(token: str | None) -> str | None:
    return None if token is None else seal(token)


def _kept_script(archive: Archive, id: str, branch: str | None) -> str | None:
    try:
        kept = archive.store.session(id)
    except BadInputError:
        return None
    return "".join(script_lines(archive.store, branch or kept.head))
