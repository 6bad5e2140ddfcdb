"""Time as a parameter. Only `runtime/clock.py` implements this against a real clock."""

from __future__ import annotations

from typing import Protocol


class Clock(Protocol):
    """A monotonic clock: seconds from an arbitrary origin, and a way to wait."""

    def now(self) -> float:
        """Seconds, monotonic."""
        ...

    async def sleep_until(self, when_s: float) -> None:
        """Return at or shortly after `when_s`; at once if it has passed."""
        ...
