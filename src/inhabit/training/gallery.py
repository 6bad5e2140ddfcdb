"""Every recorded view as the dynamics learn from it: latent, coarse cells, camera; and its mirror image.

The land has no handedness once light is taken off it, so each view counts twice. Coarse cells are kept as the
simulator made them and as the painter paints them from the latent, because in play memory holds paint.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose
from inhabit.core.spec import WorldSpec
from inhabit.frames.autoencoder import CanvasEncoder
from inhabit.frames.decoder import Painter
from inhabit.frames.layers import unsquash
from inhabit.frames.painting import paint_planes
from inhabit.frames.precision import half_where_fast
from inhabit.training.batches import mirror, window
from inhabit.training.store import TICKS, Store
from inhabit.world.canvas import Canvas
from inhabit.world.spatial import wind_drift

Progress = Callable[[int, int], None]
PART = 32
"""Frames encoded at once."""


@dataclass(frozen=True, slots=True)
class Gallery:
    """Views 0 … n - 1 are the `frames` of the store (whole clips), n … 2 n - 1 their mirror images.

    `latents` float16 [2 n, c, h10, w10]; `true`, `painted` float16 [n, 6, h5, w5] (see `Canvas.coarse`).
    """

    store: Store
    frames: list[int]
    latents: Tensor
    true: np.ndarray
    painted: np.ndarray

    @property
    def views(self) -> int:
        return 2 * len(self.true)

    def clip(self, view: int) -> list[int]:
        """The views of the same walk (mirrored if this one is), in order of time."""
        start = view - view % len(TICKS)
        return [start + k for k in range(len(TICKS))]

    def coarse(self, view: int, *, painted: bool) -> np.ndarray:
        """Cells of a view: float32 [6, h5, w5]."""
        cells = (self.painted if painted else self.true)[view % len(self.true)]
        if self._is_mirrored(view):
            cells = cells[:, :, ::-1]
        return np.ascontiguousarray(cells, dtype=np.float32)

    def pose(self, view: int) -> Pose:
        pose = self.store.pose(self._frame(view))
        return mirrored(pose) if self._is_mirrored(view) else pose

    def drift_m(self, view: int, time_s: float) -> tuple[float, float]:
        """How far clouds have blown at `time_s`; the wind is that of the walk's first frame."""
        frame = self._frame(view)
        first = frame - frame % len(TICKS)
        wind = Attributes.from_vector(self.store["attributes"][first]).wind
        east, north = wind_drift(wind, time_s)
        return (-east, north) if self._is_mirrored(view) else (east, north)

    def number(self, column: str, view: int) -> float:
        """A scalar column of the store."""
        return float(self.store[column][self._frame(view)])

    def attributes(self, view: int) -> np.ndarray:
        """The attributes' vector."""
        return self.store["attributes"][self._frame(view)]

    def _frame(self, view: int) -> int:
        return self.frames[view % len(self.frames)]

    def _is_mirrored(self, view: int) -> bool:
        return view >= len(self.true)


def mirrored(pose: Pose) -> Pose:
    """The camera on the other side of the plane x = 0."""
    return replace(pose, x_m=-pose.x_m, yaw_rad=-pose.yaw_rad, roll_rad=-pose.roll_rad)


@torch.no_grad()
def hang(
    store: Store,
    spec: WorldSpec,
    encoder: CanvasEncoder,
    painter: Painter,
    progress: Progress,
    *,
    clips: Sequence[int] | None = None,
) -> Gallery:
    """Encode every frame (of some clips, or of all) and its mirror image, and paint every frame once."""
    chosen = range(store.clips) if clips is None else clips
    all_frames = [clip * len(TICKS) + k for clip in chosen for k in range(len(TICKS))]
    latents: list[list[Tensor]] = [[], []]
    painted: list[np.ndarray] = []
    for start in range(0, len(all_frames), PART):
        frames = all_frames[start : start + PART]
        batch = window(store, spec, frames, 0, 0, spec.canvas_height_px, spec.canvas_width_px)
        with half_where_fast("cpu"):
            own, other = encoder(batch.patches), encoder(mirror(batch, spec).patches)
            patches = painter(own).float()
        latents[0].append(own.half())
        latents[1].append(other.half())
        painted += [_canvas(one, spec).coarse().astype(np.float16) for one in patches]
        progress(start + len(frames), len(all_frames))
    true = np.stack([_recorded(store, frame).coarse().astype(np.float16) for frame in all_frames])
    return Gallery(store, all_frames, torch.cat([*latents[0], *latents[1]]), true, np.stack(painted))


def _canvas(patches: Tensor, spec: WorldSpec) -> Canvas:
    sky = torch.sigmoid(patches[34]).numpy()
    tone, matter = paint_planes(patches.numpy(), sky, spec.canvas)
    disparity = unsquash(patches[33], spec.disparity_scale_m).numpy()
    return Canvas.fresh(tone, matter, disparity, sky)


def _recorded(store: Store, frame: int) -> Canvas:
    return Canvas.fresh(
        store["tone"][frame],
        store["matter"][frame],
        store["disparity"][frame].astype(np.float32),
        store["sky"][frame].astype(np.float32),
    )
