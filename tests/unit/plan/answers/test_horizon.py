"""When does real time catch up?"""

from __future__ import annotations

import math

import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan.answers.horizon import answer


def test_by_the_posts_own_gaps_it_is_2027() -> None:
    found = answer()
    assert found.figure("the gap is negligible in").value == pytest.approx(2027.4, abs=0.1)
    assert "2027" in found.said
    assert any("2029.0" in note for note in found.notes)


def test_by_its_halving_time_it_is_2029() -> None:
    found = answer(halving_years=1.25)
    assert found.figure("the gap is negligible in").value == pytest.approx(2029.0, abs=0.05)
    assert found.figure("halving time of the gap").inputs[0].origin == "given"


def test_use_cases_and_waves_are_dates() -> None:
    found = answer()
    assert len(found.table("Waves").rows) == 3
    years = [row[2] for row in found.table("Use cases").rows]
    assert years == sorted(years)  # pyright: ignore


def test_a_gap_that_grows_is_never_closed() -> None:
    found = answer(live=[(2023.0, 3.0), (2024.0, 4.0)], batch=[(2023.0, 2.0), (2024.0, 2.0)])
    assert found.said.startswith("Never")
    with pytest.raises(KeyError):
        found.figure("the gap is negligible in")
    with pytest.raises(KeyError):
        found.figure("live meets batch, both moving, in")


@pytest.mark.parametrize(
    "bad",
    [
        {"negligible": 0.0},
        {"negligible": math.nan},
        {"halving_years": -1.0},
        {"live": [(2024.0, 1.0)]},
        {"live": [(2024.0, math.nan), (2025.0, 2.0)]},
    ],
)
def test_numbers_that_cannot_be_are_refused(bad: dict[str, float]) -> None:
    with pytest.raises(BadInputError):
        answer(**bad)  # pyright: ignore[reportArgumentType]
