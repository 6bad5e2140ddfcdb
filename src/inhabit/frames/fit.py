"""Fitting a canvas to a picture: what the eye saw, corrected until lighting it gives back what was shown.

The eye knows what things are but blurs them. The look says how each cell turns tone and matter into a
picture; turned around, it says which tone would have given each pixel (analysis by synthesis). Tone and
matter move no further from what the eye saw than the picture asks, and never across the horizon.
"""

from __future__ import annotations

import cv2
import numba
import numpy as np

from inhabit.core.frame import PlanarFrame
from inhabit.core.kernel import LOOP
from inhabit.frames.colour import (
    BLUE,
    BLUE_GAIN,
    FIRST_SKY,
    LAST_LAND,
    LUMA,
    RED,
    RED_GAIN,
    channels_of,
)
from inhabit.frames.lighting import Light, bent, sky_curves

ROUNDS = 2
TONE_DOUBT, LUMA_DOUBT = 0.2, 0.02
MATTER_DOUBT, CHROMA_DOUBT = 0.12, 0.02
"""How far off the eye may be, against how far off the picture may be: the spreads of a least-squares fit."""


def fit(
    tone: np.ndarray,
    matter: np.ndarray,
    picture: PlanarFrame,
    lit: Light,
) -> tuple[np.ndarray, np.ndarray]:
    """tone uint8 [h, w] and matter uint8 [2, h/2, w/2] as the eye saw them, the picture of the same size they
    were seen in, and the light over them -> both, fitted."""
    maps, glow, curves = lit.maps, lit.glow, lit.curves
    luma = (picture.luma.astype(np.float32) - 16.0) / 219.0
    chroma = (np.stack([picture.blue, picture.red]).astype(np.float32) - 128.0) / 224.0
    sky = sky_curves(curves)
    fitted_tone, fitted_matter = tone, matter.astype(np.float32) / 255.0
    for _ in range(ROUNDS):
        small = cv2.resize(fitted_tone, fitted_matter.shape[:0:-1], interpolation=cv2.INTER_AREA)
        signals = [_linear(small, maps, glow, sky, output) for output in range(3)]
        fitted_matter = _fit_matter(signals, matter, fitted_matter, chroma, curves)
        fitted_tone = _fit_tone(tone, fitted_matter, luma, maps, glow, curves, sky)
    return fitted_tone, (fitted_matter * 255.0 + 0.5).astype(np.uint8)


def _linear(tone: np.ndarray, maps: np.ndarray, glow: np.ndarray, sky: np.ndarray, output: int) -> np.ndarray:
    """A signal as a function of matter, where tone is given: float32 [3, h, w], factors of u, v and one."""
    size = tone.shape[::-1]
    wide = [_wide(plane, size) for plane in maps[channels_of(output)]]
    t = tone.astype(np.float32) / 255.0
    cover, body, share = (curve[tone] for curve in sky)
    ramp = np.clip(0.5 + wide[9] * (t - wide[8]), 0.0, 1.0)
    land = [wide[k] + ramp * wide[4 + k] for k in range(4)]
    heaven = [wide[10 + k] + cover * wide[14 + k] for k in range(4)]
    factors = [land[k] + share * (heaven[k] - land[k]) for k in (1, 2)]
    alone_land, alone_sky = land[0] * t + land[3], heaven[0] * body + heaven[3]
    rest = alone_land + share * (alone_sky - alone_land) + _wide(glow[output], size)
    return np.stack([*factors, rest])


