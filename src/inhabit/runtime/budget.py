"""Where the time of a frame goes: each stage over a window of recent frames, against the budget.

Means hide the frame that stutters, so a stage is told by its percentiles.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

WINDOW_FRAMES = 300


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took, in milliseconds."""

    p50_ms: float
    p95_ms: float
    p99_ms: float
    max_ms: float

    @classmethod
    def of(cls, samples_ms: Iterable[float]) -> Spread:
        """Percentiles by linear interpolation between ranks; zeros if there are no samples."""
        ordered = sorted(samples_ms)
        if not ordered:
            return cls(0.0, 0.0, 0.0, 0.0)
        return cls(_quantile(ordered, 0.50), _quantile(ordered, 0.95), _quantile(ordered, 0.99), ordered[-1])

    def to_json(self) -> dict[str, float]:
        """Field name to milliseconds, rounded to a microsecond."""
        return {name: round(getattr(self, name), 3) for name in ("p50_ms", "p95_ms", "p99_ms", "max_ms")}


class Budget:
    """A rolling record of stage timings for frames that may take `budget_ms` each."""

    def __init__(self, budget_ms: float, *, window_frames: int = WINDOW_FRAMES) -> None:
        self.budget_ms = budget_ms
        self._window = window_frames
        self._samples: dict[str, deque[float]] = {}

    def add(self, stages_ms: Mapping[str, float]) -> None:
        """Record the stages of one frame; a stage may be absent from some frames."""
        for name, took_ms in stages_ms.items():
            self._samples.setdefault(name, deque(maxlen=self._window)).append(float(took_ms))

    def spread(self) -> dict[str, Spread]:
        """Stage name to its percentiles over the window."""
        return {name: Spread.of(samples) for name, samples in self._samples.items()}

    def total_ms(self) -> dict[str, float]:
        """Stage name to all its time in the window: over the frames, what a frame takes of a thread."""
        return {name: math.fsum(samples) for name, samples in self._samples.items()}

    def slack_ms(self, stage: str) -> float:
        """What `stage` leaves of the budget in 95 of 100 frames; negative if it overruns."""
        return self.budget_ms - Spread.of(self._samples.get(stage, ())).p95_ms

    def binding(self, *, besides: frozenset[str] = frozenset()) -> str | None:
        """The stage with the largest p95, not counting totals named in `besides`; None before any frame."""
        spread = {name: found.p95_ms for name, found in self.spread().items() if name not in besides}
        return max(spread, key=lambda name: spread[name], default=None)


class Laps:
    """Milliseconds between marks."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock, self.last = clock, clock()
        self.spent_ms: dict[str, float] = {}

    def mark(self, name: str) -> None:
        now = self.clock()
        self.spent_ms[name] = (now - self.last) * 1e3
        self.last = now


def _quantile(ordered: list[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])
