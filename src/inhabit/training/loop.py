"""The training loop, once: steps, learning rate, EMA, progress, checkpoints that resume.

A stage brings a module, a loss over one batch, and a source of batches; the loop knows nothing else.
A checkpoint is one file that is replaced atomically; killing the process at any time loses minutes.
"""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import torch
from torch import Tensor, nn

from inhabit.world.interpreter import ReadingBlock
from inhabit.world.layers import Block

Log = Callable[[str], None]


class Stage(Protocol):
    """What is trained: `module` holds every parameter; `loss` says how bad a batch is, and why."""

    @property
    def module(self) -> nn.Module: ...

    def loss(self, step: int, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]: ...


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast: `steps` optimiser steps, peak learning rate, warm-up, EMA decay."""

    steps: int
    peak: float = 1e-3
    warmup: int = 200
    ema: float = 0.999
    weight_decay: float = 0.01
    checkpoint_every_s: float = 180.0
    report_every_s: float = 30.0


class Ema:
    """A slow copy of every parameter and buffer; what is shipped."""

    def __init__(self, module: nn.Module, decay: float) -> None:
        self.decay = decay
        self.shadow = {name: value.detach().clone() for name, value in module.state_dict().items()}

    @torch.no_grad()
    def update(self, module: nn.Module, step: int) -> None:
        # Young averages forget faster, or the first thousand steps would drag random weights along.
        decay = min(self.decay, (1 + step) / (10 + step))
        for name, value in module.state_dict().items():
            if value.dtype.is_floating_point:
                self.shadow[name].lerp_(value, 1 - decay)
            else:
                self.shadow[name].copy_(value)


def rate(plan: Plan, step: int) -> float:
    """Linear warm-up, cosine to 2 % of the peak."""
    if step < plan.warmup:
        return plan.peak * (step + 1) / plan.warmup
    share = min(1.0, (step - plan.warmup) / max(1, plan.steps - plan.warmup))
    return plan.peak * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * share)))


def optimise(module: nn.Module, plan: Plan) -> list[torch.optim.Optimizer]:
    """Muon for the matrices of transformer blocks (Jordan et al. 2024, step size matched to AdamW's),
    AdamW for everything else; matrices decay, vectors don't."""
    blocks = [m for m in module.modules() if isinstance(m, Block | ReadingBlock)]
    muon = [p for block in blocks for p in block.parameters() if p.ndim == 2 and min(p.shape) > 8]
    taken = {id(p) for p in muon}
    rest = [p for p in module.parameters() if p.requires_grad and id(p) not in taken]
    groups = [
        {"params": [p for p in rest if p.ndim >= 2], "weight_decay": plan.weight_decay},
        {"params": [p for p in rest if p.ndim < 2], "weight_decay": 0.0},
    ]
    optimisers: list[torch.optim.Optimizer] = [torch.optim.AdamW(groups, lr=plan.peak, betas=(0.9, 0.95))]
    if muon:
        optimisers.append(
            torch.optim.Muon(
                muon, lr=plan.peak, weight_decay=plan.weight_decay, adjust_lr_fn="match_rms_adamw"
            )
        )
    return optimisers


def train(
    stage: Stage, plan: Plan, checkpoint: Path, *, seed: int, log: Log, stop_after_s: float = math.inf
) -> int:
    """Run `plan` from where `checkpoint` stands; returns the step reached.

    The file is written every few minutes, at the end, and on KeyboardInterrupt, which goes on; `stop_after_s`
    ends a session early, cleanly.
    """
    optimisers, ema = optimise(stage.module, plan), Ema(stage.module, plan.ema)
    step = _resume(stage, optimisers, ema, checkpoint)
    generator = torch.Generator().manual_seed(seed * 1_000_003 + step)
    began = told = saved = time.monotonic()
    sums: dict[str, float] = {}
    counted = 0
    try:
        while step < plan.steps and time.monotonic() - began < stop_after_s:
            for group in (group for optimiser in optimisers for group in optimiser.param_groups):
                group["lr"] = rate(plan, step)
            loss, parts = stage.loss(step, generator)
            stage.module.zero_grad(set_to_none=True)
            loss.backward()
            norm = nn.utils.clip_grad_norm_(stage.module.parameters(), 1.0)
            if torch.isfinite(norm):
                for optimiser in optimisers:
                    optimiser.step()
            ema.update(stage.module, step)
            step, counted = step + 1, counted + 1
            for name, value in {"loss": float(loss.detach()), **parts}.items():
                sums[name] = sums.get(name, 0.0) + value
            now = time.monotonic()
            if now - told > plan.report_every_s or step == plan.steps:
                pace = counted / (now - told)
                means = "  ".join(f"{name} {total / counted:.4f}" for name, total in sums.items())
                left_min = (plan.steps - step) / pace / 60
                log(f"step {step}/{plan.steps}  {pace:.2f} steps/s  eta {left_min:.0f} min  {means}")
                told, counted, sums = now, 0, {}
            if now - saved > plan.checkpoint_every_s:
                _save(stage, optimisers, ema, checkpoint, step)
                saved = now
    except KeyboardInterrupt:
        # Told to stop, by hand or by the machine that goes away: minutes of steps are worth a second.
        _save(stage, optimisers, ema, checkpoint, step)
        log(f"stopped at step {step}, saved")
        raise
    _save(stage, optimisers, ema, checkpoint, step)
    return step


def slow_weights(checkpoint: Path) -> dict[str, Tensor]:
    """The EMA weights of a checkpoint."""
    return torch.load(checkpoint, map_location="cpu", weights_only=True)["ema"]


def _resume(stage: Stage, optimisers: list[torch.optim.Optimizer], ema: Ema, checkpoint: Path) -> int:
    if not checkpoint.exists():
        return 0
    held = torch.load(checkpoint, map_location=next(stage.module.parameters()).device, weights_only=True)
    stage.module.load_state_dict(held["module"])
    ema.shadow = held["ema"]
    # A run that was started from a checkpoint has weights but no optimisers yet.
    for optimiser, kept in zip(optimisers, held["optimisers"], strict=bool(held["optimisers"])):
        optimiser.load_state_dict(kept)
    return int(held["step"])


def _save(
    stage: Stage, optimisers: list[torch.optim.Optimizer], ema: Ema, checkpoint: Path, step: int
) -> None:
    checkpoint.parent.mkdir(parents=True, exist_ok=True)
    part = checkpoint.with_suffix(".part")
    held = {
        "module": stage.module.state_dict(),
        "ema": ema.shadow,
        "optimisers": [o.state_dict() for o in optimisers],
        "step": step,
    }
    torch.save(held, part)
    os.replace(part, checkpoint)
    checkpoint.with_suffix(".json").write_text(json.dumps({"step": step}))
