"""One live world as a chain of decisions: seed + checkpoint + events -> turns for an engine.

A session is asked `begin` for each tick and says what to make; it is told with `finish` what was made.
It obeys pause, resume, reset, preset and quality itself, at tick boundaries, and logs all that a replay
needs. It knows no clock, no thread and no engine: the live loop (loop.py) and the headless player
(replay.py) drive the same session.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

from inhabit.core.errors import BadInputError
from inhabit.core.frame import FrameStamp, HostFrame
from inhabit.core.picture import Picture
from inhabit.core.ports import Developed, Remark, Rendered, Rung
from inhabit.inputs.events import (
    Event,
    Lock,
    Look,
    Pause,
    Preset,
    Quality,
    Reset,
    Resume,
    Stamped,
    about,
)
from inhabit.inputs.fold import Standing
from inhabit.inputs.script import Header
from inhabit.inputs.timeline import Timeline
from inhabit.runtime.beginning import Birth, Start
from inhabit.runtime.counters import Counters, Tally
from inhabit.runtime.ladder import Ladder, Outcome, choose, observe, standing_on, unsettled
from inhabit.runtime.log import EventLog, Log
from inhabit.runtime.mark import Mark
from inhabit.runtime.pacer import TICKS_TO_SHOW, Tick, overdue
from inhabit.runtime.pictures import Pictures
from inhabit.runtime.presets import preset_named
from inhabit.runtime.prospect import Prospect, after, checked
from inhabit.runtime.scribe import Scribe
from inhabit.runtime.sizes import Sizes, only
from inhabit.runtime.turn import Applied, Arrival, Turn

Status = Literal["running", "paused"]


class Session:
    """One live world's decisions. Not thread-safe: its loop owns it."""

    def __init__(
        self,
        start: Start,
        ladder: Ladder,
        *,
        checkpoint: str,
        now_s: float = 0.0,
        sizes: Sizes | None = None,
        pictures: Pictures | None = None,
        log: Log | None = None,
    ) -> None:
        """A world of `start` on a `ladder`; a reset may change to one of `sizes`, or to one of `pictures`.
        Without a `log` it is kept in memory."""
        self.size, self.fps = start.size, start.fps
        self.seed, self.prompt, self.picture = start.seed, start.prompt, start.picture
        self.ladder = unsettled(ladder, now_s)
        self.status: Status = "running"
        self.epoch = 0
        self.next_frame = 0
        header = Header(start.seed, start.prompt or None, start.size, start.fps, checkpoint)
        self.log: Log = log or EventLog(header, start.picture)
        self._scribe, self._tally = Scribe(self.log, start.size, now_s), Tally()
        self._birth: Birth | None = Birth(start.seed, start.prompt, start.size, start.picture)
        self._timeline = Timeline()
        self._last_seq = 0
        self._arrived: dict[int, Arrival] = {}
        self._sizes, self._pictures = sizes or only(start.size, ladder), pictures or Pictures()
        named = frozenset() if start.picture is None else frozenset({start.picture.name})
        self._prospect = Prospect(start.size, pictures=named)

    @classmethod
    def resumed(
        cls,
        mark: Mark,
        ladder: Ladder,
        locks: Iterable[str],
        *,
        checkpoint: str,
        now_s: float = 0.0,
        sizes: Sizes | None = None,
        pictures: Pictures | None = None,
        log: Log | None = None,
        picture: Picture | None = None,
        named: Iterable[str] = (),
        last_seq: int = 0,
    ) -> Session:
        """A session that goes on where a mark was made, on the mark's rung of a ladder of its size; `locks`
        are those of the state that goes with it, `picture` is the one that the mark names, and `named` are
        all that its log names. Its epoch is the mark's; sequence numbers go on after `last_seq`."""
        start = Start(mark.seed, mark.prompt, mark.size, mark.fps, picture)
        ladder = standing_on(ladder, mark.rung, pinned=mark.pinned)
        session = cls(
            start, ladder, checkpoint=checkpoint, now_s=now_s, sizes=sizes, pictures=pictures, log=log
        )
        session.epoch, session.next_frame = mark.epoch, mark.next_frame
        session.status = "paused" if mark.status == "paused" else "running"
        session._scribe.go_on(session.status)
        if mark.next_frame:
            session._birth = None
            session._scribe.is_told = False
        session._tally.begin_at(mark.next_frame)
        numbered = enumerate(mark.waiting, start=last_seq + 1)
        waiting = tuple(Stamped(seq, now_s, event) for seq, event in numbered)
        session._timeline = Timeline(Standing(mark.held, waiting))
        session._last_seq = last_seq + len(waiting)
        session._prospect = Prospect(mark.size, frozenset(locks), mark.notice, frozenset(named))
        for event in mark.waiting:
            if isinstance(event, Lock):
                session._prospect = after(session._prospect, event)
        return session

    def mark(self) -> Mark:
        """This session between two ticks: ask after a commit and before the next `settle`."""
        standing = self._timeline.standing
        return Mark(
            next_frame=self.next_frame,
            epoch=self.epoch,
            seed=self.seed,
            prompt=self.prompt,
            size=self.size,
            fps=self.fps,
            status=self.status,
            rung=self.ladder.rung.name,
            pinned=self.ladder.pinned,
            held=standing.held,
            waiting=tuple(stamped.event for stamped in standing.waiting),
            notice=self._prospect.notice,
            picture=None if self.picture is None else self.picture.name,
        )

    @property
    def coming(self) -> Birth | None:
        """The world that the next turn will begin; None if it goes on with the one there is."""
        return self._birth

    @property
    def counters(self) -> Counters:
        """What became of its frames so far."""
        return self._tally.counters

    @property
    def standing(self) -> Birth:
        """The world that there is, or is about to be, as it was born."""
        return Birth(self.seed, self.prompt, self.size, self.picture)

    @property
    def notice(self) -> str:
        """What the session itself has to say, until other words come."""
        return self._prospect.notice

    @property
    def last_seq(self) -> int:
        """The sequence number of the last event that was taken; 0 before the first."""
        return self._last_seq

    @property
    def rungs(self) -> tuple[Rung, ...]:
        """Best to cheapest."""
        return self.ladder.rungs

    def offer(self, event: Event, at_s: float) -> int:
        """Take an event that arrived at `at_s`; returns its sequence number, from 1.

        Raises BadInputError for an unknown preset, rung or picture, for a size that can't be made, for a
        slider or chip that is locked, for a look while paused (it would turn the world in one jerk later), or
        when too many events are waiting; the session goes on as if the event had not come.
        """
        if isinstance(event, Look) and self.status == "paused":
            raise BadInputError("paused", "the world is paused: resume before looking around", retryable=True)
        event = checked(self._prospect, event, self._sizes, self._pictures)
        seq = self._last_seq + 1
        self._timeline.offer(Stamped(seq, at_s, event))
        self._last_seq = seq
        self._arrived[seq] = Arrival(event, at_s)
        self._prospect = after(self._prospect, event)
        return seq

    def settle(self, now_s: float) -> tuple[Applied, ...]:
        """Obey the session events that came; call at tick boundaries, and on every event while paused.

        Returns what took effect without a new frame: while paused, the last frame shows it.
        """
        obeyed = self._timeline.take_session_events()
        for stamped in obeyed:
            self._obey(stamped.event, now_s)
        self._scribe.status(self.status, self.next_frame, now_s)
        seqs = tuple(stamped.seq for stamped in obeyed)
        if self.status == "paused":
            return self._applied(seqs, max(self.next_frame - 1, 0), now_s)
        self._timeline.owe(seqs)
        return ()

    def begin(self, tick: Tick) -> Turn:
        """Close the tick: everything that arrived becomes one control. Settle first."""
        closed = self._timeline.close(tick.frame_index, tick.dt_s)
        rung = replace(self.ladder.rung, lean=True) if tick.lean else self.ladder.rung
        turn = Turn(tick, self.epoch, closed.control, rung, self._birth)
        self._scribe.turn(turn, closed.events)
        self._birth = None
        self.prompt = closed.control.prompt or self.prompt
        self.next_frame = tick.frame_index + 1
        self._tally.count(skipped=tick.skipped)
        if tick.stalled:
            self._tally.stall(tick.frame_index, tick.stalled)
        return turn

    def finish(
        self, turn: Turn, rendered: Rendered, developed: Developed, ready_s: float
    ) -> tuple[HostFrame, tuple[Applied, ...]]:
        """The frame that was made for a turn, stamped, and the events that it is the first to show."""
        overdue_ticks = overdue(turn.tick, ready_s, self.fps)
        frame_index = turn.tick.frame_index
        self._tally.count(late=overdue_ticks > 0)
        self._tally.show_in(frame_index + TICKS_TO_SHOW + overdue_ticks)
        stamp = FrameStamp(
            epoch=turn.epoch,
            frame_index=frame_index,
            pts_s=frame_index / self.fps,
            applied=turn.control.applied,
            rung=turn.rung.name,
            stages_ms={**rendered.stages_ms, **developed.stages_ms},
        )
        applied = self._applied(turn.control.applied, frame_index, ready_s, rendered.remarks)
        return HostFrame(stamp, developed.picture), applied

    def drop(self) -> None:
        """Count a frame that was made but never shown."""
        self._tally.count(dropped=1)

    def observe(self, now_s: float, outcome: Outcome) -> None:
        """Let the ladder learn how a frame went; a new rung holds from the next `begin`."""
        self.ladder = observe(self.ladder, now_s, outcome)

    def script_lines(self) -> Iterator[str]:
        """The event log as a script that replays to the same frames."""
        return self.log.lines()

    def _obey(self, event: Event, now_s: float) -> None:
        match event:
            case Pause():
                self.status = "paused"
            case Resume():
                self.status = "running"
            case Quality(rung):
                self.ladder = choose(self.ladder, rung, now_s)
                self._scribe.chosen(event, self.next_frame, now_s)
            case Reset():
                self._start_anew(self.standing.again(event), now_s)
            case Preset(name):
                preset = preset_named(name)
                self._start_anew(Birth(preset.seed, preset.prompt, self.size), now_s)

    def _start_anew(self, birth: Birth, now_s: float) -> None:
        """A hard reset; it also ends a pause, because somebody wants to see the new world."""
        self.seed, self.prompt, self.picture = birth.seed, birth.prompt, birth.picture
        self.epoch += 1
        self.status = "running"
        ladder = self.ladder if birth.size == self.size else self._sizes.ladder_of(birth.size)
        self.size, self.ladder = birth.size, unsettled(ladder, now_s)
        self._birth = birth
        self._scribe.is_told = False

    def _applied(
        self, seqs: tuple[int, ...], frame_index: int, now_s: float, remarks: tuple[Remark, ...] = ()
    ) -> tuple[Applied, ...]:
        by_about = {remark.about: remark for remark in remarks}
        made: list[Applied] = []
        for seq in seqs:
            arrival = self._arrived.pop(seq, None)
            ms = 0.0 if arrival is None else (now_s - arrival.at_s) * 1000.0
            remark = None if arrival is None else by_about.get(about(arrival.event) or "")
            made.append(Applied(seq, self.epoch, frame_index, ms, remark))
        return tuple(made)
