"""Transformer blocks of the dynamics network, modulated by one shared vector.

adaLN-single (PixArt-alpha, Chen et al. 2023): one linear map of the condition vector modulates every
block, each block adds its own learned offset; queries and keys are normalised (QK-norm).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize, scaled_dot_product_attention, silu

from inhabit.shapes import Tokens


class Attention(nn.Module):
    """Full self-attention over tokens [b, n, m] with axial rotary positions."""

    def __init__(self, model: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(model, 3 * model, bias=False)
        self.out = nn.Linear(model, model, bias=False)
        self.temperature = nn.Parameter(torch.full((heads, 1, 1), 8.0))

    def forward(self, x: Tokens, rotary: Tensor) -> Tokens:
        batch, count, model = x.shape
        q, k, v = self.qkv(x).view(batch, count, 3, self.heads, -1).permute(2, 0, 3, 1, 4).unbind(0)
        q = rotate(normalize(q, dim=-1), rotary) * self.temperature
        k = rotate(normalize(k, dim=-1), rotary)
        mixed = scaled_dot_product_attention(q, k, v, scale=1.0)
        return self.out(mixed.transpose(1, 2).reshape(batch, count, model))


class Block(nn.Module):
    """Attention then MLP, both gated by `modulation` [b, 6, m]."""

    def __init__(self, model: int, heads: int) -> None:
        super().__init__()
        self.attention = Attention(model, heads)
        self.up = nn.Linear(model, 4 * model)
        self.down = nn.Linear(4 * model, model)
        self.offset = nn.Parameter(torch.zeros(6, model))

    def forward(self, x: Tokens, modulation: Tensor, rotary: Tensor) -> Tokens:
        shift_a, scale_a, gate_a, shift_b, scale_b, gate_b = (modulation + self.offset)[:, :, None].unbind(1)
        x = x + gate_a * self.attention(unit(x) * (1 + scale_a) + shift_a, rotary)
        inner = self.up(unit(x) * (1 + scale_b) + shift_b)
        return x + gate_b * self.down(silu(inner))


def unit(x: Tensor) -> Tensor:
    """RMS normalisation over the last axis, without weights."""
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-6)


def rotary_table(rows: Tensor, columns: Tensor, extra: int, head_width: int) -> Tensor:
    """Angles [extra + rows * columns, head_width / 2] for axial positions, given where rows and columns lie;
    extras sit at the origin.

    Half of the frequencies follow the row, half the column, so any picture shape works.
    """
    quarter = head_width // 4
    frequency = 1.0 / (50.0 ** (torch.arange(quarter) / quarter))
    r, c = torch.meshgrid(rows, columns, indexing="ij")
    angles = torch.cat([r.reshape(-1, 1) * frequency, c.reshape(-1, 1) * frequency], dim=1)
    return torch.cat([torch.zeros(extra, 2 * quarter), angles], dim=0)


def positions(count: int, trained: int) -> Tensor:
    """Where `count` tokens in a row lie for a network that was trained on `trained` of them: float32 [count].

    The middle stays the middle, because the horizon is found there, and what lies beyond the outermost places
    counts as those: told of places it never saw, the network puts land into the sky.
    """
    return (torch.arange(count) + (trained - count) / 2).clamp(0, trained - 1)


def rotate(x: Tensor, angles: Tensor) -> Tensor:
    """Rotary embedding: x [b, k, n, d], angles [n, d/2]."""
    a, b = x.chunk(2, dim=-1)
    cos, sin = angles.cos().to(x.dtype), angles.sin().to(x.dtype)
    return torch.cat([a * cos - b * sin, a * sin + b * cos], dim=-1)


def fourier(values: Tensor, width: int) -> Tensor:
    """Scalars in about [0, 1], [b] -> smooth features [b, width]."""
    frequency = torch.exp(torch.linspace(0.0, 5.0, width // 2, device=values.device))
    phase = values[:, None] * frequency
    return torch.cat([phase.sin(), phase.cos()], dim=1)
