"""Light laid over a canvas at any size: the fast equal of `colour.colour`.

Works row by row on rows of maps widened to the picture, so that the loops over pixels are plain arithmetic
that vectorises; bands of rows go to different cores. Land is not lit where there is only sky, nor sky where
there is only land.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import cv2
import numba
import numpy as np

from inhabit.core.camera import Size
from inhabit.core.frame import PlanarFrame
from inhabit.core.kernel import LOOP
from inhabit.core.team import bands, together
from inhabit.frames.colour import (
    BLUE,
    BLUE_GAIN,
    BODY,
    COVER,
    LUMA,
    OUTPUTS,
    RED,
    RED_GAIN,
    SKY_CURVE_FROM,
    SKY_CURVE_TO,
    SKY_TONE_FROM,
    SKY_TONE_TO,
    channels_of,
)
from inhabit.frames.falling import SHEETS, scale_of, sheets, stacked
from inhabit.frames.grids import axis, widen
from inhabit.frames.signals import NUMBERS, STRIP_PX, looked_up, signal, sorted_strips

LEVELS = 1024
"""Levels of grey that curves are tabled for."""
UNSEEN = 2e-3
"""Rain and snow weaker than this add less than half a level to a picture."""


@dataclass(frozen=True, slots=True)
class Light:
    """What the look says of one picture: maps float32 [50, h10, w10], glow float32 [3, h5, w5], curves
    float32 [7, 48], and how strongly rain and snow show, float32 [2]."""

    maps: np.ndarray
    glow: np.ndarray
    curves: np.ndarray
    fall: np.ndarray


def light(
    tone: np.ndarray, matter: np.ndarray, lit: Light, size: Size, time_s: float = 0.0, wind: float = 0.0
) -> PlanarFrame:
    """Lay light over a canvas: tone uint8 [h, w], matter uint8 [2, h/2, w/2] -> planes of `size`.

    `time_s` and `wind` say where rain and snow are by now.
    """
    full = (size.height_px, size.width_px)
    half = (full[0] // 2, full[1] // 2)
    tones = (_fitted(tone, full, cv2.INTER_CUBIC), _fitted(tone, half, cv2.INTER_AREA))
    u, v = (_fitted(m, full, cv2.INTER_LINEAR) for m in matter)
    small_u, small_v = (_fitted(m, half, cv2.INTER_LINEAR) for m in matter)
    luma, blue, red = (np.empty(shape, np.uint8) for shape in (full, half, half))
    heaven, bright, (tint_blue, tint_red) = sky_curves(lit.curves), *_tables(lit.curves)
    across, small_across = (
        (*_axis(lit.maps, shape[1]), *_axis(lit.glow, shape[1])) for shape in (full, half)
    )
    drops = _drops(lit.fall, size, time_s, wind)
    luma_maps = lit.maps[channels_of(0)]
    chroma_maps = lit.maps[[channel for output in range(OUTPUTS) for channel in channels_of(output)]]

    def lay(top: int, bottom: int) -> None:
        _lay_luma(
            2 * top, 2 * bottom, tones[0], u, v, luma_maps, lit.glow, heaven, *across, *drops, bright, luma
        )
        small = (tones[1], small_u, small_v, chroma_maps, lit.glow)
        _lay_chroma(top, bottom, *small, heaven, *small_across, *tint_blue, *tint_red, blue, red)

    together([partial(lay, *band) for band in bands(half[0])])
    return PlanarFrame(luma, blue, red)


def sky_curves(curves: np.ndarray) -> np.ndarray:
    """Cloud cover, cloud body and share of sky at every byte of tone: float32 [3, 256]."""
    tone = np.arange(256, dtype=np.float32) / 255.0
    at = (tone - SKY_CURVE_FROM) / (SKY_CURVE_TO - SKY_CURVE_FROM)
    share = np.clip((tone - SKY_TONE_FROM) / (SKY_TONE_TO - SKY_TONE_FROM), 0.0, 1.0)
    return np.stack([bent(at, curves[COVER]), bent(at, curves[BODY]), share]).astype(np.float32)


def bent(x: np.ndarray, curve: np.ndarray) -> np.ndarray:
    """`x` looked up on a curve with even knots from 0 to 1: the equal of `colour.bend`."""
    return np.interp(x, np.linspace(0.0, 1.0, len(curve)), curve).astype(np.float32)


Tint = tuple[np.ndarray, np.ndarray]


def _tables(curves: np.ndarray) -> tuple[np.ndarray, tuple[Tint, Tint]]:
    """Luma uint8 [1024] by grey, then offset and factor float32 [1024] of blue's and of red's signal, all in
    limited-range bytes with the half that rounds."""
    grey = np.arange(LEVELS, dtype=np.float32) / (LEVELS - 1)
    luma = np.clip(219.0 * bent(grey, curves[LUMA]) + 16.5, 0.0, 255.0).astype(np.uint8)
    blue, red = (
        (
            (224.0 * bent(grey, curves[offset]) + 128.5).astype(np.float32),
            (224.0 * bent(grey, curves[factor])).astype(np.float32),
        )
        for offset, factor in ((BLUE, BLUE_GAIN), (RED, RED_GAIN))
    )
    return luma, (blue, red)


def _drops(
    fall: np.ndarray, size: Size, time_s: float, wind: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The sheets that show (uint8 [n, …]), where each lies (int64 [n, 2]), its strength per byte [n]."""
    strengths = {kind: float(value) for kind, value in zip(("rain", "snow"), fall, strict=True)}
    shown, scale_px = tuple(kind for kind, strength in strengths.items() if strength > UNSEEN), scale_of(size)
    laid = [(s, k) for s, k in zip(sheets(scale_px), SHEETS, strict=True) if k in shown]
    where = np.array([s.offset_px(time_s, wind, scale_px) for s, _ in laid], np.int64).reshape(-1, 2)
    return stacked(scale_px, shown), where, np.array([strengths[k] for _, k in laid], np.float32) / 255


