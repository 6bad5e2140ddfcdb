"""The few-step loop: noise to a clean latent in 1 to 8 evaluations. Knows no layers."""

from __future__ import annotations

import itertools

import torch

from inhabit.shapes import Latent
from inhabit.world.denoiser import Denoiser, View
from inhabit.world.schedule import ladder, velocity


def sample(denoiser: Denoiser, noise: Latent, view: View, steps: int) -> Latent:
    """Euler along the straight path; each jump tells the network how far it goes (shortcut models,
    Frans et al. 2024)."""
    sigmas = ladder(steps)
    batch = noise.shape[0]
    latent = noise
    for start, end in itertools.pairwise(sigmas):
        sigma = torch.full((batch,), start)
        span = torch.full((batch,), start - end)
        clean = denoiser.clean(latent, sigma, span, view)
        latent = clean if end == 0.0 else latent - (start - end) * velocity(latent, clean, sigma)
    return latent
