"""The dynamics network: noisy latents and what memory shows -> clean latents.

A U-shaped transformer: convolutions on cells of 10 and 20 pixels, full attention on cells of 40, where
two prefix tokens (attributes, camera) stand before the picture's own. It knows nothing of schedules,
loops or memory; sigma and span are just numbers to it.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import pixel_shuffle, pixel_unshuffle, silu

from inhabit.core.spec import CAMERA_WIDTH, CONTEXT_CHANNELS, TOKEN_CELL_PX, WorldSpec
from inhabit.shapes import CameraVector, Conditions, Context, Latent, Sigma, Span
from inhabit.world.layers import Block, fourier, positions, rotary_table

PREFIX_TOKENS = 2


class ConvBlock(nn.Module):
    """Residual pair of convolutions, scaled and shifted by the condition vector."""

    def __init__(self, width: int, model: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        self.film = nn.Linear(model, 2 * width)
        nn.init.zeros_(self.film.weight)
        nn.init.zeros_(self.film.bias)
        nn.init.normal_(self.second.weight, std=0.02 / width**0.5)

    def forward(self, x: Tensor, told: Tensor) -> Tensor:
        scale, shift = self.film(told)[:, :, None, None].chunk(2, dim=1)
        inner = self.first(silu(x)) * (1 + scale) + shift
        return x + self.second(silu(inner))


class Network(nn.Module):
    """noisy [b, c, h10, w10], sigma [b], span [b], context [b, 7, h5, w5], attributes [b, a],
    camera [b, 4] -> clean latent [b, c, h10, w10]."""

    def __init__(self, spec: WorldSpec) -> None:
        super().__init__()
        coarse, middle, model = spec.coarse, spec.middle, spec.model
        self.model, self.heads = model, spec.heads
        self.trained = spec.grid(TOKEN_CELL_PX)
        self.clock = nn.Sequential(nn.Linear(64, model), nn.SiLU(), nn.Linear(model, model))
        self.attributes = nn.Sequential(
            nn.Linear(spec.attribute_width, model), nn.SiLU(), nn.Linear(model, model)
        )
        self.camera = nn.Sequential(nn.Linear(CAMERA_WIDTH, model), nn.SiLU(), nn.Linear(model, model))
        self.stem = nn.Conv2d(spec.latent_channels + 4 * CONTEXT_CHANNELS, coarse, 3, padding=1)
        self.coarse_in = ConvBlock(coarse, model)
        self.to_middle = nn.Conv2d(coarse, middle, 2, stride=2)
        self.middle_in = ConvBlock(middle, model)
        self.to_tokens = nn.Conv2d(middle, model, 2, stride=2)
        self.modulation = nn.Linear(model, 6 * model)
        self.blocks = nn.ModuleList(Block(model, spec.heads) for _ in range(spec.layers))
        self.from_tokens = nn.Conv2d(model, 4 * middle, 1)
        self.middle_out = ConvBlock(middle, model)
        self.from_middle = nn.Conv2d(middle, 4 * coarse, 1)
        self.coarse_out = ConvBlock(coarse, model)
        self.head = nn.Conv2d(coarse, spec.latent_channels, 3, padding=1)
        nn.init.zeros_(self.modulation.bias)
        nn.init.normal_(self.modulation.weight, std=0.01)

    def forward(
        self,
        noisy: Latent,
        sigma: Sigma,
        span: Span,
        context: Context,
        attributes: Conditions,
        camera: CameraVector,
    ) -> Latent:
        looks, lens = self.attributes(attributes), self.camera(camera)
        clock = self.clock(torch.cat([fourier(sigma, 32), fourier(span, 32)], dim=1))
        told = silu(clock + looks + lens)
        coarse = self.coarse_in(self.stem(torch.cat([noisy, pixel_unshuffle(context, 2)], dim=1)), told)
        middle = self.middle_in(self.to_middle(coarse), told)
        grid = self.to_tokens(middle)
        rows, columns = grid.shape[-2:]
        tokens = torch.cat([looks[:, None], lens[:, None], grid.flatten(2).transpose(1, 2)], dim=1)
        across, down = positions(columns, self.trained[1]), positions(rows, self.trained[0])
        rotary = rotary_table(down, across, PREFIX_TOKENS, self.model // self.heads)
        modulation = self.modulation(told).view(-1, 6, self.model)
        for block in self.blocks:
            tokens = block(tokens, modulation, rotary.to(tokens.device))
        grid = grid + tokens[:, PREFIX_TOKENS:].transpose(1, 2).reshape(grid.shape)
        middle = self.middle_out(middle + pixel_shuffle(self.from_tokens(grid), 2), told)
        coarse = self.coarse_out(coarse + pixel_shuffle(self.from_middle(middle), 2), told)
        return self.head(coarse)
