"""A session in manual time: as fast as it goes, without a deadline, from a script.

The same session, timeline and engine as live, driven by a clock that simply counts frames. A live
session's exported log, played here, gives the frames that were streamed, bit for bit on one machine: the
digests in the log say whether it did.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from inhabit.core.frame import HostFrame
from inhabit.core.ports import Engine, Rendered, StateSummary
from inhabit.inputs.script import Entry
from inhabit.runtime.log import digest_of, written
from inhabit.runtime.pacer import Tick, pace_from, skip
from inhabit.runtime.session import Session
from inhabit.runtime.turn import Applied
from inhabit.runtime.worker import render_turn


class Replay:
    """Plays `entries` into a session, frame by frame. The rung changes only where the script says so."""

    def __init__(
        self, engine: Engine, session: Session, entries: Sequence[Entry] = (), state: Any = None
    ) -> None:
        """From the session's next frame on; `state` is the engine's there, if the session goes on from
        one."""
        self.session = session
        self.applied: list[Applied] = []
        self.summary: StateSummary | None = None
        self._engine = engine
        self._state: Any = state
        self._paused_s = 0.0
        events = [entry for entry in entries if entry.event is not None]
        self._by_frame = deque(sorted((e for e in events if e.frame is not None), key=lambda e: e.frame or 0))
        self._by_time = deque(sorted((e for e in events if e.frame is None), key=lambda e: e.at_s or 0.0))
        self._strides = {(e.frame or 0) - e.skipped: e.skipped for e in entries if e.skipped}
        self._lean = {e.frame for e in entries if e.lean}

    @property
    def state(self) -> Any:
        """The engine's state after the last frame; None before the first."""
        return self._state

    def frames(self, end_frame: int) -> Iterator[HostFrame]:
        """Make every frame with an index below `end_frame`.

        Ends early if the session is paused and nothing in the script can wake it. Raises BadInputError
        for an event that the session refuses.
        """
        return (self._make(tick) for tick in self._ticks(end_frame))

    def skim(self, end_frame: int) -> Iterator[int]:
        """Like `frames`, but no pictures are made, only the world: the index of each frame that went by."""
        for tick in self.due(end_frame):
            self.pass_by(tick)
            yield tick.frame_index

    def due(self, end_frame: int) -> Iterator[Tick]:
        """The ticks below `end_frame`, one after the other: what the script has for a tick has been obeyed
        when it comes, so that `session.coming` says whether a world begins with it. Each is to be made before
        the next is asked for. Raises as `frames` does."""
        return self._ticks(end_frame)

    def pass_by(self, tick: Tick) -> None:
        """Make the world of a tick that is due, and no picture."""
        self._commit(*render_turn(self._engine, self._state, self.session.begin(tick)))

    def rest(self) -> None:
        """Obey what the script has left for between frames: a pause at its end, a rung that was chosen."""
        for entry in self._by_frame:
            self._offer(entry, 0.0)
        self._by_frame.clear()
        self.session.settle(0.0)

    def _ticks(self, end_frame: int) -> Iterator[Tick]:
        pace = pace_from(0.0, self.session.fps, next_frame=self.session.next_frame)
        while True:
            left_out = self._strides.get(self.session.next_frame, 0)
            tick, after = skip(pace, left_out, lean=self.session.next_frame + left_out in self._lean)
            if tick.frame_index >= end_frame:
                return
            self._offer_due(tick)
            self.applied += self.session.settle(tick.start_s)
            if self.session.status == "running":
                pace = after
                yield tick
            elif self._by_time:
                self._paused_s += 1.0 / self.session.fps
            else:
                return

    def _make(self, tick: Tick) -> HostFrame:
        turn = self.session.begin(tick)
        state, rendered = render_turn(self._engine, self._state, turn)
        developed = self._engine.develop(rendered)
        frame, applied = self.session.finish(turn, rendered, developed, tick.start_s)
        self.applied += applied
        self._commit(state, rendered)
        return frame

    def _commit(self, state: Any, rendered: Rendered) -> None:
        self._state = self._engine.commit(state, rendered)
        self.summary = self._engine.summary(self._state)

    def _offer_due(self, tick: Tick) -> None:
        now_s = tick.start_s + self._paused_s
        while self._by_frame and (self._by_frame[0].frame or 0) <= tick.frame_index:
            self._offer(self._by_frame.popleft(), tick.start_s)
        while self._by_time and (self._by_time[0].at_s or 0.0) <= now_s:
            self._offer(self._by_time.popleft(), tick.start_s)

    def _offer(self, entry: Entry, now_s: float) -> None:
        if entry.event is not None:
            self.session.offer(entry.event, now_s)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many of the frames that a log bears witness to came out the same, and the first that did not."""

    witnessed: int
    same: int
    first_other: int | None = None

    @property
    def whole(self) -> bool:
        """Whether every one did, and there was one."""
        return self.witnessed == self.same > 0


class Comparison:
    """Frames of a replay against the digests in a log."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._digests = {entry.frame or 0: entry.digest for entry in entries if entry.digest}
        self._same = 0
        self._other: list[int] = []

    @property
    def end_frame(self) -> int:
        """One past the last frame that the log bears witness to."""
        return max(self._digests, default=-1) + 1

    @property
    def agreement(self) -> Agreement:
        """As of now; a frame that was never replayed does not count as the same."""
        return Agreement(len(self._digests), self._same, min(self._other, default=None))

    def add(self, frame: HostFrame) -> None:
        """Compare one frame; those without a witness are let pass."""
        index = frame.stamp.frame_index
        witness = self._digests.get(index)
        if witness is None:
            return
        if witness == written(digest_of(frame.picture)):
            self._same += 1
        else:
            self._other.append(index)