def _fitted(plane: np.ndarray, shape: tuple[int, int], how: int) -> np.ndarray:
    return plane if plane.shape == shape else cv2.resize(plane, shape[::-1], interpolation=how)


def _axis(cells: np.ndarray, pixels: int) -> tuple[np.ndarray, np.ndarray]:
    laid = axis(cells.shape[2], pixels)
    return laid.starts, laid.past


@numba.njit(**LOOP)
def _place(row, rows, cells):
    y = min(max((row + 0.5) * cells / rows - 0.5, 0.0), cells - 1.001)
    return int(y), np.float32(y - int(y))


@numba.njit(**LOOP)
def _widened(cells, row, held, starts, past, wide):
    """Rows `row` and `row + 1` of `cells` [c, rows, columns] widened into `wide` [2, c, width], row a in slot
    a % 2; `held` is the last row that is there already. Returns what is held now."""
    while held < row + 1:
        held = max(held + 1, row)
        for c in range(cells.shape[0]):
            widen(cells[c, held], starts, past, wide[held % 2, c])
    return held


@numba.njit(**LOOP)
def _lay_luma(
    first, end, tone, u, v, maps, glow, heaven, starts, past, glow_starts, glow_past,
    falling, where, strengths, table, out,
):  # fmt: skip
    rows, columns = out.shape
    wide, shine = np.empty((2, NUMBERS, columns), np.float32), np.empty((2, 1, columns), np.float32)
    grey, above = np.empty(columns, np.float32), np.empty(columns, np.float32)
    row, kinds = np.empty((3, columns), np.float32), np.empty(-(-columns // STRIP_PX), np.uint8)
    levels, zero, last = np.float32(LEVELS - 1), np.float32(0.0), np.float32(LEVELS - 1)
    held, glow_held = -2, -2
    for i in range(first, end):
        a, f = _place(i, rows, maps.shape[1])
        held = _widened(maps, a, held, starts, past, wide)
        b, g = _place(i, rows, glow.shape[1])
        glow_held = _widened(glow[:1], b, glow_held, glow_starts, glow_past, shine)
        s0, s1 = shine[b % 2, 0], shine[(b + 1) % 2, 0]
        w, x = wide[a % 2], wide[(a + 1) % 2]
        sorted_strips(tone[i], kinds)
        looked_up(kinds, tone[i], heaven, row)
        signal(kinds, tone[i], u[i], v[i], row, w, x, f, s0, s1, g, above, grey)
        for k in range(falling.shape[0]):
            sheet = falling[k, (where[k, 0] + i) % falling.shape[1]]
            strength = strengths[k]
            # A sheet is as wide as it takes for one wrap at most within a picture's row.
            n, at = 0, where[k, 1]
            while n < columns:
                run = min(columns - n, sheet.shape[0] - at)
                for m in range(run):
                    grey[n + m] += strength * sheet[at + m]
                n, at = n + run, 0
        line = out[i]
        for n in range(columns):
            line[n] = table[int(min(max(grey[n] * levels + np.float32(0.5), zero), last))]


@numba.njit(**LOOP)
def _lay_chroma(
    first, end, tone, u, v, maps, glow, heaven, starts, past, glow_starts, glow_past,
    blue_offset, blue_factor, red_offset, red_factor, blue, red,
):  # fmt: skip
    rows, columns = blue.shape
    wide = np.empty((2, OUTPUTS * NUMBERS, columns), np.float32)
    shine = np.empty((2, OUTPUTS, columns), np.float32)
    signals, row = np.empty((OUTPUTS, columns), np.float32), np.empty((3, columns), np.float32)
    above, kinds = np.empty(columns, np.float32), np.empty(-(-columns // STRIP_PX), np.uint8)
    zero, last, most = np.float32(0.0), np.float32(LEVELS - 1), np.float32(255.0)
    held, glow_held = -2, -2
    for i in range(first, end):
        a, f = _place(i, rows, maps.shape[1])
        held = _widened(maps, a, held, starts, past, wide)
        b, g = _place(i, rows, glow.shape[1])
        glow_held = _widened(glow, b, glow_held, glow_starts, glow_past, shine)
        w, x = wide[a % 2], wide[(a + 1) % 2]
        sorted_strips(tone[i], kinds)
        looked_up(kinds, tone[i], heaven, row)
        for k in range(OUTPUTS):
            s0, s1 = shine[b % 2, k], shine[(b + 1) % 2, k]
            own, below = w[k * NUMBERS : (k + 1) * NUMBERS], x[k * NUMBERS : (k + 1) * NUMBERS]
            signal(kinds, tone[i], u[i], v[i], row, own, below, f, s0, s1, g, above, signals[k])
        grey = signals[0]
        for n in range(columns):
            at = int(min(max(grey[n] * last + np.float32(0.5), zero), last))
            blue[i, n] = np.uint8(min(max(blue_offset[at] + blue_factor[at] * signals[1, n], zero), most))
            red[i, n] = np.uint8(min(max(red_offset[at] + red_factor[at] * signals[2, n], zero), most))
