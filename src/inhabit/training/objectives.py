"""Losses on planes: closeness, and sharpness, which closeness alone would trade away."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d


def closeness(made: Tensor, truth: Tensor) -> Tensor:
    """Mean absolute difference."""
    return (made - truth).abs().mean()


def edges(made: Tensor, truth: Tensor, scales: int = 2) -> Tensor:
    """Mean absolute difference of gradients, at full and halved sizes: [b, c, h, w] each."""
    total = made.new_zeros(())
    for scale in range(scales):
        if scale:
            made, truth = avg_pool2d(made, 2), avg_pool2d(truth, 2)
        for axis in (-1, -2):
            total = total + (made.diff(dim=axis) - truth.diff(dim=axis)).abs().mean()
    return total


def psnr_db(made: Tensor, truth: Tensor) -> float:
    """Peak signal-to-noise ratio for values in [0, 1]."""
    error = (made.detach().clamp(0, 1) - truth).square().mean()
    return float(-10 * torch.log10(error.clamp_min(1e-10)))
