"""Training of the motion probe: a few minutes on one core, from the simulator alone."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from inhabit.evals import metrics
from inhabit.evals.fitting import CHECK_SEED, TRAIN_SEED, Progress, fit, scene_progress
from inhabit.evals.motion_examples import MotionExamples, gather
from inhabit.evals.motion_probe import AXES, MotionProbe


@dataclass(frozen=True, slots=True)
class MotionRecipe:
    """How much is drawn and for how long it is learned from."""

    scenes: int = 144
    pairs: int = 16
    looks: int = 3
    check_scenes: int = 8
    epochs: int = 12
    batch: int = 64
    learning_rate: float = 2e-3
    seed: int = 0


def train_motion(recipe: MotionRecipe, progress: Progress) -> tuple[MotionProbe, dict[str, Any]]:
    """Draw pairs of frames and train on them; returns the probe and its spec with the error on truth."""
    torch.manual_seed(recipe.seed)
    learned = _drawn(TRAIN_SEED, recipe.scenes, recipe, "draw motion", progress)
    checked = _drawn(CHECK_SEED, recipe.check_scenes, recipe, "draw held-out motion", progress)
    probe = MotionProbe()

    def loss(network: nn.Module, rows: np.ndarray) -> Tensor:
        return motion_loss(network, learned, rows)

    fit(probe, len(learned.speeds), loss, recipe, lambda share: progress("motion probe", share))
    return probe, {"recipe": asdict(recipe), "held_out_error": motion_errors(probe, checked)}


def motion_loss(probe: nn.Module, examples: MotionExamples, rows: np.ndarray) -> Tensor:
    """Huber on shares of full speed, half of the batch mirrored left to right."""
    flows = torch.from_numpy(examples.flows[rows]).float()
    speeds = torch.from_numpy(examples.speeds[rows])
    half = len(rows) // 2
    flows = torch.cat([_mirrored_flow(flows[:half]), flows[half:]])
    speeds = torch.cat([speeds[:half] * torch.tensor([-1.0, 1.0, 1.0, -1.0]), speeds[half:]])
    return F.smooth_l1_loss(probe(flows), speeds, beta=0.1)


def motion_errors(probe: nn.Module, examples: MotionExamples) -> dict[str, Any]:
    """How far the probe is off, by axis, on pairs it never saw."""
    with torch.inference_mode():
        speeds = probe(torch.from_numpy(examples.flows).float()).numpy()
    return {axis: _axis_error(speeds[:, i], examples.speeds[:, i]) for i, axis in enumerate(AXES)}


def _axis_error(read: np.ndarray, true: np.ndarray) -> dict[str, float]:
    moving = np.abs(true) >= 0.2
    return {
        "mean_error_share": float(np.abs(read - true).mean()),
        "sign_accuracy": metrics.mean((np.sign(read) == np.sign(true))[moving].astype(float)),
        "correlation": metrics.correlation(list(read), list(true)),
    }


def _mirrored_flow(flows: Tensor) -> Tensor:
    mirrored = flows.flip(3).clone()
    mirrored[:, 0] *= -1.0
    mirrored[:, 6] *= -1.0
    return mirrored


def _drawn(
    first_seed: int, scenes: int, recipe: MotionRecipe, what: str, progress: Progress
) -> MotionExamples:
    return gather(first_seed, scenes, recipe.pairs, recipe.looks, scene_progress(what, scenes, progress))
