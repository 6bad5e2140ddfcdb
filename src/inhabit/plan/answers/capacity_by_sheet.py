"""How many sessions does a device of the table hold at a rate? By its sheet, and by the line it sends them
over."""

from __future__ import annotations

import math
from dataclasses import replace

from inhabit.core.camera import Size
from inhabit.core.spec import WorldSpec
from inhabit.plan import wire
from inhabit.plan.answer import Answer, Column, Plot, Series, Table, heads
from inhabit.plan.answers.capacity import UPLINK_MBPS
from inhabit.plan.answers.device_limits import Allowed, Ask, allowed, ask
from inhabit.plan.answers.frame_cost import frame_cost
from inhabit.plan.answers.origin import carried, given, number, told
from inhabit.plan.answers.session_rates import RATES_FPS
from inhabit.plan.figure import Figure, Input
from inhabit.plan.hardware import Device


def answer(
    device: Device,
    *,
    fps: float | None = None,
    size: Size | None = None,
    precision: str | None = None,
    overhead_ms: float | None = None,
    uplink_mbps: float | None = None,
    stream_mbps: float | None = None,
    spec: WorldSpec | None = None,
) -> Answer:
    """Sessions of `size` (else 640x360) that `device` holds at `fps` (else 30) in `precision` (else the
    narrowest of fp16 and what it has), made together, and over an uplink of `uplink_mbps` (else 100).

    A ceiling by the device's sheet at assumed efficiencies (the roofline model), not a measurement. Raises
    BadInputError for bad numbers and for a precision that the device does not have.
    """
    kept = precision or ("fp16" if "fp16" in device.precisions else device.precisions[-1])
    wanted = ask(spec=spec, size=size, fps=fps, precision=kept, overhead_ms=overhead_ms)
    found = allowed(wanted, device)
    cost = frame_cost(wanted.size, number(wanted.fps), stream_mbps=stream_mbps)
    line = told(
        "U uplink", uplink_mbps, "Mbit/s", otherwise=UPLINK_MBPS, origin="assumed", source="an office line"
    )
    by_line = _by_line(line, cost.stream)
    whole = min(found.together.streams, math.floor(by_line.value))
    letters = ("A by memory", "C by arithmetic", "D by bandwidth")
    limits = tuple(carried(name, each) for name, each in zip(letters, found.figures[:3], strict=True))
    counted = Figure(
        "sessions", whole, "sessions", "floor(min(A, C, D, E))", (*limits, carried("E by uplink", by_line))
    )
    return Answer(
        f"Sessions of {wanted.size} at {number(wanted.fps):g} fps on one {device.name}, in {kept}",
        _said(whole, found, by_line, device),
        (counted, *found.figures[:3], by_line),
        (_precisions(wanted, device),),
        (_plot(wanted, device, by_line),),
        _notes(device),
    )


def _by_line(line: Input, stream: Input) -> Figure:
    usable = Input("u usable part", wire.USABLE, "share", "assumed", "the rest is for bursts and others")
    exact = wire.streams_per_uplink(number(line), number(stream)).exact
    return Figure("sessions by uplink", exact, "sessions", "U x u / s", (line, usable, stream))


def _said(whole: int, found: Allowed, by_line: Figure, device: Device) -> str:
    if by_line.value < found.together.exact:
        return (
            f"{whole:,} sessions: the line ends first; the {device.kind.upper()}'s sheet would allow "
            f"{found.together.streams:,}, by {found.together.bound}."
        )
    return (
        f"{whole:,} sessions by its sheet: {found.together.bound} ends first. Nothing of this was measured."
    )


def _precisions(wanted: Ask, device: Device) -> Table:
    rows = []
    for precision in device.precisions:
        here = allowed(replace(wanted, precision=precision), device).together
        rows.append((precision, here.by_memory, here.by_compute, here.by_bandwidth, here.streams, here.bound))
    columns = heads("precision", "by memory", "by arithmetic", "by bandwidth", "sessions", "ends first")
    return Table(f"Each precision of {device.name}, without the line", columns, tuple(rows))


def _plot(wanted: Ask, device: Device, by_line: Figure) -> Plot:
    points: list[tuple[float, float, float, float]] = []
    for fps in sorted({*RATES_FPS, number(wanted.fps)}):
        if fps * number(wanted.overhead_ms) < 1000.0:
            there = allowed(replace(wanted, fps=given("fps frame rate", fps, "fps")), device).together
            points.append((fps, there.by_memory, there.by_compute, there.by_bandwidth))
    line = tuple((fps, by_line.value * number(wanted.fps) / fps) for fps, *_ in points)
    return Plot(
        f"Sessions of one {device.name} against the rate",
        Column("frame rate", "fps"),
        Column("sessions"),
        (
            Series("by memory", tuple((fps, memory) for fps, memory, _, _ in points)),
            Series("by arithmetic", tuple((fps, compute) for fps, _, compute, _ in points)),
            Series("by bandwidth", tuple((fps, bandwidth) for fps, _, _, bandwidth in points)),
            Series("by uplink", line),
        ),
        "log",
    )


def _notes(device: Device) -> tuple[str, ...]:
    if device.kind == "cpu":
        return (
            "By a sheet and assumed efficiencies; encoding is not in it. `inhabit plan capacity` without a "
            "device takes what was measured here.",
        )
    encoders = (
        f"{device.name} has no video encoder: pictures are encoded on the host's cores."
        if not device.encoders
        else f"{device.name} has {device.encoders} video encoders, which are not counted."
    )
    return (
        "By a sheet and assumed efficiencies, with every stage of a frame on the GPU; today's engine runs on "
        "CPUs. The host's cores and the launches of kernels (--overhead) come on top.",
        encoders,
    )
