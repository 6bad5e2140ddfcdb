"""Canvases and lights to try the frame arithmetic on."""

from __future__ import annotations

import cv2
import numpy as np

from inhabit.frames.colour import (
    BLUE,
    BLUE_GAIN,
    BODY,
    CURVES,
    KNOTS,
    LAND_CHANNELS,
    LUMA,
    MAP_CHANNELS,
    PAIR,
    RED,
    RED_GAIN,
    SKY_CURVE_FROM,
    SKY_CURVE_TO,
)
from inhabit.frames.lighting import Light

GREY, TONE, U, V = 0, 0, 1, 2


def smooth_plane(height: int, width: int, seed: int = 0) -> np.ndarray:
    """uint8 [height, width] over the whole range, without hard edges."""
    noise = np.random.default_rng(seed).random((height, width)).astype(np.float32)
    noise = cv2.GaussianBlur(noise, (0, 0), 5)
    return cv2.normalize(noise, None, 0, 255, cv2.NORM_MINMAX).astype(np.uint8)  # pyright: ignore


def some_light(seed: int = 0) -> Light:
    """Maps, glow and curves for a 640x360 canvas that use everything there is: ramps, cover, ink."""
    rng = np.random.default_rng(seed)
    maps = (rng.standard_normal((MAP_CHANNELS, 36, 64)) * 0.05).astype(np.float32)
    maps[[3, LAND_CHANNELS + 3]] += 0.5
    maps[LAND_CHANNELS - 2], maps[LAND_CHANNELS - 1] = 0.5, 3.0
    glow = (rng.random((3, 72, 128)) * 0.05).astype(np.float32)
    curves = np.sort(rng.random((CURVES, KNOTS)), axis=1).astype(np.float32)
    curves[[BLUE, RED]] *= 0.1
    return Light(maps, glow, curves, np.zeros(2, np.float32))


def plain_light() -> Light:
    """A light under which grey is tone and the chroma signals are the two axes of matter, dimmed."""
    maps = np.zeros((MAP_CHANNELS, 36, 64), np.float32)
    for region in (0, LAND_CHANNELS):
        maps[region + GREY * PAIR + TONE] = 1.0
        maps[region + 1 * PAIR + U] = maps[region + 2 * PAIR + V] = 0.3
    curves = np.zeros((CURVES, KNOTS), np.float32)
    curves[LUMA] = np.linspace(0, 1, KNOTS)
    curves[BODY] = np.linspace(SKY_CURVE_FROM, SKY_CURVE_TO, KNOTS)
    curves[[BLUE_GAIN, RED_GAIN]] = 1.0
    return Light(maps, np.zeros((3, 72, 128), np.float32), curves, np.zeros(2, np.float32))
