"""How many sessions does a machine hold at a rate? By its cores, its memory and its line, whichever ends
first."""

from __future__ import annotations

import math
from dataclasses import dataclass

from inhabit.core.camera import Size
from inhabit.core.spec import WorldSpec
from inhabit.plan import checks, interval, wire
from inhabit.plan.answer import Answer, Column, Plot, Series, Table, heads
from inhabit.plan.answers.device_limits import PROCESS_BYTES
from inhabit.plan.answers.frame_cost import FrameCost, frame_cost
from inhabit.plan.answers.origin import carried, given, number, told
from inhabit.plan.figure import Figure, Input
from inhabit.plan.measurement import Machine, Measurement
from inhabit.plan.memory import world_vram
from inhabit.plan.work import frame_work

SIZE, FPS, HEADROOM, UPLINK_MBPS, MEMORY_BYTES = Size(640, 360), 30.0, 0.85, 100.0, 8e9
RATES_FPS = (10.0, 15.0, 20.0, 24.0, 30.0, 45.0, 60.0, 90.0, 120.0)


@dataclass(frozen=True, slots=True)
class Limits:
    """Most sessions by each limit, before rounding (`alone_fps`: the rate that one session can hold at
    most)."""

    cores: float
    memory: float
    uplink: float
    process: float
    alone_fps: float

    def whole(self, fps: float) -> int:
        """Whole sessions, all limits held; none where not even one alone reaches the rate."""
        return math.floor(min(self.cores, self.memory, self.uplink)) if fps <= self.alone_fps else 0


def answer(
    machine: Machine,
    *,
    fps: float | None = None,
    size: Size | None = None,
    cores: float | None = None,
    core_ms: float | None = None,
    memory_bytes: float | None = None,
    uplink_mbps: float | None = None,
    stream_mbps: float | None = None,
    headroom: float | None = None,
    spec: WorldSpec | None = None,
    measured: Measurement | None = None,
) -> Answer:
    """Sessions of `size` (else 640x360) that a machine without a GPU holds at `fps` (else 30).

    By cores: floor(cores x 1000 x headroom / (fps x core_ms)), where `core_ms` is what a frame takes of all
    cores together: as given, else as `measured`, else as measured on another machine. By memory and by
    uplink beside it. `headroom` in (0, 1] is the share of the cores that may be planned for (else 0.85);
    `cores` and `memory_bytes` are else those of `machine`, `uplink_mbps` else 100. Raises BadInputError for
    bad numbers.
    """
    picture = size or SIZE
    rate = told(
        "fps frame rate", fps, "fps", otherwise=FPS, origin="assumed", source="what the page asks for"
    )
    interval.rate("the frame rate", number(rate))
    cost = frame_cost(picture, number(rate), core_ms=core_ms, stream_mbps=stream_mbps, measured=measured)
    share = told(
        "h headroom",
        headroom,
        "share",
        otherwise=HEADROOM,
        origin="assumed",
        source="frames differ: a p95 of 1.4 medians has to fit beside the others",
    )
    checks.positive("the headroom", checks.share("the headroom", number(share)))
    checks.positive("the core time of a frame", number(cost.core), "ms", most=1e7)
    held = (_cores(machine, cores), _memory(machine, memory_bytes), _own(spec, picture))
    line = told(
        "U uplink",
        uplink_mbps,
        "Mbit/s",
        otherwise=UPLINK_MBPS,
        origin="assumed",
        source="an office line: give your own",
    )
    figures = _figures(rate, cost, share, *held, line)
    limits = _limits(figures, cost)
    whole = limits.whole(number(rate))
    return Answer(
        f"Sessions of {picture} at {number(rate):g} fps on {number(held[0]):g} cores of {machine.processor}",
        _said(whole, number(rate), limits, cost),
        _counted(figures, whole, limits, cost, rate),
        (_by_rate(number(rate), limits),),
        (_plot(number(rate), limits),),
        tuple(note for note in (cost.remark, _processes(whole, limits)) if note),
    )


def _cores(machine: Machine, cores: float | None) -> Input:
    name = "n cores"
    if cores is not None:
        return given(name, checks.count("the cores", cores, most=1e6), "cores")
    return Input(name, machine.cores, "cores", "measured", f"the operating system: {machine.processor}")


def _memory(machine: Machine, memory_bytes: float | None) -> Input:
    name = "M memory"
    if memory_bytes is not None:
        return given(name, checks.positive("the memory", memory_bytes, "bytes"), "bytes")
    if machine.memory_bytes is not None:
        return Input(name, machine.memory_bytes, "bytes", "measured", "the operating system")
    return Input(name, MEMORY_BYTES, "bytes", "assumed", "the operating system does not say: give yours")


def _own(spec: WorldSpec | None, size: Size) -> Input:
    world = spec or WorldSpec()
    vram = world_vram(world, frame_work(world), "bf16", size, context_bytes=0.0, workspace_bytes=0.0)
    source = f"arithmetic from the spec {world.name!r}: a full bank, activations, light, pictures"
    return Input("b memory of a session", vram.stream_bytes, "bytes", "sourced", source)


