"""What the evaluation asks of a world, and the floor: a world that shows its last frame for ever.

Anything that implements `EvalWorld` can be judged: the served engine, a training checkpoint, the
simulator (the ceiling), a frozen picture (the floor). States are values: one state can be rendered
from many times, which lets one context serve several step counts and many directives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose, Size
from inhabit.core.frame import PlanarFrame
from inhabit.inputs.control import Control

EVAL_SIZE = Size(640, 360)

CONTEXT_FRAMES, CONTEXT_STRIDE = 12, 4
"""A context is this many true frames, every so many ticks: 1.5 s of past at 30 ticks a second."""

CONTEXT_TICKS = (CONTEXT_FRAMES - 1) * CONTEXT_STRIDE
"""The tick of the last context frame when the first is tick 0."""


class EvalWorld(Protocol):
    """A world under judgement. It sees pictures, poses, attributes, controls and words, never the truth."""

    @property
    def name(self) -> str: ...

    def begin(self, frames: list[PlanarFrame], poses: list[Pose], attributes: Attributes, fps: float) -> Any:
        """The state after true `frames` (oldest first, at EVAL_SIZE) seen from `poses` under `attributes`.

        The context frames are CONTEXT_STRIDE ticks of 1 / `fps` apart, the first tick to render follows
        one tick after the last of them.
        """
        ...

    def birth(self, seed: int, prompt: str, size: Size) -> Any:
        """The state of a new world described by `prompt`."""
        ...

    def render(self, state: Any, control: Control, steps: int) -> tuple[Any, PlanarFrame]:
        """The committed state after one tick, and its picture, with `steps` denoising evaluations."""
        ...

    def reconstruct(
        self, frame: PlanarFrame, pose: Pose, attributes: Attributes, time_s: float
    ) -> PlanarFrame:
        """The frame through the autoencoder alone: what the world could show at best.

        `time_s` counts from the first context frame; water and rain move with it.
        """
        ...


@runtime_checkable
class Forgets(Protocol):
    """A world that can be told to do without its long-term bank: the ablation beside `revisit`."""

    def forgetting(self, state: Any) -> Any:
        """The same state, whose memory from now on holds nothing but the latest view."""
        ...


@runtime_checkable
class Locks(Protocol):
    """A world in which things can be locked: directives then do not change them."""

    @property
    def lockable(self) -> frozenset[str]:
        """What can be locked, by the names of `identity.TRAITS`."""
        ...

    def lock(self, state: Any, names: frozenset[str]) -> Any:
        """The same state with these things locked as they are; raises ValueError for what is not lockable."""
        ...


@runtime_checkable
class Glides(Protocol):
    """A world that can pass a tick without making a picture, which spares hours of drawing nobody looks
    at."""

    def move(self, state: Any, control: Control) -> Any:
        """The state that `render` would give."""
        ...


def pass_over(world: EvalWorld, state: Any, control: Control, steps: int) -> Any:
    """The state after one tick whose picture nobody looks at."""
    return world.move(state, control) if isinstance(world, Glides) else world.render(state, control, steps)[0]


@dataclass(frozen=True, slots=True)
class CopyLastWorld:
    """The floor: repeats the last frame it was shown, whatever is commanded."""

    name: str = "copy"

    def begin(
        self, frames: list[PlanarFrame], poses: list[Pose], attributes: Attributes, fps: float
    ) -> PlanarFrame:
        """The last frame."""
        return frames[-1]

    def birth(self, seed: int, prompt: str, size: Size) -> PlanarFrame:
        """A grey picture: it knows no world."""
        return grey(size)

    def render(self, state: PlanarFrame, control: Control, steps: int) -> tuple[PlanarFrame, PlanarFrame]:
        """The same picture again."""
        return state, state

    def reconstruct(
        self, frame: PlanarFrame, pose: Pose, attributes: Attributes, time_s: float
    ) -> PlanarFrame:
        """The frame as it is."""
        return frame


def grey(size: Size) -> PlanarFrame:
    """A plain mid-grey picture."""
    half = (size.height_px // 2, size.width_px // 2)
    luma = np.full((size.height_px, size.width_px), 126, np.uint8)
    return PlanarFrame(luma, np.full(half, 128, np.uint8), np.full(half, 128, np.uint8))
