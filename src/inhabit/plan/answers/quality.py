"""Which way makes the better video? A weighted matrix, with the parts that its one number hides."""

from __future__ import annotations

from collections.abc import Sequence

from inhabit.plan import matrix
from inhabit.plan.answer import Answer, Cell, Table, heads
from inhabit.plan.answers.origin import POST, carried
from inhabit.plan.figure import Figure, Input, Origin
from inhabit.plan.matrix import Row, Scores

OPINION = f"{POST}, section 8: an opinion"


def answer(
    *,
    columns: Sequence[str] | None = None,
    rows: Sequence[Row] | None = None,
    normalise: bool = False,
) -> Answer:
    """The weighted score of each of `columns` over `rows` (else the post's matrix of batch and real time).

    Weights are shares that sum to one; with `normalise` they are divided by their sum. Points are in [0,
    10]. Raises BadInputError for what does not fit together.
    """
    names = tuple(columns) if columns is not None else matrix.R1_COLUMNS
    lines = tuple(rows) if rows is not None else matrix.R1_ROWS
    scores = matrix.weigh(names, lines, normalise=normalise)
    origin: Origin = "sourced" if rows is None else "given"
    source = OPINION if rows is None else "as asked"
    figures = [_score(scores, lines, place, origin, source) for place in range(len(names))]
    order = sorted(range(len(names)), key=lambda place: scores.scores[place], reverse=True)
    if len(names) > 1 and scores.scores[order[1]] > 0.0:
        figures.append(_ratio(scores, figures, order))
    return Answer(
        "Weighted quality",
        _said(scores, order),
        tuple(figures),
        (_table(scores, lines),),
        notes=_notes(scores, own=rows is None),
    )


def _score(scores: Scores, rows: Sequence[Row], place: int, origin: Origin, source: str) -> Figure:
    inputs: list[Input] = []
    for number, (weight, row) in enumerate(zip(scores.weights, rows, strict=True), 1):
        inputs.append(Input(f"w{number} weight of {row.dimension}", weight, "share", origin, source))
        inputs.append(
            Input(f"p{number} points for {row.dimension}", row.points[place], "points", origin, source)
        )
    formula = " + ".join(f"w{number} x p{number}" for number in range(1, len(rows) + 1))
    return Figure(f"score of {scores.columns[place]}", scores.scores[place], "points", formula, tuple(inputs))


def _ratio(scores: Scores, figures: Sequence[Figure], order: Sequence[int]) -> Figure:
    first, second = order[0], order[1]
    inputs = (carried("A winner's score", figures[first]), carried("B next one's score", figures[second]))
    ahead = scores.scores[first] / scores.scores[second] - 1.0
    return Figure(
        f"{scores.columns[first]} ahead of {scores.columns[second]}", ahead, "share", "A / B - 1", inputs
    )


def _said(scores: Scores, order: Sequence[int]) -> str:
    listed = ", ".join(f"{scores.columns[place]} {scores.scores[place]:.3g}" for place in order)
    return f"{scores.columns[order[0]]} scores highest: {listed}."


def _table(scores: Scores, rows: Sequence[Row]) -> Table:
    lines: list[tuple[Cell, ...]] = []
    for dimension, weight, row, parts in zip(
        scores.dimensions, scores.weights, rows, scores.parts, strict=True
    ):
        lines.append((dimension, weight, *row.points, *parts))
    lines.append(("score", 1.0, *(None for _ in scores.columns), *scores.scores))
    names = (*(f"{name}, points" for name in scores.columns), *(f"{name}, part" for name in scores.columns))
    return Table("Where the scores come from", heads("dimension", "weight [share]", *names), tuple(lines))


def _notes(scores: Scores, *, own: bool) -> tuple[str, ...]:
    notes = [scores.said] if scores.said else []
    if own:
        notes.append(
            "The points are the post's opinions. It prints 8.15 and 6.30; its own weights and points give "
            "8.35 and 6.35. Nobody scored interactivity, in which batch has nothing."
        )
    return tuple(notes)
