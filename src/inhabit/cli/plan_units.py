"""Quantities as people type them: 5min, 600/min, 8GB, 1Gbit/s. A plain number is in the unit that the help
names.

A unit of another kind is refused with those that would do, so that milliseconds never pass for seconds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import click

from inhabit.core.errors import BadInputError

TYPED = re.compile(
    r"\s*([+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?inf|nan)\s*(.*?)\s*", re.IGNORECASE
)


class Quantity(click.ParamType):
    """A number with a unit of one kind; `units` says how many of the first of them each is."""

    def __init__(self, name: str, units: Mapping[str, float], example: str) -> None:
        self.name = name
        self._units, self._example = units, example

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number in the first unit; raises BadInputError naming the units there are."""
        if not isinstance(value, str):
            return float(value)
        what = param.opts[0] if param is not None else self.name
        found = TYPED.fullmatch(value)
        if found is None:
            raise BadInputError(
                "bad_number", f"{what} is {value!r}: give a number, for example {self._example}"
            )
        unit = found.group(2)
        if unit and unit not in self._units:
            known = ", ".join(self._units)
            raise BadInputError(
                "bad_unit",
                f"{what} is {value!r}: {unit!r} is none of {known}; give for example {self._example}",
            )
        return float(found.group(1).replace("_", "")) * (self._units[unit] if unit else 1.0)


SECONDS = Quantity(
    "SECONDS", {"s": 1.0, "ms": 1e-3, "us": 1e-6, "min": 60.0, "h": 3600.0, "d": 86400.0}, "5min"
)
MILLISECONDS = Quantity("MS", {"ms": 1.0, "s": 1000.0, "us": 1e-3, "min": 60_000.0}, "25ms")
MINUTES = Quantity("MINUTES", {"min": 1.0, "s": 1.0 / 60.0, "h": 60.0}, "5min")
HOURS = Quantity("HOURS", {"h": 1.0, "min": 1.0 / 60.0, "s": 1.0 / 3600.0, "d": 24.0}, "8h")
PER_SECOND = Quantity(
    "PER_SECOND",
    {"/s": 1.0, "/min": 1.0 / 60.0, "/h": 1.0 / 3600.0, "/d": 1.0 / 86400.0},
    "600/min",
)
BYTES = Quantity(
    "BYTES",
    {"B": 1.0, "kB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12, "KiB": 2.0**10, "MiB": 2.0**20, "GiB": 2.0**30},
    "16GB",
)
MBPS = Quantity(
    "MBIT_PER_S",
    {"Mbit/s": 1.0, "Mbps": 1.0, "kbit/s": 1e-3, "Gbit/s": 1e3, "Gbps": 1e3, "MB/s": 8.0},
    "1Gbit/s",
)
NUMBER = Quantity("NUMBER", {"": 1.0, "k": 1e3, "M": 1e6}, "16M")
FPS = Quantity("FPS", {"fps": 1.0}, "30")
SHARE = Quantity("SHARE", {"": 1.0, "%": 0.01}, "0.4 or 40%")
USD = Quantity("USD", {"USD": 1.0, "k": 1e3, "M": 1e6}, "3.50")


def pairs(texts: tuple[str, ...], option: str) -> list[tuple[str, str]]:
    """`name=value` pairs, in their order; raises BadInputError naming the one that is none."""
    found = []
    for text in texts:
        name, equals, value = text.partition("=")
        if not (equals and name.strip() and value.strip()):
            raise BadInputError("bad_pair", f"{option} {text!r} is not NAME=VALUE")
        found.append((name.strip(), value.strip()))
    return found


def numbers(text: str, option: str) -> list[float]:
    """Numbers with commas between; raises BadInputError naming the one that is none."""
    try:
        return [float(part) for part in text.split(",")]
    except ValueError as error:
        raise BadInputError("bad_number", f"{option} {text!r} is not numbers with commas between") from error
