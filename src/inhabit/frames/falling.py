"""Rain and snow in front of the lens: the one thing in a picture that is drawn by rule.

Streaks and flakes fall on a few sheets that slide over the picture, nearer ones faster. Where they fall is
chance; how strongly they show under a given weather, hour and style is learned (`decoder.Look`), and they are
added before the picture's curves, so that a print prints them and noir darkens them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Size
from inhabit.core.frame import PlanarFrame

SHEETS = ("rain", "rain", "snow", "snow", "snow")
LANES = (64, 110)
"""Rain: streaks side by side per picture height, far sheets more."""
DROPS = 3.4
"""Rain: streaks below one another per picture height."""
FALL_HPS = (2.6, 2.2)
"""Rain: picture heights per second."""
CELLS = (9, 15, 21)
"""Snow: flakes per picture height."""
FLAKE_SPREAD = 0.047
"""Snow: spread of a flake over its cell."""
PERIOD = 2
"""Sheets repeat every so many picture heights, both ways."""
SHOWING = 0.05
"""Weaker rain and snow leaves a picture as it is."""
STANDS_OUT = 1
"""Levels of luma by which what falls is brighter than what is behind it, at least."""
MOMENTS = 4
"""So many other moments tell what fell from what stands still."""
DRY_SHARE = 0.3
"""Sorted by brightness, the moment that counts as dry: drops follow each other down the same lanes, so the
one in the middle may be wet."""
STREAK_HEIGHTS, FLAKE_HEIGHTS = 1 / 52, 1 / 72
"""Twice the width of what falls, in picture heights: a median over as much looks behind it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `light` uint8 [rows, columns] that repeats both ways, and how fast it slides."""

    light: np.ndarray
    down_hps: float
    across_hps: float
    blown_hps: float
    """Picture heights per second: always down and across, and across more per unit of wind."""

    def offset_px(self, time_s: float, wind: float, height_px: int) -> tuple[int, int]:
        """Row and column of the sheet that lie at the picture's corner."""
        rows, columns = self.light.shape
        down = round(-time_s * self.down_hps * height_px) % rows
        across = round(time_s * (self.across_hps + wind * self.blown_hps) * height_px) % columns
        return down, across


@cache
def sheets(height_px: int) -> tuple[Sheet, ...]:
    """The sheets of SHEETS for pictures of this height."""
    rng = np.random.default_rng(7)
    rain = [
        Sheet(_streaks(rng, lanes, height_px), down, 0.0, 0.0)
        for lanes, down in zip(LANES, FALL_HPS, strict=True)
    ]
    snow = [Sheet(_flakes(rng, cells, height_px), 1.3 / cells, 0.4 / cells, 4.0 / cells) for cells in CELLS]
    return (*rain, *snow)


@cache
def stacked(height_px: int, kinds: tuple[str, ...]) -> np.ndarray:
    """Light of the sheets of some kinds, in the order of SHEETS: uint8 [n, rows, columns]."""
    chosen = [sheet.light for sheet, kind in zip(sheets(height_px), SHEETS, strict=True) if kind in kinds]
    return np.stack(chosen) if chosen else np.zeros((0, 1, 1), np.uint8)


def scale_of(size: Size) -> int:
    """The picture height that drops are drawn for, in pixels: that of a 16:9 picture with the same longer
    side, across which the field of view lies, so that an upright picture has drops of the same size."""
    return round(max(size.width_px, size.height_px) * 9 / 16)


def falls(attributes: Attributes) -> bool:
    """Whether rain or snow shows in a picture."""
    return max(attributes.rain, attributes.snow) > SHOWING


def behind(picture: PlanarFrame, attributes: Attributes, before: np.ndarray | None = None) -> PlanarFrame:
    """A picture as it would be if nothing fell: what is brighter than it was `before` is taken away.

    `before` uint8 [n, h, w] is the luma of the same view at other moments. With less than MOMENTS of them the
    median across streaks and around flakes stands in. What fell in a picture that was seen belongs to its
    moment, not to the place.
    """
    luma, height = picture.luma, scale_of(picture.size)
    if not falls(attributes):
        return picture
    if before is not None and len(before) >= MOMENTS:
        moments = np.concatenate([before, luma[None]])
        dry = round(DRY_SHARE * before.shape[0])
        luma = _less_bright(luma, np.partition(moments, dry, axis=0)[dry])
        return PlanarFrame(luma, picture.blue, picture.red)
    if attributes.rain > SHOWING:
        reach_px = round(STREAK_HEIGHTS * height) // 2
        luma = _less_bright(luma, _median_across(luma, reach_px))
    if attributes.snow > SHOWING:
        luma = _less_bright(luma, cv2.medianBlur(luma, 2 * (round(FLAKE_HEIGHTS * height) // 2) + 1))
    return PlanarFrame(luma, picture.blue, picture.red)


def _less_bright(luma: np.ndarray, around: np.ndarray) -> np.ndarray:
    return np.where(luma > around.astype(np.int16) + STANDS_OUT, around, luma).astype(np.uint8)


def _median_across(luma: np.ndarray, reach_px: int) -> np.ndarray:
    wide = cv2.copyMakeBorder(luma, 0, 0, reach_px, reach_px, cv2.BORDER_REFLECT)
    shifted = np.lib.stride_tricks.sliding_window_view(wide, 2 * reach_px + 1, axis=1)
    return np.ascontiguousarray(np.partition(shifted, reach_px, axis=2)[:, :, reach_px])


def _streaks(rng: np.random.Generator, lanes: int, height_px: int) -> np.ndarray:
    # Every lane has drops of one length, its own phase, and about two drops in five.
    side = PERIOD * height_px
    count, below = PERIOD * lanes, round(PERIOD * DROPS)
    across = (np.arange(side) + 0.5) / side * count
    lane = across.astype(int)
    profile = np.exp(-np.square((across - lane - 0.5) * 3.2))
    along = ((np.arange(side) + 0.5) / side * below)[:, None] + rng.random(count)[lane][None, :]
    drop = along.astype(int) % below
    there = rng.random((below, count)) > 0.62
    part = along % 1.0
    shape = np.square(part * (1.0 - part) * 4.0)
    return _bytes(profile * shape * there[drop, lane[None, :]])


def _flakes(rng: np.random.Generator, cells: int, height_px: int) -> np.ndarray:
    side, count = PERIOD * height_px, PERIOD * cells
    at = (np.arange(side) + 0.5) / side * count
    cell = at.astype(int)
    middle = 0.2 + 0.6 * rng.random((2, count, count))
    there = rng.random((count, count)) > 0.35
    own = np.ix_(cell, cell)
    gap = np.square((at - cell)[:, None] - middle[0][own]) + np.square((at - cell)[None, :] - middle[1][own])
    return _bytes(np.exp(-gap / (2 * FLAKE_SPREAD**2)) * there[own])


def _bytes(light: np.ndarray) -> np.ndarray:
    return (255.0 * light + 0.5).astype(np.uint8)
