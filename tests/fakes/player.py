"""A player that acts by script: the hand on the keys in tests and benchmarks."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from inhabit.core.frame import HostFrame
from inhabit.inputs.events import Event


class ScriptedPlayer:
    """Watches frames and plays each entry `(frame_index, event)` once that frame has been seen.

    Give `watch` to a frame loop as its `deliver`. Calls `done` after `frames` frames.
    """

    def __init__(
        self,
        entries: Iterable[tuple[int, Event]] = (),
        *,
        frames: int = 10,
        offer: Callable[[Event], int] | None = None,
        done: Callable[[], None] | None = None,
    ) -> None:
        self.entries = sorted(entries, key=lambda entry: entry[0])
        self.offer, self.done, self.frames = offer, done, frames
        self.seen: list[HostFrame] = []
        self.seqs: list[int] = []

    async def watch(self, frame: HostFrame) -> None:
        """Look at a frame and do what is due."""
        self.seen.append(frame)
        while self.entries and self.entries[0][0] <= frame.stamp.frame_index:
            _, event = self.entries.pop(0)
            assert self.offer is not None
            self.seqs.append(self.offer(event))
        if len(self.seen) >= self.frames and self.done is not None:
            self.done()
