"""A picture pulled to where the camera is by now."""

from __future__ import annotations

import numpy as np
import pytest

from inhabit.core.frame import PlanarFrame
from inhabit.frames.carrying import carried
from tests.unit.frames.lights import smooth_plane

CELLS = (72, 128)
SIZES = [(360, 640), (540, 960), (720, 1280), (1080, 1920)]


def picture(height: int, width: int) -> PlanarFrame:
    half = (height // 2, width // 2)
    return PlanarFrame(*(smooth_plane(*shape, k) for k, shape in enumerate([(height, width), half, half])))


def where(dx: float = 0.0, dy: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    y, x = np.mgrid[0 : CELLS[0], 0 : CELLS[1]].astype(np.float32)
    return x + np.float32(dx), y + np.float32(dy)


@pytest.mark.parametrize(("height", "width"), SIZES)
def test_a_camera_that_stands_still_sees_the_same(height: int, width: int) -> None:
    before = picture(height, width)
    after = carried(before, *where())
    for plane in ("luma", "blue", "red"):
        # Places are told apart to a 32nd of a pixel.
        assert np.abs(getattr(before, plane).astype(int) - getattr(after, plane)).max() <= 2


@pytest.mark.parametrize(("height", "width"), SIZES)
def test_what_lay_two_cells_to_the_right_is_seen_here(height: int, width: int) -> None:
    before = picture(height, width)
    after = carried(before, *where(dx=2.0))
    by = 2 * width // CELLS[1]
    assert np.abs(before.luma[:, by:].astype(int) - after.luma[:, :-by]).max() <= 1


def test_beyond_the_rim_there_is_the_rim() -> None:
    before = picture(360, 640)
    after = carried(before, *where(dy=-4.0))
    assert np.abs(after.luma[:12].astype(int) - before.luma[0]).max() <= 2
