"""A session that is lived in and kept, without a server, a thread or a clock: what is to be written waits
until it is told to be, and a crash forgets it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

from inhabit.core.camera import Size
from inhabit.core.picture import Picture
from inhabit.inputs.events import Event
from inhabit.runtime.ladder import Ladder, ladder_for, standard_rungs
from inhabit.runtime.mark import Mark
from inhabit.runtime.pacer import pace_from, skip
from inhabit.runtime.pictures import Pictures
from inhabit.runtime.session import Session
from inhabit.runtime.sizes import Sizes
from inhabit.runtime.worker import render_turn
from inhabit.server.recent import Origin, Recent
from inhabit.server.revival import (
    Moment,
    first_mark,
    live_at,
    moment_of,
    origin_of,
    pictures_from,
    replay_from,
)
from inhabit.server.storage.journal import Journal
from inhabit.server.storage.keeper import Keeper
from inhabit.server.storage.rows import Branch
from inhabit.server.storage.store import Store
from inhabit.server.storage.writer import Done
from tests.fakes.engine import SMALL, ToyEngine
from tests.fakes.keeping import NOW_S, id, kept

ENGINE = ToyEngine()


def ladder_of(size: Size) -> Ladder:
    return ladder_for(standard_rungs((SMALL,), size))


SIZES = Sizes((SMALL,), "toy", ladder_of)


class Desk:
    """A writer that writes when it is told to."""

    trouble = ""

    def __init__(self) -> None:
        self._jobs: deque[tuple[Callable[[], object], Done]] = deque()

    def submit(self, job: Callable[[], object], done: Done | None = None) -> None:
        self._jobs.append((job, done or (lambda _done: None)))

    def write(self, count: int = 10_000) -> None:
        while self._jobs and count:
            job, done = self._jobs.popleft()
            job()
            done(True)
            count -= 1

    def burn(self) -> None:
        """Nobody will ever know what was on it."""
        self._jobs.clear()


class Theatre:
    """One session on a store. `seen` are the digests of frames by branch, `told` the sequence of directives
    whose acknowledgement arrived, each with its branch and frame."""

    def __init__(self, store: Store, picture: Picture | None = None) -> None:
        self.store, self.desk = store, Desk()
        named = None if picture is None else picture.name
        session, root = kept(size=str(SMALL), picture=named, prompt="a lake" if picture is None else "")
        self.id = session.id
        self.seen: dict[str, dict[int, bytes]] = {root.id: {}}
        self.told: list[tuple[str, int, Event]] = []
        self._asked: dict[int, Event] = {}
        store.begin(session, root, picture)
        self.epoch = 0
        self.pictures, self.recent = Pictures(), Recent(every_frames=3)
        mark = Mark(0, 0, session.seed, session.prompt, SMALL, session.fps, picture=named)
        self._live(root, Moment(mark, None, picture=picture))

    @property
    def branch(self) -> str:
        return self.journal.branch

    def do(self, event: Event) -> None:
        """Somebody does something."""
        self._asked[self.session.offer(event, 0.0)] = event

    def play(self, frames: int) -> None:
        """Live on; a paused world only obeys."""
        pace = pace_from(0.0, self.session.fps, next_frame=self.session.next_frame)
        for _ in range(frames):
            self._acknowledge(self.session.settle(0.0))
            if self.session.status == "paused":
                return
            tick, pace = skip(pace, 0)
            turn = self.session.begin(tick)
            self.state, rendered = render_turn(ENGINE, self.state, turn)
            developed = ENGINE.develop(rendered)
            frame, applied = self.session.finish(turn, rendered, developed, tick.start_s)
            self.state = ENGINE.commit(self.state, rendered)
            self.seen[self.branch][tick.frame_index] = frame.picture.digest()
            self.journal.witness(tick.frame_index, 0)
            self._acknowledge(applied)
            self.moment = (self.session.mark(), self.state)
            self.recent.keep(self.branch, *self.moment)

    def save(self) -> None:
        """Keep this moment, when the desk comes to it."""
        if self.moment is not None:
            self.journal.flush()
            self.keeper.take(*self.moment, None, "save")

    def settle(self) -> None:
        """Everything is written."""
        self.journal.flush()
        self.desk.write()

    def go(self, branch: str, frame: int | None = None) -> None:
        """On from where a branch stopped, or from a frame of it on a branch of its own."""
        self.settle()
        moment = self.found(branch, frame, self.recent)
        there = self.store.branch(branch)
        if frame is not None:
            there = self.fork(branch, moment.mark.next_frame)
        self._live(there, moment)

    def fork(self, branch: str, frame: int) -> Branch:
        self.settle()
        made = Branch(id(), self.id, branch, frame, f"from {frame}", NOW_S)
        self.store.fork(made)
        self.seen[made.id] = {f: digest for f, digest in self.seen[branch].items() if f < frame}
        return made

    def crash(self) -> None:
        """All that is left is what is on disk; then somebody comes back."""
        branch = self.branch
        self.desk.burn()
        self.recent = Recent(every_frames=3)
        moment = self.found(branch)
        end = moment.mark.next_frame
        self.seen[branch] = {f: digest for f, digest in self.seen[branch].items() if f < end}
        self._live(self.store.branch(branch), moment)

    def found(self, branch: str, frame: int | None = None, recent: Recent | None = None) -> Moment:
        """A moment that was kept."""
        past = self.store.past(branch, frame)
        origin = origin_of(ENGINE, self.store, past, branch, first_mark(past, SMALL), recent)
        replay = replay_from(ENGINE, origin, past, SIZES, pictures_from(self.store, origin, past))
        for _ in replay.skim(past.end):
            pass
        return moment_of(replay, origin, past, ENGINE.checkpoint_hash)

    def lived_again(self, branch: str) -> dict[int, bytes]:
        """The frames of a branch made anew from its log alone."""
        past = self.store.past(branch)
        origin = Origin(first_mark(past, SMALL), None)
        replay = replay_from(ENGINE, origin, past, SIZES, pictures_from(self.store, origin, past))
        return {f.stamp.frame_index: f.picture.digest() for f in replay.frames(past.end)}

    def _live(self, branch: Branch, moment: Moment) -> None:
        store, desk = self.store, self.desk
        header = store.session(self.id).header
        first = store.next_ordinal(branch.id)
        self.journal = Journal(store, desk, branch.id, header, lambda call: call(), first=first)
        self.keeper = Keeper(
            ENGINE,
            store,
            desk,
            desk,
            branch.id,
            every_frames=10_000,
            begins_at=0,
            fps=header.fps or 30.0,
            new_id=id,
            now_s=lambda: NOW_S,
        )
        self.epoch += 1
        self.session: Session = live_at(
            ENGINE, moment, SIZES, self.journal, 0.0, epoch=self.epoch, pictures=self.pictures
        )
        self.state: Any = moment.state
        self.moment: tuple[Mark, Any] | None = None
        self._asked = {}

    def _acknowledge(self, applied: tuple[Any, ...]) -> None:
        branch, asked = self.branch, dict(self._asked)
        for one in applied:
            event = asked.get(one.seq)
            if event is not None:
                self.journal.when_durable(
                    lambda _kept, one=one, event=event: self.told.append((branch, one.frame_index, event))
                )
