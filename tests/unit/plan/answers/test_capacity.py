"""How many sessions does a machine hold?"""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError
from inhabit.plan import hardware
from inhabit.plan.answers import capacity_by_sheet
from inhabit.plan.answers.capacity import answer
from inhabit.plan.measurement import Machine
from tests.fakes.measurement import MACHINE, measured, spread


def test_sessions_are_core_time_over_what_a_frame_takes() -> None:
    found = answer(MACHINE, fps=24.0, headroom=0.9, measured=measured())
    assert found.figure("sessions by cores").value == pytest.approx(2 * 1000 * 0.9 / (24 * 32.0))
    assert found.figure("sessions").value == 2
    origins = {each.name: each.origin for each in found.figure("sessions by cores").inputs}
    assert origins == {
        "n cores": "measured",
        "h headroom": "given",
        "fps frame rate": "given",
        "c core time of a frame": "measured",
    }
    assert "measured here" in found.said
    assert not any("calibrate" in note for note in found.notes)


def test_without_a_measurement_it_says_that_the_cost_is_another_machines() -> None:
    found = answer(MACHINE)
    core = found.figure("sessions by cores").inputs[3]
    assert core.origin == "sourced" and "benchmarks/" in core.source
    assert "not measured here" in found.said
    assert any("inhabit plan calibrate" in note for note in found.notes)


def test_another_size_is_carried_over_and_said_to_be_assumed() -> None:
    found = answer(MACHINE, size=Size(960, 540), measured=measured())
    core = found.figure("sessions by cores").inputs[3]
    assert core.origin == "assumed" and 32.0 < float(core.value) < 60.0
    assert any("calibrate --size 960x540" in note for note in found.notes)


def test_a_thousand_pixels_less_never_make_a_frame_free() -> None:
    found = answer(MACHINE, size=Size(64, 64), measured=measured())
    assert float(found.figure("sessions by cores").inputs[3].value) >= 16.0


def test_a_measurement_full_of_misses_is_not_believed_silently() -> None:
    found = answer(MACHINE, measured=measured(miss_fraction=0.2))
    assert any("20% of the frames were missed" in note for note in found.notes)


def test_the_line_may_end_first() -> None:
    found = answer(MACHINE, fps=24.0, uplink_mbps=5.0, stream_mbps=4.0, measured=measured())
    assert found.figure("sessions").value == 1
    assert "its line ends first" in found.said


def test_memory_may_end_first() -> None:
    found = answer(replace(MACHINE, memory_bytes=1.52e9), measured=measured())
    assert found.figure("sessions by memory").value < 1.0
    assert "its memory ends first" in found.said


def test_a_rate_that_one_session_cannot_hold_alone_holds_none() -> None:
    found = answer(Machine(64, "many"), fps=60.0, measured=measured())
    assert found.figure("sessions by cores").value > 1.0
    assert found.figure("sessions").value == 0
    assert found.said.startswith("None: one session alone holds 30.3 fps")


def test_many_cores_take_several_processes() -> None:
    found = answer(Machine(16, "many"), fps=24.0, measured=measured(), headroom=1.0)
    assert found.figure("sessions of one server process").value == pytest.approx(
        1 + (2000 / 24 - 66.0) / 20.0
    )
    assert found.figure("sessions").value == 20
    assert any("run 20 processes for 20 sessions" in note for note in found.notes)


def test_a_cost_that_is_given_goes_before_everything() -> None:
    found = answer(MACHINE, core_ms=10.0, cores=4, memory_bytes=8e9, measured=measured())
    assert found.figure("sessions by cores").value == pytest.approx(4 * 1000 * 0.85 / (30 * 10))
    assert {each.origin for each in found.figure("sessions by cores").inputs} == {"given", "assumed"}
    with pytest.raises(KeyError):
        found.figure("sessions of one server process")


