"""What is done pixel by pixel in a frame, without a network: reading memory, joining it, lighting it."""

from __future__ import annotations

from dataclasses import dataclass

from inhabit.core.camera import Size
from inhabit.core.spec import GEOMETRY_CELL_PX, WorldSpec
from inhabit.plan.checks import non_negative


@dataclass(frozen=True, slots=True)
class PixelWork:
    """What is done pixel by pixel in a frame, without a network. ESTIMATES: counted by hand from the loops.

    They are arithmetic in fp32 among look-ups and gathers, and far from a sheet's rate (`Efficiency.pixels`).
    Where there is a measured time, take that.
    """

    name: str
    operations: float
    moved_bytes: float


READ_OPERATIONS, READ_BYTES = 280, 128
"""Of a geometry cell of a source: thrown forward 50, traced back 190 (one and a half turns), mixed 40."""
JOIN_OPERATIONS, JOIN_BYTES = 115, 8
"""Of a canvas pixel taken from a source: tone by cubics 100, matter 15; each byte read twice and written."""
LIGHT_OPERATIONS, LIGHT_BYTES = 100, 8
"""Of a picture's pixel: a signal of luma 60, a quarter of three signals of chroma 40; tone and matter fitted
to the picture, read, and written as 4:2:0."""


def pixel_work(spec: WorldSpec, size: Size, *, taken: float = 1.0) -> tuple[PixelWork, ...]:
    """Reading memory, joining it, and lighting it to a picture of `size`, in every frame. An estimate.

    `taken` is from how many sources a pixel is taken, on the mean: most of a picture comes from one.
    """
    rows, columns = spec.grid(GEOMETRY_CELL_PX)
    cells = rows * columns * spec.sources
    canvas = spec.canvas_width_px * spec.canvas_height_px * non_negative("sources taken", taken, most=64)
    picture = size.width_px * size.height_px
    return (
        PixelWork("read", READ_OPERATIONS * cells, READ_BYTES * cells),
        PixelWork("join", JOIN_OPERATIONS * canvas, JOIN_BYTES * canvas),
        PixelWork("light", LIGHT_OPERATIONS * picture, LIGHT_BYTES * picture),
    )
