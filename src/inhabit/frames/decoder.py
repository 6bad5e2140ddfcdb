"""The decoder side: latents to a painted canvas, and a canvas to the light that falls on it.

`Painter` turns a latent grid into a canvas with its geometry. `Look` never paints pixels: it predicts,
on a grid of 10-pixel cells, colour maps that `colour` applies to the full-size canvas (after HDRNet,
Gharbi et al. 2017), plus a fine additive glow. Land and sky have maps of their own, and each is a pair with
a ramp between them along tone, so that clouds can have edges and prints can have inks. Detail comes from
the canvas untouched, and the same place can be lit any way without being remade.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import interpolate, pixel_shuffle, relu

from inhabit.core.spec import WorldSpec
from inhabit.frames.layers import ResidualBlock, condition_mlp, conv
from inhabit.frames.patches import PATCH_CHANNELS
from inhabit.shapes import Conditions, Latent, Maps, Matter, Patches, Tone

SKY_TONE_FROM, SKY_TONE_TO = 0.54, 0.66
"""Tone is land below the first, sky above the second, and blends between: anti-aliased silhouettes."""

SURROUNDINGS_CHANNELS = 3 + 2 + 3 + 3 + 6
"""tone u v, disparity sky, ray, nearness to sun (wide, narrow) and moon, and six waves of place and time."""


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


MAPS_PER_REGION = 3 * 8 + 2
"""For each of Y, U, V a base map of 4 (tone, u, v, one) and a map of 4 added along the ramp; the
ramp's middle and steepness."""
LAND_MIDDLE, SKY_MIDDLE = 0.25, 0.85


class Look(nn.Module):
    """What surrounds each cell, under given attributes -> colour maps and glow.

    `surroundings` [b, 17, h5, w5] (see SURROUNDINGS_CHANNELS) -> Maps [b, 52, h10, w10] and glow
    [b, 3, h5, w5] in YUV, luma in [0, 1], chroma centred on 0.
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
        self.maps = conv(width, 2 * MAPS_PER_REGION, 1)
        self.up = conv(width, 4 * 12, 1)
        self.glow = conv(12 + width // 2, 12, 3)
        self.glow_head = conv(12, 3, 3)

    def forward(self, surroundings: Tensor, attributes: Conditions) -> tuple[Maps, Tensor]:
        told = self.conditions(attributes)
        scale, shift = self.film(told)[:, :, None, None].chunk(2, dim=1)
        stem = self.stem(surroundings) * (1 + scale) + shift
        x = self.down(relu(stem))
        for block in self.blocks:
            x = block(x, told)
        x = relu(x)
        land, sky = self.maps(x).split(MAPS_PER_REGION, dim=1)
        maps = torch.cat([_with_ramp(land, LAND_MIDDLE), _with_ramp(sky, SKY_MIDDLE)], dim=1)
        fine = torch.cat([pixel_shuffle(self.up(x), 2), stem], dim=1)
        return maps, self.glow_head(relu(self.glow(relu(fine))))


def colour(tone: Tone, matter: Matter, maps: Maps, glow: Tensor) -> tuple[Tensor, Tensor]:
    """Light a canvas, differentiably: the reference for `compose.light`, and what training uses.

    tone [b, 1, h, w], matter [b, 2, any], maps [b, 52, h10, w10], glow [b, 3, h5, w5] -> luma
    [b, 1, h, w] in [0, 1] and chroma [b, 2, h/2, w/2] centred on 0.
    """
    height, width = tone.shape[-2:]
    full, half = (height, width), (height // 2, width // 2)
    small = interpolate(tone, size=half, mode="area")
    luma = _apply(tone, _to(matter, full), maps, 0) + _to(glow[:, 0:1], full)
    stuff = _to(matter, half)
    chroma = torch.cat([_apply(small, stuff, maps, output) for output in (1, 2)], dim=1)
    return luma, chroma + _to(glow[:, 1:3], half)


def skyness(tone: Tensor) -> Tensor:
    """0 for land tones, 1 for sky tones."""
    return torch.clamp((tone - SKY_TONE_FROM) / (SKY_TONE_TO - SKY_TONE_FROM), 0.0, 1.0)


def _with_ramp(raw: Tensor, middle: float) -> Tensor:
    steep = 4.0 * torch.exp(torch.clamp(raw[:, -1:], -2.0, 3.0))
    return torch.cat([raw[:, :-2], middle + 0.1 * raw[:, -2:-1], steep], dim=1)


def _apply(tone: Tensor, matter: Tensor, maps: Tensor, output: int) -> Tensor:
    size = (tone.shape[-2], tone.shape[-1])
    ingredients = torch.cat([tone, matter, torch.ones_like(tone)], dim=1)
    values: list[Tensor] = []
    for region in range(2):
        first = region * MAPS_PER_REGION
        base = _to(maps[:, first + 8 * output : first + 8 * output + 8], size)
        ramp = _to(maps[:, first + MAPS_PER_REGION - 2 : first + MAPS_PER_REGION], size)
        along = torch.clamp(0.5 + ramp[:, 1:2] * (tone - ramp[:, 0:1]), 0.0, 1.0)
        values.append(((base[:, :4] + along * base[:, 4:]) * ingredients).sum(1, keepdim=True))
    return values[0] + skyness(tone) * (values[1] - values[0])


def _to(planes: Tensor, size: tuple[int, int]) -> Tensor:
    return interpolate(planes, size=size, mode="bilinear", align_corners=False)
