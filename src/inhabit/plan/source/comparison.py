"""§8 of the source: the weighted quality matrix, and batch against real time."""

from __future__ import annotations

from collections.abc import Iterator

from inhabit.plan import budget, matrix
from inhabit.plan.source import givens
from inhabit.plan.source.claim import Checkable, Claim


def claims() -> Iterator[Checkable]:
    """Every number of §8 that follows from something."""
    scores = matrix.weigh(matrix.R1_COLUMNS, matrix.R1_ROWS)
    batch, live = matrix.R1_COLUMNS
    where = "§8 quality matrix"
    for column, says in ((batch, "8.15"), (live, "6.30")):
        parts = " + ".join(f"{part[scores.columns.index(column)]:g}" for part in scores.parts)
        yield Claim(
            where, f"weighted score, {column}", says, scores.score(column), f"its own weights give {parts}"
        )
    yield Claim(
        where,
        "lead of batch over real time",
        "about 30 %",
        100.0 * (scores.ratio(batch, live) - 1.0),
        "8.35 / 6.35; the printed sums give 29.4 %",
    )
    where = "§8 where real time wins"
    yield Claim(
        where, "time to first frame, batch", "5-30 s", givens.BATCH_TOTAL_S, "the total that §1 prints"
    )
    yield Claim(
        where,
        "time to first frame, real time",
        "33 ms",
        budget.in_sequence(budget.R1_STAGES, givens.FPS).response_ms,
        "the six stages of §3, input to network",
    )
