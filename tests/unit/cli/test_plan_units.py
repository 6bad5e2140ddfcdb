"""Quantities as people type them, and units of another kind refused."""

from __future__ import annotations

import math

import pytest

from inhabit.cli.plan_units import (
    BYTES,
    HOURS,
    MBPS,
    MILLISECONDS,
    MINUTES,
    NUMBER,
    PER_SECOND,
    SECONDS,
    SHARE,
    USD,
    Quantity,
    numbers,
    pairs,
)
from inhabit.core.errors import BadInputError


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (SECONDS, "300", 300.0),
        (SECONDS, "5min", 300.0),
        (SECONDS, " 1.5 h ", 5400.0),
        (SECONDS, "250ms", 0.25),
        (MILLISECONDS, "0.1s", 100.0),
        (MINUTES, "90s", 1.5),
        (HOURS, "2d", 48.0),
        (PER_SECOND, "600/min", 10.0),
        (PER_SECOND, "864000/d", 10.0),
        (BYTES, "80GB", 80e9),
        (BYTES, "1GiB", 2.0**30),
        (MBPS, "1Gbit/s", 1000.0),
        (MBPS, "1MB/s", 8.0),
        (NUMBER, "16M", 16e6),
        (NUMBER, "2e8", 2e8),
        (NUMBER, "16_000", 16_000.0),
        (SHARE, "40%", 0.4),
        (USD, "-1", -1.0),
        (USD, ".5", 0.5),
        (SECONDS, "inf", math.inf),
    ],
)
def test_a_number_with_a_unit_is_told_in_the_first_of_them(kind: Quantity, typed: str, value: float) -> None:
    assert kind.convert(typed, None, None) == pytest.approx(value)


def test_what_is_no_number_for_us_is_handed_on_for_the_planner_to_refuse() -> None:
    assert math.isnan(SECONDS.convert("nan", None, None))
    assert SECONDS.convert(5, None, None) == 5.0


@pytest.mark.parametrize(
    ("kind", "typed", "known"),
    [
        (SECONDS, "5GB", "min"),
        (BYTES, "5min", "GB"),
        (PER_SECOND, "10fps", "/min"),
        (MILLISECONDS, "3MB", "ms"),
    ],
)
def test_a_unit_of_another_kind_is_refused_with_those_there_are(
    kind: Quantity, typed: str, known: str
) -> None:
    with pytest.raises(BadInputError, match="is none of") as caught:
        kind.convert(typed, None, None)
    assert caught.value.code == "bad_unit" and known in caught.value.message


@pytest.mark.parametrize("typed", ["", "many", "1,5", "--3", "5 5"])
def test_what_is_not_a_number_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(BadInputError, match="for example"):
        SECONDS.convert(typed, None, None)


def test_pairs_and_lists_are_taken_apart_or_refused() -> None:
    assert pairs(("a b = 1", "c=2=3"), "--x") == [("a b", "1"), ("c", "2=3")]
    assert numbers("1, 2.5", "--x") == [1.0, 2.5]
    for bad in ("a", "=1", "a="):
        with pytest.raises(BadInputError, match="is not NAME=VALUE"):
            pairs((bad,), "--x")
    with pytest.raises(BadInputError, match="not numbers"):
        numbers("1,two", "--x")
