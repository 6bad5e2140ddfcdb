"""Is a live preview worth it?"""

from __future__ import annotations

import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan.answers.preview import answer


def test_by_its_own_rejection_rate_the_posts_preview_saves_37_per_cent() -> None:
    found = answer()
    assert found.figure("renders without preview").value == pytest.approx(2.5)
    assert found.figure("cost with preview").value == pytest.approx(0.158, abs=5e-4)
    assert found.figure("saved by preview").value == pytest.approx(0.369, abs=1e-3)
    assert found.said.startswith("Yes") and any("3.5" in note for note in found.notes)


def test_a_dear_preview_does_not_pay() -> None:
    found = answer(preview_usd_per_minute=0.1)
    assert found.said.startswith("Not for the money") and "dearer" in found.said


def test_at_the_even_price_both_ways_cost_the_same() -> None:
    even = answer().figure("preview pays below").value
    assert answer(preview_usd_per_minute=even).figure("saved by preview").value == pytest.approx(
        0.0, abs=1e-12
    )


def test_without_a_preview_there_is_no_even_price_of_its_minute() -> None:
    with pytest.raises(KeyError):
        answer(preview_minutes=0.0).figure("preview pays below")


@pytest.mark.parametrize(
    "bad",
    [{"direct_rejection": 1.0}, {"direct_rejection": 60.0}, {"render_usd": 0.0}, {"preview_minutes": -1.0}],
)
def test_numbers_that_cannot_be_are_refused(bad: dict[str, float]) -> None:
    with pytest.raises(BadInputError):
        answer(**bad)
