"""Does a frame fit its interval? Stages one after another and overlapping, with the slack and what binds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from inhabit.plan import budget as arithmetic
from inhabit.plan import interval
from inhabit.plan.answer import Answer, Table, heads
from inhabit.plan.answers.origin import POST, given, number, posted, told
from inhabit.plan.budget import Budget, Stage
from inhabit.plan.figure import Figure, Input, Origin
from inhabit.plan.measurement import Measurement, Spread

MEASURED_STAGES = (("make", "making thread"), ("commit", "making thread"), ("show", "showing"))
"""The stages of `inhabit bench frame` that add up to a frame (the others are parts of these), and what does
one of them at a time."""


def answer(
    *,
    fps: float | None = None,
    stages: Sequence[Stage] | None = None,
    reserve: float | None = None,
    measured: Measurement | None = None,
) -> Answer:
    """The budget of a frame at `fps` (0.01 to 10,000; else 30).

    `stages` in their order; else those that were `measured` here (p50), else the post's six. `reserve` in
    [0, 1) is the share of the interval kept for frames that take longer. Raises BadInputError for bad
    numbers and names.
    """
    rate = posted("fps frame rate", fps, "fps", otherwise=30.0, section=3)
    kept = told(
        "r reserve",
        reserve,
        "share",
        otherwise=0.0,
        origin="assumed",
        source="nothing is kept back unless asked",
    )
    parts, inputs = _stages(stages, measured)
    one_by_one = arithmetic.in_sequence(parts, number(rate))
    overlapping = arithmetic.pipelined(parts, number(rate))
    budget_ms = interval.budget_ms(number(rate), reserve=number(kept))
    slack_ms, lane_slack_ms = budget_ms - one_by_one.period_ms, budget_ms - overlapping.period_ms
    total, lanes = " + ".join(each.name.split(" ")[0] for each in inputs), _lanes(parts, inputs)
    room = "(1 - r) x 1000 / fps"
    figures = (
        Figure("interval", one_by_one.interval_ms, "ms", "1000 / fps", (rate,)),
        Figure("budget", budget_ms, "ms", room, (rate, kept)),
        Figure("one after another", one_by_one.total_ms, "ms", total, inputs),
        Figure("slack, one after another", slack_ms, "ms", f"{room} - ({total})", (rate, kept, *inputs)),
        Figure("rate, one after another", one_by_one.reached_fps, "fps", f"1000 / ({total})", inputs),
        Figure("busiest lane", overlapping.period_ms, "ms", f"max({lanes})", inputs),
        Figure("slack, overlapping", lane_slack_ms, "ms", f"{room} - max({lanes})", (rate, kept, *inputs)),
        Figure("rate, overlapping", overlapping.reached_fps, "fps", f"1000 / max({lanes})", inputs),
        Figure(
            "frames under way",
            overlapping.frames_in_flight,
            "",
            f"ceil(({total}) / max({lanes}, 1000 / fps))",
            (rate, *inputs),
            note="when stages overlap; each frame still takes as long as all stages together",
        ),
    )
    tables = [_parts(one_by_one, overlapping), _rates(parts)]
    if stages is None and measured is not None:
        tables.append(_measured(measured))
    return Answer(
        f"The budget of a frame at {number(rate):g} fps",
        _said(one_by_one, slack_ms, overlapping, lane_slack_ms, inputs[0].origin),
        figures,
        tuple(tables),
        notes=_notes(stages, measured),
    )


def _stages(
    stages: Sequence[Stage] | None, measured: Measurement | None
) -> tuple[Sequence[Stage], tuple[Input, ...]]:
    if stages is not None:
        return stages, tuple(given(_name(stage), stage.took_ms, "ms") for stage in stages)
    if measured is not None:
        spreads = ((name, lane, measured.stage(name)) for name, lane in MEASURED_STAGES)
        found = [
            Stage(name, spread.p50_ms, lane)
            for name, lane, spread in spreads
            if spread is not None and spread.p50_ms
        ]
        if found:
            source = f"p50 of {measured.source}"
            return found, tuple(
                Input(_name(stage), stage.took_ms, "ms", "measured", source) for stage in found
            )
    source = f"{POST}, section 3: its estimate for 1080p"
    return arithmetic.R1_STAGES, tuple(
        Input(_name(stage), stage.took_ms, "ms", "sourced", source) for stage in arithmetic.R1_STAGES
    )


def _name(stage: Stage) -> str:
    return f"t_{re.sub(r'[^a-zA-Z0-9]+', '_', stage.name)} {stage.name}"


def _lanes(stages: Sequence[Stage], inputs: Sequence[Input]) -> str:
    """The sums that the busiest lane is the largest of."""
    lanes: dict[str, list[str]] = {}
    for stage, taken in zip(stages, inputs, strict=True):
        lanes.setdefault(stage.lane or f"\n{stage.name}", []).append(taken.name.split(" ")[0])
    return ", ".join(" + ".join(letters) for letters in lanes.values())


def _said(
    one_by_one: Budget, slack_ms: float, overlapping: Budget, lane_slack_ms: float, origin: Origin
) -> str:
    enough = -arithmetic.EQUAL * one_by_one.interval_ms
    lane = ", ".join(overlapping.binds)
    if slack_ms >= enough:
        return (
            f"Yes: one after another the stages take {one_by_one.total_ms:.4g} ms and leave "
            f"{max(slack_ms, 0.0):.3g} ms; {one_by_one.binds[0]} binds, and may take "
            f"{one_by_one.most_ms - (one_by_one.slack_ms - slack_ms):.4g} ms at most."
        )
    if lane_slack_ms >= enough:
        how = "Yes, since stages overlap here" if origin == "measured" else "Only if stages overlap"
        return (
            f"{how}: one after another they take {-slack_ms:.3g} ms too long, overlapping the busiest lane "
            f"({lane}) leaves {max(lane_slack_ms, 0.0):.3g} ms."
        )
    return (
        f"No: even if stages overlap the busiest lane ({lane}) takes {-lane_slack_ms:.3g} ms too long; "
        f"{overlapping.reached_fps:.3g} fps is what it holds."
    )


def _parts(one_by_one: Budget, overlapping: Budget) -> Table:
    binding = {row.name for row in overlapping.rows if row.binds}
    return Table(
        "Stages",
        heads(
            "stage",
            "takes [ms]",
            "of the interval [share]",
            "lane",
            "binds one after another",
            "binds overlapping",
        ),
        tuple(
            (row.name, row.took_ms, row.share, row.lane or row.name, row.binds, row.name in binding)
            for row in one_by_one.rows
        ),
    )


def _rates(stages: Sequence[Stage]) -> Table:
    rows = []
    for usual in interval.USUAL_RATES:
        one, lanes = (how(stages, usual.fps) for how in (arithmetic.in_sequence, arithmetic.pipelined))
        rows.append(
            (
                usual.fps,
                usual.quality,
                usual.interval_ms,
                one.slack_ms,
                one.holds,
                lanes.slack_ms,
                lanes.holds,
            )
        )
    return Table(
        "The same stages at the usual rates",
        heads(
            "rate [fps]",
            "what it is",
            "interval [ms]",
            "slack [ms]",
            "holds",
            "slack overlapping [ms]",
            "holds overlapping",
        ),
        tuple(rows),
    )


def _measured(measured: Measurement) -> Table:
    spreads: tuple[tuple[str, Spread], ...] = (("frame", measured.frame), *measured.stages.items())
    return Table(
        "Measured here",
        heads("stage", "p50 [ms]", "p95 [ms]", "p99 [ms]", "max [ms]"),
        tuple((name, each.p50_ms, each.p95_ms, each.p99_ms, each.max_ms) for name, each in spreads),
    )


def _notes(stages: Sequence[Stage] | None, measured: Measurement | None) -> tuple[str, ...]:
    if stages is not None:
        return ()
    if measured is None:
        return (
            "The stages are the post's, of a GPU at 1080p: `inhabit plan calibrate` puts this machine's in "
            "place.",
        )
    return (
        "Stages are medians (p50): half of the frames take longer. p95 stands in the last table.",
        "A frame leaves while the next is made, so the overlapping figures are those of this engine.",
    )
