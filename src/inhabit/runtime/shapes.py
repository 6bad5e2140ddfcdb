"""One set of weights, several shapes of picture: each has a canvas of its own, and networks compiled for it.

Every canvas has about as many pixels as the one the networks were trained on, sides that tokens tile, and the
same field of view across its longer side. Networks are compiled when a shape is first asked for, which takes
some seconds, and kept.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from inhabit.core.camera import Pose, Size
from inhabit.core.shape import Shape
from inhabit.core.spec import TOKEN_CELL_PX, WorldSpec
from inhabit.runtime.networks import Networks
from inhabit.runtime.passes import Passes
from inhabit.runtime.sight import Sight
from inhabit.world.denoiser import Denoiser
from inhabit.world.memory import Memory, Reading

SCALES = (1.0, 1.5, 2.0, 3.0)
"""How much larger than its canvas a picture may be."""

Compile = Callable[[WorldSpec], Networks]


class Read(Protocol):
    """Memory read into a camera, as `world.memory.Memory.view` does, on one canvas."""

    def __call__(
        self, memory: Memory, pose: Pose, drift_m: tuple[float, float], *, again: bool = False
    ) -> Reading: ...


@dataclass(frozen=True, slots=True)
class Shaped:
    """What an engine needs for one canvas: its spec, and the networks compiled for it."""

    spec: WorldSpec
    networks: Networks
    sight: Sight
    denoiser: Denoiser
    passes: Passes
    read: Read


class Shapes:
    """The shapes of one checkpoint; safe to ask from several threads."""

    def __init__(self, spec: WorldSpec, compile: Compile) -> None:
        self._spec, self._compile = spec, compile
        self._canvases = {Shape.of(canvas): canvas for canvas in canvases(spec)}
        self._made: dict[Size, Shaped] = {}
        self._turn = threading.Lock()

    def sizes(self) -> tuple[Size, ...]:
        """Every picture that can be made: by canvas, the trained one first, each from small to large."""
        return tuple(scaled(canvas, scale) for canvas in self._canvases.values() for scale in SCALES)

    def canvas_of(self, size: Size) -> Size:
        """The canvas that a picture of `size` is lit from."""
        return self._canvases[Shape.of(size)]

    def ready(self, canvas: Size) -> bool:
        """Whether the networks for a canvas have been compiled."""
        return canvas in self._made

    def of(self, canvas: Size) -> Shaped:
        """What there is for a canvas; compiled now if it is the first time, which takes some seconds."""
        found = self._made.get(canvas)
        if found is not None:
            return found
        with self._turn:
            if canvas not in self._made:
                self._made[canvas] = self._shaped(canvas)
            return self._made[canvas]

    def _shaped(self, canvas: Size) -> Shaped:
        spec = on_canvas(self._spec, canvas)
        networks = self._compile(spec)
        denoiser = Denoiser(lambda *inputs: networks.dynamics(*inputs)[0])
        sight = Sight(spec, networks)

        def read(memory: Memory, pose: Pose, drift_m: tuple[float, float], *, again: bool = False) -> Reading:
            return memory.view(pose, drift_m, sight.cells, spec.disparity_scale_m, again=again)

        return Shaped(spec, networks, sight, denoiser, Passes(denoiser, sight, read), read)


def on_canvas(spec: WorldSpec, canvas: Size) -> WorldSpec:
    """The same networks on another canvas."""
    return replace(spec, canvas_width_px=canvas.width_px, canvas_height_px=canvas.height_px)


def canvases(spec: WorldSpec) -> tuple[Size, ...]:
    """The trained canvas, the same upright, a square of as many pixels, and 4:3 of the same height."""
    wide = spec.canvas
    side = _tiled(math.sqrt(wide.width_px * wide.height_px))
    return (
        wide,
        Size(wide.height_px, wide.width_px),
        Size(side, side),
        Size(_tiled(wide.height_px * 4 / 3), wide.height_px),
    )


def scaled(canvas: Size, scale: float) -> Size:
    """A picture so many times its canvas each way."""
    return Size(round(canvas.width_px * scale), round(canvas.height_px * scale))


def _tiled(side_px: float) -> int:
    return TOKEN_CELL_PX * round(side_px / TOKEN_CELL_PX)
