"""Training of the two probes: a few minutes on one core, from the simulator alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from inhabit.core.attributes import BIOMES, SCALARS
from inhabit.evals import metrics
from inhabit.evals.probe_examples import Examples, gather
from inhabit.evals.probes import (
    AXES,
    WEATHER,
    AttributeProbe,
    MotionProbe,
    Probes,
    normalised,
    save,
    split,
)

TRAIN_SEED, CHECK_SEED = 500_000, 1_000_900
"""Scenes to learn from, and held-out ones to state the error on."""

_WEATHER_AT = [2 + SCALARS.index(name) for name in WEATHER]
_BIOME_AT = 2 + len(SCALARS)
_STYLE_AT = _BIOME_AT + len(BIOMES)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How much is drawn and for how long it is learned from."""

    scenes: int = 144
    pairs: int = 16
    looks: int = 3
    check_scenes: int = 8
    epochs: int = 12
    batch: int = 64
    learning_rate: float = 2e-3
    seed: int = 0


Progress = Callable[[str, float], None]
"""(what is being done, share done in [0, 1])."""


def train_probes(folder: Path, recipe: Recipe, progress: Progress) -> dict[str, Any]:
    """Draw examples, train both probes, write them to `folder`; returns the spec with the errors on truth."""
    torch.manual_seed(recipe.seed)
    learned = _drawn(TRAIN_SEED, recipe.scenes, recipe, "draw", progress)
    checked = _drawn(CHECK_SEED, recipe.check_scenes, recipe, "draw held-out", progress)
    probes = Probes(MotionProbe(), AttributeProbe())
    _fit(probes.motion, learned, motion_loss, recipe, lambda share: progress("motion probe", share))
    _fit(probes.attribute, learned, attribute_loss, recipe, lambda share: progress("attribute probe", share))
    probes.motion.eval()
    probes.attribute.eval()
    spec = {"recipe": asdict(recipe), "held_out_error": errors(probes, checked)}
    save(probes, folder, spec)
    return spec


def motion_loss(probe: nn.Module, examples: Examples, rows: np.ndarray) -> Tensor:
    """Huber on shares of full speed, half of the batch mirrored left to right."""
    flows = torch.from_numpy(examples.flows[rows]).float()
    speeds = torch.from_numpy(examples.speeds[rows])
    half = len(rows) // 2
    flows = torch.cat([_mirrored_flow(flows[:half]), flows[half:]])
    speeds = torch.cat([speeds[:half] * torch.tensor([-1.0, 1.0, 1.0, -1.0]), speeds[half:]])
    return F.smooth_l1_loss(probe(flows), speeds, beta=0.1)


def attribute_loss(probe: nn.Module, examples: Examples, rows: np.ndarray) -> Tensor:
    """Squared error on the sun, cross entropy on weather as probabilities and on the named kinds."""
    pictures = normalised(examples.pictures[rows])
    half = len(rows) // 2
    pictures = torch.cat([pictures[:half].flip(3), pictures[half:]])
    looks, suns = torch.from_numpy(examples.looks[rows]), torch.from_numpy(examples.suns[rows])
    sun, hour, weather, biome, style = split(probe(pictures))
    return (
        4.0 * F.mse_loss(sun[:, 0], suns)
        + F.cross_entropy(hour, _hour_bins(suns))
        + 4.0 * F.binary_cross_entropy_with_logits(weather, looks[:, _WEATHER_AT])
        + F.cross_entropy(biome, looks[:, _BIOME_AT:_STYLE_AT])
        + F.cross_entropy(style, looks[:, _STYLE_AT:])
    )


def errors(probes: Probes, examples: Examples) -> dict[str, Any]:
    """How far both probes are off on examples they never saw."""
    with torch.inference_mode():
        speeds = probes.motion(torch.from_numpy(examples.flows).float()).numpy()
        seen = [part.numpy() for part in split(probes.attribute(normalised(examples.pictures)))]
    sun, hour, weather, biome, style = seen
    looks = examples.looks
    truth_hour = _hour_bins(torch.from_numpy(examples.suns)).numpy()
    weather_error = np.abs(1.0 / (1.0 + np.exp(-weather)) - looks[:, _WEATHER_AT]).mean(axis=0)
    return {
        "motion": {axis: _axis_error(speeds[:, i], examples.speeds[:, i]) for i, axis in enumerate(AXES)},
        "sun_mean_error": float(np.abs(sun[:, 0] - examples.suns).mean()),
        "hour_accuracy": float((hour.argmax(1) == truth_hour).mean()),
        "weather_mean_error": {name: float(v) for name, v in zip(WEATHER, weather_error, strict=True)},
        "biome_accuracy": float((biome.argmax(1) == looks[:, _BIOME_AT:_STYLE_AT].argmax(1)).mean()),
        "style_accuracy": float((style.argmax(1) == looks[:, _STYLE_AT:].argmax(1)).mean()),
        "examples": len(looks),
    }


def _axis_error(read: np.ndarray, true: np.ndarray) -> dict[str, float]:
    moving = np.abs(true) >= 0.2
    return {
        "mean_error_share": float(np.abs(read - true).mean()),
        "sign_accuracy": metrics.mean((np.sign(read) == np.sign(true))[moving].astype(float)),
        "correlation": metrics.correlation(list(read), list(true)),
    }


def _hour_bins(suns: Tensor) -> Tensor:
    """0 night (sun's sine below -0.2), 1 dusk or dawn, 2 day (above 0.25)."""
    return (suns > -0.2).long() + (suns > 0.25).long()


def _mirrored_flow(flows: Tensor) -> Tensor:
    mirrored = flows.flip(3).clone()
    mirrored[:, 0] *= -1.0
    mirrored[:, 6] *= -1.0
    return mirrored


def _drawn(first_seed: int, scenes: int, recipe: Recipe, what: str, progress: Progress) -> Examples:
    done = 0

    def step(count: int) -> None:
        nonlocal done
        done += count
        progress(what, done / scenes)

    return gather(first_seed, scenes, recipe.pairs, recipe.looks, step)


def _fit(
    probe: nn.Module,
    examples: Examples,
    loss: Callable[[nn.Module, Examples, np.ndarray], Tensor],
    recipe: Recipe,
    progress: Callable[[float], None],
) -> None:
    steps = recipe.epochs * (len(examples.speeds) // recipe.batch)
    optimiser = torch.optim.AdamW(probe.parameters(), lr=recipe.learning_rate, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.learning_rate, total_steps=max(steps, 2))
    for step, rows in enumerate(_batches(len(examples.speeds), recipe, steps)):
        optimiser.zero_grad()
        loss(probe, examples, rows).backward()
        optimiser.step()
        schedule.step()
        progress((step + 1) / steps)


def _batches(count: int, recipe: Recipe, steps: int) -> Iterator[np.ndarray]:
    rng = np.random.default_rng(recipe.seed)
    order = np.empty(0, np.int64)
    for _ in range(steps):
        if len(order) < recipe.batch:
            order = rng.permutation(count)
        rows, order = order[: recipe.batch], order[recipe.batch :]
        yield rows
