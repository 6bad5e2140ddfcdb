"""Stage three: the dynamics. Any-step generation of what memory does not show.

Shortcut forcing (Frans et al. 2024; Dreamer 4, Hafner et al. 2025) with clean prediction: most rows learn the
straight flow at the smallest span; the rest learn that one long jump equals two short ones, so that one
checkpoint runs 1, 2, 4 or 8 steps.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d

from inhabit.core.spec import WorldSpec
from inhabit.frames.precision import half_where_fast
from inhabit.training.moments import Moments, MomentSource
from inhabit.world.denoiser import Denoiser, View
from inhabit.world.network import Network
from inhabit.world.schedule import draw_sigma, mix, velocity
from inhabit.world.spatial import DETAIL_FROM, DETAIL_TO

SMALLEST_SPAN = 1 / 8
JUMPS = (1 / 4, 1 / 2, 1.0)
BOOTSTRAP_SHARE = 0.25
BOOTSTRAP_AFTER = 2000
"""Until then spans mean nothing yet, and rows with any span learn the straight flow."""
KNOWN_WEIGHT = 0.1
"""What memory already shows matters little: the decoder will pull it, not paint it."""


class DynamicsStage:
    """Trains `Network` on moments."""

    def __init__(self, spec: WorldSpec, source: MomentSource, *, device: str = "cpu") -> None:
        self.spec, self.source, self.device = spec, source, torch.device(device)
        self.module = Network(spec)
        self.module = self.module.to(self.device).to(memory_format=torch.channels_last)  # pyright: ignore

    def loss(self, step: int, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        moments = self.source.draw().to(self.device)
        count = moments.latent.shape[0]
        view = View(moments.context, _dropped(moments.attributes, generator), moments.camera)
        noise = torch.randn(moments.latent.shape, generator=generator).to(self.device)
        sigma, span = draw_sigma(count, generator), torch.full((count,), SMALLEST_SPAN)
        if step < BOOTSTRAP_AFTER:
            span = torch.tensor((SMALLEST_SPAN, *JUMPS))[torch.randint(4, (count,), generator=generator)]
        target = moments.latent.clone()
        jumps = int(count * BOOTSTRAP_SHARE) if step >= BOOTSTRAP_AFTER else 0
        if jumps:
            sigma[:jumps], span[:jumps] = _jump(jumps, generator)
        sigma, span = sigma.to(self.device), span.to(self.device)
        noisy = mix(moments.latent, noise, sigma)
        if jumps:
            target[:jumps] = self._two_halves(noisy[:jumps], sigma[:jumps], span[:jumps], _rows(view, jumps))
        with half_where_fast(self.device.type):
            made = Denoiser(self.module).clean(noisy, sigma, span, view).float()
        return _weigh(made, target, moments, sigma, jumps)

    @torch.no_grad()
    def _two_halves(self, noisy: Tensor, sigma: Tensor, span: Tensor, view: View) -> Tensor:
        denoiser, half = Denoiser(self.module), span / 2
        with half_where_fast(self.device.type):
            first = velocity(noisy, denoiser.clean(noisy, sigma, half, view).float(), sigma)
            midway = noisy - half[:, None, None, None] * first
            second = velocity(midway, denoiser.clean(midway, sigma - half, half, view).float(), sigma - half)
        return noisy - sigma[:, None, None, None] * 0.5 * (first + second)


def _jump(count: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    span = torch.tensor(JUMPS)[torch.randint(len(JUMPS), (count,), generator=generator)]
    landing = (torch.rand(count, generator=generator) * (1 / span)).floor() * span
    return landing + span, span


def _rows(view: View, count: int) -> View:
    return View(view.context[:count], view.attributes[:count], view.camera[:count])


def _dropped(attributes: Tensor, generator: torch.Generator) -> Tensor:
    kept = torch.rand(attributes.shape[0], 1, generator=generator) > 0.1
    return attributes * kept.to(attributes.device)


def kept(context: Tensor) -> Tensor:
    """How much of each cell the picture will pull and not paint, [b, 1, h5, w5]: seen, and not magnified."""
    detail = torch.clamp((DETAIL_TO - 2 * context[:, 6:7]) / (DETAIL_TO - DETAIL_FROM), 0, 1)
    return context[:, 5:6] * detail


def _weigh(
    made: Tensor, target: Tensor, moments: Moments, sigma: Tensor, jumps: int
) -> tuple[Tensor, dict[str, float]]:
    known = avg_pool2d(kept(moments.context), 2)
    weight = KNOWN_WEIGHT + (1 - KNOWN_WEIGHT) * (1 - known)
    error = (made - target).square().mean(1, keepdim=True) * weight
    per_row = error.sum((1, 2, 3)) / weight.sum((1, 2, 3))
    # Noisier rows say less about detail, cleaner ones are nearly given: weigh as Dreamer 4 does.
    loss = (per_row * (0.9 * sigma + 0.1)).mean()
    parts = {"flow": float(per_row[jumps:].mean().detach())}
    if jumps:
        parts["jump"] = float(per_row[:jumps].mean().detach())
    return loss, parts
