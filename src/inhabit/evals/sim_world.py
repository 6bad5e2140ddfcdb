"""The ceiling: the simulator behind the same interface as the worlds under judgement.

It looks up in `Truth` which scene a context was cut from and what words mean, and draws the truth.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose, Size, advance
from inhabit.core.frame import PlanarFrame
from inhabit.evals.truth import EASE_TICKS, HELD_OUT_SEED, Truth, picture
from inhabit.evals.world import CONTEXT_TICKS
from inhabit.inputs.control import Control
from inhabit.sim.scene import Scene
from inhabit.sim.walk import walk

RELAX_S = 0.3
"""Time constant with which the attributes follow what was asked."""


LOCKABLE = frozenset({"style", "biome", "set"})
"""What can be locked. The set is the land, which no directive moves here, locked or not."""


@dataclass(frozen=True, slots=True)
class SimState:
    """A scene, a camera in it, what it looks like now, what it was asked to look like, and what is locked."""

    scene: Scene
    pose: Pose
    attributes: Attributes
    target: Attributes
    size: Size
    time_s: float
    locked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SimWorld:
    """The truth as a world."""

    truth: Truth
    name: str = "sim"
    lockable: frozenset[str] = LOCKABLE

    def begin(
        self, frames: list[PlanarFrame], poses: list[Pose], attributes: Attributes, fps: float
    ) -> SimState:
        """The scene that the context was cut from, at its last pose."""
        episode = self.truth.origin(frames[-1])
        time_s = CONTEXT_TICKS / fps
        return SimState(episode.scene, poses[-1], attributes, attributes, episode.size, time_s)

    def birth(self, seed: int, prompt: str, size: Size) -> SimState:
        """A scene with the attributes that the prompt describes, at the start of a walk."""
        attributes = self.truth.prompts[prompt]
        scene = Scene.from_seed(HELD_OUT_SEED + seed, attributes)
        pose = walk(scene, HELD_OUT_SEED + seed, EASE_TICKS, fps=round(self.truth.fps)).poses[0]
        return SimState(scene, pose, attributes, attributes, size, 0.0)

    def render(self, state: SimState, control: Control, steps: int) -> tuple[SimState, PlanarFrame]:
        """One tick of truth; `steps` means nothing here."""
        moved = self.move(state, control)
        return moved, self.look(moved)

    def move(self, state: SimState, control: Control) -> SimState:
        """One tick without a picture."""
        target = told(state.target, control)
        for directive in control.directives:
            target = self.truth.wanted.get((directive, target), target)
        target = held(target, state.target, state.locked)
        return replace(
            state,
            pose=control.pose or advance(state.pose, control.motion, control.dt_s),
            attributes=relaxed(state.attributes, target, control.dt_s),
            target=target,
            time_s=state.time_s + control.dt_s,
        )

    def look(self, state: SimState) -> PlanarFrame:
        """The picture of a state."""
        return picture(state.scene, state.pose, state.attributes, state.size, state.time_s)

    def lock(self, state: SimState, names: frozenset[str]) -> SimState:
        """The state with these locked; raises ValueError for what is not lockable."""
        if names - self.lockable:
            raise ValueError(f"{sorted(names - self.lockable)} cannot be locked")
        return replace(state, locked=state.locked | names)

    def reconstruct(
        self, frame: PlanarFrame, pose: Pose, attributes: Attributes, time_s: float
    ) -> PlanarFrame:
        """The frame as it is."""
        return frame


def told(target: Attributes, control: Control) -> Attributes:
    """The target after the sliders and chips of a control."""
    target = replace(target, **control.targets)
    target = target if control.biome is None else target.with_biome(control.biome)
    return target if control.style is None else target.with_style(control.style)


def held(wanted: Attributes, before: Attributes, locked: frozenset[str]) -> Attributes:
    """What is wanted, but whatever attribute is locked stays as it was before."""
    return replace(wanted, **{name: getattr(before, name) for name in locked & {"style", "biome"}})


def relaxed(now: Attributes, target: Attributes, dt_s: float) -> Attributes:
    """`now` moved toward `target` by `dt_s` of an exponential with time constant RELAX_S."""
    if now == target:
        return now
    share = 1.0 - math.exp(-dt_s / RELAX_S)
    mixed = now.vector() + share * (target.vector() - now.vector())
    return target if np.allclose(mixed, target.vector(), atol=1e-3) else Attributes.from_vector(mixed)
