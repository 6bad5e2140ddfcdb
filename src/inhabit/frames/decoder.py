"""The decoder side: latents to a painted canvas, and a canvas to the light that falls on it.

`Painter` turns a latent grid into a canvas with its geometry. `Look` never paints pixels: it predicts, on a
grid of 10-pixel cells, colour maps that `colour` applies to the full-size canvas, plus a fine additive glow,
plus a few curves that hold for the whole picture and follow from attributes alone. Detail comes from the
canvas untouched, and the same place can be lit any way without being remade.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import pixel_shuffle, relu

from inhabit.core.spec import WorldSpec
from inhabit.frames.colour import (
    BLUE,
    BLUE_GAIN,
    BODY,
    COVER,
    CURVES,
    KNOTS,
    LAND_CHANNELS,
    LUMA,
    MAP_CHANNELS,
    RED,
    RED_GAIN,
)
from inhabit.frames.layers import ResidualBlock, condition_mlp, conv
from inhabit.frames.patches import PATCH_CHANNELS
from inhabit.shapes import Conditions, Curves, Latent, Maps, Patches

SURROUNDINGS_CHANNELS = 3 + 2 + 3 + 3 + 3 + 6
"""tone u v, disparity sky, ray, nearness to sun (wide, narrow) and moon, how much the surface faces sun, moon
and zenith, and six waves of place and time."""


class Painter(nn.Module):
    """Latent [b, c, h10, w10] -> Patches [b, 35, h5, w5]."""

    def __init__(self, spec: WorldSpec) -> None:
        super().__init__()
        width, fine = spec.painter_width, spec.painter_fine_width
        self.stem = conv(spec.latent_channels, width, 3)
        self.blocks = nn.ModuleList(ResidualBlock(width) for _ in range(spec.painter_blocks))
        self.up = conv(width, 4 * fine, 1)
        self.fine = ResidualBlock(fine)
        self.head = conv(fine, PATCH_CHANNELS, 3)

    def forward(self, latent: Latent) -> Patches:
        x = self.stem(latent)
        for block in self.blocks:
            x = block(x)
        return self.head(self.fine(pixel_shuffle(self.up(x), 2)))


LAND_MIDDLE = 0.25
"""Tone about which the ramp of land lies."""


class Look(nn.Module):
    """What surrounds each cell, under given attributes -> colour maps, glow and curves.

    `surroundings` [b, 20, h5, w5] (see SURROUNDINGS_CHANNELS) -> Maps [b, 50, h10, w10], glow
    [b, 3, h5, w5] added to the signals, Curves [b, 7, 48].
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

    def forward(self, surroundings: Tensor, attributes: Conditions) -> tuple[Maps, Tensor, Curves]:
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
        curves = self.curve_head(self.curves(attributes)).view(-1, CURVES, KNOTS)
        return maps, self.glow_head(relu(self.glow(relu(fine)))), curves + _plain(curves)


def _plain(like: Tensor) -> Tensor:
    """Curves that change nothing: rising ones for cover, body and luma; chroma as its signals say."""
    plain = torch.zeros(CURVES, KNOTS, dtype=like.dtype, device=like.device)
    plain[[COVER, BODY, LUMA]] = torch.linspace(0, 1, KNOTS, dtype=like.dtype, device=like.device)
    plain[[BLUE, RED]], plain[[BLUE_GAIN, RED_GAIN]] = 0.0, 1.0
    return plain


def _ramp(raw: Tensor) -> Tensor:
    steep = 4.0 * torch.exp(torch.clamp(raw[:, 1:], -2.0, 3.0))
    return torch.cat([LAND_MIDDLE + 0.1 * raw[:, :1], steep], dim=1)
