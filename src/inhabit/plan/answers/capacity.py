"""How many sessions does a machine hold at a rate? By its cores, its memory and its line, whichever ends
first."""

from __future__ import annotations

import math

from inhabit.core.camera import Size
from inhabit.core.spec import WorldSpec
from inhabit.plan import checks, interval, wire
from inhabit.plan.answer import Answer
from inhabit.plan.answers.device_limits import PROCESS_BYTES
from inhabit.plan.answers.frame_cost import FrameCost, frame_cost
from inhabit.plan.answers.origin import carried, given, number, told
from inhabit.plan.answers.session_limits import Limits
from inhabit.plan.answers.session_rates import against_rate, by_rate
from inhabit.plan.figure import Figure, Input
from inhabit.plan.measurement import Machine, Measurement
from inhabit.plan.memory import world_vram
from inhabit.plan.work import frame_work

SIZE, FPS, HEADROOM, UPLINK_MBPS, MEMORY_BYTES = Size(640, 360), 30.0, 0.85, 100.0, 8e9


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
    uplink beside it. None where one session alone does not hold the rate: its busiest thread is full, or more
    than one frame of a hundred leaves too late. `headroom` in (0, 1] is the share of the cores that may be
    planned for (else 0.85); `cores` and `memory_bytes` are else those of `machine`, `uplink_mbps` else 100.
    Raises BadInputError for bad numbers.
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
    limits = _limits(rate, cost, share, *held, line)
    figures = _figures(rate, cost, share, *held, line, limits)
    return Answer(
        f"Sessions of {picture} at {number(rate):g} fps on {number(held[0]):g} cores of {machine.processor}",
        _said(limits, cost, number(rate)),
        figures,
        (by_rate(number(rate), limits),),
        (against_rate(number(rate), limits),),
        tuple(note for note in (cost.remark, _processes(number(rate), limits)) if note),
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


def _limits(
    rate: Input, cost: FrameCost, share: Input, cores: Input, memory: Input, own: Input, line: Input
) -> Limits:
    thread_ms = number(cost.thread) if cost.thread is not None else 0.0
    return Limits(
        core_fps=number(cores) * 1000.0 * number(share) / number(cost.core),
        line_fps=wire.streams_per_uplink(number(line), number(cost.stream)).exact * number(rate),
        memory=max(number(memory) - PROCESS_BYTES, 0.0) / number(own),
        thread_fps=1000.0 * number(share) / thread_ms if thread_ms else math.inf,
        thread_ms=thread_ms,
        gone_ms=number(cost.gone) if cost.gone is not None else 0.0,
    )


def _figures(
    rate: Input,
    cost: FrameCost,
    share: Input,
    cores: Input,
    memory: Input,
    own: Input,
    line: Input,
    limits: Limits,
) -> tuple[Figure, ...]:
    fps = number(rate)
    process = Input(
        "P server process", PROCESS_BYTES, "bytes", "assumed", "interpreter, libraries and weights"
    )
    usable = Input(
        "u usable part of the line", wire.USABLE, "share", "assumed", "the rest is for bursts and others"
    )
    ends = (
        Figure(
            "sessions by cores",
            limits.cores(fps),
            "sessions",
            "n x 1000 x h / (fps x c)",
            (cores, share, rate, cost.core),
        ),
        Figure("sessions by memory", limits.memory, "sessions", "(M - P) / b", (memory, process, own)),
        Figure(
            "sessions by uplink", limits.uplink(fps), "sessions", "U x u / s", (line, usable, cost.stream)
        ),
    )
    letters = ("A by cores", "B by memory", "C by uplink")
    inputs = tuple(carried(name, each) for name, each in zip(letters, ends, strict=True))
    own_pace = _own_pace(rate, cost, share, ends[0], limits)
    formula = "floor(min(A, B, C))"
    if own_pace:
        formula, inputs = f"{formula} if fps <= D, else 0", (*inputs, rate, carried("D rate", own_pace[0]))
    return (Figure("sessions", limits.whole(fps), "sessions", formula, inputs), *own_pace, *ends)


def _own_pace(
    rate: Input, cost: FrameCost, share: Input, by_cores: Figure, limits: Limits
) -> tuple[Figure, ...]:
    """What one session alone and one server process hold; nothing where no thread's time is known."""
    if cost.thread is None:
        return ()
    fps, thread = number(rate), cost.thread
    alone, full = "1000 x h / m", "1000 x h / (fps x m)"
    if cost.gone is None:
        return (
            Figure("rate of one session, at most", limits.alone_fps, "fps", alone, (share, thread)),
            Figure(
                "sessions of one server process",
                limits.process(fps),
                "sessions",
                f"min(A, {full})",
                (carried("A by cores", by_cores), share, rate, thread),
            ),
        )
    in_time = Figure(
        "sessions whose frames leave in time",
        limits.in_time(fps),
        "sessions",
        "1 + (2000 / fps - g) / m" if limits.in_time(fps) >= 1.0 else "2000 / (fps x g)",
        (rate, cost.gone, thread) if limits.in_time(fps) >= 1.0 else (rate, cost.gone),
        note="a picture is due two intervals after its tick; fewer than one of a hundred may miss that",
    )
    return (
        Figure(
            "rate of one session, at most",
            limits.alone_fps,
            "fps",
            f"min({alone}, 2000 / g)",
            (share, thread, cost.gone),
        ),
        Figure(
            "sessions of one server process",
            limits.process(fps),
            "sessions",
            f"min(A, {full}, I)",
            (carried("A by cores", by_cores), share, rate, thread, carried("I in time", in_time)),
            note="what `inhabit bench streams` measures; two threads serve all sessions of a process",
        ),
        in_time,
    )


def _said(limits: Limits, cost: FrameCost, fps: float) -> str:
    if fps > limits.alone_fps:
        return f"None: one session alone holds {limits.alone_fps:.3g} fps at most, {fps:g} are asked for."
    ends = {"its cores": limits.cores(fps), "its memory": limits.memory, "its line": limits.uplink(fps)}
    first = min(ends, key=lambda name: ends[name])
    basis = {"measured": "measured here", "given": "as given"}.get(cost.core.origin, "not measured here")
    whole = limits.whole(fps)
    return (
        f"{whole} session{'' if whole == 1 else 's'} (before rounding {ends[first]:.3g}); {first} end"
        f"{'' if first == 'its cores' else 's'} first. A frame costs {number(cost.core):.4g} ms of core "
        f"time, {basis}."
    )


def _processes(fps: float, limits: Limits) -> str:
    whole, each = limits.whole(fps), math.floor(min(limits.process(fps), 1e9))
    if whole <= each or each < 1:
        return ""
    return (
        f"One server process makes all its frames on one thread and holds {each}: run "
        f"{math.ceil(whole / each)} processes for {whole} sessions."
    )
