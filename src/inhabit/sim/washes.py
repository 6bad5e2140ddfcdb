"""Two styles that spread colour: watercolour, washes that pool and dry on white paper, and gouache, opaque
layers of dusky pastel.

Both look at a pixel, at what is softly around it, and at a sheet that lies still before the picture. Display
values in [0, 1]; numba functions on rows.
"""

from __future__ import annotations

from numba import njit

from inhabit.sim.fields import JIT, noise_at
from inhabit.sim.light import mix
from inhabit.sim.palette import GOUACHE, LAYER_EXPOSURE, NIGHT, WATERCOLOUR
from inhabit.sim.surface import smooth
from inhabit.sim.tones import develop

SHEET = 1.0 / 720.0
"""The grain of a sheet is as fine as a picture of so many rows can show."""


@njit(**JIT, inline="always")
def _grey(r, g, b):
    return 0.28 * r + 0.58 * g + 0.14 * b


@njit(**JIT)
def watercolour(numbers, grain, i, rows, row, soft, paint):
    """Add a row in watercolour to `paint` [3, W]: `row` [3, W] is light, `soft` [W, 3] what is around."""
    share, shown = numbers[WATERCOLOUR], numbers[LAYER_EXPOSURE]
    # No pigment pools round a star.
    pooled = 1.9 * (1.0 - 0.75 * numbers[NIGHT])
    for j in range(row.shape[1]):
        u, v = (j + 0.5) / rows, (i + 0.5) / rows
        r, g, b = develop(row[0, j] * shown), develop(row[1, j] * shown), develop(row[2, j] * shown)
        sr, sg, sb = develop(soft[j, 0] * shown), develop(soft[j, 1] * shown), develop(soft[j, 2] * shown)
        own, around = _grey(r, g, b), _grey(sr, sg, sb)
        # Washes come in a few strengths, with borders that run.
        blot = noise_at(grain, 23.0 * u, 23.0 * v)
        tone = 0.68 * around + 0.32 * own + 0.022 * blot
        step = 5.0 * tone
        floor = float(int(step))
        tone = 0.45 * tone + 0.55 * (floor + smooth(0.30, 0.70, step - floor)) / 5.0
        tooth = noise_at(grain, 310.0 * u, 310.0 * v) + 0.5 * noise_at(grain, 151.0 * v + 7.0, 151.0 * u)
        load = min(max(1.02 - 1.16 * tone, 0.0), 1.0)
        # Pigment pools where a wash ends, and settles into the hollows of the paper.
        edge = min(max(around - own - 0.015, 0.0), 0.20)
        load += pooled * edge + load * (1.0 - load) * (0.16 * tooth + 0.20 * blot)
        load = min(max(load, 0.0), 1.0)
        # Thin washes let the paper through, thick ones keep their own deep colour.
        bare = (1.0 - load) ** 0.64
        base, tint = max(around, 0.10), min(0.16 + 1.25 * load, 1.0)
        hr, hg, hb = _hue(sr / base), _hue(sg / base), _hue(sb / base)
        paint[0, j] += share * (0.03 + 0.945 * bare * mix(1.0, hr, tint))
        paint[1, j] += share * (0.03 + 0.935 * bare * mix(1.0, hg, tint))
        paint[2, j] += share * (0.06 + 0.870 * bare * mix(1.0, hb, tint))


@njit(**JIT, inline="always")
def _hue(part):
    """How much of a channel a pigment lets through: purer than what is painted."""
    return min(max(1.0 + 1.75 * (part - 1.0), 0.12), 1.6)


@njit(**JIT)
def gouache(numbers, grain, i, rows, row, soft, paint):
    """Add a row in gouache to `paint` [3, W]; arguments as for `watercolour`."""
    share, shown = numbers[GOUACHE], numbers[LAYER_EXPOSURE]
    for j in range(row.shape[1]):
        u, v = (j + 0.5) / rows, (i + 0.5) / rows
        r, g, b = develop(row[0, j] * shown), develop(row[1, j] * shown), develop(row[2, j] * shown)
        sr, sg, sb = develop(soft[j, 0] * shown), develop(soft[j, 1] * shown), develop(soft[j, 2] * shown)
        own, around = _grey(r, g, b), _grey(sr, sg, sb)
        brush = noise_at(grain, 14.0 * u + 3.0 * v, 95.0 * v)
        tone = 0.45 * around + 0.55 * own + 0.020 * brush
        step = 7.0 * tone
        floor = float(int(step))
        tone = (floor + smooth(0.35, 0.65, step - floor)) / 7.0
        cr, cg, cb = 0.5 * (r + sr) - 0.5 * (own + around), 0.0, 0.0
        cg, cb = 0.5 * (g + sg) - 0.5 * (own + around), 0.5 * (b + sb) - 0.5 * (own + around)
        pr, pg, pb = _dusk(tone)
        matte = 0.012 * brush
        paint[0, j] += share * (pr + 0.92 * cr + matte)
        paint[1, j] += share * (pg + 0.92 * cg + matte)
        paint[2, j] += share * (pb + 0.92 * cb + matte)


@njit(**JIT)
def _dusk(tone):
    """From plum over mauve and rose to apricot and cream."""
    a, b = smooth(0.05, 0.34, tone), smooth(0.28, 0.56, tone)
    c, d = smooth(0.50, 0.74, tone), smooth(0.70, 0.95, tone)
    r = mix(mix(mix(mix(0.180, 0.380, a), 0.640, b), 0.900, c), 0.985, d)
    g = mix(mix(mix(mix(0.140, 0.310, a), 0.500, b), 0.710, c), 0.925, d)
    b_ = mix(mix(mix(mix(0.310, 0.470, a), 0.560, b), 0.620, c), 0.820, d)
    return r, g, b_
