"""The rule of agreement is one and mechanical, and a claim is held to it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inhabit.core.errors import BadInputError
from inhabit.plan.source.claim import Claim, Statement, agree
from inhabit.plan.source.printed import read


def agrees(says: str, low: float, high: float | None = None) -> bool:
    return agree(read(says), (low, low if high is None else high))


@pytest.mark.parametrize(
    ("says", "found", "expected"),
    [
        ("33.33 ms", 1000.0 / 30.0, True),
        ("33.34 ms", 1000.0 / 30.0, False),
        ("0.88", 0.875, True),
        ("0.87", 0.875, True),
        ("0.86", 0.875, False),
        ("3000", 3000.4, True),
        ("3000", 2999.0, False),
        ("1.98 × 10^15", 1.979e15, True),
        ("1.98 × 10^15", 9.89e14, False),
        ("-2.22", -2.2192, True),
        ("-2.22", 2.2192, False),
    ],
)
def test_a_number_agrees_if_the_value_rounds_to_it_at_its_digits(
    says: str, found: float, expected: bool
) -> None:
    assert agrees(says, found) is expected


def test_more_digits_are_a_stricter_claim() -> None:
    assert agrees("4 ms", 4.3) and not agrees("4.0 ms", 4.3)


@pytest.mark.parametrize(
    ("says", "found", "expected"),
    [
        ("~100", 110.0, True),
        ("~100", 111.0, False),
        ("about 30 %", 31.5, True),
        ("about 30 %", 36.0, False),
        ("~1", 1.4, True),
        ("~4.0", 4.41, False),
    ],
)
def test_about_allows_a_tenth_or_the_rounding_whichever_is_more(
    says: str, found: float, expected: bool
) -> None:
    assert agrees(says, found) is expected


def test_a_range_agrees_with_a_value_that_lies_in_it() -> None:
    assert agrees("3-4x", 3.0) and agrees("3-4x", 2.5)
    assert not agrees("3-4x", 2.39) and not agrees("3-4x", 4.6)


def test_a_range_agrees_with_a_range_only_if_both_ends_round_to_its_ends() -> None:
    assert agrees("$0.58-0.88", 0.5833, 0.875)
    assert not agrees("5-30 s", 4.95, 25.95)
    assert not agrees("1.5-2x", 2.0, 2.4)


def test_about_makes_no_range_looser() -> None:
    assert agrees("roughly 40-50 %", 52.4) == agrees("40-50 %", 52.4) is False


def test_a_number_agrees_with_a_range_that_it_lies_in() -> None:
    assert agrees("30 fps", 5.0, 30.0) and agrees("~85 %", 83.3, 85.7)
    assert not agrees("30 fps", 120.0, 180.0)
    assert agrees("~4", 4.3, 9.0) and not agrees("~4", 4.6, 9.0)


@pytest.mark.parametrize(
    ("says", "low", "high", "expected"),
    [
        ("< 33 ms", 22.0, 32.9, True),
        ("< 33 ms", 22.0, 37.0, False),
        ("< 33 ms", 33.0, 33.0, False),
        ("at most 33 ms", 33.0, 33.0, True),
        ("> 50 ms", 0.25, 0.25, False),
        ("> 50 ms", 50.0, 60.0, False),
        ("at least 2030", 2031.9, 2031.9, True),
        ("at least 2030", 2026.0, 2031.9, False),
    ],
)
def test_a_bound_agrees_if_all_keeps_to_it(says: str, low: float, high: float, expected: bool) -> None:
    assert agrees(says, low, high) is expected


@settings(max_examples=30)
@given(st.floats(0.01, 1e6), st.integers(0, 4))
def test_whatever_is_printed_by_rounding_agrees_with_what_it_was_rounded_from(
    value: float, places: int
) -> None:
    assert agrees(f"{value:.{places}f}", value)


@settings(max_examples=30)
@given(st.floats(0.5, 1e6), st.integers(0, 4))
def test_a_whole_last_digit_off_never_agrees(value: float, places: int) -> None:
    assert not agrees(f"{value:.{places}f}", float(f"{value:.{places}f}") + 1.01 * 10.0**-places)


def test_no_number_agrees_with_what_is_never_reached() -> None:
    row = Claim("§10", "year", "2029", math.inf, "the gap does not shrink").row()
    assert (row.found, row.agrees) == ("never", False)


def test_a_claim_becomes_a_row_with_both_numbers() -> None:
    row = Claim("§1", "budget", "33.33 ms", 1000.0 / 30.0, "1000 / fps").row()
    assert row.agrees
    assert row.printed is not None and row.printed.low == 33.33
    assert row.recomputed == pytest.approx((33.333, 33.333), abs=1e-3)
    assert row.as_json() == {
        "where": "§1",
        "quantity": "budget",
        "says": "33.33 ms",
        "is": "33.333 ms",
        "agrees": True,
        "why": "1000 / fps",
    }


def test_a_claim_in_words_shows_the_number_that_it_was_read_as() -> None:
    row = Claim("§1", "compute", "roughly doubles", 2.0, "60 / 30", reads_as="~2x").row()
    assert (row.says, row.found, row.agrees) == ("roughly doubles (read as ~2x)", "2x", True)


def test_two_ends_that_differ_by_rounding_only_are_one_value() -> None:
    assert Claim("§4", "gap", "2-4x", (8.0 / 3.0, 4.0 / 1.5 + 1e-15), "").row().agrees


def test_a_claim_in_words_without_a_reading_is_refused() -> None:
    with pytest.raises(BadInputError, match="significant"):
        Claim("§5", "delay", "significant", 0.25, "").row()


def test_a_statement_carries_its_fact_and_where_that_is_documented() -> None:
    row = Statement("§3", "encoder", "NVENC", "none", False, "it cannot encode", "support matrix").row()
    assert (row.found, row.agrees, row.why) == ("none", False, "it cannot encode (support matrix)")
    assert row.printed is None and row.recomputed is None
