"""One live session: its world, its stream, and whoever is connected to it.

Here the wire meets the frame loop: what a client says becomes events, records and answers; what the
loop tells becomes announcements. A world whose client is gone lets go of its keys and pauses.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from inhabit.core.clock import Clock
from inhabit.core.errors import BadInputError, InhabitError, OutputError
from inhabit.core.frame import HostFrame, PlanarFrame
from inhabit.inputs.events import Event, Move, Pause, Preset, Reset, Resume
from inhabit.runtime.budget import Budget
from inhabit.runtime.loop import Ending, FrameLoop
from inhabit.runtime.mark import Mark
from inhabit.runtime.session import Session
from inhabit.runtime.turn import Applied
from inhabit.runtime.worker import Worker
from inhabit.server.account import picture_of, state_of, welcome_of
from inhabit.server.acknowledgements import Acknowledgements
from inhabit.server.chronicle import Chronicle, Going
from inhabit.server.recordings import Shelf, url_of
from inhabit.server.stream import Reel, Stream
from inhabit.server.travel import Present, travelled
from inhabit.transport import announce
from inhabit.transport.protocol import (
    ClientMessage,
    Fork,
    Go,
    Hello,
    KeyframeWanted,
    Ping,
    Record,
    Rewind,
    Save,
    Sent,
    Travel,
)
from inhabit.transport.recording import Recording
from inhabit.transport.websocket import Connection

NORMAL, INTERNAL_ERROR = 1000, 1011
MOVING = "moving"
"""The end of a frame loop, but not of its session: it goes on at another moment."""

_log = logging.getLogger(__name__)


class Live:
    """A session that is being lived in. All methods belong to one event loop."""

    def __init__(
        self,
        id: str,
        session: Session,
        worker: Worker,
        clock: Clock,
        shelf: Shelf,
        *,
        chronicle: Chronicle | None = None,
        state: Any = None,
        recovered: str = "",
    ) -> None:
        """With a `chronicle` it is kept; `state` is the engine's that it goes on from, and `recovered` what
        the client is to be told of that."""
        self.id = id
        self.chronicle = chronicle
        self.connection: Connection | None = None
        self.responses = Budget(1000.0 / session.fps)
        self.session = session
        names = tuple(rung.name for rung in session.rungs)
        self.stream = Stream(
            clock, names, session.fps, lost=self._lost, wound=self._wound, witness=self._witness
        )
        self._worker, self._clock = worker, clock
        self.loop = self._loop(session, state)
        self._shelf = shelf
        self._going: Going | None = None
        self._recovered = recovered
        self._acknowledgements = Acknowledgements(self._say, clock)
        self._moment: tuple[Mark, Any] | None = None
        """The session and its state after the last commit, as they are kept."""
        self._move_id = ""
        self._ids: dict[int, str] = {}
        self._wants_pause = False
        self._over = False
        self._chores: set[asyncio.Task[None]] = set()

    async def run(self) -> Ending:
        """Live until it ends; the client is told why, and nothing stays open."""
        try:
            ending = await self.loop.run()
            while ending.code == MOVING and self._going is not None:
                await self._go_over(self._going)
                ending = await self.loop.run()
        except Exception:
            _log.exception("session %s broke", self.id)
            ending = Ending("failed", "the session broke: the server's log says how")
        self._over = True
        await asyncio.gather(*self._chores, return_exceptions=True)
        self._leave_in_order("end")
        await self.stream.close()
        self._hang_up(ending.code, ending.message, INTERNAL_ERROR if "failed" in ending.code else NORMAL)
        return ending

    def attach(self, connection: Connection, hello: Hello, token: str, *, resumed: bool) -> None:
        """Let a client in; one that is already there has to go."""
        self._hang_up("taken_over", "this world was opened somewhere else", NORMAL)
        codec = hello.codecs[0]
        welcome = welcome_of(
            self.id,
            self.session,
            self._worker.engine,
            self.loop.summary,
            codec=codec,
            token=token,
            resumed=resumed,
            branch=None if self.chronicle is None else self.chronicle.branch,
            recovered=self._recovered,
        )
        connection.say(welcome)
        self._recovered = ""
        self.connection = connection
        self.stream.attach(connection, codec)
        if resumed and self._wants_pause:
            self._spawn(self.stream.resend())
        elif resumed:
            self.loop.offer(Resume())

    def detach(self) -> None:
        """The client is gone: keys are let go, the world waits."""
        self.connection = None
        self.stream.detach()
        with contextlib.suppress(BadInputError):
            self.loop.offer(Move())
            self.loop.offer(Pause())

    def hear(self, message: ClientMessage) -> None:
        """Something the client said after its welcome."""
        if self._over:
            return
        match message:
            case Sent():
                self._hear_event(message)
            case Record(on):
                self._spawn(self._start_recording() if on else self.stream.stop_recording())
            case Save() | Fork() | Rewind() | Go():
                self._spawn(self._travel(message))
            case KeyframeWanted():
                self._refresh()
            case Ping(sent_ms):
                self._say(announce.pong(sent_ms))
            case Hello():
                self._say(
                    announce.error(
                        BadInputError("greeted", "hello was said already: open another connection")
                    )
                )
            case _:
                pass  # `visible` closes a trace on the client's side

    def report(self, notice: str) -> None:
        """Tell the client how its world is doing."""
        if self.chronicle is not None:
            self._acknowledgements.hurry(self.chronicle.journal)
        if self.connection is not None:
            said = notice or self._trouble()
            report, tape = self.loop.report(), self.stream.recording
            self.connection.report(state_of(report, self.session, said, tape))

    def tally(self) -> Counter[str]:
        """Frames so far, by what became of them."""
        return Counter({"made": self.stream.frames, **asdict(self.session.counters)})

    def _hear_event(self, sent: Sent) -> None:
        try:
            seq = self.loop.offer(sent.event)
        except BadInputError as error:
            refusal = announce.rejected([sent.id], error.code, error.message, retryable=error.retryable)
            self._say(refusal)
            return
        self._ids[seq] = sent.id
        self._wants_pause = _wants_pause(sent.event, before=self._wants_pause)
        self._say(announce.accepted(sent.id, seq))

    def _applied(self, applied: Applied) -> None:
        id = self._ids.pop(applied.seq, None)
        if id is not None:
            self.responses.add({"response": applied.ms})
            self._acknowledgements.give(id, applied, self.chronicle and self.chronicle.journal)

    def _loop(self, session: Session, state: Any) -> FrameLoop:
        keep = self._keep if self.chronicle is not None else None
        return FrameLoop(
            session, self._worker, self._clock, self._deliver, notify=self._applied, keep=keep, state=state
        )

    def _keep(self, state: Any) -> None:
        if self.chronicle is not None:
            self._moment = (self.session.mark(), state)
            self.chronicle.keep(*self._moment, self._seen)

    def _seen(self) -> PlanarFrame | None:
        """The last picture, for a thumbnail."""
        return None if self.stream.last is None else self.stream.last.picture

    def _lost(self) -> None:
        self.session.drop()

    def _witness(self, frame_index: int, digest: int) -> None:
        self.session.log.witness(frame_index, digest)

    def _leave_in_order(self, kind: str) -> None:
        """The last moment of a branch, so that whoever comes back need not wait."""
        if self.chronicle is not None:
            self.chronicle.journal.flush()
            if self._moment is not None:
                self.chronicle.keeper.take(*self._moment, self._seen(), kind)

    async def _travel(self, message: Travel) -> None:
        """Keep this moment, or go to another one; whatever stands in the way is said, and the world goes
        on."""
        leaves = isinstance(message, Rewind | Go)
        # A world that is left stands still meanwhile: it would only take the time that the other one needs.
        self.loop.hold(on=leaves)
        try:
            if self._going is not None:
                raise BadInputError("moving", "the world is on its way elsewhere already", retryable=True)
            present = Present(self.session, self._moment, self._seen())
            outcome = await travelled(message, self.chronicle, present, self._clock.now())
        except InhabitError as error:
            self._say(announce.rejected([message.id], error.code, error.message, retryable=error.retryable))
        else:
            if isinstance(outcome, Going):
                self._going, self._move_id = outcome, message.id
                self.loop.stop(MOVING, "the world goes on at another moment")
            else:
                self._say(outcome)
        finally:
            self.loop.hold(on=False)

    async def _go_over(self, going: Going) -> None:
        """From the old moment to the new one."""
        self._leave_in_order("fork")
        late, self._ids = list(self._ids.values()), {}
        if late:
            words = "the world went to another moment before this showed: do it again there"
            self._say(announce.rejected(late, "moved", words, retryable=True))
        self.chronicle, self.session, self._going = going.chronicle, going.session, None
        self._moment = None
        self.loop = self._loop(going.session, going.state)
        await self.stream.turn(going.session.last_seq)
        self.stream.rungs = tuple(rung.name for rung in going.session.rungs)
        if self.connection is not None:
            self.connection.restart()
        branch, now = going.branch, going.session
        there = {"size": str(now.size), "status": now.status, "prompt": now.prompt, "seed": now.seed}
        self._say(announce.moved(self._move_id, branch.id, branch.name, now.epoch, now.next_frame, **there))
        self._say(announce.reshaped(**picture_of(self.session, self.stream.codec)))
        self.wake(going.moment.mark.held)

    def wake(self, held: Move) -> None:
        """Whoever comes to another moment does not hold the keys that were held there, and wants to see
        it."""
        with contextlib.suppress(BadInputError):
            if held != Move():
                self.loop.offer(Move())
            self.loop.offer(Resume())

    async def _deliver(self, frame: HostFrame) -> Mapping[str, float]:
        """Send a frame; before the first of another shape say so, and end the recording of the old one."""
        if frame.stamp.rung not in self.stream.rungs:
            await self.stream.stop_recording()
            self.stream.rungs = tuple(rung.name for rung in self.session.rungs)
            self._say(announce.reshaped(**picture_of(self.session, self.stream.codec)))
            if self.connection is not None:
                self.connection.restart()
        return await self.stream.deliver(frame)

    def _refresh(self) -> None:
        if self.connection is not None:
            self.connection.restart()
        if self.session.status == "paused":
            self._spawn(self.stream.resend())

    async def _start_recording(self) -> None:
        try:
            recording = Recording(self._shelf.new_path(), self.session.ladder.rung.size, self.session.fps)
        except OutputError as error:
            self._say(announce.error(error))
            return
        await self.stream.record(recording)

    def _wound(self, reel: Reel) -> None:
        if reel.trouble is not None:
            self._say(announce.error(reel.trouble))
        tape = reel.recording
        if tape.frames:
            self._say(announce.recorded(url_of(tape.path), tape.frames, tape.seconds, tape.size_bytes))

    def _trouble(self) -> str:
        return "" if self.chronicle is None else self.chronicle.trouble

    def _hang_up(self, code: str, message: str, close_code: int) -> None:
        if self.connection is not None:
            self.connection.say(announce.bye(code, message))
            self.connection.close(close_code, code)
        self.connection = None
        self.stream.detach()

    def _say(self, announcement: announce.Announcement) -> None:
        if self.connection is not None:
            self.connection.say(announcement)

    def _spawn(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._chores.add(task)
        task.add_done_callback(self._chores.discard)


def _wants_pause(event: Event, *, before: bool) -> bool:
    """Whether the client wants a pause after this event."""
    match event:
        case Pause():
            return True
        case Resume() | Reset() | Preset():
            return False
        case _:
            return before
