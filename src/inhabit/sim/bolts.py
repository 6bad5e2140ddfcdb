"""Lightning in the picture: the light it throws on a world for a moment, and its bolt in front of the sky."""

from __future__ import annotations

import math

import numpy as np
from numba import njit, prange

from inhabit.core.lightning import Flash
from inhabit.sim.fields import JIT, KERNEL
from inhabit.sim.palette import AMBIENT, CLOUD_DARK, CLOUD_LIT, HORIZON, MOON, ZENITH
from inhabit.sim.surface import fade, scramble, smooth

_COLOUR = np.array([0.74, 0.82, 1.0])
_SHARES = {AMBIENT: 0.34, ZENITH: 0.10, HORIZON: 0.26, CLOUD_LIT: 0.85, CLOUD_DARK: 0.16, MOON: 0.3}
"""How much of a flash's light each colour of a look takes up."""
REACH_RAD = 0.30
"""Nothing of a bolt is further aside than this."""
TOP_RAD = 0.62
"""Height at which bolts come out of the clouds."""


def lit_up(colours: np.ndarray, strike: Flash) -> np.ndarray:
    """The colours of a look, [24, 3], in the moment of a flash."""
    result = colours.copy()
    for row, share in _SHARES.items():
        result[row] += share * strike.strength * _COLOUR
    return result


def draw(strike: Flash, sky: np.ndarray, direction: np.ndarray, pixel_rad: float, light: np.ndarray) -> None:
    """Add a bolt to linear `light` float32 [H, W, 3] where there is `sky`; `direction` [H, W, 3] of view."""
    if strike.bolt > 0.02:
        _draw(strike.heading_rad, strike.shape, strike.bolt, pixel_rad, sky, direction, light)


@njit(**KERNEL)
def _draw(heading, shape, strength, pixel, sky, direction, light):
    rows, columns = sky.shape
    for i in prange(rows):
        for j in range(columns):
            if not sky[i, j]:
                continue
            dx, dy, dz = direction[i, j, 0], direction[i, j, 1], direction[i, j, 2]
            if dy < 0.0 or dy > 0.7:
                continue
            aside = math.atan2(dx, dz) - heading
            aside -= 6.283185307 * math.floor(aside / 6.283185307 + 0.5)
            if abs(aside) > REACH_RAD:
                continue
            high = math.asin(dy)
            shine = _channel(aside, high, shape, 0, 0.0, TOP_RAD, 0.0, pixel)
            for k in range(1, 4):
                start = TOP_RAD * (0.30 + 0.55 * scramble(k, 3, shape))
                side = 1.0 if scramble(k, 5, shape) < 0.5 else -1.0
                stop = start - TOP_RAD * (0.18 + 0.16 * scramble(k, 7, shape))
                shine += 0.45 * _channel(aside, high, shape, k, stop, start, 0.55 * side, pixel)
            shine *= strength
            light[i, j, 0] += 0.80 * shine
            light[i, j, 1] += 0.86 * shine
            light[i, j, 2] += shine


@njit(**JIT)
def _channel(aside, high, shape, branch, stop, start, lean, pixel):
    """Light of one channel between two heights: a broken line with a glow; branches leave the main one."""
    if high > start or high < stop:
        return 0.0
    at = _path(shape, 0, high)
    if branch:
        down = start - high
        own = _path(shape, branch, high) - _path(shape, branch, start)
        at = _path(shape, 0, start) + lean * down + 0.6 * own
    gap = abs(aside - at)
    wide = max(0.0022, 0.75 * pixel)
    taper = smooth(stop - 0.02, stop + 0.06, high) if branch else 1.0
    veiled = 1.0 - 0.8 * smooth(0.7 * TOP_RAD, TOP_RAD, high)
    return taper * veiled * (3.2 * fade((gap / wide) ** 2) + 0.35 * fade(gap / 0.028))


@njit(**JIT)
def _path(shape, branch, high):
    """How far aside a channel is at a height (rad): three broken lines of ever finer pieces."""
    value, size, cells = 0.0, 0.075, 9.0
    for octave in range(3):
        at = high * cells
        k = int(math.floor(at))
        near, far = scramble(k, branch * 8 + octave, shape), scramble(k + 1, branch * 8 + octave, shape)
        value += size * (near + (far - near) * (at - k) - 0.5)
        size, cells = 0.42 * size, 2.7 * cells
    return value
