"""Moments to learn the dynamics from: a target frame, and what a memory of other frames shows of it.

The memory is the served one (`world.memory`), filled with true frames of the same walk. What play will
bring is mixed in: memories that are empty, half hidden, a little misplaced, or already repainted.
"""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose
from inhabit.core.spec import WorldSpec
from inhabit.training.store import TICKS, Store
from inhabit.world.canvas import Canvas
from inhabit.world.memory import Keyframe, Memory, fresh_context
from inhabit.world.spatial import wind_drift
from inhabit.world.state import camera_vector

EMPTY_SHARE = 0.2
HIDDEN_SHARE = 0.55
NUDGED_SHARE = 0.4


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

    def __init__(self, store: Store, spec: WorldSpec, latents: Tensor, batch: int, *, seed: int) -> None:
        self.store, self.spec, self.latents, self.batch = store, spec, latents, batch
        self.coarse = _coarse_of(store)
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
        frames = self.rng.integers(self.store.frames, size=self.batch)
        contexts = [self.context(int(frame)) for frame in frames]
        cameras = [camera_vector(self.store.pose(f), float(self.store["clearance_m"][f])) for f in frames]
        return Moments(
            latent=self.latents[torch.from_numpy(frames)].float(),
            context=torch.from_numpy(np.stack(contexts)),
            attributes=torch.from_numpy(self.store["attributes"][frames]),
            camera=torch.from_numpy(np.stack(cameras)),
        )

    def context(self, frame: int) -> np.ndarray:
        """What a random memory shows of `frame`: float32 [7, h5, w5]."""
        cells = self.coarse.shape[-2:]
        if self.rng.random() < EMPTY_SHARE:
            return fresh_context(cells)
        memory = self._memory(frame)
        time_s = float(self.store["time_s"][frame])
        pose = self.store.pose(frame)
        if self.rng.random() < NUDGED_SHARE:
            pose = _nudged(pose, self.rng)
        context = memory.view(pose, self._drift(frame, time_s), cells, self.spec.disparity_scale_m).context
        if self.rng.random() < HIDDEN_SHARE:
            context = _hidden(context, self.rng)
        return context

    def _memory(self, frame: int) -> Memory:
        clip, place = divmod(frame, len(TICKS))
        others = [k for k in range(len(TICKS)) if k != place]
        count = int(self.rng.integers(1, 4))
        picked = [clip * len(TICKS) + int(k) for k in self.rng.choice(others, size=count, replace=False)]
        keyframes = [self._keyframe(k) for k in picked]
        if count > 1 and self.rng.random() < 0.6:
            return Memory(bank=tuple(keyframes[:-1]), last=keyframes[-1])
        return Memory(bank=tuple(keyframes))

    def _keyframe(self, frame: int) -> Keyframe:
        coarse = np.ascontiguousarray(self.coarse[frame].astype(np.float32))
        nothing = np.empty((0, 0), np.uint8)
        canvas = Canvas.fresh(nothing, nothing, coarse[3], coarse[4])
        return Keyframe(
            canvas, coarse, self.store.pose(frame), self._drift(frame, float(self.store["time_s"][frame]))
        )

    def _drift(self, frame: int, time_s: float) -> tuple[float, float]:
        # Within one clip only differences matter; wind may change with the look, so take the target's.
        clip = frame // len(TICKS)
        wind = Attributes.from_vector(self.store["attributes"][clip * len(TICKS)]).wind
        return wind_drift(wind, time_s)


def _coarse_of(store: Store) -> np.ndarray:
    """Cell means of every frame: float16 [frames, 6, h5, w5]."""
    rows, columns = store["disparity"].shape[1:]
    out = np.empty((store.frames, 6, rows, columns), np.float16)
    for frame in range(store.frames):
        canvas = Canvas.fresh(
            store["tone"][frame],
            store["matter"][frame],
            store["disparity"][frame].astype(np.float32),
            store["sky"][frame].astype(np.float32),
        )
        out[frame] = canvas.coarse()
    return out


def _nudged(pose: Pose, rng: np.random.Generator) -> Pose:
    return replace(
        pose,
        x_m=pose.x_m + float(rng.normal(0, 0.05)),
        y_m=pose.y_m + float(rng.normal(0, 0.03)),
        z_m=pose.z_m + float(rng.normal(0, 0.05)),
        yaw_rad=pose.yaw_rad + float(rng.normal(0, 0.003)),
        pitch_rad=pose.pitch_rad + float(rng.normal(0, 0.003)),
    )


def _hidden(context: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Hide what lies beyond a random line, as a turn or a new side does."""
    rows, columns = context.shape[1:]
    angle = rng.choice([0.0, np.pi, np.pi / 2, -np.pi / 2]) + rng.normal(0, 0.25)
    y, x = np.mgrid[0:rows, 0:columns]
    along = (x / columns - 0.5) * np.cos(angle) + (y / rows - 0.5) * np.sin(angle)
    return np.where(along[None] < rng.uniform(-0.5, 0.5), context, 0.0).astype(np.float32)
