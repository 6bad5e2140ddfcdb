"""What fits into a device's memory?"""

from __future__ import annotations

import pytest

from inhabit.core.errors import BadInputError
from inhabit.core.spec import WorldSpec
from inhabit.plan import hardware
from inhabit.plan.answers.memory import answer
from inhabit.plan.work import frame_work

DEVICES = hardware.shipped()
H100 = DEVICES["H100 SXM"]


def test_what_is_shared_is_counted_once() -> None:
    found = answer(H100, DEVICES, sessions=3)
    shared, own = found.figure("shared by all sessions").value, found.figure("memory of a session").value
    assert found.figure("memory of 3 sessions").value == pytest.approx(shared + 3 * own)
    assert found.figure("weights").value == 2 * frame_work(WorldSpec()).parameters
    assert sum(row[1] for row in found.tables[0].rows) == pytest.approx(shared + own)  # pyright: ignore


def test_the_least_limit_is_the_answer() -> None:
    found = answer(H100, DEVICES)
    limits = [
        found.figure(f"sessions by {limit}").value
        for limit in ("memory", "arithmetic", "bandwidth, together")
    ]
    assert found.figure("sessions, made together").value == int(min(limits))


def test_every_device_and_every_precision_has_its_row() -> None:
    found = answer(H100, DEVICES)
    assert [row[0] for row in found.tables[1].rows] == list(H100.precisions)
    assert [row[0] for row in found.tables[2].rows] == list(DEVICES)


def test_a_computer_without_a_gpu_works_in_what_it_has() -> None:
    found = answer(DEVICES["2-core AVX-512 VM"], DEVICES)
    assert "in fp32" in found.title
    assert "CPU" in found.said


@pytest.mark.parametrize(
    "bad", [{"sessions": 0}, {"fps": -1.0}, {"overhead_ms": -1.0}, {"precision": "fp12"}]
)
def test_numbers_and_names_that_cannot_be_are_refused(bad: dict[str, float]) -> None:
    with pytest.raises(BadInputError):
        answer(H100, DEVICES, **bad)  # pyright: ignore[reportArgumentType]