def test_its_table_and_curve_go_through_the_answer() -> None:
    found = answer(MACHINE, fps=24.0, measured=measured())
    row = next(row for row in found.tables[0].rows if row[0] == 24.0)
    assert row[1] == found.figure("sessions").value
    assert (24.0, found.figure("sessions by cores").value) in found.plots[0].series[0].points


@pytest.mark.parametrize(
    "bad",
    [
        {"fps": 0.0},
        {"fps": math.nan},
        {"cores": 0},
        {"cores": 1.5},
        {"core_ms": -1.0},
        {"core_ms": math.inf},
        {"headroom": 0.0},
        {"headroom": 85.0},
        {"memory_bytes": -1.0},
        {"uplink_mbps": 0.0},
        {"stream_mbps": math.nan},
    ],
)
def test_numbers_that_cannot_be_are_refused(bad: dict[str, float]) -> None:
    with pytest.raises(BadInputError):
        answer(MACHINE, **bad)  # pyright: ignore[reportArgumentType]


def test_a_device_of_the_table_answers_by_its_sheet_and_says_so() -> None:
    devices = hardware.shipped()
    found = capacity_by_sheet.answer(devices["H100 SXM"], uplink_mbps=1e5)
    assert found.figure("sessions").value > 100
    assert "Nothing of this was measured" in found.said
    assert any("no video encoder" in note for note in found.notes)
    assert "the line ends first" in capacity_by_sheet.answer(devices["H100 SXM"]).said
    assert "encoders" in " ".join(capacity_by_sheet.answer(devices["L4"]).notes)


def test_overhead_leaves_less_and_an_unknown_precision_is_refused() -> None:
    device = hardware.shipped()["H100 SXM"]
    free, paid = (
        capacity_by_sheet.answer(device, overhead_ms=ms, uplink_mbps=1e5).figure("sessions").value
        for ms in (0.0, 10.0)
    )
    assert paid < free
    with pytest.raises(BadInputError, match="does not multiply in fp4"):
        capacity_by_sheet.answer(device, precision="fp4")
    with pytest.raises(BadInputError, match="overhead"):
        capacity_by_sheet.answer(device, overhead_ms=50.0)


def test_the_busier_of_the_two_threads_that_all_sessions_share_sets_the_pace() -> None:
    threads = {"making": 11.0, "developing": 34.0, "encoding": 50.0}
    found = answer(MACHINE, headroom=0.85, measured=measured(threads_ms=threads, p99_ms=20.0))
    assert found.figure("rate of one session, at most").value == pytest.approx(0.85 * 1000 / 34.0)
    # What developing takes goes as the pixels, so of another size only the making is known.
    other = answer(MACHINE, headroom=0.85, size=Size(960, 540), measured=measured(threads_ms=threads))
    assert other.figure("rate of one session, at most").value == pytest.approx(0.85 * 1000 / 11.0)


def test_one_session_holds_the_rate_at_which_one_frame_of_a_hundred_leaves_too_late() -> None:
    found = answer(MACHINE, fps=24.0, measured=measured(p99_ms=100.0, threads_ms={"making": 30.0}))
    assert found.figure("rate of one session, at most").value == pytest.approx(2000 / 100.0)
    assert found.figure("sessions").value == 0
    assert found.figure("sessions of one server process").value == pytest.approx(20.0 / 24.0)


def test_each_session_more_has_the_others_wait_for_one_frame_of_the_busiest_thread() -> None:
    found = answer(MACHINE, fps=24.0, cores=64, measured=measured(p99_ms=53.3, threads_ms={"making": 5.0}))
    assert found.figure("sessions whose frames leave in time").value == pytest.approx(7.0, abs=0.01)
    assert found.figure("sessions of one server process").value == pytest.approx(
        0.85 * 1000 / (24 * 5.0), abs=0.1
    )


def test_stages_that_were_never_seen_bind_nothing() -> None:
    nothing = {name: spread(0.0) for name in ("make", "commit", "show")}
    found = answer(MACHINE, measured=measured(stages=nothing))
    assert found.figure("sessions").value == 1
    with pytest.raises(KeyError):
        found.figure("rate of one session, at most")
