"""A view that is being painted over several ticks: this one, to be touched up, or one that is to come.

Made at once it would cost as much as several frames and the picture would stand still for a moment. It is
part of the state instead, one pass of a network a tick, so that a replay makes the same steps in the same
ticks.
"""

from __future__ import annotations

from dataclasses import dataclass

from inhabit.core.camera import Pose
from inhabit.shapes import Latent
from inhabit.world.canvas import Canvas
from inhabit.world.denoiser import View
from inhabit.world.memory import Reading


@dataclass(frozen=True, slots=True)
class Draft:
    """`pose` and `drift_m` of the view, memory read into it, what the network is told, the latent
    after `steps_done` of `steps` steps, and then what was painted of it. A draft made `here` takes the place
    of the last frame; others join the bank."""

    pose: Pose
    drift_m: tuple[float, float]
    reading: Reading
    view: View
    latent: Latent
    steps: int
    here: bool
    steps_done: int = 0
    painted: Canvas | None = None
