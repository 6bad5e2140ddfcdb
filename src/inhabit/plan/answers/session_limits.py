"""What a machine without a GPU can do, so that the sessions of any rate follow: cores, threads, memory, line.

All sessions of a server process share two threads, one that makes frames and one that develops pictures
(`runtime/worker.py`). So a process is full when its cores are, when the busier of the threads is, or when
more than one frame of a hundred leaves after it was due.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

DUE_INTERVALS = 2.0
"""A frame is made in its tick and shown in the one after (`runtime/pacer.py`)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a machine can do, so that the sessions of any rate follow.

    `core_fps`, `line_fps` and `thread_fps` are frames a second that all cores make, the line carries, and the
    busiest thread of one server process makes (headroom applied); `memory` is sessions; `thread_ms` and
    `gone_ms` are the busiest thread's time of a frame and the time within which 99 of 100 frames have left.
    """

    core_fps: float
    line_fps: float
    memory: float
    thread_fps: float = math.inf
    thread_ms: float = 0.0
    gone_ms: float = 0.0

    def cores(self, fps: float) -> float:
        """Sessions of a rate that the cores hold, before rounding."""
        return self.core_fps / fps

    def uplink(self, fps: float) -> float:
        """Sessions of a rate that the line carries, before rounding."""
        return self.line_fps / fps

    def in_time(self, fps: float) -> float:
        """Sessions of one process whose frames leave in time: a picture is due two intervals after its tick,
        and each session more has the others wait for one frame of the busiest thread. Below one, the share of
        the rate that one session alone holds."""
        if not self.gone_ms:
            return math.inf
        spare_ms = DUE_INTERVALS * 1000.0 / fps - self.gone_ms
        if spare_ms < 0.0:
            return DUE_INTERVALS * 1000.0 / (fps * self.gone_ms)
        return 1.0 + spare_ms / self.thread_ms if self.thread_ms else math.inf

    def process(self, fps: float) -> float:
        """Sessions of a rate that one server process holds, before rounding."""
        return min(self.cores(fps), self.thread_fps / fps, self.in_time(fps))

    @property
    def alone_fps(self) -> float:
        """The largest rate that one session alone holds."""
        due_fps = DUE_INTERVALS * 1000.0 / self.gone_ms if self.gone_ms else math.inf
        return min(self.thread_fps, due_fps)

    def whole(self, fps: float) -> int:
        """Whole sessions, all limits held; none where not even one alone reaches the rate."""
        if fps > self.alone_fps:
            return 0
        return math.floor(min(self.cores(fps), self.memory, self.uplink(fps)))
