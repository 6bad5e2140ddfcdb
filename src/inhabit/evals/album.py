"""Pictures gathered while judging, and the contact sheet made of them: the figures' witness."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from inhabit.core.errors import OutputError
from inhabit.core.frame import PlanarFrame
from inhabit.frames.pixels import planes_to_rgb

CELL_WIDTH_PX, CELL_HEIGHT_PX, LABEL_PX = 320, 180, 18


Cell = tuple[str, np.ndarray]
"""A label and a small picture, uint8 rgb [CELL_HEIGHT_PX, CELL_WIDTH_PX, 3]."""


def row(cells: list[tuple[str, PlanarFrame]]) -> list[Cell]:
    """A row of (label, picture), with the pictures made small."""
    return [(label, _thumbnail(frame)) for label, frame in cells]


@dataclass(slots=True)
class Album:
    """Rows of labelled pictures, in the order in which they were added."""

    rows: list[list[Cell]] = field(default_factory=list)

    def add_row(self, cells: list[tuple[str, PlanarFrame]]) -> None:
        """A row of (label, picture); the pictures are kept small."""
        self.rows.append(row(cells))

    def sheet(self) -> np.ndarray:
        """uint8 rgb [height, width, 3]: all rows, missing cells dark; raises ValueError when empty."""
        if not self.rows:
            raise ValueError("an empty album has no sheet")
        columns = max(len(cells) for cells in self.rows)
        return np.concatenate([_row(cells, columns) for cells in self.rows])

    def save(self, path: Path) -> None:
        """Write the sheet as PNG; raises OutputError where it cannot be written."""
        written, data = cv2.imencode(".png", cv2.cvtColor(self.sheet(), cv2.COLOR_RGB2BGR))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data.tobytes() if written else b"")
        except OSError as problem:
            raise OutputError(
                "bad_out", f"{path} cannot be written ({problem}): choose another folder"
            ) from problem


def _thumbnail(frame: PlanarFrame) -> np.ndarray:
    size = (CELL_WIDTH_PX, CELL_HEIGHT_PX)
    return cv2.resize(planes_to_rgb(frame), size, interpolation=cv2.INTER_AREA)


def _row(cells: list[Cell], columns: int) -> np.ndarray:
    missing = [("", np.full((CELL_HEIGHT_PX, CELL_WIDTH_PX, 3), 16, np.uint8))] * (columns - len(cells))
    return np.concatenate([_cell(label, picture) for label, picture in [*cells, *missing]], axis=1)


def _cell(label: str, picture: np.ndarray) -> np.ndarray:
    strip = np.full((LABEL_PX, CELL_WIDTH_PX, 3), 16, np.uint8)
    cv2.putText(strip, label, (4, 13), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (230, 230, 230), 1, cv2.LINE_AA)
    return np.concatenate([strip, picture])
