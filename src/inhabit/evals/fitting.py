"""How both probes are fitted: AdamW under a one-cycle schedule (Smith 2018), every example once an epoch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import numpy as np
import torch
from torch import Tensor, nn

Loss = Callable[[nn.Module, np.ndarray], Tensor]
"""(network, rows of the examples) to a scalar."""

TRAIN_SEED, CHECK_SEED = 500_000, 1_000_900
"""Scenes to learn from, and held-out ones to state the error on."""

Progress = Callable[[str, float], None]
"""(what is being done, share done in [0, 1])."""


class Schedule(Protocol):
    """The part of a recipe that says how long and how fast is learned."""

    @property
    def epochs(self) -> int: ...
    @property
    def batch(self) -> int: ...
    @property
    def learning_rate(self) -> float: ...
    @property
    def seed(self) -> int: ...


def fit(
    probe: nn.Module, count: int, loss: Loss, schedule: Schedule, progress: Callable[[float], None]
) -> None:
    """Fit `probe` in place to `count` examples; left ready to read."""
    steps = schedule.epochs * (count // schedule.batch)
    optimiser = torch.optim.AdamW(probe.parameters(), lr=schedule.learning_rate, weight_decay=1e-2)
    rate = torch.optim.lr_scheduler.OneCycleLR(optimiser, schedule.learning_rate, total_steps=max(steps, 2))
    for step, rows in enumerate(_batches(count, schedule, steps)):
        optimiser.zero_grad()
        loss(probe, rows).backward()
        optimiser.step()
        rate.step()
        progress((step + 1) / steps)
    probe.eval()


def scene_progress(what: str, scenes: int, progress: Progress) -> Callable[[int], None]:
    """Counts scenes done and tells their share."""
    done = 0

    def step(count: int) -> None:
        nonlocal done
        done += count
        progress(what, done / scenes)

    return step


def _batches(count: int, schedule: Schedule, steps: int) -> Iterator[np.ndarray]:
    rng = np.random.default_rng(schedule.seed)
    order = np.empty(0, np.int64)
    for _ in range(steps):
        if len(order) < schedule.batch:
            order = rng.permutation(count)
        rows, order = order[: schedule.batch], order[schedule.batch :]
        yield rows
