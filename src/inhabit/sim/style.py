"""The last pass from light to paint: what falls through the air, exposure, and the four styles.

Styles work on display values (the square root of light) and blend by weight: painted keeps the colours
and enriches them, noir keeps only light and dark, neon maps light to a duotone, print lays down inks.
"""

from __future__ import annotations

import math

from numba import njit, prange

from inhabit.sim.fields import JIT, KERNEL
from inhabit.sim.gbuffer import beside
from inhabit.sim.light import mix
from inhabit.sim.palette import (
    AMBIENT,
    EXPOSURE,
    INK_DEEP,
    INK_HIGH,
    INK_LOW,
    NEON,
    NOIR,
    PAPER,
    PRINT,
    RAIN,
    SNOWFALL,
    STYLE_EXPOSURE,
    WIND,
)  # fmt: skip
from inhabit.sim.surface import scramble, smooth


@njit(**KERNEL)
def finish(colours, numbers, light, edges, time_s, picture):
    """Write `picture` uint8 [H, W, 3] from linear `light` float32 [H, W, 3], smoothed along `edges`."""
    rows, columns = picture.shape[:2]
    weather = numbers[RAIN] > 0.01 or numbers[SNOWFALL] > 0.01
    for i in prange(rows):
        for j in range(columns):
            r, g, b = light[i, j, 0], light[i, j, 1], light[i, j, 2]
            for n in range(4):
                if edges[i, j, n] > 0:
                    share = edges[i, j, n] / 255.0
                    ni, nj = beside(i, j, n, rows, columns)
                    r += (light[ni, nj, 0] - light[i, j, 0]) * share
                    g += (light[ni, nj, 1] - light[i, j, 1]) * share
                    b += (light[ni, nj, 2] - light[i, j, 2]) * share
            if weather:
                drop = (1.0 - 0.8 * numbers[PRINT]) * falling(
                    numbers, (j + 0.5) / columns * 16.0 / 9.0, (i + 0.5) / rows, time_s
                )
                r += drop * (colours[AMBIENT, 0] + 0.03)
                g += drop * (colours[AMBIENT, 1] + 0.03)
                b += drop * (colours[AMBIENT, 2] + 0.03)
            r, g, b = _styled(colours, numbers, r, g, b)
            picture[i, j, 0] = int(min(max(r, 0.0), 1.0) * 255.0 + 0.5)
            picture[i, j, 1] = int(min(max(g, 0.0), 1.0) * 255.0 + 0.5)
            picture[i, j, 2] = int(min(max(b, 0.0), 1.0) * 255.0 + 0.5)


@njit(**JIT, inline="always")
def _develop(value):
    """Light to a display value: a soft shoulder that keeps bright skies coloured."""
    value = max(value, 0.0) * 1.16
    return math.sqrt(value * (1.0 + value / 14.0) / (1.0 + 0.72 * value))


@njit(**JIT)
def _styled(colours, numbers, r, g, b):
    shown = numbers[EXPOSURE]
    painted = 1.0 - numbers[NOIR] - numbers[NEON] - numbers[PRINT]
    pr, pg, pb = _paint(_develop(r * shown), _develop(g * shown), _develop(b * shown))
    if painted >= 0.999:
        return pr, pg, pb
    shown = numbers[STYLE_EXPOSURE]
    r, g, b = _develop(r * shown), _develop(g * shown), _develop(b * shown)
    grey, cool = 0.28 * r + 0.58 * g + 0.14 * b, b - r
    r, g, b = painted * pr, painted * pg, painted * pb
    if numbers[NOIR] > 0.0:
        ink = _noir(grey)
        r, g, b = (
            r + numbers[NOIR] * ink * 0.985,
            g + numbers[NOIR] * ink * 0.99,
            b + numbers[NOIR] * ink * 1.01,
        )
    if numbers[NEON] > 0.0:
        nr, ng, nb = _neon(grey, cool)
        r, g, b = r + numbers[NEON] * nr, g + numbers[NEON] * ng, b + numbers[NEON] * nb
    if numbers[PRINT] > 0.0:
        kr, kg, kb = _print(colours, grey)
        r, g, b = r + numbers[PRINT] * kr, g + numbers[PRINT] * kg, b + numbers[PRINT] * kb
    return r, g, b


