"""Houses and services, simulated, with the formula beside them where there is one."""

from __future__ import annotations

import math

import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan.answers import fleet
from inhabit.plan.answers.house import house
from inhabit.plan.answers.simulate import answer
from inhabit.plan.simulation.arrivals import Recorded
from inhabit.plan.simulation.durations import Fixed


def test_a_plain_house_stands_beside_its_formula() -> None:
    found = answer(*house(hours=2.0, warmup_hours=1.0), seed=3, replications=6)
    rows = {row[0]: row for row in found.tables[0].rows}
    assert rows["share that waits at all"][5] == pytest.approx(0.1872, abs=1e-3)
    assert rows["sessions at once"][5] == pytest.approx(48.0)
    assert rows["wait, p95"][5] is None
    assert found.figure("machines paid for").value == 14


def test_the_same_seed_gives_the_same_answer() -> None:
    short = house(hours=0.5, warmup_hours=0.1)
    assert answer(*short, seed=5, replications=2) == answer(*short, seed=5, replications=2)
    assert answer(*short, seed=5, replications=2) != answer(*short, seed=6, replications=2)


def test_where_no_formula_knows_none_is_told() -> None:
    for change in (
        {"patience_s": 60.0},
        {"session": Fixed(600.0)},
        {"buffer_slots": 4},
        {"fails_every_s": 3600.0},
    ):
        scenario, inputs = house(hours=0.3, warmup_hours=0.1, **change)  # pyright: ignore[reportArgumentType]
        rows = answer(scenario, inputs, replications=2).tables[0].rows
        assert all(row[5] is None for row in rows), change


def test_a_bounded_room_is_known_by_formula_at_any_load() -> None:
    scenario, inputs = house(hours=0.5, warmup_hours=0.1, machines=8, room=3)
    rows = {row[0]: row for row in answer(scenario, inputs, replications=2).tables[0].rows}
    refused = rows["share that is sent away"]
    assert refused[2] > 0.1 and refused[5] > 0.1  # pyright: ignore[reportOperatorIssue]


def test_an_overloaded_house_without_a_room_has_no_formula_but_an_answer() -> None:
    scenario, inputs = house(hours=0.3, warmup_hours=0.1, machines=8)
    found = answer(scenario, inputs, replications=2)
    assert all(row[5] is None for row in found.tables[0].rows)
    assert found.figure("share that waits at all").value > 0.5


def test_a_day_may_have_an_evening() -> None:
    scenario, inputs = house(arrivals_per_s=0.01, daily=True, hours=24.0, warmup_hours=1.0)
    found = answer(scenario, inputs, replications=2)
    assert any("evening" in note for note in found.notes)
    assert found.figure("most sessions at once").value > 1.5 * found.figure("sessions at once").value


def test_a_recorded_log_is_played_as_it_was() -> None:
    log = Recorded(((0.0, 100.0), (10.0, 100.0), (20.0, 100.0)))
    scenario, inputs = house(recorded=log, machines=1, slots=2)
    found = answer(scenario, inputs, replications=2)
    assert found.figure("longest wait").value == pytest.approx(80.0)
    assert inputs[0].origin == "given" and all(each.name != "s session" for each in inputs)


@pytest.mark.parametrize(
    "bad",
    [
        {"arrivals_per_s": 0.0},
        {"arrivals_per_s": math.nan},
        {"session_s": -1.0},
        {"machines": 0},
        {"slots": 0},
        {"slots": math.inf},
        {"room": -1},
        {"hours": 0.0},
        {"hours": math.nan},
        {"patience_s": 0.0},
        {"fails_every_s": -5.0},
    ],
)
def test_numbers_that_cannot_be_are_refused(bad: dict[str, float]) -> None:
    with pytest.raises(BadInputError):
        house(**bad)  # pyright: ignore[reportArgumentType]


def test_one_run_has_no_interval_and_is_refused() -> None:
    with pytest.raises(BadInputError, match="replications"):
        answer(*house(hours=0.5), replications=1)


def test_a_service_in_three_regions_has_gpus_waits_and_a_bill() -> None:
    found = fleet.answer(registered=2e6, replications=2)
    assert found.figure("people in a month").value == pytest.approx(160_000)
    gpus, bill = found.figure("GPUs, busiest hour").value, found.figure("bill a month").value
    assert gpus * 6 > found.figure("sessions at once, busiest hour").value
    assert bill == pytest.approx(3.5 * found.figure("GPU hours a day").value * 365.25 / 12)
    assert len(found.table("Regions").rows) == 3 and len(found.table("By the hour").rows) == 24
    with pytest.raises(BadInputError):
        fleet.answer(registered=-1.0)
    with pytest.raises(BadInputError):
        fleet.answer(registered=2e6, streams_per_gpu=0)
