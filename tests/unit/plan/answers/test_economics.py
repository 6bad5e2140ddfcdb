"""What does a minute cost, and does it pay?"""

from __future__ import annotations

import math

import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan import hardware
from inhabit.plan.answers.economics import answer
from inhabit.plan.economics import Cost


def test_without_options_it_is_the_posts_month() -> None:
    found = answer()
    assert found.figure("cost of a session hour").value == pytest.approx(3.5 / 6)
    assert found.figure("revenue per paying user and month").value == pytest.approx(5.21, abs=0.005)
    assert found.figure("gross margin").value == pytest.approx(0.4, abs=0.005)
    assert found.figure("revenue per user that the target takes").value == pytest.approx(0.4167, abs=1e-4)


def test_a_minute_is_a_sixtieth_and_a_session_as_many_as_it_lasts() -> None:
    found = answer(machine_usd_per_hour=6.0, sessions=2, used=0.5, session_minutes=10.0)
    assert found.figure("cost of a minute").value == pytest.approx(0.1)
    assert found.figure("cost of a session").value == pytest.approx(1.0)


def test_a_device_gives_its_price_and_one_without_is_refused() -> None:
    devices = hardware.shipped()
    price = answer(device=devices["H200"]).figure("cost of a session hour").inputs[0]
    assert (price.value, price.origin) == (4.0, "assumed")
    with pytest.raises(BadInputError, match="RTX 4090 has no price"):
        answer(device=devices["RTX 4090"])


def test_a_price_that_is_given_goes_before_the_devices() -> None:
    device = hardware.shipped()["RTX 4090"]
    price = answer(device=device, machine_usd_per_hour=0.4).figure("cost of a session hour").inputs[0]
    assert (price.value, price.origin) == (0.4, "given")


def test_costs_of_ones_own_take_the_place_of_the_posts() -> None:
    found = answer(
        yearly_usd=12_000.0, users=100, costs=[Cost("gpus", 400.0, direct=True), Cost("rent", 700.0)]
    )
    assert found.figure("gross margin").value == pytest.approx(0.6)
    assert found.figure("left over a month").value == pytest.approx(-100.0)
    assert [row[0] for row in found.tables[0].rows] == ["gpus", "rent", "all"]
    assert not any("PixVerse" in note for note in found.notes)


def test_a_free_machine_buys_minutes_without_end() -> None:
    assert answer(machine_usd_per_hour=0.0).figure("minutes that a payer's revenue buys").value == math.inf


@pytest.mark.parametrize(
    "bad",
    [
        {"sessions": 0.0},
        {"used": 0.0},
        {"used": 40.0},
        {"machine_usd_per_hour": -1.0},
        {"users": math.nan},
        {"users": 1e12},
        {"paying": 0.0},
        {"yearly_usd": math.inf},
        {"target_users": 0},
    ],
)
def test_numbers_that_cannot_be_are_refused(bad: dict[str, float]) -> None:
    with pytest.raises(BadInputError):
        answer(**bad)  # pyright: ignore[reportArgumentType]
