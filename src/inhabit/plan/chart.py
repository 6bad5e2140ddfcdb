"""The curves of an answer as SVG text: axes, ticks and lines, coloured by the page that shows them.

A series is drawn in the class `s0`, `s1`, ... and the rest in `grid`, `axis` and `tick`, so that a light
report and a dark page can share the drawing. The same plot gives the same text.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from inhabit.plan.answer import Column, Plot, Series
from inhabit.plan.wording import number, spelled

WIDTH, HEIGHT = 520.0, 270.0
LEFT, RIGHT, TOP, BOTTOM = 64.0, 14.0, 12.0, 44.0
TICKS = 6
MOST_DECADES = 6
"""Beyond so many powers of ten only every second or third is labelled."""
LEAST_SHOWN = 1e-9
"""On a log axis what is smaller is not drawn: nobody plans with a chance of one in a billion."""
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Scale:
    """From numbers to places along an axis, between `low` and `high`, both shown."""

    low: float
    high: float
    log: bool
    begin_px: float
    end_px: float

    def at(self, value: float) -> float:
        """The place of `value`, in pixels of the drawing."""
        low, high, here = (self._measure(each) for each in (self.low, self.high, value))
        return self.begin_px + (here - low) / (high - low) * (self.end_px - self.begin_px)

    def ticks(self) -> tuple[float, ...]:
        """Round numbers along the axis."""
        if not self.log:
            step = nice_step(self.high - self.low)
            first = math.ceil(self.low / step - 1e-9)
            return tuple(n * step for n in range(first, math.floor(self.high / step + 1e-9) + 1))
        first, last = math.ceil(math.log10(self.low) - 1e-9), math.floor(math.log10(self.high) + 1e-9)
        every = max(1, math.ceil((last - first) / MOST_DECADES))
        return tuple(10.0**power for power in range(first, last + 1, every))

    def _measure(self, value: float) -> float:
        return math.log10(value) if self.log else value


def drawn(plot: Plot) -> str:
    """The plot as an `<svg>` of 520 by 270; an empty text where no point can be drawn."""
    log = plot.scale == "log"
    shown = [(place, visible(series, log=log)) for place, series in enumerate(plot.series)]
    points = [point for _, visible_points in shown for point in visible_points]
    if not points:
        return ""
    across = _span([x for x, _ in points], log=False, begin_px=LEFT, end_px=WIDTH - RIGHT)
    up = _span([y for _, y in points], log=log, begin_px=HEIGHT - BOTTOM, end_px=TOP)
    curves = "".join(
        _curve(place, plot.series[place].drawn, visible_points, across, up)
        for place, visible_points in shown
        if visible_points
    )
    label = escape(f"{plot.title}: {', '.join(series.name for series in plot.series)}", quote=True)
    shape = f'class="plot" viewBox="0 0 {WIDTH:g} {HEIGHT:g}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {shape} role="img" aria-label="{label}">'
        f"{_axes(plot, across, up)}{curves}</svg>"
    )


def visible(series: Series, *, log: bool) -> tuple[Point, ...]:
    """The points that can be drawn: finite, and on a log axis not next to nothing."""
    return tuple((x, y) for x, y in series.points if math.isfinite(y) and (not log or y >= LEAST_SHOWN))


def nice_step(span: float) -> float:
    """1, 2 or 5 times a power of ten that divides `span` > 0 into six or fewer."""
    rough = span / TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= rough * (1.0 - 1e-9))


def _span(values: Sequence[float], *, log: bool, begin_px: float, end_px: float) -> Scale:
    low, high = min(values), max(values)
    if log:
        low, high = 10.0 ** math.floor(math.log10(low)), 10.0 ** math.ceil(math.log10(high) - 1e-9)
        return Scale(low, high if high > low else 10.0 * low, log, begin_px, end_px)
    if begin_px > end_px:
        # Upwards, nothing is the ground: half of a curve cut away tells another story.
        low = min(low, 0.0)
        high = high if high > low else low + 1.0
        step = nice_step(high - low)
        return Scale(low, step * math.ceil(high / step - 1e-9), log, begin_px, end_px)
    return Scale(low, high if high > low else low + 1.0, log, begin_px, end_px)


def _axes(plot: Plot, across: Scale, up: Scale) -> str:
    ground, edge = HEIGHT - BOTTOM, WIDTH - RIGHT
    said: list[str] = []
    for value in up.ticks():
        y = up.at(value)
        said.append(f'<path class="grid" d="M{LEFT:g} {y:.1f}H{edge:g}"/>')
        said.append(_text("tick", LEFT - 8.0, y + 4.0, _said(value, plot.y), anchor="end"))
    for value in across.ticks():
        x = across.at(value)
        said.append(f'<path class="axis" d="M{x:.1f} {ground:g}v4"/>')
        said.append(_text("tick", x, ground + 18.0, _said(value, plot.x)))
    said.append(f'<path class="axis" d="M{LEFT:g} {ground:g}H{edge:g}"/>')
    said.append(_text("name", (LEFT + edge) / 2.0, HEIGHT - 6.0, _named(plot.x)))
    return "".join(said)


def _text(kind: str, x: float, y: float, words: str, *, anchor: str = "middle") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{words}</text>'


def _curve(place: int, how: str, points: Sequence[Point], across: Scale, up: Scale) -> str:
    at = [(across.at(x), up.at(y)) for x, y in points]
    if how == "points":
        return "".join(f'<circle class="s{place}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>' for x, y in at)
    steps = "".join(
        f"L{x:.1f} {y:.1f}" for (before_x, before_y), (x, y) in pairwise(at) if (x, y) != (before_x, before_y)
    )
    x, y = at[0]
    return f'<path class="s{place}" d="M{x:.1f} {y:.1f}{steps}"/>'


_SPELLED: dict[str, Callable[[float], str]] = {
    "share": lambda value: f"{100.0 * value:.4g}%",
    "year": lambda value: f"{value:g}",
}


def _said(value: float, column: Column) -> str:
    if column.unit in _SPELLED:
        return _SPELLED[column.unit](value)
    if column.unit in ("s", "bytes"):
        return escape(spelled(value, column.unit))
    return escape(
        number(value) if 1e-3 <= abs(value) < 1e5 or value == 0.0 else f"{value:.3g}".replace("e+0", "e")
    )


def _named(column: Column) -> str:
    unit = "" if column.unit in ("", "year", "share", "s", "bytes") else f", {column.unit}"
    return escape(f"{column.name}{unit}")
