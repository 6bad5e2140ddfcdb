"""Reports: a decision that follows from the answers, and every number traced to where it comes from."""

from __future__ import annotations

import math

import pytest

from inhabit.plan.figure import Input
from inhabit.plan.report.ledger import entries
from inhabit.plan.report.report import report
from inhabit.plan.report.scenario import parse
from inhabit.plan.report.section import Report
from tests.fakes.measurement import measured
from tests.fakes.scenarios import SERVICE, SMALL


def answered(text: str, **measurement: object) -> Report:
    here = measured(**measurement) if measurement else None
    return report(parse(text, "a.toml"), measured=here)


def inputs(found: Report) -> list[Input]:
    figures = [*found.decision.figures, *(f for s in found.sections for f in s.answer.figures)]
    return [each for figure in figures for each in figure.inputs]


@pytest.mark.parametrize("text", [SMALL, SERVICE, SMALL + "[preview]\nrefused = 0.5\n"])
def test_every_number_is_measured_sourced_or_assumed_and_says_by_whom(text: str) -> None:
    for each in inputs(answered(text)):
        assert each.origin in ("measured", "sourced", "assumed"), each
        assert each.source, each


def test_the_machines_of_a_house_are_as_many_as_few_people_wait_for() -> None:
    found = answered(SMALL)
    needed = next(each for each in found.decision.figures if each.name == "machines that it takes")
    waits = next(s.answer for s in found.sections if s.key == "waiting")
    places = waits.figure("servers so that few wait too long").value
    each = next(s.answer for s in found.sections if s.key == "capacity").figure("sessions").value
    assert needed.value == math.ceil(places / each)
    assert found.decision.verdict == "Yes"


def test_too_few_machines_are_told_with_how_many_it_takes() -> None:
    found = answered(SMALL.replace("cores = 8", "sessions = 2\ncount = 1"))
    assert found.decision.verdict == "Only with more"
    assert "it takes 6 machines" in found.decision.said
    assert any("shorter visits" in lever for lever in found.decision.levers)


def test_a_machine_that_holds_nobody_is_a_no() -> None:
    found = answered(SMALL.replace("fps = 24", "fps = 60"))
    assert found.decision.verdict == "No"
    assert [section.key for section in found.sections] == ["capacity", "response"]


def test_at_most_so_many_sessions_of_a_machine_are_used() -> None:
    found = answered(SMALL.replace("cores = 8", "cores = 8\nat_most = 1"))
    assert found.decision.figures[0].value == 1


def test_the_bill_is_machines_times_price_times_hours() -> None:
    found = answered(
        SMALL.replace("cores = 8", "sessions = 9\ncount = 2\n").replace("10\n", "10\nhours_per_month = 100\n")
    )
    bill = next(s.answer for s in found.sections if s.key == "bill")
    assert bill.figure("bill a month").value == pytest.approx(2 * 0.4 * 100)
    assert bill.figure("cost of a played minute").value == pytest.approx(80 / (30 * 100 * 10))


def test_a_simulation_stands_beside_the_formula_and_holds_it() -> None:
    found = answered(SMALL.replace("cores = 8", "sessions = 8\ncount = 1"))
    table = next(s.answer for s in found.sections if s.key == "simulation").tables[0]
    mean = next(row for row in table.rows if row[0] == "sessions at once")
    assert mean[-1] is True


def test_with_measurements_the_answers_rest_on_them() -> None:
    found = answered(SMALL, core_ms=32.0)
    assert any(each.origin == "measured" for each in inputs(found))
    assert any(section.key == "budget" for section in found.sections)
    assert entries(found)[0].origin == "measured"


def test_a_service_pays_or_does_not_and_says_what_would_make_it_pay() -> None:
    poor = answered(SERVICE + "[money]\nusd_per_year = 1e5\nusers = 100000\npaying = 0.04\n")
    assert poor.decision.verdict == "No"
    assert "For a gross margin of 40%" in poor.decision.levers[0]
    rich = answered(SERVICE + "[money]\nusd_per_year = 1e8\nusers = 100000\n")
    assert rich.decision.verdict == "Yes"
    assert "The margin stays above 40%" in rich.decision.levers[0]


def test_the_same_scenario_gives_the_same_report() -> None:
    assert answered(SERVICE) == answered(SERVICE)


def test_what_is_computed_is_no_entry_of_the_ledger() -> None:
    for kind in entries(answered(SMALL)):
        assert not any(each.source.startswith("computed above") for each in kind.inputs)
