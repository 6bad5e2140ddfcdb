"""Random crops out of a store, as the tensors the frame networks train on."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
import torch
from torch import Tensor

from inhabit.core.spec import GEOMETRY_CELL_PX, WorldSpec
from inhabit.frames.layers import squash
from inhabit.frames.patches import fold_planes
from inhabit.frames.pixels import chroma_to_unit, luma_to_unit, plane_to_unit
from inhabit.frames.surroundings import Viewpoint, viewpoint
from inhabit.training.store import Store


@dataclass(frozen=True, slots=True)
class Crop:
    """A batch of crops. Full-size planes in network units, geometry on the grid of cells."""

    tone: Tensor
    matter: Tensor
    patches: Tensor
    luma: Tensor | None
    chroma: Tensor | None
    disparity: Tensor
    sky: Tensor
    attributes: Tensor
    frames: list[int]
    row: int
    column: int

    def to(self, device: torch.device) -> Crop:
        """The same batch on another device."""
        held = {f.name: getattr(self, f.name) for f in fields(self)}
        return replace(self, **{k: v.to(device) for k, v in held.items() if isinstance(v, Tensor)})


def crop(
    store: Store,
    spec: WorldSpec,
    count: int,
    height_px: int,
    width_px: int,
    generator: torch.Generator,
    among: tuple[np.ndarray, ...] = (),
) -> Crop:
    """`count` random frames, one random window on the 40-pixel grid shared by the batch.

    The first of them come from `among`, one from each that has any.
    """
    rows, columns = spec.grid(40)
    top = int(torch.randint(rows - height_px // 40 + 1, (1,), generator=generator)) * 40
    left = int(torch.randint(columns - width_px // 40 + 1, (1,), generator=generator)) * 40
    frames = torch.randint(store.frames, (count,), generator=generator).tolist()
    for place, chosen in enumerate(few for few in among[:count] if len(few)):
        frames[place] = int(chosen[torch.randint(len(chosen), (1,), generator=generator)])
    return window(store, spec, frames, top, left, height_px, width_px)


def window(
    store: Store, spec: WorldSpec, frames: list[int], top: int, left: int, height: int, width: int
) -> Crop:
    """The given frames cut to one window."""
    full = (slice(top, top + height), slice(left, left + width))
    half = (slice(top // 2, (top + height) // 2), slice(left // 2, (left + width) // 2))
    cell = GEOMETRY_CELL_PX
    cells = (slice(top // cell, (top + height) // cell), slice(left // cell, (left + width) // cell))
    tone = plane_to_unit(_take(store["tone"], frames, full)[:, None])
    matter = plane_to_unit(_take(store["matter"], frames, (slice(None), *half)))
    disparity = _take(store["disparity"], frames, cells)[:, None].float()
    sky = _take(store["sky"], frames, cells)[:, None].float()
    folded = fold_planes(tone, matter)
    pictures = bool(store.meta["pictures"])
    return Crop(
        tone=tone,
        matter=matter,
        patches=torch.cat([folded, squash(disparity, spec.disparity_scale_m), sky], dim=1),
        luma=luma_to_unit(_take(store["luma"], frames, full)[:, None]) if pictures else None,
        chroma=chroma_to_unit(_take(store["chroma"], frames, (slice(None), *half))) if pictures else None,
        disparity=disparity,
        sky=sky,
        attributes=torch.from_numpy(np.stack([store["attributes"][f] for f in frames])),
        frames=frames,
        row=top // cell,
        column=left // cell,
    )


def mirror(batch: Crop, spec: WorldSpec) -> Crop:
    """The same canvases seen in a mirror; pictures and whatever belongs to a camera stay behind."""
    tone, matter, disparity, sky = (
        plane.flip(-1) for plane in (batch.tone, batch.matter, batch.disparity, batch.sky)
    )
    folded = fold_planes(tone, matter)
    patches = torch.cat([folded, squash(disparity, spec.disparity_scale_m), sky], dim=1)
    changed = {"tone": tone, "matter": matter, "disparity": disparity, "sky": sky, "patches": patches}
    return replace(batch, luma=None, chroma=None, **changed)


def view_of(store: Store, spec: WorldSpec, batch: Crop) -> Viewpoint:
    """The viewpoints of a batch's whole frames."""
    return viewpoint(
        [store.pose(f) for f in batch.frames],
        [float(store["hour"][f]) for f in batch.frames],
        [float(store["time_s"][f]) for f in batch.frames],
        (spec.canvas_width_px, spec.canvas_height_px),
    )


def _take(array: np.ndarray, frames: list[int], window: tuple[slice, ...]) -> Tensor:
    return torch.from_numpy(np.stack([np.ascontiguousarray(array[(f, *window)]) for f in frames]))
