"""What was seen is carried on: its residue with it, weaker as the look moves away, until nothing is left."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inhabit.core.camera import Pose
from inhabit.frames.residue import GONE, NONE
from inhabit.runtime.canvases import carried_on
from inhabit.world.canvas import Canvas, Residue
from inhabit.world.keyframe import Keyframe
from inhabit.world.memory import Memory

CELLS = (36, 64)
HERE, STILL = Pose(y_m=7.0), (0.0, 0.0)
LOOK = np.zeros(8, np.float32)


def seen_under(look: np.ndarray) -> Keyframe:
    """A wall ten metres away, seen in a picture that was lighter than light can explain."""
    tone, matter = np.full((180, 320), 90, np.uint8), np.full((2, 90, 160), 100, np.uint8)
    canvas = Canvas.fresh(tone, matter, np.full(CELLS, 0.1, np.float32), np.zeros(CELLS, np.float32))
    residue = Residue(np.full_like(tone, NONE + 60), np.full_like(matter, NONE), look)
    canvas = replace(canvas, residue=residue)
    return Keyframe(canvas, canvas.coarse(), HERE, STILL)


def carried(frame: Keyframe, now: np.ndarray) -> Keyframe:
    """The frame after `frame`, from the same place, under `now`."""
    reading = Memory(last=frame).view(HERE, STILL, CELLS, 12.0)
    canvas = carried_on(reading, frame.canvas, now)
    return replace(frame, canvas=canvas, coarse=canvas.coarse())


def test_a_residue_stays_while_the_look_does() -> None:
    residue = carried(seen_under(LOOK), LOOK).canvas.residue
    assert residue is not None
    assert residue.left == pytest.approx(1.0)
    assert np.median(residue.luma) == NONE + 60


def test_it_is_weaker_under_another_look() -> None:
    residue = carried(seen_under(LOOK), LOOK + 0.01).canvas.residue
    assert residue is not None
    assert GONE < residue.left < 1.0
    assert NONE < np.median(residue.luma) < NONE + 60


def test_many_small_steps_take_it_away_like_a_large_one() -> None:
    frame, steps = seen_under(LOOK), 0
    while frame.canvas.residue is not None and steps < 99:
        steps += 1
        frame = carried(frame, LOOK + 0.004 * steps)
    assert carried(seen_under(LOOK), LOOK + 0.004 * steps).canvas.residue is None
    assert carried(seen_under(LOOK), LOOK + 0.004 * (steps - 1)).canvas.residue is not None
