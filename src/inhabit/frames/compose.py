"""Full size, without a network: pulled detail joined with paint, and light laid over it.

Everything here runs on 8-bit planes with small maps scaled up on the fly; it is the only code whose
cost grows with the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numba
import numpy as np

from inhabit.core.camera import Size
from inhabit.core.frame import PlanarFrame
from inhabit.core.spec import GEOMETRY_CELL_PX
from inhabit.frames.colour import (
    BLUE,
    BLUE_GAIN,
    BODY,
    COVER,
    LAND_CHANNELS,
    LUMA,
    RED,
    RED_GAIN,
    SKY_CURVE_FROM,
    SKY_CURVE_TO,
    SKY_TONE_FROM,
    SKY_TONE_TO,
)

_NEGLIGIBLE = 2e-3


@dataclass(frozen=True, slots=True)
class Source:
    """One keyframe on its way into the picture: planes uint8 [h, w] each, of one size; where every geometry
    cell comes from (`map_x, map_y` in source cells); how much of it is kept (`weight` float32 [h5, w5])."""

    planes: tuple[np.ndarray, ...]
    map_x: np.ndarray
    map_y: np.ndarray
    weight: np.ndarray


def join(
    sources: Sequence[Source], painted: Sequence[np.ndarray], cell_px: float, *, fine: bool
) -> list[np.ndarray]:
    """Blend pulled planes over painted ones: a uint8 [h, w] for each of `painted`.

    Weights of all sources sum to at most 1; `cell_px` pixels of these planes per cell; `fine` resamples
    with cubics, which keeps detail through many keyframes.
    """
    height, width = painted[0].shape
    totals = [np.zeros((height, width), np.float32) for _ in painted]
    share_sum = np.zeros((height, width), np.float32)
    how = cv2.INTER_CUBIC if fine else cv2.INTER_LINEAR
    for source in sources:
        if float(source.weight.mean()) < _NEGLIGIBLE:
            continue
        x, y = (_enlarge(cells, cell_px, width, height) for cells in (source.map_x, source.map_y))
        share = cv2.resize(source.weight, (width, height), interpolation=cv2.INTER_LINEAR)
        share_sum += share
        for total, plane in zip(totals, source.planes, strict=True):
            _accumulate(total, cv2.remap(plane, x, y, how, borderMode=cv2.BORDER_REPLICATE), share)
    return [_finish(total, share_sum, plane) for total, plane in zip(totals, painted, strict=True)]


def smooth_map(map_x: np.ndarray, map_y: np.ndarray, trust: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Carry the map a little way into its holes, so that enlarging it never mixes with nothing."""
    valid = (trust > 0.0).astype(np.float32)
    rows, columns = trust.shape
    own_x, own_y = np.meshgrid(np.arange(columns, dtype=np.float32), np.arange(rows, dtype=np.float32))
    moved = [(map_x - own_x) * valid, (map_y - own_y) * valid]
    for _ in range(2):
        around = cv2.boxFilter(valid, -1, (3, 3), normalize=False)
        hole = (valid == 0.0) & (around > 0.0)
        for plane in moved:
            spread = cv2.boxFilter(plane, -1, (3, 3), normalize=False)
            plane[hole] = (spread / np.maximum(around, 1.0))[hole]
        valid = np.where(hole, 1.0, valid).astype(np.float32)
    return own_x + moved[0], own_y + moved[1]


