"""Numbers as a document prints them: "~18 ms", "$0.58-0.88", "1.98 × 10^15 FLOP/s", "< 33 ms".

A printed number carries more than its value: the digits that it is given with, whether it is one number or a
range, whether it is a bound, and whether somebody wrote "about". What is recomputed is written in the same
form, so that the two can be read side by side.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

from inhabit.core.errors import BadInputError

Span = tuple[float, float]
"""The least and the most of something; equal for a single number."""

Bound = Literal["", "<", ">", "at most", "at least"]

NUMBER = r"\d[\d,]*(?:\.\d+)?"
FORM = re.compile(
    r"(?P<about>~|about |around |roughly |approximately )?"
    r"(?P<bound><|>|at most|at least)? ?"
    r"(?P<lead>\$?)"
    rf"(?P<low>-?{NUMBER})"
    rf"(?:-\$?(?P<high>{NUMBER}))?"
    r"(?: × 10\^(?P<power>\d+))?"
    r"(?P<unit>.*)"
)
"""An optional "about", an optional bound, then one number or two; what follows is the unit."""

SMALLER_UNITS = {" s": " ms", " ms": " µs", " µs": " ns", " GB": " MB", " MB": " KB"}
"""A thousand of the right make one of the left."""

LEAST_PLAIN = 1e-4
"""Below this, a number is written with a power of ten."""

FAR_BELOW, LEAST_READABLE = 1 / 30, 0.1
"""What is less than this share of what is printed is given in the first unit that makes it 0.1 or more."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A number or range in its own unit: `low` and `high` are equal for a single number.

    `digit` is what one in the last printed place is worth (0.01 for 41.67, 10^13 for 1.98 × 10^15, 1 for
    3000: zeros count as digits); of a range, the finer one of its ends.
    """

    low: float
    high: float
    digit: float
    about: bool
    bound: Bound
    lead: str
    power: int
    unit: str
    commas: bool

    @property
    def single(self) -> bool:
        return self.low == self.high

    @property
    def decimals(self) -> int:
        """Places after the point, as printed."""
        return max(0, round(self.power - math.log10(self.digit)))

    def like(self, found: Span) -> str:
        """A recomputed number or range as text in this form: one place more than printed and at least three
        digits, in a smaller unit where it is far below what is printed; "never" for infinity."""
        low, high = found
        if math.isinf(high):
            return "never"
        unit, scale = self.unit, 10.0**-self.power
        if 0.0 < high < FAR_BELOW * self.low:
            while unit in SMALLER_UNITS and high * scale < LEAST_READABLE:
                unit, scale = SMALLER_UNITS[unit], scale * 1000.0
        ends = [end * scale for end in ((low,) if low == high else (low, high))]
        text = "-".join(self._numbers(ends))
        return f"{self.lead}{text}{f' × 10^{self.power}' if self.power else ''}{unit}"

    def _places(self, value: float) -> int:
        needed = 2 - math.floor(math.log10(abs(value))) if value else 0
        return max(self.decimals + 1, needed)

    def _numbers(self, ends: list[float]) -> list[str]:
        """All ends with as many places as the one that needs most."""
        if all(0.0 < abs(end) < LEAST_PLAIN for end in ends):
            return [powers(end) for end in ends]
        places = max(self._places(end) for end in ends)
        texts = [f"{end:,.{places}f}" if self.commas else f"{end:.{places}f}" for end in ends]
        spare = min(len(text) - len(text.rstrip("0")) for text in texts)
        kept = max(self.decimals, places - spare)
        return [text[: len(text) - places + kept].rstrip(".") for text in texts]


def powers(value: float) -> str:
    """A small number with a power of ten and two digits: 2.3e-8."""
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"{mantissa}e{int(exponent)}"


def read(text: str) -> Printed:
    """What a printed number says. Raises BadInputError for a text that does not start as a number."""
    form = FORM.fullmatch(text)
    if form is None:
        raise BadInputError("bad_plan_value", f"{text!r} is no printed number: write it like '~18 ms'")
    power = int(form["power"] or 0)
    ends = [form["low"], form["high"] or form["low"]]
    low, high = (float(end.replace(",", "")) * 10.0**power for end in ends)
    return Printed(
        low=low,
        high=high,
        digit=10.0 ** (power - max(len(end.partition(".")[2]) for end in ends)),
        about=form["about"] is not None,
        bound=_bound(form["bound"]),
        lead=form["lead"],
        power=power,
        unit=form["unit"],
        commas="," in form["low"],
    )


def _bound(word: str | None) -> Bound:
    match word:
        case "<" | ">" | "at most" | "at least":
            return word
        case _:
            return ""
