"""The decoder side: latents to a painted canvas, and a canvas to the light that falls on it.

`Painter` turns a latent grid into a canvas with its geometry. `Look` never paints pixels: it predicts, on a
grid of 10-pixel cells, colour maps that `colour` applies to the full-size canvas, plus a fine additive glow,
plus a few curves that hold for the whole picture and follow from attributes alone. Detail comes from the
canvas untouched, and the same place can be lit any way without being remade.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import pixel_shuffle, relu, softplus

from inhabit.core.attributes import SCALARS
from inhabit.core.spec import WorldSpec
from inhabit.frames.colour import (
    BLUE_GAIN,
    CURVES,
    KNOTS,
    LAND_CHANNELS,
    LUMA,
    MAP_CHANNELS,
    RED_GAIN,
)
from inhabit.frames.layers import ResidualBlock, condition_mlp, conv
from inhabit.frames.patches import PATCH_CHANNELS
from inhabit.frames.surroundings import SURROUNDINGS_CHANNELS
from inhabit.shapes import Conditions, Curves, Latent, Maps, Patches


class Painter(nn.Module):
    """Latent [b, c, h10, w10], standardised as by the calibrated encoder -> Patches [b, 35, h5, w5]."""

    mean: Tensor
    scale: Tensor

    def __init__(self, spec: WorldSpec) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(spec.latent_channels))
        self.register_buffer("scale", torch.ones(spec.latent_channels))
        width, fine = spec.painter_width, spec.painter_fine_width
        self.stem = conv(spec.latent_channels, width, 3)
        self.blocks = nn.ModuleList(ResidualBlock(width) for _ in range(spec.painter_blocks))
        self.up = conv(width, 4 * fine, 1)
        self.fine = ResidualBlock(fine)
        self.head = conv(fine, PATCH_CHANNELS, 3)

    def forward(self, latent: Latent) -> Patches:
        return self.raw(latent * self.scale[:, None, None] + self.mean[:, None, None])

    def raw(self, latent: Latent) -> Patches:
        """As `forward`, from a latent before standardisation; what training sees."""
        x = self.stem(latent)
        for block in self.blocks:
            x = block(x)
        return self.head(self.fine(pixel_shuffle(self.up(x), 2)))


FALLING = [2 + SCALARS.index(name) for name in ("rain", "snow")]
"""Where rain and snow stand in the attributes' vector: what doesn't fall doesn't show."""
LAND_MIDDLE = 0.25
"""Tone about which the ramp of land lies."""


class Look(nn.Module):
    """What surrounds each cell, under given attributes -> colour maps, glow, curves, and how strongly
    rain and snow show.

    `surroundings` [b, 27, h5, w5] (see `surroundings`) -> Maps [b, 50, h10, w10], glow
    [b, 3, h5, w5] added to the signals, Curves [b, 7, 48], fall [b, 2] in grey.
    """

    def __init__(self, spec: WorldSpec) -> None:
        super().__init__()
        width, hidden = spec.look_width, 64
        self.conditions = condition_mlp(spec.attribute_width, hidden)
        self.stem = conv(SURROUNDINGS_CHANNELS, width // 2, 3)
        self.film = nn.Linear(hidden, width)
        self.down = conv(width // 2, width, 2, stride=2)
        self.blocks = nn.ModuleList(
            ResidualBlock(width, conditions_width=hidden) for _ in range(spec.look_blocks)
        )
        self.maps = conv(width, MAP_CHANNELS, 1)
        self.up = conv(width, 4 * 12, 1)
        self.glow = conv(12 + width // 2, 12, 3)
        self.glow_head = conv(12, 3, 3)
        self.curves = nn.Sequential(
            nn.Linear(spec.attribute_width, 128), nn.SiLU(), nn.Linear(128, 128), nn.SiLU()
        )
        self.curve_head = nn.Linear(128, CURVES * KNOTS)
        nn.init.normal_(self.curve_head.weight, std=1e-3)
        nn.init.zeros_(self.curve_head.bias)
        self.edges = nn.Linear(128, 4)
        nn.init.normal_(self.edges.weight, std=1e-2)
        nn.init.zeros_(self.edges.bias)
        self.fall = nn.Linear(128, 2)
        nn.init.zeros_(self.fall.weight)
        nn.init.constant_(self.fall.bias, -1.0)

    def forward(self, surroundings: Tensor, attributes: Conditions) -> tuple[Maps, Tensor, Curves, Tensor]:
        told = self.conditions(attributes)
        scale, shift = self.film(told)[:, :, None, None].chunk(2, dim=1)
        stem = self.stem(surroundings) * (1 + scale) + shift
        x = self.down(relu(stem))
        for block in self.blocks:
            x = block(x, told)
        x = relu(x)
        maps = self.maps(x)
        ramp = _ramp(maps[:, LAND_CHANNELS - 2 : LAND_CHANNELS])
        maps = torch.cat([maps[:, : LAND_CHANNELS - 2], ramp, maps[:, LAND_CHANNELS:]], dim=1)
        fine = torch.cat([pixel_shuffle(self.up(x), 2), stem], dim=1)
        mood = self.curves(attributes)
        fall = softplus(self.fall(mood).float()) * attributes[:, FALLING]
        return maps, self.glow_head(relu(self.glow(relu(fine)))), self._curves(mood), fall

    def _curves(self, told: Tensor) -> Curves:
        bends = self.curve_head(told).float().view(-1, CURVES, KNOTS)
        # Clouds begin at an edge that moves with the weather: found sooner as a number than knot by knot.
        middle, steep = self.edges(told).float().view(-1, 2, 2, 1).unbind(2)
        even = torch.linspace(0, 1, KNOTS, dtype=bends.dtype, device=bends.device)
        heaven = torch.clamp(0.5 + torch.exp(2 * steep) * (even - 0.5 - 0.5 * middle), 0.0, 1.0)
        plain = even.new_zeros(CURVES - 2, KNOTS)
        plain[LUMA - 2], plain[BLUE_GAIN - 2], plain[RED_GAIN - 2] = even, 1.0, 1.0
        return bends + torch.cat([heaven, plain.expand(bends.shape[0], -1, -1)], dim=1)


def _ramp(raw: Tensor) -> Tensor:
    steep = 4.0 * torch.exp(torch.clamp(raw[:, 1:], -2.0, 3.0))
    return torch.cat([LAND_MIDDLE + 0.1 * raw[:, :1], steep], dim=1)
