"""People by how long they have been there: cohorts that age one step at a time and thin as they go.

Whoever joined in a step did so at any moment of it. With the survival function S of how long they stay, the
share of them still there k steps later is w_k = the mean of S over [k step, (k + 1) step]: so the number at
the ends of steps is exact, not approximate, however long the step.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from inhabit.core.errors import BadInputError

Counts = NDArray[np.int64]
Survival = Callable[[NDArray[np.float64]], NDArray[np.float64]]

MOST_STEPS = 8192
_PARTS = 16
_GONE = 1e-7


def staying_shares(survival: Survival, step_s: float) -> NDArray[np.float64]:
    """w_0, w_1, ...: the share still there at the end of the step they joined in, of the next, and so on.

    Ends where fewer than one in ten million remain. Raises BadInputError where that takes too many steps.
    """
    shares: list[NDArray[np.float64]] = []
    steps = 0
    while steps < MOST_STEPS:
        block = np.arange(steps, steps + 256)
        moments_s = (block[:, None] + (np.arange(_PARTS) + 0.5) / _PARTS).ravel() * step_s
        share = survival(moments_s).reshape(-1, _PARTS).mean(axis=1)
        shares.append(share)
        steps += 256
        if share[-1] < _GONE:
            whole = np.concatenate(shares)
            return whole[: max(1, int(np.argmax(whole < _GONE)))]
    raise BadInputError(
        "step_too_short",
        f"after {steps} steps of {step_s:g} s some are still there: give a longer step_s,"
        " or limit how long they stay",
    )


class Cohorts:
    """How many are there, by age in steps, in each of several independent houses."""

    def __init__(self, shares: NDArray[np.float64], houses: int) -> None:
        self._first = float(shares[0])
        after = np.append(shares[1:], 0.0)
        self._next = np.divide(after, shares, out=np.zeros_like(after), where=shares > 0.0).clip(0.0, 1.0)
        self.ages: Counts = np.zeros((houses, shares.size), np.int64)

    @property
    def total(self) -> Counts:
        """Heads per house."""
        return self.ages.sum(axis=1)

    def pass_step(self, rng: np.random.Generator) -> None:
        """A step goes by: some leave, the others are a step older."""
        stay = rng.binomial(self.ages, self._next)
        self.ages[:, 1:] = stay[:, :-1]
        self.ages[:, 0] = 0

    def join(self, people: Counts, rng: np.random.Generator) -> None:
        """`people` per house joined in the step that just went by; some of them have already left again."""
        self.ages[:, 0] += rng.binomial(people, self._first)

    def lose(self, share: NDArray[np.float64], rng: np.random.Generator) -> Counts:
        """This share of each house is sent away, whatever their age; how many that are."""
        before = self.total
        self.ages = rng.binomial(self.ages, 1.0 - share[:, None])
        return before - self.total


class Queue:
    """Who waits, by age in steps: first come, first served; patience runs out as `shares` says.

    `shares` is None where patience never does; those older than `oldest` steps are counted as that old.
    """

    def __init__(self, shares: NDArray[np.float64] | None, houses: int, oldest: int) -> None:
        if shares is None:
            self._next = np.ones(oldest + 1)
        else:
            after = np.append(shares[1:], 0.0)
            self._next = (after / shares).clip(0.0, 1.0)
        self.ages: Counts = np.zeros((houses, self._next.size), np.int64)

    @property
    def total(self) -> Counts:
        """Heads per house."""
        return self.ages.sum(axis=1)

    def pass_step(self, rng: np.random.Generator) -> Counts:
        """A step goes by; how many gave up, by house and age."""
        if not self.ages.any():
            return np.zeros_like(self.ages)
        stay = rng.binomial(self.ages, self._next)
        left = self.ages - stay
        eldest = stay[:, -1].copy()
        self.ages[:, 1:] = stay[:, :-1]
        self.ages[:, -1] += eldest
        self.ages[:, 0] = 0
        return left

    def serve(self, free: Counts, come: Counts) -> Counts:
        """`come` join at the back, `free` of all start: how many, by house and age. The oldest go first."""
        self.ages[:, 0] += come
        if not self.ages[:, 1:].any() and (come <= free).all():
            everybody, self.ages = self.ages, np.zeros_like(self.ages)
            return everybody
        at_least = self.ages[:, ::-1].cumsum(axis=1)[:, ::-1]
        older = at_least - self.ages
        started = np.clip(free[:, None] - older, 0, self.ages)
        self.ages -= started
        return started

    def refuse(self, room: int) -> Counts:
        """Who came last finds no place beyond `room`; how many per house."""
        refused = np.minimum(np.maximum(self.total - room, 0), self.ages[:, 0])
        self.ages[:, 0] -= refused
        return refused
