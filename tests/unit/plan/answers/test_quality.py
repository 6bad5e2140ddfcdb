"""Which way makes the better video?"""

from __future__ import annotations

import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan.answers.quality import answer
from inhabit.plan.matrix import Row


def test_the_posts_matrix_sums_to_what_its_weights_say() -> None:
    found = answer()
    assert found.figure("score of batch").value == pytest.approx(8.35)
    assert found.figure("score of real time").value == pytest.approx(6.35)
    assert found.said.startswith("batch scores highest")
    assert any("8.15" in note for note in found.notes)


def test_a_matrix_of_ones_own_is_weighed() -> None:
    rows = [Row("speed", 2.0, (1.0, 9.0, 5.0)), Row("looks", 2.0, (9.0, 5.0, 1.0))]
    found = answer(columns=["a", "b", "c"], rows=rows, normalise=True)
    assert found.figure("score of b").value == pytest.approx(7.0)
    assert found.figure("b ahead of a").value == pytest.approx(0.4)
    assert "summed to 4" in found.notes[0] and len(found.notes) == 1
    assert {each.origin for each in found.figure("score of a").inputs} == {"given"}


def test_a_single_column_is_ahead_of_nothing() -> None:
    found = answer(columns=["only"], rows=[Row("speed", 1.0, (5.0,))])
    assert len(found.figures) == 1


def test_weights_that_do_not_sum_to_one_are_refused() -> None:
    with pytest.raises(BadInputError, match=r"sum to 0\.5"):
        answer(rows=[Row("speed", 0.5, (1.0, 2.0))])