def _fit_matter(
    signals: list[np.ndarray], seen: np.ndarray, start: np.ndarray, chroma: np.ndarray, curves: np.ndarray
) -> np.ndarray:
    """Least squares for u and v of each pixel, with grey taken as it is at `start`: float32 [2, h, w]."""
    prior = seen.astype(np.float32) / 255.0
    grey = signals[0][0] * start[0] + signals[0][1] * start[1] + signals[0][2]
    rows = []
    for signal, wanted, bias, gain in (
        (signals[1], chroma[0], BLUE, BLUE_GAIN),
        (signals[2], chroma[1], RED, RED_GAIN),
    ):
        by = bent(grey, curves[gain])
        missing = wanted - bent(grey, curves[bias]) - by * signal[2]
        a, b = by * signal[0], by * signal[1]
        rows.append((a, b, missing - a * prior[0] - b * prior[1]))
    # Normal equations of two rows with a ridge: how much doubt there is about the picture over the eye.
    ridge = (CHROMA_DOUBT / MATTER_DOUBT) ** 2
    aa = sum(a * a for a, _, _ in rows) + ridge
    bb = sum(b * b for _, b, _ in rows) + ridge
    ab = sum(a * b for a, b, _ in rows)
    ay, by = sum(a * y for a, _, y in rows), sum(b * y for _, b, y in rows)
    determinant = aa * bb - ab * ab
    moved = np.stack([(bb * ay - ab * by) / determinant, (aa * by - ab * ay) / determinant])
    return np.clip(prior + moved, 0.0, 1.0).astype(np.float32)


def _fit_tone(
    tone: np.ndarray,
    matter: np.ndarray,
    luma: np.ndarray,
    maps: np.ndarray,
    glow: np.ndarray,
    curves: np.ndarray,
    sky: np.ndarray,
) -> np.ndarray:
    size = tone.shape[::-1]
    wide = np.stack([_wide(plane, size) for plane in maps[channels_of(0)]])
    u, v = (_wide(plane, size) for plane in matter)
    fitted = np.empty_like(tone)
    weight = np.float32((LUMA_DOUBT / TONE_DOUBT) ** 2)
    _search(tone, u, v, luma, wide, _wide(glow[0], size), sky, curves[LUMA], weight, fitted)
    return fitted


def _wide(plane: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    return cv2.resize(np.ascontiguousarray(plane, np.float32), size, interpolation=cv2.INTER_LINEAR)


@numba.njit(**LOOP, parallel=True)
def _search(tone, u, v, luma, wide, glow, sky, curve, weight, out):
    rows, columns = tone.shape
    last = curve.shape[0] - 1
    for i in numba.prange(rows):
        for j in range(columns):
            seen = tone[i, j]
            low, high = (0, LAST_LAND) if seen <= LAST_LAND else (FIRST_SKY, 255)
            if LAST_LAND < seen < FIRST_SKY:
                low, high = seen, seen
            s, q = u[i, j], v[i, j]
            least, best = np.float32(1e9), seen
            for level in range(low, high + 1):
                t = np.float32(level) / np.float32(255.0)
                ramp = min(max(0.5 + wide[9, i, j] * (t - wide[8, i, j]), 0.0), 1.0)
                land = (wide[0, i, j] + ramp * wide[4, i, j]) * t + (wide[1, i, j] + ramp * wide[5, i, j]) * s
                land += (wide[2, i, j] + ramp * wide[6, i, j]) * q + wide[3, i, j] + ramp * wide[7, i, j]
                cover, body, share = sky[0, level], sky[1, level], sky[2, level]
                above = (wide[10, i, j] + cover * wide[14, i, j]) * body
                above += (wide[11, i, j] + cover * wide[15, i, j]) * s
                above += (
                    (wide[12, i, j] + cover * wide[16, i, j]) * q + wide[13, i, j] + cover * wide[17, i, j]
                )
                grey = land + share * (above - land) + glow[i, j]
                at = min(max(grey, 0.0), 1.0) * last
                knot = min(int(at), last - 1)
                shown = curve[knot] + (at - knot) * (curve[knot + 1] - curve[knot])
                off = np.float32(level - float(seen)) / np.float32(255.0)
                cost = (shown - luma[i, j]) ** 2 + weight * off * off
                if cost < least:
                    least, best = cost, level
            out[i, j] = best
