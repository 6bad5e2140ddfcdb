"""A world of cut paper: layers by distance, each of one colour for each material, with shadows between them.

It starts from what the march found, not from the lit picture: light falls on whole sheets. Sky is a few
sheets as well, and so are its clouds. Lengths in metres; numba functions.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit, prange

from inhabit.sim.fields import JIT, KERNEL, noise_at
from inhabit.sim.gbuffer import FOLIAGE, ROCK, TRUNK, WATER, GBuffer
from inhabit.sim.light import air, air_over, discs, mix, overcast, rise
from inhabit.sim.material import solid
from inhabit.sim.palette import (
    AMBIENT,
    CLOUD_DARK,
    CLOUD_LIT,
    LAYER_EXPOSURE,
    PAPERCUT,
    SUN,
    WATER_BODY,
    Look,
)  # fmt: skip
from inhabit.sim.surface import smooth
from inhabit.sim.tones import develop

FIRST_M, PER_DOUBLING = 7.0, 1.5
"""The nearest sheet ends here, and so many follow until twice as far."""
SHEETS, SKY_SHEET, CLOUD_SHEET = 11, 14.0, 12.5
"""Land has so many; sky lies behind them, its clouds in front of it."""


def cut(look: Look, gbuffer: GBuffer, light: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(float32 [H, W, 3] light of the sheets, float32 [H, W] shade on them in [-1, 1]: below 0 a lit rim)."""
    flat, sheet = np.empty_like(light), np.empty(light.shape[:2], np.float32)
    shade = np.empty_like(sheet)
    pose = gbuffer.pose
    _lay(
        look.colours, look.numbers, look.directions, np.array(pose.position), gbuffer.sky,
        gbuffer.distance_m, gbuffer.position_m, gbuffer.normal, gbuffer.weights, gbuffer.cloud,
        gbuffer.paint, light, flat, sheet,
    )  # fmt: skip
    _shadows(sheet, shade)
    return flat, shade


@njit(**KERNEL)
def _shadows(sheet, shade):
    """Shade on each sheet by those in front of it, to their right and above; their upper edges are lit."""
    rows, columns = sheet.shape
    step = rows / 150.0
    for i in prange(rows):
        for j in range(columns):
            own, dark = sheet[i, j], 0.0
            for k in range(1, 6):
                far = int(math.ceil(k * step))
                left, below = sheet[i, max(j - far, 0)], sheet[min(i + far, rows - 1), j]
                slant = sheet[min(i + far, rows - 1), max(j - far, 0)]
                front = min(max(own - left, 0.0), 0.9) + min(max(own - below, 0.0), 0.9)
                dark += (6.0 - k) * (front + min(max(own - slant, 0.0), 0.9))
            above = sheet[max(i - 1, 0), j]
            shade[i, j] = dark * (1.0 / 40.5) - 0.30 * min(max(above - own, 0.0), 1.0)


