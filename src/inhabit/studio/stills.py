"""Still pictures of the presets, made by the engine itself: what the start page shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from inhabit.core.camera import Motion, Size
from inhabit.core.frame import PlanarFrame
from inhabit.core.ports import Engine, Rung
from inhabit.inputs.control import Control
from inhabit.runtime.presets import PRESETS, PresetWorld

STEPS = 4
LOOK_ABOUT_TICKS = 24
"""A still is taken after a short glide, when the picture is what play looks like."""


@dataclass(frozen=True, slots=True)
class Still:
    """A preset and its picture."""

    preset: PresetWorld
    picture: PlanarFrame


def stills(engine: Engine, size: Size) -> Iterator[Still]:
    """One still per preset, in order."""
    rung = Rung("still", size, STEPS)
    for preset in PRESETS:
        yield Still(preset, glide(engine, preset, rung))


def glide(engine: Engine, preset: PresetWorld, rung: Rung) -> PlanarFrame:
    """The last frame of a short forward glide through a preset."""
    state = engine.birth(preset.seed, preset.prompt, rung.size)
    for tick in range(LOOK_ABOUT_TICKS - 1):
        state = engine.commit(state, engine.render(state, _forward(tick), rung))
    return engine.develop(engine.render(state, _forward(LOOK_ABOUT_TICKS - 1), rung)).picture


def _forward(tick: int) -> Control:
    return Control(tick, 1 / 30, motion=Motion(dolly_mps=3.0))


def contact_sheet(pictures: list[np.ndarray], columns: int) -> np.ndarray:
    """Equal uint8 [h, w, 3] pictures side by side, row after row; missing ones are black."""
    height, width = pictures[0].shape[:2]
    rows = -(-len(pictures) // columns)
    sheet = np.zeros((rows * height, columns * width, 3), np.uint8)
    for index, picture in enumerate(pictures):
        row, column = divmod(index, columns)
        sheet[row * height : (row + 1) * height, column * width : (column + 1) * width] = picture
    return sheet
