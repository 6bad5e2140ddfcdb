"""What streams take of a device's memory, and how many streams that, its arithmetic and its bandwidth allow.

Memory has a part that all streams share (weights, the driver's context, library workspaces) and a part that
each stream has of its own (state, activations, pictures on their way).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from inhabit.core.camera import Size
from inhabit.core.spec import GEOMETRY_CELL_PX, LATENT_CELL_PX, WorldSpec
from inhabit.plan.checks import non_negative, positive
from inhabit.plan.hardware import Device, precision_of
from inhabit.plan.networks import CURVE_NUMBERS, MAP_CHANNELS
from inhabit.plan.pixels import pixel_work
from inhabit.plan.roofline import (
    MOST_BYTES,
    MOST_STREAMS,
    Demand,
    Efficiency,
    Reads,
    streams_in_time,
)
from inhabit.plan.wire import planar_bytes
from inhabit.plan.work import FrameWork

CONTEXT_BYTES, WORKSPACE_BYTES = 1e9, 2e9
"""The driver's and the libraries' own on a GPU. Assumed, as in the source document (section 6)."""
PICTURES = 3
"""Pictures on their way at once: one being lit, one being encoded, one being sent."""


@dataclass(frozen=True, slots=True)
class Part:
    """A line of a memory budget; `shared` by all streams of a device, or one for each."""

    name: str
    held_bytes: float
    shared: bool

    def __post_init__(self) -> None:
        non_negative(self.name, self.held_bytes, "bytes", most=MOST_BYTES)


@dataclass(frozen=True, slots=True)
class Vram:
    """A memory budget, line by line."""

    parts: tuple[Part, ...]

    @property
    def shared_bytes(self) -> float:
        return sum(part.held_bytes for part in self.parts if part.shared)

    @property
    def stream_bytes(self) -> float:
        """Of each stream."""
        return sum(part.held_bytes for part in self.parts if not part.shared)

    def total_bytes(self, streams: float = 1.0) -> float:
        return self.shared_bytes + streams * self.stream_bytes


@dataclass(frozen=True, slots=True)
class Streams:
    """Most streams by each limit, before rounding; inf where a limit does not bind."""

    by_memory: float
    by_compute: float
    by_bandwidth: float

    @property
    def exact(self) -> float:
        return min(self.by_memory, self.by_compute, self.by_bandwidth)

    @property
    def streams(self) -> int:
        """Whole streams, all limits held."""
        return math.floor(min(self.exact, MOST_STREAMS))

    @property
    def bound(self) -> Literal["memory", "compute", "bandwidth"]:
        """The limit that binds."""
        if self.exact == self.by_memory:
            return "memory"
        return "compute" if self.exact == self.by_compute else "bandwidth"


def weights_bytes(parameters: float, precision: str) -> float:
    """Memory of weights: parameters * bytes of one (section 6: 2 GB for 10^9 in FP16, 0.5 in INT4)."""
    return non_negative("parameters", parameters, most=MOST_BYTES) * precision_of(precision).weight_bytes


def picture_bytes(size: Size, *, channels: int = 3, value_bytes: float = 2.0) -> float:
    """A frame buffer: width * height * channels * value_bytes (1920x1080 in FP16: 12.4 MB)."""
    values = size.width_px * size.height_px * positive("channels", channels, most=1e4)
    return values * positive("bytes of a value", value_bytes, "bytes", most=16.0)


def streams_by_memory(memory_bytes: float, vram: Vram) -> float:
    """Most streams that fit, before rounding: (memory - shared) / own.

    0 where the shared part alone does not fit, inf where a stream takes nothing.
    """
    left = max(positive("device memory", memory_bytes, "bytes") - vram.shared_bytes, 0.0)
    return left / vram.stream_bytes if vram.stream_bytes else math.inf


def most_streams(
    demand: Demand,
    device: Device,
    vram: Vram,
    fps: float,
    *,
    reads: Reads = "per batch",
    efficiency: Efficiency | None = None,
    overhead_s: float = 0.0,
) -> Streams:
    """Most streams of a device that hold `fps`, by each limit; arguments and errors as `streams_in_time`."""
    made = streams_in_time(demand, device, fps, reads=reads, efficiency=efficiency, overhead_s=overhead_s)
    return Streams(streams_by_memory(device.memory_bytes, vram), made.by_compute, made.by_bandwidth)


def world_demand(spec: WorldSpec, frame: FrameWork, precision: str, size: Size) -> Demand:
    """What a mean frame of a world asks for: its networks, and its pixels (an estimate, see `pixel_work`)."""
    pixels = pixel_work(spec, size)
    return Demand(
        precision,
        frame.flop,
        sum(stage.operations for stage in pixels),
        frame.weight_bytes(precision),
        frame.activation_bytes(precision) + sum(stage.moved_bytes for stage in pixels),
    )


def world_vram(
    spec: WorldSpec,
    frame: FrameWork,
    precision: str,
    size: Size,
    *,
    context_bytes: float = CONTEXT_BYTES,
    workspace_bytes: float = WORKSPACE_BYTES,
) -> Vram:
    """The memory budget of a world with a full bank: give 0 for context and workspace on a CPU.

    Activations are counted for each stream, as making streams together needs them.
    """
    activations = frame.values_held * precision_of(precision).value_bytes
    return Vram(
        (
            Part("weights", weights_bytes(frame.parameters, precision), shared=True),
            Part("context", context_bytes, shared=True),
            Part("workspace", workspace_bytes, shared=True),
            Part("memory of the world", (spec.bank_keyframes + 1) * keyframe_bytes(spec), shared=False),
            Part("light", light_bytes(spec), shared=False),
            Part("activations", activations, shared=False),
            Part("pictures", PICTURES * planar_bytes(size.width_px, size.height_px), shared=False),
        )
    )


def keyframe_bytes(spec: WorldSpec) -> float:
    """One keyframe of the bank (`world/keyframe.py`), without a residue: tone and matter as bytes, three fp32
    planes of geometry; six coarse planes, and those once more with a quarter of the cells each way."""
    rows, columns = spec.grid(GEOMETRY_CELL_PX)
    rough = math.ceil((rows - 2) / 4) * math.ceil((columns - 2) / 4)
    canvas = planar_bytes(spec.canvas_width_px, spec.canvas_height_px)
    return canvas + 4.0 * ((3 + 6) * rows * columns + 6 * rough)


def light_bytes(spec: WorldSpec) -> float:
    """What the look says of one picture (`frames/lighting.py`), in fp32: maps, glow, curves, fall."""
    (rows, columns), (coarse_rows, coarse_columns) = spec.grid(GEOMETRY_CELL_PX), spec.grid(LATENT_CELL_PX)
    return 4.0 * (MAP_CHANNELS * coarse_rows * coarse_columns + 3 * rows * columns + CURVE_NUMBERS + 2)
