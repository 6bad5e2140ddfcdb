"""Small charts as inline SVG: lines over a quantity, and where a figure lies between its floor and its
ceiling.

No library draws them: a report is one file that opens anywhere, and takes its colours from the page.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

WIDTH, HEIGHT = 520, 250
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 14, 34
TICKS, RADIUS = 4, 3.5
DOTTED = 24
"""Lines of more points than this have no dots."""


@dataclass(frozen=True, slots=True)
class Line:
    """A named series of (x, y); `role` is a class of the page's style: world, other, truth or floor."""

    name: str
    points: Sequence[tuple[float, float]]
    role: str = "world"


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines over one axis. With `names`, x is a place in them instead of a number, and no line joins
    the points."""

    title: str
    x: str
    y: str
    lines: Sequence[Line]
    names: Sequence[str] = field(default_factory=tuple)
    from_zero: bool = False


def drawn(chart: Chart) -> str:
    """The chart as a figure with its legend; nothing where no line has a point."""
    lines = [Line(line.name, finite(line.points), line.role) for line in chart.lines]
    lines = [line for line in lines if line.points]
    if not lines:
        return ""
    xs = [x for line in lines for x, _ in line.points]
    ys = [y for line in lines for _, y in line.points]
    x_of = _scale(min(xs), max(xs), LEFT, WIDTH - RIGHT)
    ticks = _ticks(0.0 if chart.from_zero else min(ys), max(ys))
    y_of = _scale(ticks[0], ticks[-1], HEIGHT - BOTTOM, TOP)
    parts = [_grid(ticks, y_of), _axis(chart, sorted(set(xs)), x_of)]
    for line in reversed(lines):
        # The first line lies on top.
        role = line.role
        path = " ".join(f"{x_of(x):.1f},{y_of(y):.1f}" for x, y in line.points)
        if not chart.names:
            parts.append(f'<polyline class="{role}" points="{path}"/>')
        if len(line.points) <= DOTTED:
            parts += [_dot(line, role, x, y, x_of(x), y_of(y)) for x, y in line.points]
    legend = "".join(f'<span class="{line.role}">{escape(line.name)}</span>' for line in lines)
    label = escape(f"{chart.title}: {chart.y} over {chart.x}")
    head = f"<figcaption>{escape(chart.title)} <small>{escape(chart.y)}</small></figcaption>"
    return (
        f'<figure class="chart">{head}<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">'
        f'{"".join(parts)}</svg><p class="legend">{legend}</p></figure>'
    )


def gauge(figure: float | None, ceiling: float | None, floor: float | None) -> str:
    """A bar from floor to ceiling with a mark at the figure; empty where one is missing or they agree."""
    if figure is None or ceiling is None or floor is None:
        return ""
    if not all(map(math.isfinite, (figure, ceiling, floor))) or abs(ceiling - floor) < 1e-9:
        return ""
    share = (figure - floor) / (ceiling - floor)
    at = 4.0 + 92.0 * min(max(share, 0.0), 1.0)
    beyond = " beyond" if not -1e-6 <= share <= 1.0 + 1e-6 else ""
    return (
        f'<svg class="gauge{beyond}" viewBox="0 0 100 12" preserveAspectRatio="none" role="img" '
        f'aria-label="{100 * share:.0f} % of the way from floor to ceiling">'
        f'<rect class="way" x="4" y="4" width="92" height="4" rx="2"/>'
        f'<rect class="done" x="4" y="4" width="{max(at - 4.0, 0.0):.1f}" height="4" rx="2"/>'
        f'<rect class="mark" x="{at - 1.0:.1f}" y="1" width="2" height="10" rx="1"/></svg>'
    )


def finite(points: Sequence[tuple[float, float | None]]) -> list[tuple[float, float]]:
    """The points that have a value."""
    return [(x, y) for x, y in points if y is not None and math.isfinite(y)]


def _scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    span = high - low
    return lambda value: start + (end - start) * ((value - low) / span if span else 0.5)


def _ticks(low: float, high: float) -> list[float]:
    """Round numbers, about TICKS of them, from one at or below `low` to one at or above `high`."""
    span = (high - low) or max(abs(high), 1.0) * 0.2
    rough = span / TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = power * next(round_one for round_one in (1.0, 2.0, 2.5, 5.0, 10.0) if round_one * power >= rough)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [step * number for number in range(first, max(last, first + 1) + 1)]


def _grid(ticks: list[float], y_of: Callable[[float], float]) -> str:
    parts = []
    for value in ticks:
        y = y_of(value)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(_text(LEFT - 6, y + 4.0, "end", f"{value:.3g}"))
    return "".join(parts)


def _dot(line: Line, role: str, x: float, y: float, at_x: float, at_y: float) -> str:
    told = f"<title>{escape(line.name)}: {x:g}, {y:.3g}</title>"
    return f'<circle class="{role}" cx="{at_x:.1f}" cy="{at_y:.1f}" r="{RADIUS}">{told}</circle>'


def _text(x: float, y: float, anchor: str, words: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _axis(chart: Chart, xs: list[float], x_of: Callable[[float], float]) -> str:
    shown = xs if len(xs) <= 9 else [xs[round(i * (len(xs) - 1) / 6)] for i in range(7)]
    parts = []
    for x in shown:
        name = chart.names[int(x)] if chart.names else f"{x:g}"
        anchor = "end" if x == shown[-1] and len(shown) > 1 else "start" if x == shown[0] else "middle"
        parts.append(_text(x_of(x), HEIGHT - 16, anchor, name))
    below = "" if chart.names else _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 2, "middle", chart.x)
    return "".join([*parts, below])
