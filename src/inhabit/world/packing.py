"""Weights in a byte each: matrices as int8 with a scale per row, everything else in half precision."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

NARROWEST, SCALE = 32, ".scale"
"""Matrices with at least this many columns are packed; the ending of their scales' names."""


def packed(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Matrices as int8 with a float16 `name.scale` [rows, 1] beside them, the rest as float16."""
    found: dict[str, Tensor] = {}
    for name, value in weights.items():
        if value.ndim == 2 and value.shape[1] >= NARROWEST:
            scale = (value.abs().amax(1, keepdim=True) / 127.0).clamp(min=1e-6).half()
            found[f"{name}{SCALE}"] = scale
            found[name] = (value / scale.float()).round().clamp(-127, 127).to(torch.int8)
        else:
            found[name] = value.half()
    return {name: value.contiguous() for name, value in found.items()}


def unpacked(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The weights in float32 again."""
    return {
        name: value * tensors[f"{name}{SCALE}"] if f"{name}{SCALE}" in tensors else value
        for name, value in tensors.items()
        if not name.endswith(SCALE)
    }