def _figures(
    rate: Input, cost: FrameCost, share: Input, cores: Input, memory: Input, own: Input, line: Input
) -> list[Figure]:
    process = Input(
        "P server process", PROCESS_BYTES, "bytes", "assumed", "interpreter, libraries and weights"
    )
    usable = Input(
        "u usable part of the line", wire.USABLE, "share", "assumed", "the rest is for bursts and others"
    )
    by_cores = number(cores) * 1000.0 * number(share) / (number(rate) * number(cost.core))
    by_memory = max(number(memory) - PROCESS_BYTES, 0.0) / number(own)
    by_line = wire.streams_per_uplink(number(line), number(cost.stream)).exact
    found = [
        Figure(
            "sessions by cores",
            by_cores,
            "sessions",
            "n x 1000 x h / (fps x c)",
            (cores, share, rate, cost.core),
        ),
        Figure("sessions by memory", by_memory, "sessions", "(M - P) / b", (memory, process, own)),
        Figure("sessions by uplink", by_line, "sessions", "U x u / s", (line, usable, cost.stream)),
    ]
    if cost.making is not None:
        by_process = 1000.0 * number(share) / (number(rate) * number(cost.making))
        found.append(
            Figure(
                "sessions of one server process",
                by_process,
                "sessions",
                "1000 x h / (fps x m)",
                (share, rate, cost.making),
                note="one thread of a process makes the frames of all its sessions",
            )
        )
    return found


def _limits(figures: list[Figure], cost: FrameCost) -> Limits:
    values = {each.name: each.value for each in figures}
    return Limits(
        cores=values["sessions by cores"],
        memory=values["sessions by memory"],
        uplink=values["sessions by uplink"],
        process=values.get("sessions of one server process", math.inf),
        alone_fps=1000.0 / max(number(each) for each in cost.lanes) if cost.lanes else math.inf,
    )


def _counted(
    figures: list[Figure], whole: int, limits: Limits, cost: FrameCost, rate: Input
) -> tuple[Figure, ...]:
    names = ("A by cores", "B by memory", "C by uplink")
    ends = tuple(carried(name, each) for name, each in zip(names, figures, strict=False))
    if not cost.lanes:
        return (Figure("sessions", whole, "sessions", "floor(min(A, B, C))", ends), *figures)
    letters = ", ".join(each.name.split(" ")[0] for each in cost.lanes)
    alone = Figure(
        "rate of one session, at most", limits.alone_fps, "fps", f"1000 / max({letters})", cost.lanes
    )
    formula = "floor(min(A, B, C)) if fps <= D, else 0"
    inputs = (*ends, rate, carried("D rate of one session", alone))
    return (Figure("sessions", whole, "sessions", formula, inputs), alone, *figures)


def _said(whole: int, fps: float, limits: Limits, cost: FrameCost) -> str:
    if fps > limits.alone_fps:
        return f"None: one session alone holds {limits.alone_fps:.3g} fps at most, {fps:g} are asked for."
    ends = {"its cores": limits.cores, "its memory": limits.memory, "its line": limits.uplink}
    first = min(ends, key=lambda name: ends[name])
    basis = {"measured": "measured here", "given": "as given"}.get(cost.core.origin, "not measured here")
    return (
        f"{whole} session{'' if whole == 1 else 's'} (before rounding {ends[first]:.3g}); {first} end"
        f"{'' if first == 'its cores' else 's'} first. A frame costs {number(cost.core):.4g} ms of core "
        f"time, {basis}."
    )


def _processes(whole: int, limits: Limits) -> str:
    if whole <= limits.process or limits.process < 1.0:
        return ""
    needed = math.ceil(whole / math.floor(limits.process))
    return (
        f"One server process makes all its frames on one thread and holds {math.floor(limits.process)}: run "
        f"{needed} processes for {whole} sessions."
    )


def _at(fps: float, limits: Limits, other_fps: float) -> Limits:
    """The same limits at another rate: all but memory go as the rate."""
    times = fps / other_fps
    return Limits(
        limits.cores * times, limits.memory, limits.uplink * times, limits.process * times, limits.alone_fps
    )


def _by_rate(fps: float, limits: Limits) -> Table:
    rows = []
    for other_fps in sorted({15.0, 24.0, 30.0, 60.0, fps}):
        there = _at(fps, limits, other_fps)
        rows.append(
            (other_fps, there.whole(other_fps), there.cores, there.memory, there.uplink, there.process)
        )
    columns = heads("rate [fps]", "sessions", "by cores", "by memory", "by uplink", "one process")
    return Table("At other rates", columns, tuple(rows))


def _plot(fps: float, limits: Limits) -> Plot:
    rates = sorted({*RATES_FPS, fps})
    by_rate = [(other_fps, _at(fps, limits, other_fps)) for other_fps in rates]
    return Plot(
        "Sessions against the rate",
        Column("frame rate", "fps"),
        Column("sessions"),
        (
            Series("by cores", tuple((r, each.cores) for r, each in by_rate)),
            Series("by memory", tuple((r, each.memory) for r, each in by_rate)),
            Series("by uplink", tuple((r, each.uplink) for r, each in by_rate)),
            Series("whole sessions", tuple((r, float(each.whole(r))) for r, each in by_rate), "points"),
        ),
        "log",
    )