@njit(**JIT, inline="always")
def _paint(r, g, b):
    """Richer colour, warmer lights, cooler darks, a little contrast."""
    rich = 1.20
    grey = 0.28 * r + 0.58 * g + 0.14 * b
    lift = 0.10 * (grey - 0.45)
    r = grey + (r - grey) * rich + lift + 0.020 * (grey - 0.4)
    g = grey + (g - grey) * rich + lift
    b = grey + (b - grey) * rich + lift - 0.030 * (grey - 0.4)
    return r, g, b


@njit(**JIT, inline="always")
def _noir(grey):
    return 0.02 + 0.95 * smooth(0.10, 0.86, grey) ** 1.15


@njit(**JIT)
def _neon(grey, cool):
    """Near-black up to light: what is warm glows magenta, what is cool glows cyan."""
    a, m, c = smooth(0.16, 0.50, grey), smooth(0.44, 0.76, grey), smooth(0.66, 0.92, grey)
    ice = smooth(-0.02, 0.30, cool)
    r = 0.020 + mix(0.17, 0.02, ice) * a + mix(0.66, 0.03, ice) * m + mix(0.14, 0.50, ice) * c
    g = 0.012 + mix(0.02, 0.14, ice) * a + mix(0.08, 0.52, ice) * m + mix(0.52, 0.30, ice) * c
    b = 0.060 + mix(0.25, 0.30, ice) * a + mix(0.28, 0.44, ice) * m + mix(0.30, 0.18, ice) * c
    return r, g, b


@njit(**JIT)
def _print(colours, grey):
    """Three inks on paper, their borders a little soft so that they do not crawl."""
    low, high, bare = smooth(0.33, 0.38, grey), smooth(0.51, 0.565, grey), smooth(0.665, 0.725, grey)
    r = mix(
        mix(mix(colours[INK_DEEP, 0], colours[INK_LOW, 0], low), colours[INK_HIGH, 0], high),
        colours[PAPER, 0],
        bare,
    )
    g = mix(
        mix(mix(colours[INK_DEEP, 1], colours[INK_LOW, 1], low), colours[INK_HIGH, 1], high),
        colours[PAPER, 1],
        bare,
    )
    b = mix(
        mix(mix(colours[INK_DEEP, 2], colours[INK_LOW, 2], low), colours[INK_HIGH, 2], high),
        colours[PAPER, 2],
        bare,
    )
    return math.sqrt(max(r, 0.0)), math.sqrt(max(g, 0.0)), math.sqrt(max(b, 0.0))


@njit(**JIT)
def falling(numbers, u, v, time_s):
    """Rain and snow in front of the camera, in [0, ~0.6]; u, v in picture heights."""
    light = 0.0
    if numbers[RAIN] > 0.01:
        for layer in range(2):
            light += (
                numbers[RAIN] * 0.17 * _streak(u, v, time_s, 64.0 + 46.0 * layer, layer, 0.12 * numbers[WIND])
            )
    if numbers[SNOWFALL] > 0.01:
        for layer in range(3):
            light += numbers[SNOWFALL] * 0.50 * _flake(u, v, time_s, 9.0 + 6.0 * layer, layer, numbers[WIND])
    return light


@njit(**JIT)
def _streak(u, v, time_s, columns, layer, lean):
    across = (u + lean * v) * columns
    lane = int(math.floor(across))
    phase = scramble(lane, 7, layer)
    along = 3.4 * v - time_s * (7.5 + 2.5 * phase) + 19.0 * phase
    drop = int(math.floor(along))
    if scramble(lane, drop, layer + 11) < 0.62:
        return 0.0
    side = (across - lane - 0.5) * 3.2
    part = along - drop
    return math.exp(-side * side) * (part * (1.0 - part) * 4.0) ** 2


@njit(**JIT)
def _flake(u, v, time_s, cells, layer, wind):
    across = (u + time_s * (0.05 + 0.5 * wind) * 8.0 / cells) * cells
    down = (v - time_s * 1.3 / cells) * cells
    i, j = int(math.floor(across)), int(math.floor(down))
    if scramble(i, j, layer + 23) < 0.35:
        return 0.0
    cu, cv = 0.2 + 0.6 * scramble(i, j, layer + 29), 0.2 + 0.6 * scramble(i, j, layer + 31)
    gap = ((across - i - cu) ** 2 + (down - j - cv) ** 2) / 0.0045
    return math.exp(-gap)
