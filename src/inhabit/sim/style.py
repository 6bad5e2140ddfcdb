"""The last pass from light to paint: what falls through the air, exposure, and the styles.

Styles work on display values (the square root of light) and blend by weight: painted keeps the colours
and enriches them, noir keeps only light and dark, neon maps light to a duotone, print lays down inks;
watercolour and gouache are in washes.py, cut paper in cutouts.py.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit, prange

from inhabit.sim.cutouts import papercut
from inhabit.sim.fields import JIT, KERNEL
from inhabit.sim.gbuffer import beside
from inhabit.sim.light import mix
from inhabit.sim.palette import (
    AMBIENT,
    EXPOSURE,
    GOUACHE,
    INK_DEEP,
    INK_HIGH,
    INK_LOW,
    NEON,
    NOIR,
    PAPER,
    PAPERCUT,
    PRINT,
    RAIN,
    RICH,
    SNOWFALL,
    STORM,
    STYLE_EXPOSURE,
    WATERCOLOUR,
    WIND,
)  # fmt: skip
from inhabit.sim.surface import fade, scramble, smooth
from inhabit.sim.tones import develop
from inhabit.sim.washes import gouache, watercolour


@njit(**KERNEL)
def finish(colours, numbers, light, soft, flat, sheets, edges, outlined, grain, time_s, picture):
    """Write `picture` uint8 [H, W, 3] from linear `light` float32 [H, W, 3], smoothed along `edges`.

    `soft` [H, W, 3] is the light around each pixel, `flat` [H, W, 3] and `sheets` [H, W] the light of cut
    paper and the shade on it: read only for the styles that need them. `grain` is that of the scene.

    `outlined` uint32 [H, W] holds the four edges of a pixel at once. Rows are taken through one thing after
    another, each a short loop without branches, of which the compiler makes vector code.
    """
    rows, columns = picture.shape[:2]
    weather = numbers[RAIN] > 0.01 or numbers[SNOWFALL] > 0.01
    for i in prange(rows):
        row, paint = np.empty((3, columns)), np.empty((3, columns))
        for j in range(columns):
            row[0, j], row[1, j], row[2, j] = light[i, j, 0], light[i, j, 1], light[i, j, 2]
        for j in range(columns):
            if outlined[i, j]:
                _soften(light, edges, i, j, row)
        if weather:
            _weather(colours, numbers, i, rows, time_s, row)
        _paint_row(numbers, row, paint)
        if numbers[WATERCOLOUR] > 0.0:
            watercolour(numbers, grain, i, rows, row, soft[i], paint)
        if numbers[GOUACHE] > 0.0:
            gouache(numbers, grain, i, rows, row, soft[i], paint)
        if numbers[PAPERCUT] > 0.0:
            papercut(numbers, grain, i, rows, flat[i], sheets[i], row, light[i], paint)
        if numbers[NOIR] + numbers[NEON] + numbers[PRINT] > 0.001:
            _ink_row(colours, numbers, row, paint)
        for j in range(columns):
            picture[i, j, 0] = int(min(max(paint[0, j], 0.0), 1.0) * 255.0 + 0.5)
            picture[i, j, 1] = int(min(max(paint[1, j], 0.0), 1.0) * 255.0 + 0.5)
            picture[i, j, 2] = int(min(max(paint[2, j], 0.0), 1.0) * 255.0 + 0.5)


@njit(**JIT)
def _soften(light, edges, i, j, row):
    """Mix a pixel on an outline with the neighbours that share it."""
    for n in range(4):
        if edges[i, j, n] > 0:
            share = edges[i, j, n] / 255.0
            ni, nj = beside(i, j, n, light.shape[0], light.shape[1])
            for c in range(3):
                row[c, j] += (light[ni, nj, c] - light[i, j, c]) * share


@njit(**JIT)
def _weather(colours, numbers, i, rows, time_s, row):
    """What falls in front of a row."""
    columns = row.shape[1]
    for j in range(columns):
        drop = (1.0 - 0.8 * numbers[PRINT]) * falling(
            numbers, (j + 0.5) / columns * 16.0 / 9.0, (i + 0.5) / rows, time_s
        )
        for c in range(3):
            row[c, j] += drop * (colours[AMBIENT, c] + 0.03)


@njit(**JIT)
def _paint_row(numbers, row, paint):
    """Display values `paint` [3, W] of a row of light [3, W], as far as it is painted."""
    columns = row.shape[1]
    shown, rich = numbers[EXPOSURE], 1.20 * numbers[RICH]
    painted = 1.0 - numbers[NOIR] - numbers[NEON] - numbers[PRINT]
    painted -= numbers[WATERCOLOUR] + numbers[GOUACHE] + numbers[PAPERCUT]
    for j in range(columns):
        r, g, b = _paint(
            develop(row[0, j] * shown), develop(row[1, j] * shown), develop(row[2, j] * shown), rich
        )
        paint[0, j], paint[1, j], paint[2, j] = painted * r, painted * g, painted * b


@njit(**JIT)
def _ink_row(colours, numbers, row, paint):
    """Add the styles made of light and dark to `paint` [3, W]; the row of light [3, W] is used up."""
    columns = row.shape[1]
    shown = numbers[STYLE_EXPOSURE]
    for c in range(3):
        for j in range(columns):
            row[c, j] = develop(row[c, j] * shown)
    if numbers[NOIR] > 0.0:
        for j in range(columns):
            ink = numbers[NOIR] * _noir(_grey(row, j))
            paint[0, j] += ink * 0.985
            paint[1, j] += ink * 0.99
            paint[2, j] += ink * 1.01
    if numbers[NEON] > 0.0:
        for j in range(columns):
            r, g, b = _neon(_grey(row, j), row[2, j] - row[0, j])
            paint[0, j] += numbers[NEON] * r
            paint[1, j] += numbers[NEON] * g
            paint[2, j] += numbers[NEON] * b
    if numbers[PRINT] > 0.0:
        for j in range(columns):
            r, g, b = _print(colours, _grey(row, j))
            paint[0, j] += numbers[PRINT] * r
            paint[1, j] += numbers[PRINT] * g
            paint[2, j] += numbers[PRINT] * b


@njit(**JIT, inline="always")
def _grey(row, j):
    return 0.28 * row[0, j] + 0.58 * row[1, j] + 0.14 * row[2, j]


@njit(**JIT, inline="always")
def _paint(r, g, b, rich):
    """Richer colour, warmer lights, cooler darks, a little contrast."""
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
        # A storm drives the rain: it slants, and comes down faster.
        lean, hurried = 0.12 * numbers[WIND] + 0.45 * numbers[STORM], time_s * (1.0 + 0.45 * numbers[STORM])
        for layer in range(2):
            light += numbers[RAIN] * 0.17 * _streak(u, v, hurried, 64.0 + 46.0 * layer, layer, lean)
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
    return fade(side * side) * (part * (1.0 - part) * 4.0) ** 2


@njit(**JIT)
def _flake(u, v, time_s, cells, layer, wind):
    across = (u + time_s * (0.05 + 0.5 * wind) * 8.0 / cells) * cells
    down = (v - time_s * 1.3 / cells) * cells
    i, j = int(math.floor(across)), int(math.floor(down))
    if scramble(i, j, layer + 23) < 0.35:
        return 0.0
    cu, cv = 0.2 + 0.6 * scramble(i, j, layer + 29), 0.2 + 0.6 * scramble(i, j, layer + 31)
    gap = ((across - i - cu) ** 2 + (down - j - cv) ** 2) / 0.0045
    return fade(gap)
