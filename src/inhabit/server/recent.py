"""The last moments of a session, in memory: going back a little reads no file and makes few frames again.

Bounded in bytes, for each session that is being lived in; the oldest go first. All that is in here is on disk
too, as log and snapshots, so nothing is lost with it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from inhabit.runtime.footprint import Footprint
from inhabit.runtime.mark import Mark
from inhabit.server.storage.rows import Stretch

EVERY_FRAMES = 12
"""So many frames at most are made again on the way to a moment of the last seconds, twice as many before:
about 0.2 and 0.4 s at 640x360 on two cores."""
DENSE = 16
"""So many moments lie EVERY_FRAMES apart, those before them twice as far."""
LIMIT_BYTES = 128 * 1024 * 1024
"""What the moments of one session may hold together: the last 35 s or so of a walk at 640x360."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a replay begins: a mark and its state, from memory, from a snapshot or from the log's header."""

    mark: Mark
    state: Any


@dataclass(frozen=True, slots=True)
class _Kept:
    branch: str
    origin: Origin


class Recent:
    """Moments by branch, across all the branches that a session has been on. Kept by one event loop;
    `nearest` may be asked from any thread."""

    def __init__(self, *, limit_bytes: int = LIMIT_BYTES, every_frames: int = EVERY_FRAMES) -> None:
        self._limit_bytes, self._every_frames = limit_bytes, every_frames
        self._kept: deque[_Kept] = deque()
        self._footprint = Footprint()
        self._last = ("", -every_frames)

    @property
    def size_bytes(self) -> int:
        """Memory held."""
        return self._footprint.size_bytes

    def keep(self, branch: str, mark: Mark, state: Any) -> None:
        """After a commit: keep the moment if it is far enough from the one before, and let go of the oldest
        for it."""
        before, frame = self._last
        if branch == before and mark.next_frame - frame < self._every_frames:
            return
        self._last = (branch, mark.next_frame)
        self._kept.append(_Kept(branch, Origin(mark, state)))
        self._footprint.add(state)
        self._thin()
        while self._footprint.size_bytes > self._limit_bytes and len(self._kept) > 1:
            self._footprint.remove(self._kept.popleft().origin.state)

    def _thin(self) -> None:
        """Let go of the one that has just become less recent, if those beside it are near enough."""
        if len(self._kept) < DENSE + 2:
            return
        before, aged = self._kept[-DENSE - 2], self._kept[-DENSE - 1]
        near = aged.origin.mark.next_frame - before.origin.mark.next_frame < 2 * self._every_frames
        if before.branch == aged.branch and near:
            del self._kept[-DENSE - 1]
            self._footprint.remove(aged.origin.state)

    def nearest(self, stretches: Sequence[Stretch], frame: int) -> Origin | None:
        """The moment nearest to a frame on the way to it, if there is one."""
        kept = list(self._kept)
        for stretch in reversed(stretches):
            end = frame if stretch.end is None else min(frame, stretch.end)
            there = [one.origin for one in kept if one.branch == stretch.branch]
            found = [one for one in there if one.mark.next_frame <= end]
            if found:
                return max(found, key=lambda one: one.mark.next_frame)
        return None
