"""What a run in cohorts writes down: people by what became of them, levels by the hour of the day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inhabit.plan.simulation.ages import Counts
from inhabit.plan.simulation.arrivals import DAY_S, HOUR_S
from inhabit.plan.simulation.results import Sample
from inhabit.plan.simulation.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Profile:
    """The day by its 24 hours, means over replications; 0 where an hour was not simulated."""

    sessions: tuple[float, ...]
    waiting: tuple[float, ...]
    hosts: tuple[float, ...]
    """Paid for."""
    long_wait_share: tuple[float, ...]
    """Of those who began or gave up in that hour, the share that had waited longer than `long_wait_s`."""


class Book:
    """Sums over the steps after the warm-up, per replication."""

    def __init__(self, scenario: Scenario, step_s: float, replications: int, ages: int) -> None:
        self._scenario, self._step_s = scenario, step_s
        self._first = round(scenario.warmup_s / step_s)
        self._wait_s = np.arange(ages) * step_s
        # Who waited k steps did so give or take one: exactly at the limit, half of them waited longer.
        over = self._wait_s - scenario.long_wait_s
        self._long = np.where(np.abs(over) < 1e-9 * step_s, 0.5, over > 0.0)
        self._began = np.zeros((replications, ages), np.int64)
        self._gave_up = np.zeros((replications, ages), np.int64)
        self._came, self._refused, self._interrupted = np.zeros((3, replications), np.int64)
        self._levels: list[NDArray[np.int64]] = []
        self._hours: list[int] = []
        self._done, self._done_late = np.zeros(24), np.zeros(24)

    def step(
        self, step: int, came: Counts, began: Counts, gave_up: Counts, refused: Counts, interrupted: Counts
    ) -> None:
        """What happened in a step; `began` and `gave_up` by house and steps waited."""
        if step < self._first:
            return
        self._came += came
        self._refused += refused
        self._interrupted += interrupted
        self._began += began
        self._gave_up += gave_up
        done = began.sum(axis=0) + gave_up.sum(axis=0)
        hour = self._hour(step)
        self._done[hour] += done.sum()
        self._done_late[hour] += done @ self._long

    def level(self, step: int, playing: Counts, waiting: Counts, ready: Counts, paid: Counts) -> None:
        """How things stand at the end of a step."""
        if step >= self._first:
            self._levels.append(np.stack([playing, waiting, ready, paid]))
            self._hours.append(self._hour(step))

    def samples(self) -> list[Sample]:
        """The figures of each replication."""
        levels = np.stack(self._levels)
        return [self._sample(house, levels[:, :, house]) for house in range(self._came.size)]

    def profile(self) -> Profile:
        """The day by the hour."""
        means = np.stack(self._levels).mean(axis=2)
        hours = np.array(self._hours)
        by_hour = np.zeros((24, means.shape[1]))
        for hour in np.unique(hours):
            by_hour[hour] = means[hours == hour].mean(axis=0)
        late = self._done_late / np.maximum(self._done, 1.0)
        sessions, waiting, _, paid = by_hour.T.tolist()
        return Profile(tuple(sessions), tuple(waiting), tuple(paid), tuple(late.tolist()))

    def _hour(self, step: int) -> int:
        return int((step + 0.5) * self._step_s % DAY_S // HOUR_S)

    def _sample(self, house: int, levels: NDArray[np.int64]) -> Sample:
        playing, waiting, ready, paid = levels.T
        began, gave_up = self._began[house], self._gave_up[house]
        came, let_in = float(self._came[house]), float(self._came[house] - self._refused[house])
        everybody, people = max(1.0, came), max(1, int(began.sum()))
        order = began.cumsum()
        p50_s, p95_s, p99_s, longest_s = (
            float(self._wait_s[np.searchsorted(order, share * order[-1])]) for share in (0.5, 0.95, 0.99, 1.0)
        )
        hosts_mean = float(paid.mean())
        host_hours = hosts_mean * len(levels) * self._step_s / HOUR_S
        offered = float(ready.mean()) * self._scenario.hosts.slots
        return Sample(
            arrived=came,
            waited_share=1.0 - float(began[0]) / max(1.0, let_in),
            long_wait_share=float((began + gave_up) @ self._long) / max(1.0, let_in),
            wait_mean_s=float(began @ self._wait_s) / people,
            wait_p50_s=p50_s,
            wait_p95_s=p95_s,
            wait_p99_s=p99_s,
            wait_max_s=longest_s,
            refused_share=float(self._refused[house]) / everybody,
            abandoned_share=float(gave_up.sum()) / everybody,
            lapsed_share=0.0,
            interrupted_share=float(self._interrupted[house]) / everybody,
            sessions_mean=float(playing.mean()),
            sessions_spread=float(playing.std()),
            sessions_peak=float(playing.max()),
            waiting_mean=float(waiting.mean()),
            utilisation=float(playing.mean()) / offered if offered else 0.0,
            hosts_mean=hosts_mean,
            host_hours=host_hours,
            bill_usd=host_hours * self._scenario.hosts.usd_per_hour,
        )
