"""How soon does the picture answer?"""

from __future__ import annotations

import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan.answers.response import answer
from tests.fakes.measurement import measured


def test_without_options_two_frames_may_lie_between_as_the_post_has_it() -> None:
    found = answer()
    assert found.figure("bound on frames in between").value == pytest.approx(2.55)
    assert found.figure("deepest pipeline").value == 2
    assert found.figure("response at that depth").value == pytest.approx(15 + 2 * 1000 / 30)
    assert "responsive" in found.said


def test_a_slow_rate_leaves_room_for_no_frame() -> None:
    found = answer(fps=10.0)
    assert found.figure("deepest pipeline").value == 0
    assert "not even one frame" in found.said


def test_what_was_measured_is_told_beside_the_equation() -> None:
    found = answer(measured=measured())
    here = found.figure("response here, half of the inputs")
    assert here.value == pytest.approx(5.0 + 33.0 + 0.5 * 1000 / 30)
    assert "measured" in {each.origin for each in here.inputs}
    assert any("network" in note for note in found.notes)


def test_input_and_processing_that_take_all_of_it_are_refused() -> None:
    with pytest.raises(BadInputError, match="before any frame") as caught:
        answer(wanted_ms=15.0)
    assert caught.value.code == "no_time_left"
