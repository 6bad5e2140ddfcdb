"""Moments to learn the dynamics from: a target frame, and what a memory of other frames shows of it.

The memory is the served one (`world.memory`), filled with other frames of the same walk. What play will
bring is mixed in: memories that are empty, half hidden, a little misplaced, or painted.
"""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass, replace

import cv2
import numpy as np
import torch
from torch import Tensor

from inhabit.core.camera import Pose
from inhabit.core.spec import WorldSpec
from inhabit.training.gallery import Gallery
from inhabit.world.canvas import Canvas
from inhabit.world.keyframe import Keyframe
from inhabit.world.memory import Memory, fresh_context
from inhabit.world.spatial import DETAIL_FROM, DETAIL_TO
from inhabit.world.state import camera_vector

EMPTY_SHARE = 0.2
HIDDEN_SHARE = 0.55
NUDGED_SHARE = 0.4
PAINTED_SHARE = 0.6
"""How often a keyframe is what the painter makes of it, as in play, and not the truth."""
WORN_SHARE, WORN_CELLS = 0.6, (0.6, 3.0)
"""How often what is magnified is blurred besides, and by how many cells: in play it was carried and magnified
many times, and a network that trusts its smoothness goes on smoothly."""


@dataclass(frozen=True, slots=True)
class Moments:
    """A batch: latents to be made, what is known, and where nothing is."""

    latent: Tensor
    context: Tensor
    attributes: Tensor
    camera: Tensor

    def to(self, device: torch.device) -> Moments:
        """The same batch on another device."""
        return Moments(*(t.to(device) for t in (self.latent, self.context, self.attributes, self.camera)))


class MomentSource:
    """Draws batches ahead of time in a thread; the geometry releases the interpreter lock."""

    def __init__(self, gallery: Gallery, spec: WorldSpec, batch: int, *, seed: int) -> None:
        self.gallery, self.spec, self.batch = gallery, spec, batch
        self.cells = (gallery.true.shape[-2], gallery.true.shape[-1])
        self.rng = np.random.default_rng(seed)
        self.ready: queue.Queue[Moments | Exception] = queue.Queue(maxsize=3)
        # The first batch is drawn here, so that kernels are compiled by the thread that will wait for them.
        self.ready.put(self._batch())
        threading.Thread(target=self._work, daemon=True).start()

    def draw(self) -> Moments:
        """The next batch; raises what went wrong while it was drawn."""
        drawn = self.ready.get()
        if isinstance(drawn, Exception):
            raise drawn
        return drawn

    def _work(self) -> None:
        while True:
            try:
                self.ready.put(self._batch())
            except Exception as error:
                # A dead thread would leave training waiting for ever.
                self.ready.put(error)
                return

    def _batch(self) -> Moments:
        views = [int(view) for view in self.rng.integers(self.gallery.views, size=self.batch)]
        contexts = [self.context(view) for view in views]
        cameras = [
            camera_vector(self.gallery.pose(view), self.gallery.number("clearance_m", view)) for view in views
        ]
        return Moments(
            latent=self.gallery.latents[views].float(),
            context=torch.from_numpy(np.stack(contexts)),
            attributes=torch.from_numpy(np.stack([self.gallery.attributes(view) for view in views])),
            camera=torch.from_numpy(np.stack(cameras)),
        )

    def context(self, view: int) -> np.ndarray:
        """What a random memory shows of `view`: float32 [7, h5, w5]."""
        if self.rng.random() < EMPTY_SHARE:
            return fresh_context(self.cells)
        memory = self._memory(view)
        pose, drift = self.gallery.pose(view), self._drift(view, view)
        if self.rng.random() < NUDGED_SHARE:
            pose = _nudged(pose, self.rng)
        context = memory.view(pose, drift, self.cells, self.spec.disparity_scale_m).context
        if self.rng.random() < WORN_SHARE:
            context = _worn(context, float(self.rng.uniform(*WORN_CELLS)))
        if self.rng.random() < HIDDEN_SHARE:
            context = _hidden(context, self.rng)
        return context

    def _memory(self, view: int) -> Memory:
        others = [other for other in self.gallery.clip(view) if other != view]
        count = int(self.rng.integers(1, 4))
        picked = [others[int(k)] for k in self.rng.choice(len(others), size=count, replace=False)]
        keyframes = [self._keyframe(one, view) for one in picked]
        if count > 1 and self.rng.random() < 0.6:
            return Memory(bank=tuple(keyframes[:-1]), last=keyframes[-1])
        return Memory(bank=tuple(keyframes))

    def _keyframe(self, other: int, view: int) -> Keyframe:
        coarse = self.gallery.coarse(other, painted=bool(self.rng.random() < PAINTED_SHARE))
        nothing = np.empty((0, 0), np.uint8)
        canvas = Canvas.fresh(nothing, nothing, coarse[3], coarse[4])
        return Keyframe(canvas, coarse, self.gallery.pose(other), self._drift(other, view))

    def _drift(self, other: int, view: int) -> tuple[float, float]:
        # Within one clip only differences matter; wind may change with the look, so take the target's.
        return self.gallery.drift_m(view, self.gallery.number("time_s", other))


def _nudged(pose: Pose, rng: np.random.Generator) -> Pose:
    return replace(
        pose,
        x_m=pose.x_m + float(rng.normal(0, 0.05)),
        y_m=pose.y_m + float(rng.normal(0, 0.03)),
        z_m=pose.z_m + float(rng.normal(0, 0.05)),
        yaw_rad=pose.yaw_rad + float(rng.normal(0, 0.003)),
        pitch_rad=pose.pitch_rad + float(rng.normal(0, 0.003)),
    )


def _worn(context: np.ndarray, cells: float) -> np.ndarray:
    """Blur the matter of cells that are seen but too coarse to be kept, by a Gaussian of `cells`."""
    seen, magnified = context[5], 2 * context[6]
    coarse = seen * np.clip((magnified - DETAIL_FROM) / (DETAIL_TO - DETAIL_FROM), 0.0, 1.0)
    around = np.maximum(cv2.GaussianBlur(seen, (0, 0), cells), 1e-3)
    worn = context.copy()
    for plane in worn[:3]:
        smooth = cv2.GaussianBlur(plane * seen, (0, 0), cells) / around
        plane += coarse * (smooth - plane)
    return worn


def _hidden(context: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Hide what lies beyond a random line, as a turn or a new side does."""
    rows, columns = context.shape[1:]
    angle = rng.choice([0.0, np.pi, np.pi / 2, -np.pi / 2]) + rng.normal(0, 0.25)
    y, x = np.mgrid[0:rows, 0:columns]
    along = (x / columns - 0.5) * np.cos(angle) + (y / rows - 0.5) * np.sin(angle)
    return np.where(along[None] < rng.uniform(-0.5, 0.5), context, 0.0).astype(np.float32)
