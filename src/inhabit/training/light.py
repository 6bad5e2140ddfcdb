"""Light, both ways: the look puts it on a canvas, the eye takes it off a picture. Same crops, two stages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, interpolate

from inhabit.core.spec import GEOMETRY_CELL_PX, WorldSpec
from inhabit.frames.autoencoder import Eye
from inhabit.frames.clouds import clouded
from inhabit.frames.colour import colour_rows
from inhabit.frames.decoder import Look
from inhabit.frames.patches import coarse_planes, fold_planes, unfold_planes
from inhabit.frames.pixels import plane_to_unit
from inhabit.frames.precision import half_where_fast
from inhabit.frames.surroundings import Viewpoint, bearings, rays, surroundings
from inhabit.training.batches import Crop, crop, view_of
from inhabit.training.lamps import lamplit
from inhabit.training.nuisance import fallen
from inhabit.training.objectives import closeness, edges, psnr_db
from inhabit.training.store import Store

LOOK_CROP_PX = (280, 480)
LOOK_ROW_PAIRS = 16
"""Pixel rows that each crop is judged by; networks see all of it, pixels are the dear part."""
USUAL_CONTRAST, FAINTEST_CONTRAST = 0.15, 0.02
"""Spread of luma in a picture by day, and what is added to every spread."""


class LookStage:
    """Trains `Look`: a canvas under given attributes becomes the picture."""

    def __init__(self, spec: WorldSpec, store: Store, *, batch: int, device: str = "cpu") -> None:
        self.spec, self.store, self.batch, self.device = spec, store, batch, torch.device(device)
        self.lamplit = lamplit(store)
        self.module = nn.ModuleDict({"look": Look(spec)})
        self.module = self.module.to(self.device).to(memory_format=torch.channels_last)  # pyright: ignore

    def loss(self, step: int, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        batch = crop(self.store, self.spec, self.batch, *LOOK_CROP_PX, generator, self.lamplit)
        described = describe(self.store, self.spec, batch)
        batch = replace(batch, matter=_under_clouds(self.store, batch)).to(self.device)
        assert batch.luma is not None and batch.chroma is not None, "the look trains on a store of looks"
        with half_where_fast(self.device.type):
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
        view = view_of(self.store, self.spec, batch)
        told = bearings(view, _directions(view, self.spec, batch)).to(self.device)
        batch = batch.to(self.device)
        assert batch.luma is not None and batch.chroma is not None, "the eye trains on a store of looks"
        folded = fold_planes(batch.luma, batch.chroma)
        with half_where_fast(self.device.type):
            seen = self.module["eye"](folded, told, batch.attributes)
        return _known(batch, seen.float())


def _under_clouds(store: Store, batch: Crop) -> Tensor:
    """A batch's matter with the lit side of its clouds drawn in: [b, 2, h/2, w/2]."""
    height, width = batch.matter.shape[-2:]
    half = GEOMETRY_CELL_PX / 2
    top, left = int(batch.row * half), int(batch.column * half)
    drawn = [
        clouded(store["matter"][f], store["tone"][f], store.pose(f), float(store["hour"][f]))
        for f in batch.frames
    ]
    cut = np.stack([matter[:, top : top + height, left : left + width] for matter in drawn])
    return plane_to_unit(torch.from_numpy(cut))


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
    missed, missed_chroma = (
        _as_seen(truth) * (luma - truth),
        _as_seen(truth)[..., 0] * (chroma - truth_chroma),
    )
    near = missed.abs().mean() + missed_chroma.abs().mean()
    sharp = sum(missed.diff(dim=axis).abs().mean() for axis in (-1, -2))
    maps, _, curves = light
    calm = 1e-5 * maps.square().mean() + 1e-3 * curves.diff(n=2, dim=-1).abs().mean()
    return near + 0.5 * sharp + calm, {
        "look_db": psnr_db(luma, truth),
        "sharpness": float(luma.detach().diff(dim=-1).square().mean() / truth.diff(dim=-1).square().mean()),
    }


def _as_seen(truth: Tensor) -> Tensor:
    """What a difference counts in each picture: the more, the less contrast there is. Luma [b, 1, r, 2, w] ->
    [b, 1, 1, 1, 1]. In fog and at night clouds and hills differ by a few levels, and are seen by them."""
    contrast = truth.std(dim=(1, 2, 3, 4), keepdim=True)
    return (USUAL_CONTRAST / (contrast + FAINTEST_CONTRAST)).sqrt()


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


def describe(store: Store, spec: WorldSpec, batch: Crop) -> Tensor:
    """Surroundings [b, 27, h5, w5] of a batch of crops."""
    view = view_of(store, spec, batch)
    coarse = coarse_planes(batch.patches)
    squashed = batch.patches[:, 33:34]
    directions = _directions(view, spec, batch)
    return surroundings(view, directions, coarse, batch.disparity, squashed, batch.sky)


def _directions(view: Viewpoint, spec: WorldSpec, batch: Crop) -> Tensor:
    """Rays [b, 3, h5, w5] of a batch of crops."""
    rows, columns = spec.grid(GEOMETRY_CELL_PX)
    height, width = batch.disparity.shape[-2:]
    return rays(view, rows, columns)[
        :, :, batch.row : batch.row + height, batch.column : batch.column + width
    ]
