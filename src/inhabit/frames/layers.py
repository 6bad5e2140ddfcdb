"""The few convolutional blocks that encoder, painter, eye and look are made of.

No normalisation layers: they cost a pass over memory each on a CPU, and residual branches that start
near zero train without them (Fixup, Zhang et al. 2019, in spirit).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import relu


class ResidualBlock(nn.Module):
    """x + conv(relu(film(conv(relu(x))))): [b, c, h, w] -> the same shape.

    With `conditions_width`, the inner activation is scaled and shifted by a linear map of a vector
    (FiLM, Perez et al. 2018).
    """

    def __init__(self, width: int, *, conditions_width: int = 0) -> None:
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        self.film = nn.Linear(conditions_width, 2 * width) if conditions_width else None
        nn.init.normal_(self.second.weight, std=0.02 / width**0.5)
        nn.init.zeros_(self.second.bias)  # pyright: ignore[reportArgumentType]
        if self.film is not None:
            nn.init.zeros_(self.film.weight)
            nn.init.zeros_(self.film.bias)

    def forward(self, x: Tensor, conditions: Tensor | None = None) -> Tensor:
        inner = self.first(relu(x))
        if self.film is not None and conditions is not None:
            scale, shift = self.film(conditions)[:, :, None, None].chunk(2, dim=1)
            inner = inner * (1 + scale) + shift
        return x + self.second(relu(inner))


def conv(inputs: int, outputs: int, kernel: int = 3, *, stride: int = 1) -> nn.Conv2d:
    """A convolution that keeps the grid (or halves it with stride 2 and kernel 2 or 4)."""
    padding = {1: 0, 2: 0, 3: 1, 4: 1}[kernel]
    return nn.Conv2d(inputs, outputs, kernel, stride=stride, padding=padding)


def condition_mlp(inputs: int, outputs: int) -> nn.Sequential:
    """Vector -> vector, one hidden layer."""
    return nn.Sequential(nn.Linear(inputs, outputs), nn.SiLU(), nn.Linear(outputs, outputs), nn.SiLU())


def squash(disparity: Tensor, scale_m: float) -> Tensor:
    """Disparity in 1/m -> network units in [0, 1): even steps feel even from 1 m to the horizon."""
    scaled = disparity * scale_m
    return scaled / (1 + scaled)


def unsquash(squashed: Tensor, scale_m: float) -> Tensor:
    """The inverse of `squash`; clamps into the open range first."""
    clipped = torch.clamp(squashed, 0.0, 0.98)
    return clipped / (scale_m * (1 - clipped))
