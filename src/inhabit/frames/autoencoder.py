"""The encoder side: a canvas to latents, and a picture to the canvas behind it.

`CanvasEncoder` compresses what memory and decoder speak of (tone, matter, disparity, sky) to a latent
grid. `Eye` looks at a displayed picture, knowing under which attributes it was taken, and takes the
light out again: it is how true frames (evaluation, a dropped picture) enter a world.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import pixel_shuffle, relu

from inhabit.core.spec import WorldSpec
from inhabit.frames.layers import ResidualBlock, condition_mlp, conv
from inhabit.frames.patches import MATTER_CHANNELS, PATCH_CHANNELS, TONE_CHANNELS
from inhabit.frames.surroundings import BEARINGS_CHANNELS
from inhabit.shapes import Bearings, Conditions, Latent, Patches


class CanvasEncoder(nn.Module):
    """Patches [b, 35, h5, w5] -> Latent [b, c, h10, w10], unit variance after `calibrate`."""

    mean: Tensor
    scale: Tensor

    def __init__(self, spec: WorldSpec) -> None:
        super().__init__()
        width = spec.encoder_width
        self.stem = conv(PATCH_CHANNELS, width, 1)
        self.down = conv(width, 2 * width, 2, stride=2)
        self.blocks = nn.ModuleList(ResidualBlock(2 * width) for _ in range(2))
        self.head = conv(2 * width, spec.latent_channels, 1)
        self.register_buffer("mean", torch.zeros(spec.latent_channels))
        self.register_buffer("scale", torch.ones(spec.latent_channels))

    def raw(self, patches: Patches) -> Latent:
        """The latent before standardisation; what training sees."""
        x = self.down(relu(self.stem(patches)))
        for block in self.blocks:
            x = block(x)
        return self.head(x)

    def forward(self, patches: Patches) -> Latent:
        return (self.raw(patches) - self.mean[:, None, None]) / self.scale[:, None, None]

    @torch.no_grad()
    def calibrate(self, raw: Latent) -> None:
        """Fix the standardisation from a sample of raw latents."""
        self.mean.copy_(raw.float().mean((0, 2, 3)))
        self.scale.copy_(raw.float().std((0, 2, 3)).clamp_min(1e-3))


class Eye(nn.Module):
    """A folded picture [b, 33, h5, w5] under known attributes -> the Patches behind it."""

    def __init__(self, spec: WorldSpec) -> None:
        super().__init__()
        width = spec.see_width
        hidden = 64
        self.conditions = condition_mlp(spec.attribute_width, hidden)
        self.stem = conv(TONE_CHANNELS + MATTER_CHANNELS + BEARINGS_CHANNELS, width, 3)
        self.fine = ResidualBlock(width, conditions_width=hidden)
        self.down = conv(width, 2 * width, 2, stride=2)
        self.middle = nn.ModuleList(ResidualBlock(2 * width, conditions_width=hidden) for _ in range(2))
        self.down_again = conv(2 * width, 2 * width, 2, stride=2)
        self.deep = nn.ModuleList(ResidualBlock(2 * width, conditions_width=hidden) for _ in range(3))
        self.up_again = conv(2 * width, 8 * width, 1)
        self.up = conv(2 * width, 4 * width, 1)
        self.out = ResidualBlock(width, conditions_width=hidden)
        self.head = conv(width, PATCH_CHANNELS, 1)

    def forward(self, picture: Tensor, bearings: Bearings, attributes: Conditions) -> Patches:
        told = self.conditions(attributes)
        fine = self.fine(self.stem(torch.cat([picture, bearings], dim=1)), told)
        middle = self.down(fine)
        for block in self.middle:
            middle = block(middle, told)
        deep = self.down_again(middle)
        for block in self.deep:
            deep = block(deep, told)
        middle = middle + pixel_shuffle(self.up_again(deep), 2)
        fine = fine + pixel_shuffle(self.up(middle), 2)
        return self.head(self.out(fine, told))