def light(
    tone: np.ndarray,
    matter: np.ndarray,
    maps: np.ndarray,
    glow: np.ndarray,
    curves: np.ndarray,
    size: Size,
) -> PlanarFrame:
    """Lay light over a canvas: the fast equal of `colour.colour`, at any output size.

    tone uint8 [h, w], matter uint8 [2, h/2, w/2], maps float32 [50, h10, w10], glow float32
    [3, h5, w5], curves float32 [7, 48] -> planes of `size`.
    """
    width, height = size.width_px, size.height_px
    half = (width // 2, height // 2)
    full_tone = tone
    if tone.shape != (height, width):
        full_tone = cv2.resize(tone, (width, height), interpolation=cv2.INTER_CUBIC)
    small_tone = cv2.resize(tone, half, interpolation=cv2.INTER_AREA)
    heaven = _heaven(curves)
    grey = _lay(full_tone, matter, maps, 0, glow[0], heaven)
    small = [_lay(small_tone, matter, maps, output, glow[output], heaven) for output in range(3)]
    luma = _bend(grey, curves[LUMA])
    chroma = [
        _bend(small[0], curves[bias]) + _bend(small[0], curves[gain]) * signal
        for signal, bias, gain in ((small[1], BLUE, BLUE_GAIN), (small[2], RED, RED_GAIN))
    ]
    return PlanarFrame(_bytes(luma * 219.0 + 16.5), *(_bytes(plane * 224.0 + 128.5) for plane in chroma))


def _bytes(plane: np.ndarray) -> np.ndarray:
    return np.clip(plane, 0.0, 255.0).astype(np.uint8)


def _heaven(curves: np.ndarray) -> np.ndarray:
    """What the sky's curves say of each byte of tone: float32 [3, 256] of cover, body and share of sky."""
    tone = np.arange(256, dtype=np.float32) / 255.0
    at = (tone - SKY_CURVE_FROM) / (SKY_CURVE_TO - SKY_CURVE_FROM)
    share = np.clip((tone - SKY_TONE_FROM) / (SKY_TONE_TO - SKY_TONE_FROM), 0.0, 1.0)
    return np.stack([_bend(at, curves[COVER]), _bend(at, curves[BODY]), share]).astype(np.float32)


def _bend(x: np.ndarray, curve: np.ndarray) -> np.ndarray:
    return np.interp(x, np.linspace(0.0, 1.0, len(curve)), curve).astype(np.float32)


def _lay(
    tone: np.ndarray, matter: np.ndarray, maps: np.ndarray, output: int, glow: np.ndarray, heaven: np.ndarray
) -> np.ndarray:
    height, width = tone.shape
    u, v = (
        m if m.shape == tone.shape else cv2.resize(m, (width, height), interpolation=cv2.INTER_LINEAR)
        for m in matter
    )
    across = _columns(maps.shape[2], width)
    glow_across = _columns(glow.shape[1], width)
    out = np.empty((height, width), np.float32)
    _shade(tone, u, v, maps, output, glow, heaven, *across, *glow_across, out)
    return out


def _enlarge(cells: np.ndarray, cell_px: float, width: int, height: int) -> np.ndarray:
    # Positions are linear between cell centres and beyond the outermost ones (odd reflection).
    padded = np.pad(cells, 1, mode="reflect", reflect_type="odd")
    rows, columns = cells.shape
    extra_x, extra_y = width / columns, height / rows
    big = cv2.resize(
        padded,
        (round((columns + 2) * extra_x), round((rows + 2) * extra_y)),
        interpolation=cv2.INTER_LINEAR,
    )
    left, top = round(extra_x), round(extra_y)
    cut = big[top : top + height, left : left + width]
    return np.ascontiguousarray((cut + 0.5) * cell_px - 0.5, dtype=np.float32)


@numba.njit(cache=True, fastmath=True, parallel=True)
def _accumulate(total, pulled, share):
    rows, columns = total.shape
    for i in numba.prange(rows):
        for j in range(columns):
            total[i, j] += share[i, j] * pulled[i, j]


@numba.njit(cache=True, fastmath=True, parallel=True)
def _finish(total, share_sum, painted):
    rows, columns = total.shape
    out = np.empty((rows, columns), np.uint8)
    for i in numba.prange(rows):
        for j in range(columns):
            rest = max(1.0 - share_sum[i, j], 0.0)
            out[i, j] = min(
                max((total[i, j] + rest * painted[i, j]) / (share_sum[i, j] + rest) + 0.5, 0.0), 255.0
            )
    return out


def _columns(cells: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    # Which cell centre lies left of each pixel, and how far past it the pixel is.
    x = np.clip((np.arange(width) + 0.5) * cells / width - 0.5, 0.0, cells - 1.001)
    left = x.astype(np.int32)
    return left, (x - left).astype(np.float32)


@numba.njit(cache=True, fastmath=True, parallel=True)
def _shade(tone, u, v, maps, output, glow, heaven, left, past, glow_left, glow_past, out):
    rows, columns = out.shape
    map_rows, map_columns = maps.shape[1:]
    glow_rows = glow.shape[0]
    one, zero, half = np.float32(1.0), np.float32(0.0), np.float32(0.5)
    byte = np.float32(1.0 / 255.0)
    for i in numba.prange(rows):
        y = min(max((i + 0.5) * map_rows / rows - 0.5, 0.0), map_rows - 1.001)
        a = int(y)
        fy = np.float32(y - a)
        # Ten numbers of land and eight of sky per cell: base and added map of this output, and the ramp.
        line = np.empty((map_columns, 18), np.float32)
        for c in range(18):
            k = 8 * output + c if c < 8 else LAND_CHANNELS - 10 + c
            if c >= 10:
                k = LAND_CHANNELS + 8 * output + c - 10
            for m in range(map_columns):
                line[m, c] = maps[k, a, m] * (one - fy) + maps[k, a + 1, m] * fy
        y = min(max((i + 0.5) * glow_rows / rows - 0.5, 0.0), glow_rows - 1.001)
        b = int(y)
        gy = np.float32(y - b)
        shine = glow[b] * (one - gy) + glow[b + 1] * gy
        j = 0
        w, d = np.empty(18, np.float32), np.empty(18, np.float32)
        while j < columns:
            p = left[j]
            end = j + 1
            while end < columns and left[end] == p:
                end += 1
            for c in range(18):
                w[c] = line[p, c]
                d[c] = line[p + 1, c] - line[p, c]
            for n in range(j, end):
                f = past[n]
                level = tone[i, n]
                t, s, q = level * byte, u[i, n] * byte, v[i, n] * byte
                ramp = min(max(half + (w[9] + f * d[9]) * (t - w[8] - f * d[8]), zero), one)
                land = (w[0] + f * d[0] + ramp * (w[4] + f * d[4])) * t
                land += (w[1] + f * d[1] + ramp * (w[5] + f * d[5])) * s
                land += (w[2] + f * d[2] + ramp * (w[6] + f * d[6])) * q
                land += w[3] + f * d[3] + ramp * (w[7] + f * d[7])
                cover, body, share = heaven[0, level], heaven[1, level], heaven[2, level]
                sky = (w[10] + f * d[10] + cover * (w[14] + f * d[14])) * body
                sky += (w[11] + f * d[11] + cover * (w[15] + f * d[15])) * s
                sky += (w[12] + f * d[12] + cover * (w[16] + f * d[16])) * q
                sky += w[13] + f * d[13] + cover * (w[17] + f * d[17])
                shining = shine[glow_left[n]] + glow_past[n] * (shine[glow_left[n] + 1] - shine[glow_left[n]])
                out[i, n] = land + share * (sky - land) + shining
            j = end


def paint_planes(patches: np.ndarray, size: Size) -> tuple[np.ndarray, np.ndarray]:
    """Painter output float32 [35, h5, w5] -> tone uint8 [h, w] and matter uint8 [2, h/2, w/2]."""
    rows, columns = patches.shape[1:]
    cell = GEOMETRY_CELL_PX
    tone = patches[: cell * cell].reshape(cell, cell, rows, columns).transpose(2, 0, 3, 1)
    tone = _to_bytes(np.ascontiguousarray(tone).reshape(rows * cell, columns * cell))
    matter = patches[cell * cell : cell * cell + 8].reshape(2, 2, 2, rows, columns).transpose(0, 3, 1, 4, 2)
    matter = np.ascontiguousarray(matter).reshape(2, rows * 2, columns * 2)
    half = (size.width_px // 2, size.height_px // 2)
    small = [_to_bytes(cv2.resize(plane, half, interpolation=cv2.INTER_LINEAR)) for plane in matter]
    return tone, np.stack(small)


def settle(tone: np.ndarray, sky: np.ndarray) -> np.ndarray:
    """Keep painted tones on the side of the horizon that geometry says: what is surely land (sky
    below 0.2) never takes a sky's tone, and surely sky never a land's. uint8 [h, w], float32 [h5, w5]."""
    height, width = tone.shape
    share = cv2.resize(sky, (width, height), interpolation=cv2.INTER_LINEAR)
    land = np.minimum(tone, np.uint8(255 * SKY_TONE_FROM))
    above = np.maximum(tone, np.uint8(255 * SKY_TONE_TO + 1))
    return np.where(share < 0.2, land, np.where(share > 0.8, above, tone))


def _to_bytes(plane: np.ndarray) -> np.ndarray:
    return cv2.convertScaleAbs(np.clip(plane, 0.0, 1.0), alpha=255.0)
