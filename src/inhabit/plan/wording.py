"""Numbers and formulas as a person reads them: rounded, with their unit, and with the numbers put in.

An input of a figure opens its name with the letter that it has in the formula ("fps frame rate"), so that the
numbers can be put in without anybody writing them a second time.
"""

from __future__ import annotations

import math
import re

from inhabit.plan.answer import Cell
from inhabit.plan.figure import Figure, Input

WHOLE = 1e9
SCALES = ((1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))
SECONDS = (
    (7200.0, 3600.0, "h"),
    (120.0, 60.0, "min"),
    (1.0, 1.0, "s"),
    (1e-3, 1e-3, "ms"),
    (1e-6, 1e-6, "us"),
)


def number(value: float) -> str:
    """Four digits, or all of a whole number below 10^9, thousands set apart: 33.33, 16,000,000, 9.894e14."""
    if math.isinf(value):
        return "no limit" if value > 0.0 else "-no limit"
    if math.isnan(value):
        return "not known"
    if value == round(value) and abs(value) < WHOLE:
        return f"{round(value):,}"
    size = abs(value)
    if not 1e-3 <= size < WHOLE:
        return f"{value:.4g}".replace("e+", "e")
    decimals = max(0, 3 - math.floor(math.log10(size)))
    written = f"{value:,.{decimals}f}"
    return written.rstrip("0").rstrip(".") if decimals else written


def spelled(value: float, unit: str) -> str:
    """A number with its unit, scaled to what people say: 18.2 GB, 93.8 %, 7 ns, 3.50 USD per hour."""
    if not math.isfinite(value):
        return number(value)
    if unit == "share":
        return f"{_percent(value)} %"
    if unit == "year":
        return f"{value:.1f}".removesuffix(".0")
    if unit.startswith("USD"):
        return f"{money(value)} {unit}"
    if unit == "s":
        return _duration(value)
    if unit.startswith(("bytes", "FLOP")):
        short = unit.replace("bytes", "B")
        for scale, prefix in SCALES:
            if abs(value) >= scale:
                return f"{number(value / scale)} {prefix}{short}"
        return f"{number(value)} {short}"
    said = number(value)
    return f"{said} {unit.removesuffix('s') if said == '1' else unit}".rstrip()


def brief(value: float, unit: str) -> str:
    """A number for a glance, with its unit: three digits, millions in words: 6.68 million USD, 0.74 %."""
    if not math.isfinite(value) or unit == "year":
        return spelled(value, unit)
    if unit == "share":
        return f"{float(f'{100.0 * value:.2g}') if abs(value) < 0.1 else round(100.0 * value):g} %"
    for scale, word in ((1e9, "billion"), (1e6, "million")):
        if abs(value) >= scale and not unit.startswith(("bytes", "FLOP")):
            return f"{value / scale:.3g} {word} {unit}".rstrip()
    if unit.startswith("USD") and abs(value) >= 100.0:
        return f"{round(value):,} {unit}"
    return spelled(float(f"{value:.3g}") if abs(value) < 1000.0 else round(value), unit)


def cell(value: Cell, unit: str) -> str:
    """What stands in a table: shares in per cent, bytes and seconds scaled, the rest under a head that says
    the unit."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if unit == "share" and math.isfinite(value):
        return _percent(value)
    if unit in ("year", "bytes", "s"):
        return spelled(value, unit)
    return money(value) if unit.startswith("USD") else number(value)


def head(name: str, unit: str) -> str:
    """A head as it stands above such cells."""
    said = "%" if unit == "share" else "" if unit in ("year", "bytes", "s") else unit
    return f"{name} ({said})" if said else name


def money(value: float) -> str:
    """US dollars without the word: cents from a dollar to a thousand, three digits below."""
    size = abs(value)
    if not math.isfinite(value) or size == 0.0:
        return number(value)
    if size >= 1000.0:
        return f"{value:,.0f}"
    return f"{value:.2f}" if size >= 1.0 else f"{value:.3g}"


def letter(given: Input) -> str:
    """What an input is called in the formula: the first word of its name."""
    return given.name.split(" ", 1)[0]


def meaning(given: Input) -> str:
    """What an input is: its name without the letter, or the letter if there is nothing else."""
    return given.name.split(" ", 1)[-1]


def put_in(figure: Figure) -> str:
    """The formula with each letter replaced by its number, as a person would write the next line."""
    values = {letter(each): _written(each) for each in figure.inputs}
    if not values:
        return figure.formula
    longest_first = sorted(values, key=len, reverse=True)
    pattern = rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"
    return re.sub(pattern, lambda found: values[found.group()], figure.formula)


def _written(given: Input) -> str:
    if isinstance(given.value, str):
        return given.value
    if given.unit == "year":
        return f"{given.value:g}"
    return f"({number(given.value)})" if given.value < 0.0 else number(given.value)


def _percent(value: float) -> str:
    return f"{100.0 * value:.4g}"


def _duration(seconds: float) -> str:
    size = abs(seconds)
    for from_s, unit_s, name in SECONDS:
        if size >= from_s:
            return f"{number(seconds / unit_s)} {name}"
    return f"{seconds * 1e9:.3g} ns" if size else "0 s"
