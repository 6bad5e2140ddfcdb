"""A weighted quality matrix: several ways to make a video, scored on several dimensions, as one number each.

    score = sum over dimensions of weight x points

A number like this hides what nobody scored (the post's own matrix leaves out interactivity), so the parts of
each score come with it. Source: the PixVerse R1 post, §8.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from inhabit.core.errors import BadInputError
from inhabit.plan import checks

MOST_POINTS = 10.0
SUM_SLACK = 1e-6
"""Weights that people type with a few decimals sum to one if they miss it by no more than this."""


@dataclass(frozen=True, slots=True)
class Row:
    """A dimension: its weight (a share) and the points of each contender, in the order of the columns."""

    dimension: str
    weight: float
    points: tuple[float, ...]


R1_COLUMNS = ("batch", "real time")
R1_ROWS = (
    Row("visual fidelity", 0.25, (9.0, 6.0)),
    Row("temporal coherence", 0.20, (8.0, 8.0)),
    Row("motion quality", 0.20, (8.0, 6.0)),
    Row("prompt adherence", 0.15, (8.0, 5.0)),
    Row("resolution", 0.10, (9.0, 7.0)),
    Row("style diversity", 0.10, (8.0, 6.0)),
)
"""The post's matrix of Veo 3.1 against R1. Its points are opinions; its sums are wrong (8.35 and 6.35 are
right)."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What a matrix comes to: a score per column, the parts it is made of (per row, per column), the weights
    that were used, and whether they had to be normalised (`said` says so in words, or is empty)."""

    columns: tuple[str, ...]
    dimensions: tuple[str, ...]
    weights: tuple[float, ...]
    scores: tuple[float, ...]
    parts: tuple[tuple[float, ...], ...]
    normalised: bool
    said: str

    def score(self, column: str) -> float:
        """The score of `column`, in points. Raises BadInputError for a column that is not there."""
        if column not in self.columns:
            raise BadInputError(
                "bad_plan_value", f"there is no column {column!r}: there are {', '.join(self.columns)}"
            )
        return self.scores[self.columns.index(column)]

    def ratio(self, column: str, than: str) -> float:
        """The score of `column` divided by that of `than`. Raises BadInputError for an unknown column or a
        score of zero to divide by."""
        divisor = self.score(than)
        if divisor == 0.0:
            raise BadInputError("bad_plan_value", f"{than!r} scores 0: nothing can be compared with it")
        return self.score(column) / divisor


def weigh(
    columns: Sequence[str], rows: Sequence[Row], *, most: float = MOST_POINTS, normalise: bool = False
) -> Scores:
    """The weighted score of each column, each row's points in [0, `most`].

    Weights are shares that sum to one. With `normalise`, weights of any size >= 0 are divided by their sum,
    and the result says so. Raises BadInputError for no rows or columns, a name used twice, a row of another
    length, a bad number, weights that do not sum to one (without `normalise`), or weights that are all zero.
    """
    _named("column", columns)
    _named("dimension", [row.dimension for row in rows])
    checks.positive("the most points", most)
    for row in rows:
        _looked_at(row, columns, most, normalise=normalise)
    total = math.fsum(row.weight for row in rows)
    if total <= 0.0:
        raise BadInputError("bad_plan_value", "all weights are 0: give at least one more than 0")
    off = not math.isclose(total, 1.0, abs_tol=SUM_SLACK, rel_tol=0.0)
    if off and not normalise:
        raise BadInputError(
            "bad_plan_value",
            f"the weights sum to {total:g}: make them sum to 1, or ask for them to be normalised",
        )
    weights = tuple(row.weight / total if off else float(row.weight) for row in rows)
    parts = tuple(
        tuple(weight * points for points in row.points) for weight, row in zip(weights, rows, strict=True)
    )
    return Scores(
        columns=tuple(columns),
        dimensions=tuple(row.dimension for row in rows),
        weights=weights,
        scores=tuple(math.fsum(column) for column in zip(*parts, strict=True)),
        parts=parts,
        normalised=off,
        said=f"the weights summed to {total:g} and were divided by it" if off else "",
    )


def _named(what: str, names: Sequence[str]) -> None:
    if not names:
        raise BadInputError("bad_plan_value", f"there is no {what}: give at least one")
    for name in names:
        if not name.strip() or list(names).count(name) > 1:
            raise BadInputError("bad_plan_value", f"a {what} is called {name!r}: give each its own name")


def _looked_at(row: Row, columns: Sequence[str], most: float, *, normalise: bool) -> None:
    weight = f"the weight of {row.dimension!r}"
    if normalise:
        checks.non_negative(weight, row.weight)
    else:
        checks.share(weight, row.weight)
    if len(row.points) != len(columns):
        raise BadInputError(
            "bad_plan_value",
            f"{row.dimension!r} has points for {len(row.points)} columns: give {len(columns)}, "
            f"one each for {', '.join(columns)}",
        )
    for column, points in zip(columns, row.points, strict=True):
        checks.non_negative(f"the points of {column!r} for {row.dimension!r}", points, most=most)