@njit(**KERNEL)
def _lay(
    colours, numbers, directions, eye, sky, distance, position, normal, weights, cloudy, paint, light, flat,
    sheet
):  # fmt: skip
    rows, columns = sky.shape
    sun, moon = directions[0], directions[1]
    for i in prange(rows):
        for j in range(columns):
            x, y, z = position[i, j, 0], position[i, j, 1], position[i, j, 2]
            if sky[i, j]:
                band = 0.03 + 0.12 * math.floor(max(y, 0.0) / 0.12)
                level = math.sqrt(max(1.0 - band * band, 0.0) / max(x * x + z * z, 1e-6))
                r, g, b = air(colours, numbers, sun, x * level, band, z * level)
                sr, sg, sb = discs(colours, numbers, sun, moon, x, y, z, 0.0)
                r, g, b = r + 1.3 * smooth(0.3, 0.7, sr) * sr, g + 1.3 * smooth(0.3, 0.7, sg) * sg, b + sb
                sheet[i, j] = SKY_SHEET - 0.12 * math.floor(max(y, 0.0) / 0.12)
                field = cloudy[i, j] - 0.12 - 0.30 * smooth(0.26, 0.06, y)
                if overcast(numbers, y, field):
                    high = overcast(numbers, y, field - 0.13)
                    lit = 0.85 if high else 0.35
                    r = mix(colours[CLOUD_DARK, 0], colours[CLOUD_LIT, 0], lit)
                    g = mix(colours[CLOUD_DARK, 1], colours[CLOUD_LIT, 1], lit)
                    b = mix(colours[CLOUD_DARK, 2], colours[CLOUD_LIT, 2], lit)
                    sheet[i, j] = CLOUD_SHEET - (0.6 if high else 0.0)
            else:
                t = distance[i, j]
                n = min(math.floor(PER_DOUBLING * max(math.log2(t / FIRST_M), 0.0)), SHEETS - 1.0)
                far = 1.0 / t
                dx, dy, dz = (x - eye[0]) * far, 0.015, (z - eye[2]) * far
                low, near = rise(dy)
                fr, fg, fb = air_over(colours, numbers, sun, dx, dy, dz, low, near)
                sheet[i, j] = n
                if paint[i, j]:
                    r, g, b = light[i, j, 0], light[i, j, 1], light[i, j, 2]
                    sheet[i, j] = n - 0.8
                elif weights[i, j, WATER] > 0.5:
                    r = mix(colours[WATER_BODY, 0] * (colours[AMBIENT, 0] + 0.5 * colours[SUN, 0]), fr, 0.45)
                    g = mix(colours[WATER_BODY, 1] * (colours[AMBIENT, 1] + 0.5 * colours[SUN, 1]), fg, 0.45)
                    b = mix(colours[WATER_BODY, 2] * (colours[AMBIENT, 2] + 0.5 * colours[SUN, 2]), fb, 0.45)
                    sheet[i, j] = n + 0.5
                else:
                    rock = 1.0 if weights[i, j, ROCK] > 0.5 else 0.0
                    leaf = 1.0 if weights[i, j, FOLIAGE] > 0.5 else 0.0
                    bark = 1.0 if weights[i, j, TRUNK] > 0.5 else 0.0
                    side = 0.80 if normal[i, j, 0] * sun[0] + normal[i, j, 2] * sun[2] > 0.05 else 0.52
                    side = side if leaf + rock > 0.0 else 0.70
                    r, g, b = solid(
                        colours, numbers, sun, moon, 0.0, -1.0, 0.0, 0.3 * sun[0], 0.9, 0.3 * sun[2], side,
                        rock, leaf, bark,
                    )  # fmt: skip
                    sheet[i, j] = n - 0.6 * (leaf + bark)
                amount = (n / SHEETS) ** 1.3 * 0.80
                # Every other sheet is a shade lighter, so that they are told apart.
                pale = 1.0 + 0.14 * (n - 2.0 * math.floor(0.5 * n))
                r, g, b = mix(pale * r, fr, amount), mix(pale * g, fg, amount), mix(pale * b, fb, amount)
            flat[i, j, 0], flat[i, j, 1], flat[i, j, 2] = r, g, b


@njit(**JIT)
def papercut(numbers, grain, i, rows, flat, shade, row_light, light, paint):
    """Add a row of cut paper to `paint` [3, W]: `flat` [W, 3] and `shade` [W] as `cut` makes them. What
    was added to `light` [W, 3] since (`row_light` [3, W]: rain, snow) falls before it."""
    share, shown = numbers[PAPERCUT], numbers[LAYER_EXPOSURE]
    for j in range(flat.shape[0]):
        u, v = (j + 0.5) / rows, (i + 0.5) / rows
        fibre = noise_at(grain, 160.0 * u, 160.0 * v) + 0.7 * noise_at(grain, 61.0 * v, 13.0 * u)
        kept = (1.0 - 0.55 * min(max(shade[j], 0.0), 1.0)) * (1.0 - 0.4 * min(shade[j], 0.0)) + 0.018 * fibre
        fallen = max(row_light[1, j] - light[j, 1], 0.0)
        r = develop(flat[j, 0] * shown) * kept + 0.6 * fallen
        g = develop(flat[j, 1] * shown) * kept + 0.6 * fallen
        b = develop(flat[j, 2] * shown) * kept + 0.6 * fallen
        grey = 0.28 * r + 0.58 * g + 0.14 * b
        paint[0, j] += share * (0.02 + 1.02 * (grey + 1.42 * (r - grey)))
        paint[1, j] += share * (0.02 + 1.01 * (grey + 1.42 * (g - grey)))
        paint[2, j] += share * (0.02 + 0.98 * (grey + 1.42 * (b - grey)))
