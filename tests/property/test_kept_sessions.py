"""Whatever is done to a session that is kept, in whatever order, and whenever it crashes: nothing that was
acknowledged is lost, and every branch, lived again from its log, shows what was seen."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from inhabit.core.picture import Picture
from inhabit.inputs.events import Directive, Lock, Look, Move, Pause, Reset, Resume, SetAttribute
from inhabit.runtime.session import Session
from inhabit.server.storage.archive import open_store
from inhabit.server.storage.place import place_of
from tests.fakes.keeping import NOW_S
from tests.fakes.photographs import picture
from tests.fakes.theatre import Theatre

PICTURES = (picture(64, 64), picture(128, 64), picture(96, 64))
EVENTS = st.one_of(
    st.sampled_from(("make it night", "in neon", "rain", "more")).map(Directive),
    st.floats(-1, 1).map(lambda axis: Move(dolly=round(axis, 2))),
    st.floats(-0.5, 0.5).map(lambda turn: Look(round(turn, 3))),
    st.floats(0, 1).map(lambda level: SetAttribute("rain", round(level, 2))),
    st.booleans().map(lambda on: Lock("camera", on)),
    st.integers(0, 9).map(lambda seed: Reset(seed=seed)),
    st.sampled_from(PICTURES).map(lambda picture: Reset(picture=picture.name)),
    st.just(Reset()),
)


class KeptSession(RuleBasedStateMachine):
    """A small model beside the system: what was seen on each branch, and what was acknowledged where."""

    @initialize(first=st.sampled_from((None, *PICTURES)))
    def open(self, first: Picture | None) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.store = open_store(place_of(Path(self.folder.name)))
        self.theatre = Theatre(self.store, first)
        for one in PICTURES:
            self.theatre.pictures.keep(one)
        self.deleted = False

    @property
    def session(self) -> Session:
        return self.theatre.session

    @precondition(lambda self: self.session.status == "running")
    @rule(event=EVENTS, frames=st.integers(0, 6))
    def event(self, event: object, frames: int) -> None:
        if isinstance(event, SetAttribute) and "weather" in self.theatre.session.mark().notice:
            return
        self.theatre.do(event)  # pyright: ignore[reportArgumentType]
        self.theatre.play(frames)

    @rule(frames=st.integers(1, 25))
    def play(self, frames: int) -> None:
        self.theatre.play(frames)

    @rule()
    def pause(self) -> None:
        self.theatre.do(Pause())
        self.theatre.play(1)

    @rule()
    def resume(self) -> None:
        self.theatre.do(Resume())
        self.theatre.play(1)

    @rule()
    def snapshot(self) -> None:
        self.theatre.save()

    @rule(jobs=st.integers(0, 6))
    def write(self, jobs: int) -> None:
        self.theatre.journal.flush()
        self.theatre.desk.write(jobs)

    @rule(data=st.data())
    def rewind(self, data: st.DataObject) -> None:
        self.theatre.settle()
        branch = data.draw(st.sampled_from(sorted(self.theatre.seen)))
        frame = data.draw(st.integers(0, self.store.past(branch).end))
        self.theatre.go(branch, frame)
        assert self.session.next_frame == frame

    @rule(data=st.data())
    def fork(self, data: st.DataObject) -> None:
        self.theatre.settle()
        frame = data.draw(st.integers(0, self.store.past(self.theatre.branch).end))
        self.theatre.fork(self.theatre.branch, frame)

    @rule(data=st.data())
    def go(self, data: st.DataObject) -> None:
        self.theatre.go(data.draw(st.sampled_from(sorted(self.theatre.seen))))

    @rule()
    def crash(self) -> None:
        told = [one for one in self.theatre.told if one[0] == self.theatre.branch]
        self.theatre.crash()
        reached = self.session.next_frame
        assert all(frame < max(reached, 1) for _, frame, _ in told)

    @rule()
    def delete_and_restore(self) -> None:
        self.theatre.settle()
        self.store.update(self.theatre.id, deleted_s=NOW_S)
        assert self.store.sessions() == ()
        self.store.update(self.theatre.id, deleted_s=None)
        assert [kept.id for kept in self.store.sessions()] == [self.theatre.id]

    @invariant()
    def epochs_only_rise(self) -> None:
        assert self.session.epoch >= self.theatre.epoch

    def teardown(self) -> None:
        self.theatre.settle()
        assert self.store.sweep(1e12) == 0  # no file lies about, and none that is needed goes
        for branch, seen in self.theatre.seen.items():
            again = self.theatre.lived_again(branch)
            assert seen == {frame: again[frame] for frame in seen}
            words = [e.event for e in self.store.past(branch).entries if isinstance(e.event, Directive)]
            for where, _, event in self.theatre.told:
                assert where != branch or not isinstance(event, Directive) or event in words
        self.store.close()
        self.folder.cleanup()


TestKeptSessions = KeptSession.TestCase
TestKeptSessions.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)
