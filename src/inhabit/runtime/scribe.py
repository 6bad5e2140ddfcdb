"""What a session writes into its log: all that a replay needs, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterable

from inhabit.core.camera import Size
from inhabit.inputs.events import AUTO, Event, Pause, Quality, Reset, Resume, Stamped
from inhabit.inputs.script import Entry
from inhabit.runtime.log import Log
from inhabit.runtime.turn import Turn


class Scribe:
    """Writes one session into a log, with times in seconds since `origin_s`. `is_told` says whether the log's
    header tells how the world that comes next begins; otherwise its birth is written as a reset."""

    def __init__(self, log: Log, size: Size, origin_s: float) -> None:
        self.log, self.is_told = log, True
        self._origin_s = origin_s
        self._size, self._status, self._rung = size, "running", ""

    def go_on(self, status: str) -> None:
        """The log, or one that it continues, holds a session of this status already."""
        self._status = status

    def status(self, status: str, frame: int, now_s: float) -> None:
        """Write a pause or its end, if it is one."""
        if status != self._status:
            self._write(Pause() if status == "paused" else Resume(), frame, now_s)
            self._status = status

    def chosen(self, quality: Quality, frame: int, now_s: float) -> None:
        """Write a rung that somebody chose with its time: the ladder's own steps have none."""
        self._write(quality, frame, now_s)
        self._rung = self._rung if quality.rung == AUTO else quality.rung

    def turn(self, turn: Turn, events: Iterable[Stamped]) -> None:
        """What a replay needs of a turn: a new world first, the stride, the rung, then the events."""
        frame, born = turn.tick.frame_index, turn.birth
        if born is not None and not self.is_told:
            size = None if born.size == self._size else born.size
            self._write(Reset(born.seed, born.prompt or None, size, born.picture), frame, turn.tick.start_s)
            self._size = born.size
        if turn.tick.skipped:
            self.log.add(Entry(frame=frame, skipped=turn.tick.skipped))
        if turn.tick.lean:
            self.log.add(Entry(frame=frame, lean=True))
        if turn.rung.name != self._rung:
            self.log.add(Entry(Quality(turn.rung.name), frame))
            self._rung = turn.rung.name
        for stamped in events:
            self._write(stamped.event, frame, stamped.at_s)

    def _write(self, event: Event, frame: int, at_s: float) -> None:
        self.log.add(Entry(event, frame, round(max(at_s - self._origin_s, 0.0), 4)))
