"""How both probes are fitted: AdamW under a one-cycle schedule (Smith 2018), every example once an epoch."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor, nn

Loss = Callable[[nn.Module, np.ndarray], Tensor]
"""(network, rows of the examples) to a scalar."""

TRAIN_SEED, CHECK_SEED = 500_000, 1_000_900
"""Scenes to learn from, and held-out ones to state the error on."""

Progress = Callable[[str, float], None]
"""(what is being done, share done in [0, 1])."""


SAVE_S = 120.0


class Stateful(Protocol):
    """What torch saves and lays back."""

    def state_dict(self) -> dict[str, Any]: ...
    def load_state_dict(self, state_dict: Any, /) -> object: ...


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
    probe: nn.Module,
    count: int,
    loss: Loss,
    schedule: Schedule,
    progress: Callable[[float], None],
    saved: Path | None = None,
) -> None:
    """Fit `probe` in place to `count` examples; left ready to read.

    With `saved` a fit that was broken off goes on from that file, which is written every SAVE_S seconds and
    removed at the end; what it holds of another plan or another beginning is passed over.
    """
    steps = schedule.epochs * (count // schedule.batch)
    optimiser = torch.optim.AdamW(probe.parameters(), lr=schedule.learning_rate, weight_decay=1e-2)
    rate = torch.optim.lr_scheduler.OneCycleLR(optimiser, schedule.learning_rate, total_steps=max(steps, 2))
    parts = {"probe": probe, "optimiser": optimiser, "rate": rate}
    plan = {"steps": steps, "begun_from": _fingerprint(probe)}
    done = _taken_up(parts, saved, plan)
    kept_s = time.monotonic()
    for step, rows in enumerate(_batches(count, schedule, steps)):
        if step < done:
            continue
        optimiser.zero_grad()
        loss(probe, rows).backward()
        optimiser.step()
        rate.step()
        progress((step + 1) / steps)
        if saved is not None and time.monotonic() - kept_s > SAVE_S:
            _keep(parts, saved, step + 1, plan)
            kept_s = time.monotonic()
    if saved is not None:
        saved.unlink(missing_ok=True)
    probe.eval()


def _fingerprint(probe: nn.Module) -> str:
    """What tells the weights that a fit begins from."""
    digest = hashlib.sha256()
    for value in probe.state_dict().values():
        digest.update(value.detach().contiguous().numpy().tobytes())
    return digest.hexdigest()


def _taken_up(parts: Mapping[str, Stateful], saved: Path | None, plan: Mapping[str, object]) -> int:
    """Lay what was saved into `parts`; the steps already done, 0 where nothing of this plan was saved."""
    if saved is None or not saved.exists():
        return 0
    held = torch.load(saved, weights_only=True)
    if held.get("plan") != plan:
        return 0
    for name, part in parts.items():
        part.load_state_dict(held[name])
    return int(held["done"])


def _keep(parts: Mapping[str, Stateful], saved: Path, done: int, plan: Mapping[str, object]) -> None:
    begun = saved.with_suffix(".part")
    states = {name: part.state_dict() for name, part in parts.items()}
    torch.save(states | {"done": done, "plan": dict(plan)}, begun)
    begun.rename(saved)


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
