"""A weighted matrix: its sums, its ratio, and weights that do not add up."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from inhabit.core.errors import BadInputError
from inhabit.plan import matrix
from inhabit.plan.matrix import R1_COLUMNS, R1_ROWS, Row

weights = st.lists(st.floats(0.0, 100.0), min_size=1, max_size=6)


def test_the_matrix_of_the_post_comes_to_8_35_and_6_35() -> None:
    found = matrix.weigh(R1_COLUMNS, R1_ROWS)
    assert found.score("batch") == pytest.approx(8.35)
    assert found.score("real time") == pytest.approx(6.35)


def test_batch_is_31_per_cent_ahead() -> None:
    found = matrix.weigh(R1_COLUMNS, R1_ROWS)
    assert found.ratio("batch", than="real time") == pytest.approx(8.35 / 6.35)
    assert round(found.ratio("batch", than="real time"), 3) == 1.315


def test_the_parts_of_a_score_come_with_it() -> None:
    found = matrix.weigh(R1_COLUMNS, R1_ROWS)
    assert found.parts[0] == (2.25, 1.5)
    assert math.fsum(part[1] for part in found.parts) == pytest.approx(found.score("real time"))


def test_weights_that_sum_to_one_are_left_alone_and_nothing_is_said() -> None:
    found = matrix.weigh(R1_COLUMNS, R1_ROWS, normalise=True)
    assert found.weights == tuple(row.weight for row in R1_ROWS)
    assert not found.normalised
    assert found.said == ""


def test_other_weights_are_refused_unless_asked_to_be_normalised() -> None:
    rows = [Row("speed", 0.5, (4.0,)), Row("detail", 0.3, (8.0,))]
    with pytest.raises(BadInputError, match=r"the weights sum to 0\.8"):
        matrix.weigh(["ours"], rows)


def test_normalised_weights_say_so() -> None:
    found = matrix.weigh(["ours"], [Row("speed", 3, (4.0,)), Row("detail", 1, (8.0,))], normalise=True)
    assert found.weights == (0.75, 0.25)
    assert found.scores == (5.0,)
    assert found.normalised
    assert found.said == "the weights summed to 4 and were divided by it"


@settings(max_examples=30)
@given(weights, st.data())
def test_a_score_lies_between_the_lowest_and_the_highest_points(
    given_weights: list[float], data: st.DataObject
) -> None:
    assume(sum(given_weights) > 0)
    points = [data.draw(st.floats(0.0, 10.0)) for _ in given_weights]
    rows = [Row(f"row {i}", w, (p,)) for i, (w, p) in enumerate(zip(given_weights, points, strict=True))]
    (score,) = matrix.weigh(["ours"], rows, normalise=True).scores
    assert min(points) - 1e-9 <= score <= max(points) + 1e-9


@settings(max_examples=30)
@given(weights, st.floats(0.001, 1000.0))
def test_the_size_of_weights_does_not_matter_once_normalised(
    given_weights: list[float], factor: float
) -> None:
    assume(sum(given_weights) > 1e-6)

    def score(scale: float) -> float:
        rows = [Row(f"row {i}", w * scale, (float(i),)) for i, w in enumerate(given_weights)]
        return matrix.weigh(["ours"], rows, normalise=True).scores[0]

    assert score(factor) == pytest.approx(score(1.0), rel=1e-5, abs=1e-5)


@pytest.mark.parametrize(
    ("columns", "rows", "words"),
    [
        ([], [Row("a", 1.0, ())], "there is no column"),
        (["x"], [], "there is no dimension"),
        (["x", "x"], [Row("a", 1.0, (1.0, 2.0))], "a column is called 'x'"),
        (["x"], [Row("a", 0.5, (1.0,)), Row("a", 0.5, (1.0,))], "a dimension is called 'a'"),
        (["x", "y"], [Row("a", 1.0, (1.0,))], "points for 1 columns: give 2"),
        (["x"], [Row("a", 0.0, (1.0,)), Row("b", 0.0, (1.0,))], "all weights are 0"),
        (["x"], [Row("a", -1.0, (1.0,))], "the weight of 'a' is -1"),
        (["x"], [Row("a", math.nan, (1.0,))], "the weight of 'a' is nan"),
        (["x"], [Row("a", math.inf, (1.0,))], "the weight of 'a' is inf"),
        (["x"], [Row("a", 25.0, (1.0,))], r"give 0\.25 for 25 %"),
        (["x"], [Row("a", 1.0, (11.0,))], "at most 10"),
        (["x"], [Row("a", 1.0, (-1.0,))], "the points of 'x' for 'a' is -1"),
        (["x"], [Row("a", 1.0, (math.nan,))], "the points of 'x' for 'a' is nan"),
    ],
)
def test_a_matrix_that_does_not_fit_together_is_refused(
    columns: list[str], rows: list[Row], words: str
) -> None:
    with pytest.raises(BadInputError, match=words):
        matrix.weigh(columns, rows)


def test_weights_that_are_all_zero_cannot_be_normalised() -> None:
    with pytest.raises(BadInputError, match="all weights are 0"):
        matrix.weigh(["x"], [Row("a", 0.0, (1.0,))], normalise=True)


def test_an_unknown_column_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadInputError, match="there are batch, real time"):
        matrix.weigh(R1_COLUMNS, R1_ROWS).score("realtime")


def test_nothing_is_compared_with_a_score_of_zero() -> None:
    found = matrix.weigh(["x", "y"], [Row("a", 1.0, (1.0, 0.0))])
    with pytest.raises(BadInputError, match="'y' scores 0"):
        found.ratio("x", than="y")
