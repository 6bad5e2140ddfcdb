"""How many denoising steps are best?"""

from __future__ import annotations

import math

import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan import hardware
from inhabit.plan.answers.steps import answer
from tests.fakes.measurement import measured


def test_at_the_posts_25_ms_one_step_is_best_at_30_fps() -> None:
    found = answer()
    assert found.figure("best number of steps").value == 1
    assert found.figure("quality there").value == pytest.approx(1 - math.exp(-1))
    assert any("guess" in note for note in found.notes)


def test_its_second_example_is_its_second_table() -> None:
    found = answer(step_ms=0.5, most_steps=200)
    assert found.figure("steps that fit the interval").value == 66
    rows = {row[0]: row for row in found.tables[0].rows}
    assert rows[4][1] == pytest.approx(0.982, abs=5e-4)
    assert rows[100][5] == pytest.approx(2 / 3, abs=1e-3)
    assert found.plots[0].series[1].points[-1] == (200.0, pytest.approx(1 / 3, abs=1e-3))


def test_measured_time_of_a_step_takes_the_place_of_the_posts() -> None:
    found = answer(measured=measured())
    step = found.figure("rate there").inputs[1]
    assert (step.value, step.origin) == (11.0, "measured")
    assert any("several ticks" in note for note in found.notes)


def test_what_is_given_goes_before_what_was_measured() -> None:
    step = answer(measured=measured(), step_ms=5.0).figure("rate there").inputs[1]
    assert (step.value, step.origin) == (5.0, "given")


def test_measured_qualities_give_alpha() -> None:
    found = answer(pairs=[(n, 1 - math.exp(-0.5 * n)) for n in (1, 2, 4, 8)])
    bend = found.figure("quality there").inputs[0]
    assert bend.value == pytest.approx(0.5, rel=1e-3) and bend.origin == "given"
    assert "fitted to 4 pairs" in bend.source


def test_a_device_gives_the_time_of_a_step_by_its_sheet() -> None:
    device = hardware.shipped()["H100 SXM"]
    step = answer(device=device, precision="fp16").figure("rate there").inputs[1]
    assert step.origin == "assumed" and "H100 SXM" in step.source
    assert 0.001 < float(step.value) < 0.1


def test_not_even_one_step_may_fit() -> None:
    found = answer(step_ms=100.0)
    assert "Not even one step" in found.said
    with pytest.raises(KeyError):
        found.figure("quality of those")


@pytest.mark.parametrize("bad", [{"alpha": -1.0}, {"alpha": math.nan}, {"step_ms": 0.0}, {"most_steps": 0}])
def test_numbers_that_cannot_be_are_refused(bad: dict[str, float]) -> None:
    with pytest.raises(BadInputError):
        answer(**bad)  # pyright: ignore[reportArgumentType]
