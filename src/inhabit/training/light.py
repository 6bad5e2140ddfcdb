"""Light, both ways: the look puts it on a canvas, the eye takes it off a picture. Same crops, two stages."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, interpolate

from inhabit.core.spec import WorldSpec
from inhabit.frames.autoencoder import Eye
from inhabit.frames.colour import colour_rows
from inhabit.frames.decoder import Look
from inhabit.frames.patches import coarse_planes, fold_planes, unfold_planes
from inhabit.frames.surroundings import rays, surroundings
from inhabit.training.batches import Crop, crop, view_of
from inhabit.training.nuisance import fallen
from inhabit.training.objectives import closeness, edges, psnr_db
from inhabit.training.store import Store

LOOK_CROP_PX = (280, 480)
LOOK_ROW_PAIRS = 16
"""Pixel rows that each crop is judged by; networks see all of it, pixels are the dear part."""


class LookStage:
    """Trains `Look`: a canvas under given attributes becomes the picture."""

    def __init__(self, spec: WorldSpec, store: Store, *, batch: int, device: str = "cpu") -> None:
        self.spec, self.store, self.batch, self.device = spec, store, batch, torch.device(device)
        self.module = nn.ModuleDict({"look": Look(spec)})
        self.module = self.module.to(self.device).to(memory_format=torch.channels_last)  # pyright: ignore

    def loss(self, step: int, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        batch = crop(self.store, self.spec, self.batch, *LOOK_CROP_PX, generator)
        _, described = describe(self.store, self.spec, batch)
        batch = batch.to(self.device)
        assert batch.luma is not None and batch.chroma is not None, "the look trains on a store of looks"
        with torch.autocast(self.device.type, torch.bfloat16):
            maps, glow, curves, fall = self.module["look"](described.to(self.device), batch.attributes)
        rows = 2 * torch.randperm(LOOK_CROP_PX[0] // 2, generator=generator)[:LOOK_ROW_PAIRS]
        size_px = (self.spec.canvas_width_px, self.spec.canvas_height_px)
        drops = fallen(self.store, batch, rows, size_px).to(self.device)
        grey = (fall[:, :, None, None] * drops).sum(1, keepdim=True)
        light = (maps.float(), glow.float(), curves.float())
        return _lit(batch, batch.luma, batch.chroma, light, rows, grey)


class EyeStage:
    """Trains `Eye`: a picture under known attributes becomes the canvas behind it."""

    def __init__(self, spec: WorldSpec, store: Store, *, batch: int, device: str = "cpu") -> None:
        self.spec, self.store, self.batch, self.device = spec, store, batch, torch.device(device)
        self.module = nn.ModuleDict({"eye": Eye(spec)})
        self.module = self.module.to(self.device).to(memory_format=torch.channels_last)  # pyright: ignore

    def loss(self, step: int, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        batch = crop(self.store, self.spec, self.batch, 200, 320, generator)
        directions, _ = describe(self.store, self.spec, batch)
        batch = batch.to(self.device)
        assert batch.luma is not None and batch.chroma is not None, "the eye trains on a store of looks"
        folded = fold_planes(batch.luma, batch.chroma)
        with torch.autocast(self.device.type, torch.bfloat16):
            seen = self.module["eye"](folded, directions.to(self.device), batch.attributes)
        return _known(batch, seen.float())


def _lit(
    batch: Crop,
    truth: Tensor,
    truth_chroma: Tensor,
    light: tuple[Tensor, Tensor, Tensor],
    rows: Tensor,
    drops: Tensor,
) -> tuple[Tensor, dict[str, float]]:
    luma, chroma = colour_rows(batch.tone, batch.matter, *light, rows, drops)
    pairs = torch.stack([rows, rows + 1], dim=1)
    truth, truth_chroma = truth[:, :, pairs], truth_chroma[:, :, rows // 2]
    near = closeness(luma, truth) + closeness(chroma, truth_chroma)
    sharp = sum((luma.diff(dim=axis) - truth.diff(dim=axis)).abs().mean() for axis in (-1, -2))
    maps, _, curves = light
    calm = 1e-5 * maps.square().mean() + 1e-3 * curves.diff(n=2, dim=-1).abs().mean()
    return near + 0.5 * sharp + calm, {
        "look_db": psnr_db(luma, truth),
        "sharpness": float(luma.detach().diff(dim=-1).square().mean() / truth.diff(dim=-1).square().mean()),
    }


def _known(batch: Crop, seen: Tensor) -> tuple[Tensor, dict[str, float]]:
    tone, matter = unfold_planes(seen)
    truth = interpolate(batch.matter, size=matter.shape[-2:], mode="area")
    planes = closeness(tone, batch.tone) + 0.5 * edges(tone, batch.tone) + 0.5 * closeness(matter, truth)
    depth = closeness(seen[:, 33:34], batch.patches[:, 33:34]) + edges(
        seen[:, 33:34], batch.patches[:, 33:34], 1
    )
    sky = binary_cross_entropy_with_logits(seen[:, 34:35], batch.sky)
    total = planes + 2 * depth + 0.1 * sky
    return total, {"eye_db": psnr_db(tone, batch.tone), "eye_depth": float(depth.detach())}


def describe(store: Store, spec: WorldSpec, batch: Crop) -> tuple[Tensor, Tensor]:
    """Rays [b, 3, h5, w5] and surroundings [b, 17, h5, w5] of a batch of crops."""
    view = view_of(store, spec, batch)
    rows, columns = spec.grid(5)
    height, width = batch.disparity.shape[-2:]
    directions = rays(view, rows, columns)[
        :, :, batch.row : batch.row + height, batch.column : batch.column + width
    ]
    coarse = coarse_planes(batch.patches)
    squashed = batch.patches[:, 33:34]
    return directions, surroundings(view, directions, coarse, batch.disparity, squashed, batch.sky)
