"""Numbers that a plan starts from: what is absurd is refused by name, with what would be accepted."""

from __future__ import annotations

import math

from inhabit.core.errors import BadInputError

ABSURD = 1e15
"""Nothing that people plan for is larger, in any unit used here."""


def positive(name: str, value: float, unit: str = "", *, most: float = ABSURD) -> float:
    """`value` if it lies in (0, most]; raises BadInputError otherwise."""
    return _within(name, value, unit, 0.0, most, open_below=True)


def non_negative(name: str, value: float, unit: str = "", *, most: float = ABSURD) -> float:
    """`value` if it lies in [0, most]; raises BadInputError otherwise."""
    return _within(name, value, unit, 0.0, most, open_below=False)


def share(name: str, value: float) -> float:
    """`value` if it lies in [0, 1]; raises BadInputError otherwise, and says so where it looks like a per
    cent."""
    if isinstance(value, int | float) and 1.0 < value <= 100.0:
        raise BadInputError(
            "bad_plan_value", f"{name} is {value:g}, but is a share: give {value / 100:g} for {value:g} %"
        )
    return _within(name, value, "", 0.0, 1.0, open_below=False)


def count(name: str, value: float, *, least: int = 1, most: float = ABSURD) -> int:
    """`value` as a whole number of at least `least`; raises BadInputError otherwise."""
    _within(name, value, "", float(least), most, open_below=False)
    if value != int(value):
        raise BadInputError("bad_plan_value", f"{name} is {value:g}: give a whole number")
    return int(value)


def _within(name: str, value: float, unit: str, least: float, most: float, *, open_below: bool) -> float:
    what = f" {unit}" if unit else ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadInputError(
            "bad_plan_value", f"{name} is {value!r}: give a number{' of' + what if what else ''}"
        )
    if math.isnan(value) or math.isinf(value):
        raise BadInputError(
            "bad_plan_value", f"{name} is {value}: give a finite number{' of' + what if what else ''}"
        )
    if value < least or value > most or (open_below and value == least):
        above = "more than" if open_below else "at least"
        raise BadInputError(
            "bad_plan_value", f"{name} is {value:g}{what}: give {above} {least:g} and at most {most:g}{what}"
        )
    return float(value)
