"""Does a frame fit? From the post's stages, from one's own, and from what was measured."""

from __future__ import annotations

import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan.answers.budget import answer
from inhabit.plan.budget import Stage
from tests.fakes.measurement import measured, spread


def test_without_options_it_is_the_posts_budget_with_a_third_of_a_millisecond_to_spare() -> None:
    found = answer()
    assert found.said.startswith("Yes")
    assert found.figure("one after another").value == pytest.approx(33.0)
    assert found.figure("slack, one after another").value == pytest.approx(1 / 3)
    assert {each.origin for each in found.figure("one after another").inputs} == {"sourced"}
    assert [row[0] for row in found.tables[0].rows if row[4]] == ["generate"]


def test_a_quicker_rate_holds_only_where_stages_overlap_or_not_at_all() -> None:
    assert answer(fps=35.0).said.startswith("Only if stages overlap")
    late = answer(fps=60.0)
    assert late.said.startswith("No") and "40 fps" in late.said
    assert late.figure("slack, overlapping").value == pytest.approx(1000 / 60 - 25.0)


def test_a_reserve_leaves_less() -> None:
    found = answer(reserve=0.1)
    assert found.figure("budget").value == pytest.approx(30.0)
    assert found.said.startswith("Only if")


def test_stages_of_ones_own_are_given() -> None:
    found = answer(stages=[Stage("think hard", 10.0, "gpu"), Stage("draw", 5.0, "gpu")])
    total = found.figure("one after another")
    assert total.value == 15.0 and total.formula == "t_think_hard + t_draw"
    assert {each.origin for each in total.inputs} == {"given"}
    assert found.figure("busiest lane").value == 15.0


def test_measured_stages_take_the_place_of_the_posts() -> None:
    found = answer(measured=measured())
    total = found.figure("one after another")
    assert total.value == pytest.approx(19.0 + 1.0 + 14.0)
    assert {each.origin for each in total.inputs} == {"measured"}
    assert found.figure("busiest lane").value == pytest.approx(20.0)
    assert found.said.startswith("Yes, since stages overlap here")
    assert found.table("Measured here").rows[0] == ("frame", 33.0, pytest.approx(46.2), 66.0, 99.0)


def test_a_bench_without_those_stages_leaves_the_posts() -> None:
    found = answer(measured=measured(stages={}))
    assert {each.origin for each in found.figure("one after another").inputs} == {"sourced"}


@pytest.mark.parametrize("fps", [0.0, -1.0, float("nan"), float("inf"), 1e6])
def test_a_rate_that_cannot_be_is_refused(fps: float) -> None:
    with pytest.raises(BadInputError, match="frame rate"):
        answer(fps=fps)


def test_stages_that_were_never_seen_are_not_taken_for_free() -> None:
    found = answer(measured=measured(stages={"make": spread(0.0), "show": spread(14.0)}))
    assert found.figure("one after another").value == pytest.approx(14.0)
