"""How soon does the picture answer? The response equation, and the deepest pipeline that a wanted response
allows."""

from __future__ import annotations

from inhabit.plan import interval
from inhabit.plan import response as arithmetic
from inhabit.plan.answer import Answer, Table, heads
from inhabit.plan.answers.origin import carried, number, posted
from inhabit.plan.figure import Figure, Input
from inhabit.plan.measurement import Measurement

WAITED_FRAMES = 0.5
"""An input comes at any moment of an interval, so it waits half of one for the next tick on average."""


def answer(
    *,
    fps: float | None = None,
    wanted_ms: float | None = None,
    input_ms: float | None = None,
    processing_ms: float | None = None,
    measured: Measurement | None = None,
) -> Answer:
    """The response at `fps` (else 30) for a wanted one of under `wanted_ms` (else 100), where capturing an
    input takes `input_ms` (else 5) and other work `processing_ms` (else 10).

    With `measured`, also what this machine adds from tick to packet. Raises BadInputError for bad numbers,
    and (`no_time_left`) where input and processing alone take the wanted time.
    """
    rate = posted("fps frame rate", fps, "fps", otherwise=30.0, section=1)
    wanted = posted("T wanted response", wanted_ms, "ms", otherwise=arithmetic.WANTED_MS, section=1)
    capture = posted("t_i input capture", input_ms, "ms", otherwise=arithmetic.INPUT_MS, section=1)
    other = posted("t_p other work", processing_ms, "ms", otherwise=arithmetic.PROCESSING_MS, section=1)
    fixed = {"input_ms": number(capture), "processing_ms": number(other)}
    depth = arithmetic.deepest(number(rate), wanted_ms=number(wanted), **fixed)
    inputs = (wanted, capture, other, rate)
    equation, bound = "t_i + t_p + n x 1000 / fps", "(T - t_i - t_p) x fps / 1000"
    deepest = Figure(
        "deepest pipeline",
        depth.frames,
        "frames",
        f"the largest whole n < {bound}",
        inputs,
        note="whole intervals between input and display; the post also counts the frame on display",
    )
    frames = carried("n frames in between", deepest)
    figures = [
        Figure("interval", interval.interval_ms(number(rate)), "ms", "1000 / fps", (rate,)),
        Figure("bound on frames in between", depth.bound, "frames", bound, inputs),
        deepest,
        Figure("response at that depth", depth.response_ms, "ms", equation, (capture, other, frames, rate)),
        Figure(
            "response one frame deeper",
            depth.one_deeper_ms,
            "ms",
            "t_i + t_p + (n + 1) x 1000 / fps",
            (capture, other, frames, rate),
        ),
    ]
    if measured is not None:
        figures += _here(measured, rate, capture)
    return Answer(
        f"From an input to its picture at {number(rate):g} fps",
        _said(depth, number(rate)),
        tuple(figures),
        (_rates(number(wanted), fixed), _bands()),
        notes=()
        if measured is None
        else ("Measured from tick to packet on this machine; network, decoder and screen come on top.",),
    )


def _here(measured: Measurement, rate: Input, capture: Input) -> list[Figure]:
    half = Input(
        "n frames waited", WAITED_FRAMES, "frames", "assumed", "inputs come at any moment of an interval"
    )
    formula = "t_i + t_m + n x 1000 / fps"
    made: list[Figure] = []
    for name, took_ms in (("half", measured.frame.p50_ms), ("95 of 100", measured.frame.p95_ms)):
        taken = Input("t_m tick to packet", took_ms, "ms", "measured", measured.source)
        value = arithmetic.response_ms(
            WAITED_FRAMES, number(rate), input_ms=number(capture), processing_ms=took_ms
        )
        made.append(
            Figure(f"response here, {name} of the inputs", value, "ms", formula, (capture, taken, half, rate))
        )
    return made


def _said(depth: arithmetic.Depth, fps: float) -> str:
    if depth.frames == 0:
        return (
            f"At {fps:g} fps not even one frame may lie between input and display: one takes "
            f"{depth.one_deeper_ms:.4g} ms, and under {depth.wanted_ms:g} ms is wanted."
        )
    return (
        f"At {fps:g} fps at most {depth.frames} frame{'s' if depth.frames > 1 else ''} may lie between "
        f"input and display: {depth.response_ms:.4g} ms, which is {depth.feels.name}; one more would take "
        f"{depth.one_deeper_ms:.4g} ms."
    )


def _rates(wanted_ms: float, fixed: dict[str, float]) -> Table:
    depths = [
        (usual.fps, arithmetic.deepest(usual.fps, wanted_ms=wanted_ms, **fixed))
        for usual in interval.USUAL_RATES
    ]
    return Table(
        "The deepest pipeline at the usual rates",
        heads("rate [fps]", "bound [frames]", "deepest [frames]", "response [ms]", "to spare [ms]", "feels"),
        tuple((fps, d.bound, d.frames, d.response_ms, d.spare_ms, d.feels.name) for fps, d in depths),
    )


def _bands() -> Table:
    return Table(
        "How a response feels",
        heads("from [ms]", "to [ms]", "name", "what it means"),
        tuple((band.from_ms, band.to_ms, band.name, band.meaning) for band in interval.BANDS),
    )
