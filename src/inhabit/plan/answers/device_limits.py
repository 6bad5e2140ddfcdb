"""What a GPU (or a computer of the table) allows by its sheet: sessions by memory, arithmetic and
bandwidth."""

from __future__ import annotations

from dataclasses import dataclass

from inhabit.core.camera import Size
from inhabit.core.spec import WorldSpec
from inhabit.plan import checks
from inhabit.plan.answers.origin import number, told
from inhabit.plan.figure import Figure, Input
from inhabit.plan.hardware import Device, precision_of
from inhabit.plan.memory import (
    CONTEXT_BYTES,
    WORKSPACE_BYTES,
    Streams,
    Vram,
    most_streams,
    world_demand,
    world_vram,
)
from inhabit.plan.roofline import Demand, Efficiency
from inhabit.plan.work import frame_work

PROCESS_BYTES = 1.5e9
"""Interpreter, libraries and weights, where there is no GPU. Assumed."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What sessions are to be: their world, picture, rate, precision; what a device reaches; what a batch
    pays."""

    spec: WorldSpec
    size: Size
    fps: Input
    precision: str
    efficiency: Efficiency
    overhead_ms: Input


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a device allows: its memory line by line, sessions made together and one by one, with the
    figures."""

    vram: Vram
    demand: Demand
    together: Streams
    one_by_one: Streams
    figures: tuple[Figure, ...]


def ask(
    *,
    spec: WorldSpec | None = None,
    size: Size | None = None,
    fps: float | None = None,
    precision: str | None = None,
    efficiency: Efficiency | None = None,
    overhead_ms: float | None = None,
) -> Ask:
    """What is asked for: else the default spec, 640x360 at 30 fps in fp16, without overhead. Raises
    BadInputError."""
    rate = told(
        "fps frame rate", fps, "fps", otherwise=30.0, origin="assumed", source="what the page asks for"
    )
    paid = told(
        "o overhead of a batch",
        overhead_ms,
        "ms",
        otherwise=0.0,
        origin="assumed",
        source="launches are not counted unless asked; small networks feel them most",
    )
    checks.non_negative("the overhead", number(paid), "ms")
    kept = precision_of(precision or "fp16").name
    return Ask(spec or WorldSpec(), size or Size(640, 360), rate, kept, efficiency or Efficiency(), paid)


def budget_of(wanted: Ask, device: Device) -> Vram:
    """The memory of sessions on a device; a computer without a GPU has a process in place of context and
    workspace."""
    context, workspace = (CONTEXT_BYTES, WORKSPACE_BYTES) if device.kind == "gpu" else (PROCESS_BYTES, 0.0)
    work = frame_work(wanted.spec)
    return world_vram(
        wanted.spec, work, wanted.precision, wanted.size, context_bytes=context, workspace_bytes=workspace
    )


def allowed(wanted: Ask, device: Device) -> Allowed:
    """Most sessions of a device by each limit. Raises BadInputError for a precision that it lacks."""
    vram = budget_of(wanted, device)
    demand = world_demand(wanted.spec, frame_work(wanted.spec), wanted.precision, wanted.size)
    overhead_s = number(wanted.overhead_ms) / 1e3
    together, one_by_one = (
        most_streams(
            demand,
            device,
            vram,
            number(wanted.fps),
            reads=how,
            efficiency=wanted.efficiency,
            overhead_s=overhead_s,
        )
        for how in ("per batch", "per stream")
    )
    figures = _figures(wanted, device, vram, demand, together, one_by_one)
    return Allowed(vram, demand, together, one_by_one, figures)


def _figures(
    wanted: Ask, device: Device, vram: Vram, demand: Demand, together: Streams, one_by_one: Streams
) -> tuple[Figure, ...]:
    sheet, spec = device.sources["figures"], f"arithmetic from the spec {wanted.spec.name!r}"
    reached = wanted.efficiency
    memory = Input("M memory", device.memory_bytes, "bytes", "sourced", sheet)
    shared = Input(
        "S shared by all",
        vram.shared_bytes,
        "bytes",
        "assumed",
        f"weights ({spec}), context and workspace (assumed)",
    )
    own = Input("b memory of a session", vram.stream_bytes, "bytes", "sourced", spec)
    flop = Input("F products of a frame", demand.flop, "FLOP", "sourced", spec)
    pixels = Input(
        "P pixel by pixel", demand.operations, "FLOP", "assumed", f"counted by hand for {wanted.size}"
    )
    rate = Input("R rate of products", device.rate(demand.precision), "FLOP/s", "sourced", sheet)
    fp32 = Input("R32 rate in fp32", device.rate("fp32"), "FLOP/s", "sourced", sheet)
    share_of = "assumed: see inhabit.plan.roofline.Efficiency"
    compute = Input("e reached of R", reached.compute, "share", "assumed", share_of)
    pixel = Input("ep reached of R32", reached.pixels, "share", "assumed", share_of)
    bandwidth = Input("B bandwidth", device.bandwidth_bytes_per_s, "bytes/s", "sourced", sheet)
    memory_share = Input("em reached of B", reached.memory, "share", "assumed", share_of)
    weights = Input("w weights read", demand.weight_bytes, "bytes", "sourced", spec)
    activations = Input("a own traffic", demand.own_bytes, "bytes", "sourced", spec)
    interval = "(1 / fps - o / 1000)"
    moved = (wanted.fps, wanted.overhead_ms, bandwidth, memory_share, weights, activations)
    return (
        Figure("sessions by memory", together.by_memory, "sessions", "(M - S) / b", (memory, shared, own)),
        Figure(
            "sessions by arithmetic",
            together.by_compute,
            "sessions",
            f"{interval} / (F / (R x e) + P / (R32 x ep))",
            (wanted.fps, wanted.overhead_ms, flop, rate, compute, pixels, fp32, pixel),
        ),
        Figure(
            "sessions by bandwidth, together",
            together.by_bandwidth,
            "sessions",
            f"({interval} x B x em - w) / a",
            moved,
            note="one read of the weights serves all",
        ),
        Figure(
            "sessions by bandwidth, one by one",
            one_by_one.by_bandwidth,
            "sessions",
            "1 / fps / ((w + a) / (B x em) + o / 1000)",
            moved,
            note="each session reads the weights for itself",
        ),
    )
