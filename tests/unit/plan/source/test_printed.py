"""A printed number is read with its digits, its looseness and its unit, and others are written like it."""

from __future__ import annotations

import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan.source.printed import read


@pytest.mark.parametrize(
    ("text", "low", "high", "digit", "unit"),
    [
        ("41.67 ms", 41.67, 41.67, 0.01, " ms"),
        ("~18 ms", 18.0, 18.0, 1.0, " ms"),
        ("$0.58-0.88", 0.58, 0.88, 0.01, ""),
        ("1.5-2x worse", 1.5, 2.0, 0.1, "x worse"),
        ("1.98 × 10^15 FLOP/s", 1.98e15, 1.98e15, 1e13, " FLOP/s"),
        ("640,000", 640_000.0, 640_000.0, 1.0, ""),
        ("-0.693", -0.693, -0.693, 0.001, ""),
        ("2028-2029", 2028.0, 2029.0, 1.0, ""),
    ],
)
def test_a_printed_number_says_its_value_its_digits_and_its_unit(
    text: str, low: float, high: float, digit: float, unit: str
) -> None:
    printed = read(text)
    assert (printed.low, printed.high) == pytest.approx((low, high))
    assert printed.digit == pytest.approx(digit)
    assert printed.unit == unit


@pytest.mark.parametrize("text", ["~4 ms", "about 30 %", "around 4-20 steps", "roughly 2x"])
def test_about_is_noticed_however_it_is_written(text: str) -> None:
    assert read(text).about


def test_a_number_without_it_is_not_about() -> None:
    assert not read("30 %").about


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("< 33 ms", "<"),
        ("> 50 ms", ">"),
        ("at most 33.33 ms", "at most"),
        ("at least 2030", "at least"),
        ("2", ""),
    ],
)
def test_a_bound_is_noticed(text: str, bound: str) -> None:
    assert read(text).bound == bound


@pytest.mark.parametrize("text", ["", "significant", "ms 3", "~"])
def test_what_is_no_number_is_refused_by_name(text: str) -> None:
    with pytest.raises(BadInputError, match="no printed number"):
        read(text)


@pytest.mark.parametrize(
    ("like", "found", "written"),
    [
        ("41.67 ms", (41.6667, 41.6667), "41.667 ms"),
        ("3000", (3000.0, 3000.0), "3000"),
        ("8.15", (8.35, 8.35), "8.35"),
        ("~4 streams", (4.1667, 4.1667), "4.17 streams"),
        ("$0.58-0.88", (0.58333, 0.875), "$0.583-0.875"),
        ("3-4x", (2.388, 2.4), "2.39-2.40x"),
        ("640,000", (640_000.0, 640_000.0), "640,000"),
        ("1.98 × 10^15 FLOP/s", (9.894e14, 9.894e14), "0.989 × 10^15 FLOP/s"),
        ("0.31", (2.27e-8, 2.27e-8), "2.3e-8"),
    ],
)
def test_a_recomputed_number_is_written_like_the_printed_one(
    like: str, found: tuple[float, float], written: str
) -> None:
    assert read(like).like(found) == written


@pytest.mark.parametrize(
    ("like", "found", "written"),
    [
        ("0.2 ms", 0.000202, "0.202 µs"),
        ("9.3 s", 0.093, "93.0 ms"),
        ("9.3 s", 6.8e-9, "6.8 ns"),
        ("0.1 GB", 32_768e-9, "32.77 KB"),
        ("33 ms", 30.0, "30 ms"),
    ],
)
def test_what_is_far_less_than_printed_is_given_in_a_smaller_unit(
    like: str, found: float, written: str
) -> None:
    assert read(like).like((found, found)) == written
