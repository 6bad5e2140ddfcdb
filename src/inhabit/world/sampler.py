"""The few-step loop: noise to a clean latent in 1 to 8 evaluations. Knows no layers."""

from __future__ import annotations

import torch

from inhabit.shapes import Latent
from inhabit.world.denoiser import Denoiser, View
from inhabit.world.schedule import ladder, velocity


def sample(denoiser: Denoiser, noise: Latent, view: View, steps: int) -> Latent:
    """Euler along the straight path; each jump tells the network how far it goes (shortcut models,
    Frans et al. 2024)."""
    latent = noise
    for done in range(steps):
        latent = one_step(denoiser, latent, view, done, steps)
    return latent


def one_step(denoiser: Denoiser, latent: Latent, view: View, done: int, steps: int) -> Latent:
    """Step number `done` (from 0) of `steps`: the latent a little cleaner, clean after the last."""
    start, end = ladder(steps)[done : done + 2]
    batch = latent.shape[0]
    sigma, span = torch.full((batch,), start), torch.full((batch,), start - end)
    clean = denoiser.clean(latent, sigma, span, view)
    return clean if end == 0.0 else latent - (start - end) * velocity(latent, clean, sigma)
