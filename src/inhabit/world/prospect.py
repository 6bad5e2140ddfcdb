"""A view that is being made before anyone sees it, one denoising step a tick.

Made at once it would cost as much as several frames and the picture would stand still for a moment. It is
part of the state instead, so that a replay makes the same steps in the same ticks.
"""

from __future__ import annotations

from dataclasses import dataclass

from inhabit.core.camera import Pose
from inhabit.shapes import Latent
from inhabit.world.denoiser import View
from inhabit.world.memory import Reading


@dataclass(frozen=True, slots=True)
class Prospect:
    """`pose`, `drift_m` and `biome` of the view to come, memory read into it, what the network is told, and
    the latent after `steps_done` steps."""

    pose: Pose
    drift_m: tuple[float, float]
    biome: str
    reading: Reading
    view: View
    latent: Latent
    steps_done: int = 0
