"""The report as one HTML file: figures between floor and ceiling, curves, and the pictures behind them.

Self-contained: charts are inline SVG, pictures inline JPEG, nothing is fetched.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

import cv2

from inhabit.core.errors import OutputError
from inhabit.evals.album import Album, Cell
from inhabit.evals.charts import drawn, gauge
from inhabit.evals.page_parts import HEADLINES, NOTES, SHEETS, charts_of
from inhabit.evals.page_style import CSS
from inhabit.evals.report import PARTS, RISING, Row, number, rows

JPEG_QUALITY = 82
OPEN_ROWS = 6
"""Rows of pictures shown at once; the others unfold."""

META = (
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    '<link rel="icon" href="data:,">'
)
HEADS = (
    "<thead><tr><th></th><th>figure</th><th>ceiling</th><th>floor</th>"
    '<th class="bar">floor to ceiling</th></tr></thead>'
)


def save_page(figures: dict[str, Any], albums: Mapping[str, Album], path: Path) -> None:
    """Write the report; raises OutputError where that cannot be done."""
    try:
        path.write_text(page(figures, albums), encoding="utf-8")
    except OSError as problem:
        message = f"{path} cannot be written ({problem}): choose another folder"
        raise OutputError("bad_out", message) from problem


def page(figures: dict[str, Any], albums: Mapping[str, Album]) -> str:
    """The whole report of an evaluation's figures and pictures."""
    told = list(rows(figures))
    parts = [part for part in PARTS if any(row.part == part for row in told)]
    links = "".join(f'<a href="#{part.lower()}">{part}</a>' for part in parts)
    body = "".join(_part(part, [row for row in told if row.part == part], figures, albums) for part in parts)
    world = escape(str(figures["world"]))
    return (
        f'<!doctype html><html lang="en"><head>{META}<title>inhabit eval: {world}</title>'
        f"<style>{CSS}</style></head><body><main><header><h1>How good is {world}?</h1>"
        f"<p>{_said(figures)}</p></header>{_head(figures)}<nav>{links}</nav>{body}"
        f"<footer>{_footer(figures)}</footer></main></body></html>\n"
    )


def _said(figures: dict[str, Any]) -> str:
    return (
        f"Suite {escape(str(figures['suite']))}, held-out worlds of the simulator from number "
        f"{figures['first_seed']:,} on. Each figure stands between its ceiling (the truth, or the truth as "
        "the judge reads it) and its floor (the last frame repeated, chance, nothing remembered); a bar "
        "shows how far it has come."
    )


def _head(figures: dict[str, Any]) -> str:
    cards = []
    for what, path, pattern in HEADLINES:
        value = _at(figures, path)
        if isinstance(value, int | float) and math.isfinite(value):
            cards.append(f"<div><span>{escape(what)}</span><b>{pattern.format(value)}</b></div>")
    return f'<div class="head">{"".join(cards)}</div>' if cards else ""


def _at(figures: Any, path: str) -> Any:
    for key in path.split("/"):
        figures = figures.get(key) if isinstance(figures, dict) else None
    return figures


def _part(title: str, told: list[Row], figures: dict[str, Any], albums: Mapping[str, Album]) -> str:
    lines = "".join(_line(row) for row in told)
    charts = "".join(drawn(chart) for chart in charts_of(title, figures))
    sheets = "".join(_sheet(name, albums[name]) for name in SHEETS.get(title, ()) if name in albums)
    return (
        f'<section id="{title.lower()}"><h2>{title}</h2><p class="note">{escape(NOTES[title])}</p>'
        f"<table>{HEADS}<tbody>{lines}</tbody></table>"
        + (f'<div class="charts">{charts}</div>' if charts else "")
        + f"{sheets}</section>"
    )


def _line(row: Row) -> str:
    figure, ceiling, floor = (number(value) for value in (row.figure, row.ceiling, row.floor))
    bar = "" if _is_upside_down(row) else gauge(row.figure, row.ceiling, row.floor)
    return (
        f'<tr><td>{escape(row.what)}</td><td class="figure">{figure}</td><td>{ceiling}</td><td>{floor}</td>'
        f'<td class="bar">{bar}</td></tr>'
    )


def _is_upside_down(row: Row) -> bool:
    """Whether the ceiling is worse than the floor: between them no way leads up."""
    if row.ceiling is None or row.floor is None:
        return False
    return row.part in RISING and row.ceiling < row.floor


def _sheet(name: str, album: Album) -> str:
    shown, more = _rows(album.rows[:OPEN_ROWS]), album.rows[OPEN_ROWS:]
    rest = f"<details><summary>{len(more)} more rows</summary>{_rows(more)}</details>" if more else ""
    return f"<details open><summary>Pictures: {escape(name)}</summary>{shown}{rest}</details>"


def _rows(some: list[list[Cell]]) -> str:
    inside = "".join(f'<div class="row">{_cells(cells)}</div>' for cells in some)
    return f'<div class="sheet">{inside}</div>'


def _cells(cells: list[Cell]) -> str:
    return "".join(
        f'<figure><figcaption title="{escape(label)}">{escape(label)}</figcaption>'
        f'<img alt="{escape(label)}" src="data:image/jpeg;base64,{_jpeg(picture)}"></figure>'
        for label, picture in cells
    )


def _jpeg(picture: Any) -> str:
    quality = [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY]
    data = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), quality)[1]
    return base64.b64encode(data.tobytes()).decode("ascii")


def _footer(figures: dict[str, Any]) -> str:
    spent = ", ".join(
        f"{escape(what)} {seconds / 60.0:.1f} min" for what, seconds in figures.get("times_s", {}).items()
    )
    return f"Time spent: {spent}. Every figure is in the JSON line of <code>inhabit eval --json -</code>."
