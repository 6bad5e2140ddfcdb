"""A view that is being painted over several ticks: this one, to be touched up, or one that is to come.

Made at once it would cost as much as several frames and the picture would stand still for a moment. It is
part of the state instead, one pass of a network a tick, so that a replay makes the same steps in the same
ticks.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from inhabit.core.camera import Pose
from inhabit.shapes import Latent
from inhabit.world.canvas import Canvas
from inhabit.world.denoiser import View
from inhabit.world.memory import Memory, Reading


@dataclass(frozen=True, slots=True)
class Draft:
    """`pose` and `drift_m` of the view, the memory that is read into it, what else the network is told
    (`attributes` [1, a], `camera` [1, 4]), the latent it begins from; then the reading, the latent after
    `steps_done` of `steps` steps, and what was painted of it. A draft made `here` takes the place of the last
    frame; others join the bank."""

    pose: Pose
    drift_m: tuple[float, float]
    memory: Memory
    attributes: Tensor
    camera: Tensor
    latent: Latent
    steps: int
    here: bool
    reading: Reading | None = None
    steps_done: int = 0
    painted: Canvas | None = None


def told(reading: Reading, attributes: Tensor, camera: Tensor) -> View:
    """What the network is told of a view."""
    return View(torch.from_numpy(reading.context)[None], attributes, camera)
