"""What a frame costs the cores, and the wire: measured here, or carried over from where it was measured.

Networks work on a canvas of one size, so most of a frame's time does not depend on the picture; lighting and
encoding do. What is known of one size is carried to another by what a pixel more has cost where both were
measured.
"""

from __future__ import annotations

from dataclasses import dataclass

from inhabit.core.camera import Size
from inhabit.plan.answers.origin import given
from inhabit.plan.figure import Input
from inhabit.plan.measurement import Measurement

BENCH_SIZE, BENCH_FPS = Size(640, 360), 30.0
BENCH_CORE_MS, BENCH_MAKING_MS, BENCH_GONE_MS, BENCH_KBPS = 32.22, 20.45, 49.94, 2638.2
BENCH = (
    "benchmarks/live_two_cores_sixth_20261122.md: `inhabit bench frame`, pocket at 640x360, two cores of an "
    "EPYC"
)
"""`making` is the median of make and commit, which one thread does; of 100 frames 99 have left within
`gone`."""

PIXEL_CORE_MS = (44.6 - 29.83) / (960 * 540 - 640 * 360)
PIXEL = (
    "benchmarks/live_two_cores_third_20261121.md: 44.6 ms of core time at 960x540 against 29.83 at 640x360"
)
"""What a pixel more takes of the cores, in ms."""

SAME_RATE = 0.02
"""Rates this near to each other have streams of the same size."""


@dataclass(frozen=True, slots=True)
class FrameCost:
    """What a frame takes: of all cores, added up (ms); of the busiest of the threads that all sessions of a
    server process share (ms); until 99 of 100 have left (ms, from the tick); of the line (Mbit/s, the
    stream). None is not known. And a remark where they are not of this machine or size."""

    core: Input
    thread: Input | None
    gone: Input | None
    stream: Input
    remark: str


def frame_cost(
    size: Size,
    fps: float,
    *,
    core_ms: float | None = None,
    stream_mbps: float | None = None,
    measured: Measurement | None = None,
) -> FrameCost:
    """What a frame of `size` costs at `fps`: as given, else as measured here, else as measured on another
    machine."""
    told = core_ms is not None
    return FrameCost(
        core=given("c core time of a frame", core_ms, "ms") if core_ms is not None else _core(size, measured),
        thread=None if told else _thread(size, measured),
        gone=None if told else _gone(size, measured),
        stream=given("s stream", stream_mbps, "Mbit/s")
        if stream_mbps is not None
        else _stream(size, fps, measured),
        remark="" if told else _remark(size, measured),
    )


def _core(size: Size, measured: Measurement | None) -> Input:
    name = "c core time of a frame"
    its = BENCH_SIZE if measured is None else Size.parse(measured.size)
    core_ms = BENCH_CORE_MS if measured is None else measured.core_ms
    more_px = size.width_px * size.height_px - its.width_px * its.height_px
    if more_px == 0:
        if measured is None:
            return Input(name, core_ms, "ms", "sourced", BENCH)
        return Input(name, core_ms, "ms", "measured", measured.source)
    # A picture of no pixels at all still takes its networks: never less than half of what was measured.
    carried_ms = max(core_ms + more_px * PIXEL_CORE_MS, 0.5 * core_ms)
    source = (
        f"carried from {core_ms:g} ms at {its} by {1e6 * PIXEL_CORE_MS:.3g} ms per million pixels ({PIXEL})"
    )
    return Input(name, carried_ms, "ms", "assumed", source)


def _thread(size: Size, measured: Measurement | None) -> Input | None:
    """One thread makes the frames of all sessions, another develops their pictures: the busier of the two.

    Frames are made on a canvas of one size; what it takes to develop a picture is known of the measured size
    alone.
    """
    name = "m busiest thread's time of a frame"
    if measured is None:
        return Input(name, BENCH_MAKING_MS, "ms", "sourced", BENCH)
    threads = {"making": measured.threads_ms.get("making", _made_ms(measured))}
    if Size.parse(measured.size) == size:
        threads["developing"] = measured.threads_ms.get("developing", 0.0)
    busiest = max(threads, key=lambda each: threads[each])
    if not threads[busiest]:
        return None
    return Input(name, threads[busiest], "ms", "measured", f"the {busiest} thread of {measured.source}")


def _made_ms(measured: Measurement) -> float:
    """What a median frame takes of the making thread, by files that do not tell the threads."""
    stages = (measured.stage("make"), measured.stage("commit"))
    return sum(each.p50_ms for each in stages if each is not None)


def _gone(size: Size, measured: Measurement | None) -> Input | None:
    """Until 99 of 100 frames have left; known of the measured size alone."""
    name = "g 99 of 100 frames have left within"
    if measured is None:
        return Input(name, BENCH_GONE_MS, "ms", "sourced", BENCH) if size == BENCH_SIZE else None
    if Size.parse(measured.size) != size or not measured.frame.p99_ms:
        return None
    return Input(name, measured.frame.p99_ms, "ms", "measured", f"frame, p99, of {measured.source}")


def _stream(size: Size, fps: float, measured: Measurement | None) -> Input:
    name = "s stream"
    its, its_fps, kbps, source = BENCH_SIZE, BENCH_FPS, BENCH_KBPS, BENCH
    here = measured is not None and measured.kbps > 0.0
    if measured is not None and here:
        its, its_fps, kbps, source = Size.parse(measured.size), measured.fps, measured.kbps, measured.source
    if its == size and abs(fps / its_fps - 1.0) < SAME_RATE:
        return Input(name, kbps / 1e3, "Mbit/s", "measured" if here else "sourced", source)
    pixels = (size.width_px * size.height_px) / (its.width_px * its.height_px)
    carried_mbps = kbps / 1e3 * pixels * fps / its_fps
    why = f"{kbps / 1e3:.3g} Mbit/s at {its} and {its_fps:.3g} fps, carried by pixels and rate; {source}"
    return Input(name, carried_mbps, "Mbit/s", "assumed", why)


def _remark(size: Size, measured: Measurement | None) -> str:
    if measured is None:
        return (
            "Nothing was measured on this machine: the cost of a frame is that of another one. "
            f"`inhabit plan calibrate --size {size}` takes a minute."
        )
    if measured.size != str(size):
        return (
            f"Measured at {measured.size}, not at {size}: the cost of a frame is carried over by its pixels. "
            f"`inhabit plan calibrate --size {size}` measures it."
        )
    if measured.miss_fraction > 0.05:
        return (
            f"{measured.miss_fraction:.0%} of the frames were missed while this was measured, and frames in "
            "a hurry cost less: the true cost is higher. Measure again with nothing else running, or with "
            "fewer --fps."
        )
    return ""
