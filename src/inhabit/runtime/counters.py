"""What became of a session's frames, counted: late, dropped, repeated, skipped."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inhabit.runtime.pacer import TICKS_TO_SHOW


@dataclass(frozen=True, slots=True)
class Counters:
    """Frames ready after their deadline; not shown; times a picture stayed for another tick; never made."""

    late: int = 0
    dropped: int = 0
    repeated: int = 0
    skipped: int = 0


class Tally:
    """Counts as it is told; `counters` are the counts so far."""

    def __init__(self) -> None:
        self.counters = Counters()
        self._shown_in = TICKS_TO_SHOW - 1

    def begin_at(self, frame_index: int) -> None:
        """Frames before this one were somebody else's to count."""
        self._shown_in += frame_index

    def count(self, *, late: int = 0, dropped: int = 0, repeated: int = 0, skipped: int = 0) -> None:
        """Add to the counts."""
        now = self.counters
        self.counters = replace(
            now,
            late=now.late + late,
            dropped=now.dropped + dropped,
            repeated=now.repeated + repeated,
            skipped=now.skipped + skipped,
        )

    def show_in(self, tick_index: int) -> None:
        """A new picture is on screen from this tick; ticks since the last new one repeated the old."""
        self.count(repeated=max(tick_index - self._shown_in - 1, 0))
        self._shown_in = max(tick_index, self._shown_in)

    def stall(self, frame_index: int, ticks: int) -> None:
        """The picture before this frame stayed for `ticks` more, and the grid of ticks was laid anew."""
        self.show_in(frame_index + ticks + TICKS_TO_SHOW)
        self._shown_in = frame_index + TICKS_TO_SHOW - 1
