"""A clock that only moves when somebody waits for it: an hour of play in milliseconds."""

from __future__ import annotations

import asyncio
import heapq
import itertools

TURNS = 12
"""What could still run may need several turns of the event loop, one callback after the other."""


class ManualClock:
    """`sleep_until` jumps straight to the wake-up time once nothing else is ready to run.

    With several sleepers the earliest wakes first. `advance` moves time by hand (an engine that is
    slow); it is safe from another thread.
    """

    def __init__(self, now_s: float = 0.0) -> None:
        self._now_s = now_s
        self._sleepers: list[tuple[float, int, asyncio.Event]] = []
        self._order = itertools.count()

    def now(self) -> float:
        return self._now_s

    def advance(self, by_s: float) -> None:
        """Let time pass."""
        self._now_s += by_s

    async def sleep_until(self, when_s: float) -> None:
        await asyncio.sleep(0)
        if when_s <= self._now_s:
            return
        sleeper = (when_s, next(self._order), asyncio.Event())
        heapq.heappush(self._sleepers, sleeper)
        # Whoever could still run gets a turn; the earliest sleeper then moves time to its own wake-up.
        while sleeper in self._sleepers:
            for _ in range(TURNS):
                await asyncio.sleep(0)
            if self._sleepers and self._sleepers[0] is sleeper:
                heapq.heappop(self._sleepers)
                self._now_s = max(self._now_s, when_s)
