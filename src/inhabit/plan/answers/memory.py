"""What fits into a device's memory, and what else ends first: by precision, together or one by one, GPU by
GPU."""

from __future__ import annotations

import math
from dataclasses import replace

from inhabit.core.camera import Size
from inhabit.core.spec import WorldSpec
from inhabit.plan import checks, economics
from inhabit.plan.answer import Answer, Column, Plot, Series, Table, heads
from inhabit.plan.answers.device_limits import Allowed, Ask, allowed, ask
from inhabit.plan.answers.origin import carried, given, told
from inhabit.plan.figure import Figure, Input
from inhabit.plan.hardware import Device, Devices
from inhabit.plan.memory import weights_bytes
from inhabit.plan.roofline import Efficiency
from inhabit.plan.work import frame_work

SESSIONS, RATES_FPS = 4, (10.0, 15.0, 24.0, 30.0, 45.0, 60.0, 90.0, 120.0)


def answer(
    device: Device,
    devices: Devices,
    *,
    spec: WorldSpec | None = None,
    size: Size | None = None,
    fps: float | None = None,
    precision: str | None = None,
    sessions: int | None = None,
    overhead_ms: float | None = None,
    efficiency: Efficiency | None = None,
) -> Answer:
    """The memory of `sessions` (else 4) worlds of `spec` on `device`, and how many it holds at `fps` (else
    30) by memory, arithmetic and bandwidth, at `precision` (else fp16, or the widest it has).

    `overhead_ms` is paid once a batch (launches). The same for all `devices` of a table beside it. Raises
    BadInputError for bad numbers and for a precision that the device does not have.
    """
    wanted = ask(
        spec=spec,
        size=size,
        fps=fps,
        precision=_kept(precision, device),
        overhead_ms=overhead_ms,
        efficiency=efficiency,
    )
    found = allowed(wanted, device)
    asked = None if sessions is None else checks.count("the sessions", sessions, most=1e6)
    count = told("k sessions", asked, "", otherwise=SESSIONS, origin="assumed", source="as an example")
    return Answer(
        f"Worlds of {wanted.spec.name} in the memory of one {device.name}, in {wanted.precision}",
        _said(found, device, wanted),
        (*_held(wanted, device, found, count), *_streams(found)),
        (_parts(found), _precisions(wanted, device), _devices(wanted, devices)),
        (_plot(wanted, device, found),),
        _notes(device, wanted),
    )


def _kept(precision: str | None, device: Device) -> str:
    if precision is not None:
        return precision
    return "fp16" if "fp16" in device.precisions else device.precisions[0]


def _held(wanted: Ask, device: Device, found: Allowed, count: Input) -> tuple[Figure, ...]:
    spec = f"arithmetic from the spec {wanted.spec.name!r}"
    work, vram = frame_work(wanted.spec), found.vram
    parameters = Input("N parameters", work.parameters, "", "sourced", f"{spec}, tested against the networks")
    each_bytes = weights_bytes(1.0, wanted.precision)
    each = Input("w bytes of a weight", each_bytes, "bytes", "sourced", f"{wanted.precision} by definition")
    own = Input("b memory of a session", vram.stream_bytes, "bytes", "sourced", spec)
    shared_inputs = (parameters, each, _rest(vram.shared_bytes - work.parameters * each_bytes, device))
    shared = Figure("shared by all sessions", vram.shared_bytes, "bytes", "N x w + r", shared_inputs)
    sessions = float(count.value)
    return (
        Figure("weights", work.parameters * each_bytes, "bytes", "N x w", (parameters, each)),
        shared,
        Figure("memory of a session", vram.stream_bytes, "bytes", "b", (own,), note="see the table of parts"),
        Figure(
            f"memory of {sessions:g} sessions",
            vram.total_bytes(sessions),
            "bytes",
            "S + k x b",
            (carried("S shared by all", shared), count, own),
        ),
    )


def _rest(rest_bytes: float, device: Device) -> Input:
    what = "the driver's context and library workspaces" if device.kind == "gpu" else "a server process"
    return Input("r besides", rest_bytes, "bytes", "assumed", f"{what}, as the post has it (section 6)")


