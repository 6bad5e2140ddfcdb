"""Stage one: the canvas autoencoder. What the world is made of, there and back through the latent."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, interpolate

from inhabit.core.spec import WorldSpec
from inhabit.frames.autoencoder import CanvasEncoder
from inhabit.frames.decoder import Painter
from inhabit.frames.patches import unfold_planes
from inhabit.frames.precision import half_where_fast
from inhabit.training.batches import crop
from inhabit.training.objectives import closeness, edges, psnr_db
from inhabit.training.store import Store

LATENT_NOISE = 0.05
"""Noise on latents in training (in raw units), so that neighbours in latent space decode alike."""


class CanvasStage:
    """Trains `CanvasEncoder` and `Painter` on random crops."""

    def __init__(self, spec: WorldSpec, store: Store, *, batch: int = 16, device: str = "cpu") -> None:
        self.spec, self.store, self.batch, self.device = spec, store, batch, torch.device(device)
        self.encoder, self.painter = CanvasEncoder(spec), Painter(spec)
        self.module = nn.ModuleDict({"encoder": self.encoder, "painter": self.painter})
        self.module = self.module.to(self.device).to(memory_format=torch.channels_last)  # pyright: ignore

    def loss(self, step: int, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        batch = crop(self.store, self.spec, self.batch, 160, 240, generator).to(self.device)
        with half_where_fast(self.device.type):
            latent = self.encoder.raw(batch.patches)
            spread = 0.001 * latent.float().square().mean()
            painted = self.painter.raw(latent + LATENT_NOISE * torch.randn_like(latent))
        painted = painted.float()
        tone, matter = unfold_planes(painted)
        truth = interpolate(batch.matter, size=matter.shape[-2:], mode="area")
        near, sharp = closeness(tone, batch.tone), edges(tone, batch.tone)
        stuff = closeness(matter, truth) + 0.5 * edges(matter, truth, 1)
        depth = closeness(painted[:, 33:34], batch.patches[:, 33:34]) + edges(
            painted[:, 33:34], batch.patches[:, 33:34], 1
        )
        sky = binary_cross_entropy_with_logits(painted[:, 34:35], batch.sky)
        total = near + sharp + 0.5 * stuff + 2 * depth + 0.1 * sky + spread
        return total, {
            "tone_db": psnr_db(tone, batch.tone),
            "matter": float(stuff.detach()),
            "depth": float(depth.detach()),
        }


@torch.no_grad()
def calibrate(encoder: CanvasEncoder, spec: WorldSpec, store: Store) -> None:
    """Standardise latents over a spread of whole frames."""
    frames = list(range(0, store.frames, max(1, store.frames // 64)))[:64]
    from inhabit.training.batches import window

    batch = window(store, spec, frames, 0, 0, spec.canvas_height_px, spec.canvas_width_px)
    encoder.calibrate(encoder.raw(batch.patches))
