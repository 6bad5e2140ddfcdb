"""What the interpreter's answers to captions should be, and how far they are from it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, smooth_l1_loss

from inhabit.core.attributes import BIOMES, SCALARS, STYLES, Attributes
from inhabit.sim.captions import Caption
from inhabit.world.interpreter import LEVELS, Answers


@dataclass(frozen=True, slots=True)
class Goals:
    """What the answers to b captions should be: `clock` [b] in [0, 24), `level` [b, s] in [0, 1], the rest as
    in `Answers`, gates and changes 0 or 1, names as indices (-100 for none)."""

    gate: Tensor
    change: Tensor
    clock: Tensor
    level: Tensor
    shift: Tensor
    biome: Tensor
    style: Tensor
    understood: Tensor


def goals(said: Sequence[Caption], worlds: Sequence[Attributes]) -> Goals:
    """The answers that are wanted, from the captions' meanings."""
    count = 1 + len(SCALARS)
    gate, change = np.zeros((len(said), count + 2), np.float32), np.zeros((len(said), count), np.float32)
    level, shift = np.zeros((len(said), len(SCALARS)), np.float32), np.zeros((len(said), count), np.float32)
    clock = np.zeros(len(said), np.float32)
    for row, (caption, world) in enumerate(zip(said, worlds, strict=True)):
        meaning = caption.meaning
        for name, value in meaning.targets.items():
            group = 0 if name == "hour" else 1 + SCALARS.index(name)
            gate[row, group], change[row, group] = 1.0, name in meaning.relative
            if name == "hour":
                clock[row] = value % 24.0
                shift[row, 0] = math.remainder(value - world.hour, 24.0)
            else:
                level[row, group - 1], shift[row, group] = value, value - getattr(world, name)
        gate[row, count], gate[row, count + 1] = meaning.biome is not None, meaning.style is not None
    return Goals(
        *(torch.from_numpy(part) for part in (gate, change, clock, level, shift)),
        biome=torch.tensor([BIOMES.index(c.meaning.biome) if c.meaning.biome else -100 for c in said]),
        style=torch.tensor([STYLES.index(c.meaning.style) if c.meaning.style else -100 for c in said]),
        understood=torch.tensor([float(c.meaning.understood) for c in said]),
    )


def score(answers: Answers, want: Goals) -> tuple[Tensor, dict[str, float]]:
    """The loss and its parts. Values count only where the text speaks of them."""
    spoken = want.gate[:, : want.change.shape[1]]
    absolute, relative = spoken * (1 - want.change), spoken * want.change
    gate = binary_cross_entropy_with_logits(answers.gate, want.gate) * want.gate.shape[1]
    change = _mean(binary_cross_entropy_with_logits(answers.change, want.change, reduction="none"), spoken)
    clock = _mean(surprise(answers.clock, want.clock, circular=True), absolute[:, 0])
    level = _mean(surprise(answers.level, (LEVELS - 1) * want.level), absolute[:, 1:])
    scale = torch.tensor([1 / 4.0] + [2.0] * len(SCALARS))
    off = smooth_l1_loss(answers.shift * scale, want.shift * scale, reduction="none", beta=0.1)
    shift = _mean(off, relative * _unclamped(want))
    biome = cross_entropy(answers.biome, want.biome) if (want.biome >= 0).any() else answers.biome.sum() * 0
    style = cross_entropy(answers.style, want.style) if (want.style >= 0).any() else answers.style.sum() * 0
    understood = binary_cross_entropy_with_logits(answers.understood, want.understood)
    parts = {
        "gate": gate, "change": change, "clock": 0.5 * clock, "level": level, "shift": 2 * shift,
        "biome": 0.5 * biome, "style": 0.5 * style, "understood": 0.5 * understood,
    }  # fmt: skip
    return torch.stack(list(parts.values())).sum(), {
        name: float(part.detach()) for name, part in parts.items()
    }


def surprise(logits: Tensor, place: Tensor, *, circular: bool = False) -> Tensor:
    """Cross entropy of logits [..., n] with a place among n, shared by the two full ones beside it; in a row,
    or a `circular` one."""
    count = logits.shape[-1]
    below = place.floor()
    above = (below + 1) % count if circular else (below + 1).clamp(max=count - 1)
    beside = -torch.log_softmax(logits, -1)
    low, high = (beside.gather(-1, at.long()[..., None])[..., 0] for at in (below % count, above))
    return low + (place - below) * (high - low)


def _mean(values: Tensor, mask: Tensor) -> Tensor:
    return (values * mask).sum() / mask.sum().clamp(min=1.0)


def _unclamped(want: Goals) -> Tensor:
    """1 where the wanted change did not run into 0 or 1, so that it shows how far the words go."""
    free = (want.level > 0.0) & (want.level < 1.0)
    return torch.cat([torch.ones_like(want.shift[:, :1]), free.float()], dim=1)