def _streams(found: Allowed) -> tuple[Figure, ...]:
    memory, compute, together, one_by_one = found.figures
    ends = (carried("A by memory", memory), carried("C by arithmetic", compute))
    counted = (
        Figure(
            "sessions, made together",
            found.together.streams,
            "sessions",
            "floor(min(A, C, D))",
            (*ends, carried("D by bandwidth", together)),
            note=f"{found.together.bound} ends first",
        ),
        Figure(
            "sessions, made one by one",
            found.one_by_one.streams,
            "sessions",
            "floor(min(A, C, D))",
            (*ends, carried("D by bandwidth", one_by_one)),
            note=f"{found.one_by_one.bound} ends first",
        ),
    )
    return (*counted, *found.figures)


def _said(found: Allowed, device: Device, wanted: Ask) -> str:
    memory = math.floor(found.together.by_memory)
    return (
        f"{memory:,} sessions fit into its memory; at {wanted.fps.value:g} fps {found.together.bound} ends "
        "first, at "
        f"{found.together.streams:,} made together ({found.one_by_one.streams:,} one by one): a ceiling by "
        f"the {device.kind.upper()}'s sheet, not a measurement."
    )


def _parts(found: Allowed) -> Table:
    return Table(
        "What takes memory",
        heads("part", "takes [bytes]", "shared by all"),
        tuple((part.name, part.held_bytes, part.shared) for part in found.vram.parts),
    )


def _precisions(wanted: Ask, device: Device) -> Table:
    rows = []
    for precision in device.precisions:
        here = allowed(replace(wanted, precision=precision), device)
        rows.append(
            (
                precision,
                here.vram.parts[0].held_bytes,
                here.together.by_memory,
                here.together.streams,
                here.together.bound,
                here.one_by_one.streams,
                here.one_by_one.bound,
            )
        )
    return Table(
        f"Each precision of {device.name}",
        heads(
            "precision",
            "weights [bytes]",
            "fit its memory",
            "together",
            "ends first",
            "one by one",
            "ends first, one by one",
        ),
        tuple(rows),
    )


def _devices(wanted: Ask, devices: Devices) -> Table:
    rows = []
    for device in devices.values():
        held = wanted.precision in device.precisions
        kept = wanted.precision if held else device.precisions[0]
        here = allowed(replace(wanted, precision=kept), device).together
        hour = None
        if device.usd_per_hour is not None and here.streams:
            hour = economics.stream_hour_usd(device.usd_per_hour, here.streams)
        rows.append(
            (
                device.name,
                kept,
                device.memory_bytes,
                here.by_memory,
                here.by_compute,
                here.by_bandwidth,
                here.streams,
                device.encoders,
                device.usd_per_hour,
                hour,
            )
        )
    return Table(
        "The same on every device of the table",
        heads(
            "device",
            "precision",
            "memory [bytes]",
            "fit it",
            "arithmetic",
            "bandwidth",
            "sessions",
            "encoders",
            "an hour [USD]",
            "a session's [USD]",
        ),
        tuple(rows),
    )


def _plot(wanted: Ask, device: Device, found: Allowed) -> Plot:
    rates = sorted({*RATES_FPS, float(wanted.fps.value)})
    points = []
    for fps in rates:
        there = replace(wanted, fps=given("fps frame rate", fps, "fps"))
        if fps * float(wanted.overhead_ms.value) < 1000.0:
            points.append((fps, allowed(there, device).together))
    return Plot(
        f"Sessions of one {device.name} against the rate",
        Column("frame rate", "fps"),
        Column("sessions"),
        (
            Series("by memory", tuple((fps, each.by_memory) for fps, each in points)),
            Series("by arithmetic", tuple((fps, each.by_compute) for fps, each in points)),
            Series("by bandwidth", tuple((fps, each.by_bandwidth) for fps, each in points)),
        ),
        "log",
    )


def _notes(device: Device, wanted: Ask) -> tuple[str, ...]:
    notes = []
    if device.kind == "gpu":
        notes.append(
            "This is what a sheet allows, at assumed efficiencies and with every stage of a frame on the "
            "GPU; today's engine runs on CPUs. Encoding, the host's cores and the line are not in it."
        )
    if device.kind == "gpu" and not device.encoders:
        notes.append(f"{device.name} has no video encoder: pictures are encoded on the host's cores.")
    if not float(wanted.overhead_ms.value) and device.kind == "gpu":
        notes.append(
            "Launches are not counted: small networks pay some ms a batch for them, give --overhead."
        )
    return tuple(notes)
