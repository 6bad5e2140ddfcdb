"""Training of the attribute probe: half an hour on one core, most of it drawing, from the simulator alone.

Judged pictures are generated: a little softer, noisier or lighter than the simulator's. The probe never sees
one, but small changes that leave the look alone teach it not to mind.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from inhabit.core.attributes import BIOMES, SCALARS
from inhabit.evals.attribute_examples import AttributeExamples, draw, gathered
from inhabit.evals.fitting import CHECK_SEED, TRAIN_SEED, Progress, fit, scene_progress
from inhabit.frames.attribute_probe import (
    LEVELS,
    STYLES_READ,
    THRESHOLDS,
    VALUES,
    WEATHER,
    AttributeProbe,
    medians,
    normalised,
    split,
)
from inhabit.frames.precision import half_where_fast

_WEATHER_AT = [2 + SCALARS.index(name) for name in WEATHER]
_BIOME_AT = 2 + len(SCALARS)
_STYLE_AT = _BIOME_AT + len(BIOMES)

SOFTENED_SHARE = 0.33
NOISE, LIFT, GAIN = 4.0 / 127.5, 4.0 / 127.5, 0.03
"""Largest standard deviation of noise, change of brightness and of contrast, where full range is 2."""


@dataclass(frozen=True, slots=True)
class AttributeRecipe:
    """How much is drawn and for how long it is learned from; three looks to a place."""

    scenes: int = 480
    places: int = 8
    check_scenes: int = 4
    epochs: int = 8
    batch: int = 16
    learning_rate: float = 2e-3
    seed: int = 0


def train_attribute(
    recipe: AttributeRecipe, examples: Path, progress: Progress, start: AttributeProbe | None = None
) -> tuple[AttributeProbe, dict[str, Any]]:
    """Draw what is not yet in the folder `examples` and train, from nothing or on from `start`; returns the
    probe and its spec with the error on truth. Broken off, it goes on from what is in `examples`."""
    torch.manual_seed(recipe.seed)
    learned = _drawn(examples, TRAIN_SEED, recipe.scenes, recipe, "draw looks", progress)
    checked = _drawn(examples, CHECK_SEED, recipe.check_scenes, recipe, "draw held-out looks", progress)
    probe = (start or AttributeProbe()).train()
    probe = probe.to(memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue]

    def loss(network: nn.Module, rows: np.ndarray) -> Tensor:
        return attribute_loss(network, learned, rows)

    fit(
        probe,
        len(learned.looks),
        loss,
        recipe,
        lambda share: progress("attribute probe", share),
        examples / "fit.pt",
    )
    return probe, {"recipe": asdict(recipe), "held_out_error": attribute_errors(probe, checked)}


def attribute_loss(probe: nn.Module, examples: AttributeExamples, rows: np.ndarray) -> Tensor:
    """Cross entropy on every threshold of every value (nats per value) and on biome and style."""
    looks = torch.from_numpy(examples.looks[rows])
    pictures = varied(normalised(examples.pictures[rows]))
    with half_where_fast("cpu"):
        outputs = probe(pictures)
    values, biome, style = split(outputs.float())
    return (
        2.0 * LEVELS * F.binary_cross_entropy_with_logits(values, _above(looks))
        + F.cross_entropy(biome, looks[:, _BIOME_AT:_STYLE_AT])
        + F.cross_entropy(style, looks[:, _STYLE_AT : _STYLE_AT + len(STYLES_READ)])
    )


def varied(pictures: Tensor) -> Tensor:
    """Half of [b, 6, h, w] mirrored, a third softened, all a little noisier and lighter or darker."""
    count = len(pictures)
    half = count // 2
    pictures = torch.cat([mirrored(pictures[:half]), pictures[half:]])
    chosen = torch.randperm(count)[: max(round(SOFTENED_SHARE * count), 1)]
    pictures[chosen, :4] = softened(pictures[chosen, :4])
    gain = 1.0 + GAIN * (2.0 * torch.rand(count, 1, 1, 1) - 1.0)
    lift = LIFT * (2.0 * torch.rand(count, 1, 1, 1) - 1.0)
    light = torch.tensor([1.0, 1.0, 1.0, 1.0, 0.0, 0.0])[:, None, None]
    return pictures * gain + lift * light + NOISE * torch.rand(count, 1, 1, 1) * torch.randn_like(pictures)


def softened(squares: Tensor) -> Tensor:
    """Folded luma [b, 4, h, w], each mixed with its mean over 3x3 pixels by another share."""
    luma = F.pixel_shuffle(squares, 2)
    mean = F.avg_pool2d(luma, 3, 1, 1, count_include_pad=False)
    return F.pixel_unshuffle(luma + torch.rand(len(luma), 1, 1, 1) * (mean - luma), 2)


def mirrored(pictures: Tensor) -> Tensor:
    """Folded pictures [b, 6, h, w] left to right: the squares' columns change places too."""
    return pictures.flip(3)[:, [1, 0, 3, 2, 4, 5]]


def attribute_errors(probe: nn.Module, examples: AttributeExamples, batch: int = 64) -> dict[str, Any]:
    """How far the probe is off on pictures it never saw."""
    parts = []
    with torch.inference_mode():
        for start in range(0, len(examples.pictures), batch):
            parts.append(probe(normalised(examples.pictures[start : start + batch])))
    values, biome, style = (part.numpy() for part in split(torch.cat(parts)))
    true = _values(torch.from_numpy(examples.looks)).numpy()
    error = np.stack([np.abs(medians(values[:, i]) - true[:, i]) for i in range(len(VALUES))], axis=1)
    looks = examples.looks
    return {
        "value_mean_error": dict(zip(VALUES, error.mean(axis=0).tolist(), strict=True)),
        "biome_accuracy": float((biome.argmax(1) == looks[:, _BIOME_AT:_STYLE_AT].argmax(1)).mean()),
        "style_accuracy": float((style.argmax(1) == looks[:, _STYLE_AT:].argmax(1)).mean()),
        "examples": len(looks),
    }


def _values(looks: Tensor) -> Tensor:
    """VALUES in [0, 1], [b, 5]; a look holds the hour's cosine, which is the sun's sine turned round."""
    return torch.cat([0.5 - 0.5 * looks[:, 1:2], looks[:, _WEATHER_AT]], dim=1)


def _above(looks: Tensor) -> Tensor:
    """float [b, 5, LEVELS]: whether each value lies above each threshold."""
    return (_values(looks)[:, :, None] > torch.from_numpy(THRESHOLDS).float()).float()


def _drawn(
    folder: Path, first_seed: int, scenes: int, recipe: AttributeRecipe, what: str, progress: Progress
) -> AttributeExamples:
    draw(folder, first_seed, scenes, recipe.places, scene_progress(what, scenes, progress))
    return gathered(folder, first_seed, scenes)
