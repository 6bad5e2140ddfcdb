"""How many denoising steps? Quality against time, what a viewer perceives at a rate, and the best number of
steps."""

from __future__ import annotations

from collections.abc import Sequence

from inhabit.core.spec import WorldSpec
from inhabit.plan import checks, interval, roofline
from inhabit.plan import quality as arithmetic
from inhabit.plan.answer import Answer, Column, Plot, Series, Table, heads
from inhabit.plan.answers.origin import carried, number, posted, told
from inhabit.plan.figure import Figure, Input
from inhabit.plan.hardware import Device, precision_of
from inhabit.plan.measurement import Measurement
from inhabit.plan.networks import networks_of

MOST_STEPS, SHOWN_STEPS = 50, (1, 2, 3, 4, 6, 8, 12, 16, 20, 32, 50, 100, 200)


def answer(
    *,
    step_ms: float | None = None,
    alpha: float | None = None,
    target_fps: float | None = None,
    most_steps: int | None = None,
    pairs: Sequence[tuple[float, float]] | None = None,
    device: Device | None = None,
    precision: str | None = None,
    spec: WorldSpec | None = None,
    measured: Measurement | None = None,
) -> Answer:
    """The operating point of the largest perceived quality among 1 to `most_steps` (else 50).

    The time of a step is `step_ms` > 0; else that of the dynamics network of `spec` on `device` by its
    roofline; else what was `measured` here (stage generate); else the post's 25 ms. `alpha` > 0 bends the
    curve: else it is fitted to measured (steps, quality) `pairs`, else the post's guess of 1. Raises
    BadInputError for bad numbers.
    """
    target = posted("target target rate", target_fps, "fps", otherwise=arithmetic.TARGET_FPS, section=4)
    bend = _bend(alpha, pairs)
    step = _step(step_ms, device, precision, spec, measured)
    most = checks.count("the most steps", MOST_STEPS if most_steps is None else most_steps, most=10_000)
    known = {"step_ms": number(step), "alpha": number(bend), "target_fps": number(target)}
    choice = arithmetic.best(range(1, most + 1), **known)
    best = choice.best
    in_time = arithmetic.steps_within(interval.interval_ms(number(target)), step_ms=number(step))
    curve, rate = "1 - exp(-alpha x n)", "1000 / (n x t)"
    seen = f"({curve}) x min(1, {rate} / target)"
    chosen = Figure(
        "best number of steps",
        best.steps,
        "steps",
        f"the fewest n of the largest {seen}",
        (bend, step, target),
        note=choice.said,
    )
    fitting = Figure(
        "steps that fit the interval", in_time, "steps", "floor(1000 / (target x t))", (step, target)
    )
    n = carried("n steps", chosen)
    figures = [
        chosen,
        Figure("quality there", best.quality, "share", curve, (bend, n), note="of the best there is"),
        Figure("rate there", best.fps, "fps", rate, (n, step)),
        Figure("perceived quality there", best.perceived, "share", seen, (bend, n, step, target)),
        fitting,
    ]
    if in_time:
        reached = arithmetic.quality(in_time, alpha=number(bend))
        figures.append(
            Figure("quality of those", reached, "share", curve, (bend, carried("n steps", fitting)))
        )
    shown = [
        arithmetic.point(n, **known) for n in sorted({*(n for n in SHOWN_STEPS if n <= most), best.steps})
    ]
    return Answer(
        f"Denoising steps for {number(target):g} fps",
        f"{best.steps} step{'s' if best.steps > 1 else ''}: {100 * best.quality:.3g} % of the quality there "
        "is, at "
        f"{best.fps:.4g} fps. " + _fits(in_time, number(target)),
        tuple(figures),
        (_table(shown, choice),),
        (_plot(choice.points, number(target)),),
        _notes(bend, step),
    )


def _bend(alpha: float | None, pairs: Sequence[tuple[float, float]] | None) -> Input:
    name = "alpha bend of the quality curve"
    if alpha is None and pairs:
        fitted = arithmetic.fit(pairs)
        source = f"fitted to {len(pairs)} pairs, root mean square error {fitted.rms_error:.3g}"
        return Input(name, fitted.alpha, "per step", "given", source)
    source = "the post's guess (section 4), for no model in particular: give measured pairs"
    return told(name, alpha, "per step", otherwise=arithmetic.ALPHA, origin="assumed", source=source)


def _step(
    step_ms: float | None,
    device: Device | None,
    precision: str | None,
    spec: WorldSpec | None,
    measured: Measurement | None,
) -> Input:
    name = "t time of a step"
    if step_ms is None and device is not None:
        kept = precision_of(precision or device.precisions[-1])
        network = networks_of(spec or WorldSpec())["dynamics"]
        moved = network.parameters * kept.weight_bytes + network.values_moved * kept.value_bytes
        took = roofline.roofline(network.flop, moved, device, kept.name)
        source = f"roofline of the dynamics network in {kept.name} on {device.name}; efficiencies are assumed"
        return Input(name, 1e3 * took.time_s, "ms", "assumed", source)
    generate = measured.stage("generate") if measured is not None else None
    if step_ms is None and measured is not None and generate is not None and generate.p50_ms > 0.0:
        return Input(name, generate.p50_ms, "ms", "measured", f"stage generate, p50, of {measured.source}")
    return posted(name, step_ms, "ms", otherwise=arithmetic.STEP_MS, section=4)


def _fits(in_time: int, target_fps: float) -> str:
    if not in_time:
        return f"Not even one step fits the interval of {target_fps:g} fps."
    return f"{in_time:,} step{'s fit' if in_time > 1 else ' fits'} the interval of {target_fps:g} fps."


def _table(points: Sequence[arithmetic.Point], choice: arithmetic.Choice) -> Table:
    return Table(
        "Quality against steps",
        heads(
            "steps",
            "quality [share]",
            "time [ms]",
            "rate [fps]",
            "seen of it [share]",
            "perceived [share]",
            "as good as the best",
        ),
        tuple(
            (p.steps, p.quality, p.frame_ms, p.fps, p.perception, p.perceived, p.steps in choice.as_good)
            for p in points
        ),
    )


def _plot(points: Sequence[arithmetic.Point], target_fps: float) -> Plot:
    return Plot(
        f"Perceived quality at {target_fps:g} fps",
        Column("steps"),
        Column("of the best there is", "share"),
        (
            Series("quality of a frame", tuple((float(p.steps), p.quality) for p in points)),
            Series("perceived", tuple((float(p.steps), p.perceived) for p in points)),
        ),
    )


def _notes(bend: Input, step: Input) -> tuple[str, ...]:
    notes = []
    if bend.origin == "assumed":
        notes.append(
            "alpha is a guess, and quality here is what it makes of it: measure yours (`inhabit eval`)."
        )
    if step.origin == "measured":
        notes.append(
            "This engine spreads the steps of a view over several ticks: they decide how soon new ground is "
            "painted, not how long a frame takes."
        )
    return tuple(notes)
