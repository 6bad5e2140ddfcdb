"""Noise levels: the straight path between clean and noise, and where few-step sampling stops on it.

noisy = (1 - sigma) clean + sigma noise (rectified flow, Liu et al. 2022). Velocity is noise minus clean.
"""

from __future__ import annotations

import torch
from torch import Tensor

from inhabit.shapes import Latent, Sigma


def mix(clean: Latent, noise: Latent, sigma: Sigma) -> Latent:
    """The point at `sigma` on the straight path from clean (0) to noise (1)."""
    s = sigma[:, None, None, None]
    return (1 - s) * clean + s * noise


def velocity(noisy: Latent, clean: Latent, sigma: Sigma) -> Latent:
    """Direction of growing noise at `noisy`, given an estimate of clean; safe at sigma = 0."""
    return (noisy - clean) / sigma.clamp_min(1e-3)[:, None, None, None]


def ladder(steps: int) -> tuple[float, ...]:
    """steps + 1 sigmas from 1 to 0, evenly: what any-step training saw. Raises ValueError for steps < 1."""
    if steps < 1:
        raise ValueError(f"steps must be at least 1, not {steps}")
    return tuple(1.0 - i / steps for i in range(steps + 1))


def draw_sigma(count: int, generator: torch.Generator) -> Tensor:
    """Training sigmas [count]: uniform, with a third of the mass at pure noise, where sampling starts."""
    uniform = torch.rand(count, generator=generator)
    return torch.where(torch.rand(count, generator=generator) < 0.3, torch.ones(count), uniform)
