"""The only real clock: everything else is handed the time."""

from __future__ import annotations

import asyncio
import os
import time


class RealClock:
    """Seconds of the machine's monotonic clock; waits without blocking the event loop."""

    def now(self) -> float:
        """Seconds, monotonic, from an arbitrary origin; safe to call from any thread."""
        return time.perf_counter()

    async def sleep_until(self, when_s: float) -> None:
        """Return at or shortly after `when_s`, giving way to others at least once."""
        await asyncio.sleep(max(when_s - self.now(), 0.0))


def unix_s() -> float:
    """Seconds since 1970 by the machine's calendar, which may jump: for dates and ids, never for pacing."""
    return time.time()


def core_s() -> float:
    """Seconds that the machine's cores have worked for this process so far, all of them added up."""
    spent = os.times()
    return spent.user + spent.system
