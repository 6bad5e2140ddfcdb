"""What was measured, written into the card beside the weights, from the JSON line of an evaluation.

A card is for reading and mostly written by hand; the figures between two marks are not. They are replaced,
and everything else is left as it is; a card without marks gets them at its end.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from inhabit.core.errors import BadInputError, OutputError
from inhabit.evals.report import Row, number, rows

BEGIN, END = "<!-- figures: written by `inhabit eval card` -->", "<!-- figures end -->"


def figures_of(line: str, source: str) -> dict[str, Any]:
    """The last JSON line of a text as figures; raises BadInputError naming `source` where there is none."""
    lines = [text for text in line.splitlines() if text.strip()]
    figures: Any = None
    try:
        figures = json.loads(lines[-1])
        known = {"world", "suite", "first_seed"} <= figures.keys()
    except (IndexError, ValueError, AttributeError):
        known = False
    if not known:
        raise BadInputError(
            "bad_figures",
            f"{source} does not end in the JSON line of an evaluation: make one with `inhabit eval --json`",
        )
    return figures


def written(card: str, figures: dict[str, Any]) -> str:
    """The card with these figures between its marks."""
    block = f"{BEGIN}\n{table(figures)}\n{END}"
    before, begin, rest = card.partition(BEGIN)
    _, end, after = rest.partition(END)
    if begin and end:
        return f"{before}{block}{after}"
    return f"{card.rstrip()}\n\n## Figures\n\n{block}\n".lstrip()


def table(figures: dict[str, Any]) -> str:
    """The figures as Markdown, with ceiling and floor beside each."""
    suite, world, first = (figures[name] for name in ("suite", "world", "first_seed"))
    made = f"`inhabit eval --suite {suite}`, {world}, held-out worlds from {first} on."
    lines = [_line(row) for row in rows(figures)]
    return "\n".join([made, "", "| what | figure | ceiling | floor |", "|---|--:|--:|--:|", *lines])


def save_card(path: Path, figures: dict[str, Any]) -> None:
    """Write figures into a card; raises OutputError where it cannot be read or written."""
    try:
        card = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(written(card, figures), encoding="utf-8")
    except OSError as problem:
        message = f"{path} cannot be written ({problem}): choose another folder of weights"
        raise OutputError("bad_out", message) from problem


def _line(row: Row) -> str:
    figure, ceiling, floor = (number(value) for value in (row.figure, row.ceiling, row.floor))
    return f"| {row.part.lower()}: {row.what} | {figure} | {ceiling} | {floor} |"
