"""What a replay writes down while it runs: levels over time, and what became of each person."""

from __future__ import annotations

import math
from enum import IntEnum

import numpy as np

from inhabit.plan.simulation.results import Sample
from inhabit.plan.simulation.scenario import Scenario


class Outcome(IntEnum):
    """What became of a person."""

    WAITING = 0
    BEGAN = 1
    REFUSED = 2
    ABANDONED = 3
    LAPSED = 4
    INTERRUPTED = 5


class Level:
    """A count that changes in jumps, averaged over time from `begin_s` on."""

    __slots__ = ("_area", "_begin_s", "_peak", "_since_s", "_squares", "value")

    def __init__(self, begin_s: float) -> None:
        self._begin_s = self._since_s = begin_s
        self._area = self._squares = 0.0
        self.value = self._peak = 0

    def change(self, now_s: float, by: int) -> None:
        """The count rises by `by` (or falls) at `now_s`, which never runs backwards."""
        self._carry(now_s)
        self.value += by
        if now_s >= self._begin_s and self.value > self._peak:
            self._peak = self.value

    def over_time(self, end_s: float) -> tuple[float, float, int]:
        """Mean, standard deviation and peak from the beginning to `end_s`."""
        self._carry(end_s)
        span_s = end_s - self._begin_s
        mean = self._area / span_s
        return mean, math.sqrt(max(0.0, self._squares / span_s - mean * mean)), self._peak

    def _carry(self, now_s: float) -> None:
        if now_s > self._since_s:
            span_s = now_s - self._since_s
            self._area += span_s * self.value
            self._squares += span_s * self.value * self.value
            self._peak = max(self._peak, self.value)
            self._since_s = now_s


class Tally:
    """Everything that is written down in one replication."""

    def __init__(self, scenario: Scenario, people: int) -> None:
        begin_s = scenario.warmup_s
        self.sessions, self.waiting = Level(begin_s), Level(begin_s)
        self.ready_slots, self.hosts = Level(begin_s), Level(begin_s)
        self.outcomes = [Outcome.WAITING] * people
        self.waits_s = [math.nan] * people
        """From arrival until a slot, or until they left; not a number while they wait, and if refused."""

    def sample(self, scenario: Scenario, at_s: np.ndarray) -> Sample:
        """The figures of the people who came after the warm-up; `at_s` is when each came.

        Who still waits at the end counts with the wait so far.
        """
        end_s = scenario.horizon_s
        came = at_s >= scenario.warmup_s
        outcomes = np.array(self.outcomes, dtype=np.int8)[came]
        waits_s = np.array(self.waits_s)[came]
        waits_s = np.where(outcomes == Outcome.WAITING, end_s - at_s[came], waits_s)
        let_in = waits_s[outcomes != Outcome.REFUSED]
        began = waits_s[(outcomes == Outcome.BEGAN) | (outcomes == Outcome.INTERRUPTED)]
        began = began if began.size else np.zeros(1)
        p50_s, p95_s, p99_s = np.percentile(began, [50.0, 95.0, 99.0])
        sessions_mean, sessions_spread, sessions_peak = self.sessions.over_time(end_s)
        ready_mean = self.ready_slots.over_time(end_s)[0]
        hosts_mean = self.hosts.over_time(end_s)[0]
        host_hours = hosts_mean * (end_s - scenario.warmup_s) / 3600.0

        def share(outcome: Outcome) -> float:
            return float(np.mean(outcomes == outcome)) if outcomes.size else 0.0

        return Sample(
            arrived=float(outcomes.size),
            waited_share=float(np.mean(let_in > 0.0)) if let_in.size else 0.0,
            long_wait_share=float(np.mean(let_in > scenario.long_wait_s)) if let_in.size else 0.0,
            wait_mean_s=float(began.mean()),
            wait_p50_s=float(p50_s),
            wait_p95_s=float(p95_s),
            wait_p99_s=float(p99_s),
            wait_max_s=float(began.max()),
            refused_share=share(Outcome.REFUSED),
            abandoned_share=share(Outcome.ABANDONED),
            lapsed_share=share(Outcome.LAPSED),
            interrupted_share=share(Outcome.INTERRUPTED),
            sessions_mean=sessions_mean,
            sessions_spread=sessions_spread,
            sessions_peak=float(sessions_peak),
            waiting_mean=self.waiting.over_time(end_s)[0],
            utilisation=sessions_mean / ready_mean if ready_mean else 0.0,
            hosts_mean=hosts_mean,
            host_hours=host_hours,
            bill_usd=host_hours * scenario.hosts.usd_per_hour,
        )
