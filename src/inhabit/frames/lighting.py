"""Light laid over a canvas at any size: the fast equal of `decoder.colour`.

Works row by row on rows of maps widened to the picture, so that the loop over pixels is plain arithmetic
that vectorises; bands of rows go to different cores.
"""

from __future__ import annotations

from functools import partial

import cv2
import numba
import numpy as np

from inhabit.core.camera import Size
from inhabit.core.frame import PlanarFrame
from inhabit.core.team import bands, together
from inhabit.frames.decoder import MAPS_PER_REGION, SKY_TONE_FROM, SKY_TONE_TO
from inhabit.frames.grids import axis, widen

LUMA, CHROMA = (219.0, 16.5), (224.0, 128.5)
"""Gain and offset (with the half that rounds) from light to limited-range bytes."""


def light(
    tone: np.ndarray, matter: np.ndarray, maps: np.ndarray, glow: np.ndarray, size: Size
) -> PlanarFrame:
    """Lay light over a canvas.

    tone uint8 [h, w], matter uint8 [2, h/2, w/2], maps float32 [52, h10, w10], glow float32
    [3, h5, w5] -> planes of `size`.
    """
    full = (size.height_px, size.width_px)
    half = (full[0] // 2, full[1] // 2)
    tones = (_fitted(tone, full, cv2.INTER_CUBIC), _fitted(tone, half, cv2.INTER_AREA))
    matters = [[_fitted(m, shape, cv2.INTER_LINEAR) for m in matter] for shape in (full, half)]
    planes = [np.empty(shape, np.uint8) for shape in (full, half, half)]

    def lay(band: int, count: int) -> None:
        for output, plane in enumerate(planes):
            first, end = bands(plane.shape[0], count=count)[band]
            small = min(output, 1)
            _shade(
                first,
                end,
                tones[small],
                matters[small][0],
                matters[small][1],
                maps,
                _channels(output),
                glow[output],
                *_axis(maps.shape[2], plane.shape[1]),
                *_axis(glow.shape[2], plane.shape[1]),
                *(LUMA if output == 0 else CHROMA),
                plane,
            )

    count = len(bands(half[0]))
    together([partial(lay, band, count) for band in range(count)])
    return PlanarFrame(*planes)


def _fitted(plane: np.ndarray, shape: tuple[int, int], how: int) -> np.ndarray:
    return plane if plane.shape == shape else cv2.resize(plane, shape[::-1], interpolation=how)


def _axis(cells: int, pixels: int) -> tuple[np.ndarray, np.ndarray]:
    laid = axis(cells, pixels)
    return laid.starts, laid.past


def _channels(output: int) -> np.ndarray:
    # Per region: base map, added map, then the middle and steepness of the ramp.
    first = np.array([0, MAPS_PER_REGION])[:, None]
    own = np.array([*range(8 * output, 8 * output + 8), MAPS_PER_REGION - 2, MAPS_PER_REGION - 1])
    return (first + own).reshape(20)


@numba.njit(cache=True, fastmath=True, nogil=True)
def _place(row, rows, cells):
    y = min(max((row + 0.5) * cells / rows - 0.5, 0.0), cells - 1.001)
    return int(y), np.float32(y - int(y))


@numba.njit(cache=True, fastmath=True, nogil=True)
def _shade(
    first,
    end,
    tone,
    u,
    v,
    maps,
    channels,
    glow,
    starts,
    past,
    glow_starts,
    glow_past,
    gain,
    offset,
    out,
):
    rows, columns = out.shape
    byte, half = np.float32(1.0 / 255.0), np.float32(0.5)
    zero, one, most = np.float32(0.0), np.float32(1.0), np.float32(255.0)
    gain, offset = np.float32(gain), np.float32(offset)
    sky_from, sky_slope = np.float32(SKY_TONE_FROM), np.float32(1.0 / (SKY_TONE_TO - SKY_TONE_FROM))
    # Rows of maps above and below the current row of pixels, widened; row a lives in slot a % 2.
    wide = np.empty((2, 20, columns), np.float32)
    shine = np.empty((2, columns), np.float32)
    held, glow_held = -2, -2
    for i in range(first, end):
        a, f = _place(i, rows, maps.shape[1])
        while held < a + 1:
            held = max(held + 1, a)
            for c in range(20):
                widen(maps[channels[c], held], starts, past, wide[held % 2, c])
        b, g = _place(i, rows, glow.shape[0])
        while glow_held < b + 1:
            glow_held = max(glow_held + 1, b)
            widen(glow[glow_held], glow_starts, glow_past, shine[glow_held % 2])
        w, x = wide[a % 2], wide[(a + 1) % 2]
        s0, s1 = shine[b % 2], shine[(b + 1) % 2]
        tones, us, vs, line = tone[i], u[i], v[i], out[i]
        for n in range(columns):
            t, s, q = tones[n] * byte, us[n] * byte, vs[n] * byte
            middle = w[8, n] + f * (x[8, n] - w[8, n])
            steep = w[9, n] + f * (x[9, n] - w[9, n])
            ramp = min(max(half + steep * (t - middle), zero), one)
            land = w[3, n] + f * (x[3, n] - w[3, n]) + ramp * (w[7, n] + f * (x[7, n] - w[7, n]))
            land += (w[0, n] + f * (x[0, n] - w[0, n]) + ramp * (w[4, n] + f * (x[4, n] - w[4, n]))) * t
            land += (w[1, n] + f * (x[1, n] - w[1, n]) + ramp * (w[5, n] + f * (x[5, n] - w[5, n]))) * s
            land += (w[2, n] + f * (x[2, n] - w[2, n]) + ramp * (w[6, n] + f * (x[6, n] - w[6, n]))) * q
            middle = w[18, n] + f * (x[18, n] - w[18, n])
            steep = w[19, n] + f * (x[19, n] - w[19, n])
            ramp = min(max(half + steep * (t - middle), zero), one)
            sky = w[13, n] + f * (x[13, n] - w[13, n]) + ramp * (w[17, n] + f * (x[17, n] - w[17, n]))
            sky += (w[10, n] + f * (x[10, n] - w[10, n]) + ramp * (w[14, n] + f * (x[14, n] - w[14, n]))) * t
            sky += (w[11, n] + f * (x[11, n] - w[11, n]) + ramp * (w[15, n] + f * (x[15, n] - w[15, n]))) * s
            sky += (w[12, n] + f * (x[12, n] - w[12, n]) + ramp * (w[16, n] + f * (x[16, n] - w[16, n]))) * q
            share = min(max((t - sky_from) * sky_slope, zero), one)
            glowing = s0[n] + g * (s1[n] - s0[n])
            value = (land + share * (sky - land) + glowing) * gain + offset
            line[n] = np.uint8(min(max(value, zero), most))
