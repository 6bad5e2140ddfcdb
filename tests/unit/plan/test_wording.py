"""Numbers as people write them, and formulas with the numbers put in."""

from __future__ import annotations

import math

import pytest

from inhabit.plan.answers.waiting_room import spelled_share
from inhabit.plan.figure import Figure, Input
from inhabit.plan.wording import brief, cell, head, letter, meaning, number, put_in, spelled


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (33.3333, "33.33"),
        (0.85, "0.85"),
        (30.0, "30"),
        (16_000_000, "16,000,000"),
        (1234.6, "1,235"),
        (-0.84371, "-0.8437"),
        (9.894e14, "9.894e14"),
        (2.3e-8, "2.3e-08"),
        (0.0, "0"),
        (math.inf, "no limit"),
        (math.nan, "not known"),
    ],
)
def test_a_number_has_four_digits_or_is_whole(value: float, said: str) -> None:
    assert number(value) == said


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (0.9375, "share", "93.75 %"),
        (19.2e9, "bytes", "19.2 GB"),
        (3.35e12, "bytes/s", "3.35 TB/s"),
        (989.4e12, "FLOP/s", "989.4 TFLOP/s"),
        (7e-9, "s", "7 ns"),
        (2.486e-4, "s", "248.6 us"),
        (39.3, "s", "39.3 s"),
        (300.0, "s", "5 min"),
        (86400.0, "s", "24 h"),
        (3.5, "USD per hour", "3.50 USD per hour"),
        (3_333_333.3, "USD", "3,333,333 USD"),
        (0.00972, "USD", "0.00972 USD"),
        (2027.42, "year", "2027.4"),
        (2029.0, "year", "2029"),
        (1.0, "sessions", "1 session"),
        (2.0, "sessions", "2 sessions"),
        (12.0, "", "12"),
    ],
)
def test_a_number_with_its_unit_is_scaled_to_what_people_say(value: float, unit: str, said: str) -> None:
    assert spelled(value, unit) == said


def test_cells_are_bare_under_a_head_that_says_the_unit() -> None:
    assert (head("takes", "ms"), cell(33.333, "ms")) == ("takes (ms)", "33.33")
    assert (head("share", "share"), cell(0.5, "share")) == ("share (%)", "50")
    assert (head("memory", "bytes"), cell(80e9, "bytes")) == ("memory", "80 GB")
    assert [cell(value, "") for value in (None, True, False, "text", math.inf)] == [
        "-",
        "yes",
        "no",
        "text",
        "no limit",
    ]


def test_an_input_opens_with_its_letter() -> None:
    given = Input("t_i input capture", 5.0, "ms", "given")
    assert (letter(given), meaning(given)) == ("t_i", "input capture")
    assert meaning(Input("fps", 30.0, "fps", "given")) == "fps"


def test_numbers_are_put_in_for_whole_letters_only() -> None:
    inputs = (
        Input("t time", 5.0, "ms", "given"),
        Input("t_p other", -10.0, "ms", "given"),
        Input("fps rate", 30.0, "fps", "given"),
        Input("y start", 2025.0, "year", "given"),
        Input("who name", "us", "", "given"),
    )
    figure = Figure("f", 0.0, "ms", "t + t_p x fps / total + y, who", inputs)
    assert put_in(figure) == "5 + (-10) x 30 / total + 2025, us"


def test_a_formula_without_inputs_stays_as_it_is() -> None:
    assert put_in(Figure("f", 1.0, "", "a + b")) == "a + b"


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (6_678_426.3, "USD", "6.68 million USD"),
        (2.1e9, "people", "2.1 billion people"),
        (563.2, "USD", "563 USD"),
        (0.00107, "USD", "0.00107 USD"),
        (0.007366, "share", "0.74 %"),
        (-1.0035, "share", "-100 %"),
        (21_697.06, "sessions", "21,697 sessions"),
        (1.0, "machines", "1 machine"),
        (2029.4, "year", "2029.4"),
        (math.inf, "sessions", "no limit"),
    ],
)
def test_a_number_for_a_glance_has_three_digits(value: float, unit: str, said: str) -> None:
    assert brief(value, unit) == said


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.5, "50.00%"), (0.0001, "0.01%"), (3.9e-5, "1 in 26,000"), (1e-12, "next to none"), (0.0, "none")],
)
def test_a_rare_share_is_told_as_one_in_so_many(share: float, said: str) -> None:
    assert spelled_share(share) == said
