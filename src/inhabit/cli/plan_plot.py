"""The curves of an answer as a picture, where looking beats reading. The only place that knows matplotlib."""

from __future__ import annotations

import math
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inhabit.core.errors import BadInputError, OutputError

if TYPE_CHECKING:
    from inhabit.plan.answer import Answer, Column, Plot

KINDS = (".svg", ".png")
WIDTH_IN, HEIGHT_IN, DOTS_PER_IN = 7.5, 4.2, 144


def check_drawable(path: Path) -> None:
    """Raises BadInputError for a picture of another kind than SVG and PNG, and OutputError (`no_matplotlib`)
    where nothing is installed that draws."""
    if path.suffix.lower() not in KINDS:
        raise BadInputError(
            "bad_plot", f"--plot {path} is neither .svg nor .png: end its name with one of them"
        )
    if find_spec("matplotlib") is None:
        raise OutputError("no_matplotlib", 'plots need matplotlib: pip install "inhabit[plan]"')


def draw(answer: Answer, path: Path) -> None:
    """Writes the curves of an answer, one panel for each plot. Raises OutputError naming the path."""
    # By name, because matplotlib is an extra: who checks types need not have it.
    figure = import_module("matplotlib.figure")
    sheet = figure.Figure(figsize=(WIDTH_IN, HEIGHT_IN * len(answer.plots)), layout="constrained")
    panels = sheet.subplots(len(answer.plots), squeeze=False)[:, 0]
    for panel, plot in zip(panels, answer.plots, strict=True):
        _panel(panel, plot)
    try:
        sheet.savefig(path, dpi=DOTS_PER_IN)
    except OSError as error:
        raise OutputError(
            "cannot_write", f"{path} cannot be written ({error.strerror}): choose another place"
        ) from error


def _panel(panel: Any, plot: Plot) -> None:
    for series in plot.series:
        points = [
            (x, y) for x, y in series.points if math.isfinite(y) and (y > 0.0 or plot.scale == "linear")
        ]
        marker, line = ("o", "none") if series.drawn == "points" else ("", "-")
        panel.plot(
            [x for x, _ in points], [y for _, y in points], marker=marker, linestyle=line, label=series.name
        )
    if any(panel.lines) and plot.scale == "log":
        panel.set_yscale("log")
    panel.set_title(plot.title, loc="left")
    panel.set_xlabel(_label(plot.x))
    panel.set_ylabel(_label(plot.y))
    panel.grid(visible=True, alpha=0.3)
    panel.legend(frameon=False)


def _label(column: Column) -> str:
    """What an axis says: plain numbers stand on it, so every unit is told but that of a year."""
    return f"{column.name} ({column.unit})" if column.unit not in ("", "year") else column.name
