"""Stage three: texture. The painter learns, against a judge, to paint detail instead of its average.

The encoder stays as it is, so latents keep their meaning and the dynamics can be trained meanwhile. Hinge
losses on patches (PatchGAN, Isola et al. 2017); the judge sees tone alone, where the detail lives.
"""

from __future__ import annotations

import itertools

import torch
from torch import Tensor, nn
from torch.func import functional_call
from torch.nn.functional import binary_cross_entropy_with_logits, interpolate, leaky_relu, relu

from inhabit.core.spec import WorldSpec
from inhabit.frames.autoencoder import CanvasEncoder
from inhabit.frames.decoder import Painter
from inhabit.frames.patches import unfold_planes
from inhabit.frames.precision import half_where_fast
from inhabit.training.batches import crop
from inhabit.training.objectives import closeness, edges, psnr_db
from inhabit.training.store import Store

JUDGED = 0.03
"""Weight of the judge's opinion beside closeness."""
NOISE = 0.1


class Judge(nn.Module):
    """Tone [b, 1, h, w] -> opinions [b, 1, h/8, w/8]: above 0 means true."""

    def __init__(self) -> None:
        super().__init__()
        widths = (1, 24, 48, 96)
        self.layers = nn.ModuleList(
            nn.Conv2d(a, b, 4, stride=2, padding=1) for a, b in itertools.pairwise(widths)
        )
        self.head = nn.Conv2d(widths[-1], 1, 3, padding=1)

    def forward(self, tone: Tensor) -> Tensor:
        x = 4 * tone - 2
        for layer in self.layers:
            x = leaky_relu(layer(x), 0.2)
        return self.head(x)


class TextureStage:
    """Goes on training `Painter` with a `Judge`; the encoder is given and frozen."""

    def __init__(
        self,
        spec: WorldSpec,
        store: Store,
        encoder: CanvasEncoder,
        painter: dict[str, Tensor],
        *,
        batch: int = 12,
        device: str = "cpu",
    ) -> None:
        self.spec, self.store, self.batch, self.device = spec, store, batch, torch.device(device)
        self.painter = Painter(spec)
        self.painter.load_state_dict(painter)
        self.module = nn.ModuleDict({"painter": self.painter, "judge": Judge()})
        self.module = self.module.to(self.device).to(memory_format=torch.channels_last)  # pyright: ignore
        self.encoder = encoder.eval().requires_grad_(requires_grad=False).to(self.device)

    def loss(self, step: int, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        batch = crop(self.store, self.spec, self.batch, 160, 240, generator).to(self.device)
        judge = self.module["judge"]
        with half_where_fast(self.device.type):
            latent = self.encoder.raw(batch.patches)
            latent = latent + NOISE * self.encoder.scale[:, None, None] * torch.randn_like(latent)
            painted = self.painter.raw(latent).float()
            tone, matter = unfold_planes(painted)
            fixed = {name: value.detach() for name, value in judge.named_parameters()}
            opinion = functional_call(judge, fixed, (tone,)).float()
            doubt = relu(1 - judge(batch.tone).float()).mean() + relu(1 + judge(tone.detach()).float()).mean()
        truth = interpolate(batch.matter, size=matter.shape[-2:], mode="area")
        near = closeness(tone, batch.tone) + 0.3 * edges(tone, batch.tone)
        stuff = closeness(matter, truth) + 0.5 * edges(matter, truth, 1)
        depth = closeness(painted[:, 33:34], batch.patches[:, 33:34])
        depth = depth + edges(painted[:, 33:34], batch.patches[:, 33:34], 1)
        sky = binary_cross_entropy_with_logits(painted[:, 34:35], batch.sky)
        kept = near + 0.5 * stuff + 2 * depth + 0.1 * sky
        sharpness = tone.detach().diff(dim=-1).abs().mean() / batch.tone.diff(dim=-1).abs().mean()
        parts = {
            "tone_db": psnr_db(tone, batch.tone),
            "sharpness": float(sharpness),
            "doubt": float(doubt.detach()),
        }
        return kept - JUDGED * opinion.mean() + doubt, parts
