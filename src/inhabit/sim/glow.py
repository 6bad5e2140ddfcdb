"""Things under a look: paints are lit like the land, flames and lamps give light, feet keep it from the
ground.

It runs after the land has been shaded and only where a thing, its foot or its lamps reach, so a picture
without things is not touched.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit, prange

from inhabit.core.camera import Pose, focal_px
from inhabit.sim.fields import JIT, KERNEL
from inhabit.sim.gbuffer import FOLIAGE, ROCK, TRUNK, WATER, GBuffer
from inhabit.sim.halos import halos
from inhabit.sim.light import FAR_UP, air, air_over, haze, lit, mix, rise
from inhabit.sim.material import falling_light, matter
from inhabit.sim.paints import COLOUR, FIRELIGHT, FLAME, LAMP, LAMPLIGHT, SHINE
from inhabit.sim.palette import (
    HORIZON,
    NIGHT,
    OVERCAST,
    RAIN,
    SNOW,
    SNOW_LIGHT,
    SUN,
    SUN_SEEN,
    ZENITH,
    Look,
)  # fmt: skip
from inhabit.sim.shadows import around
from inhabit.sim.surface import smooth

_LIGHTS = np.stack([LAMPLIGHT, FIRELIGHT])


def light_things(look: Look, gbuffer: GBuffer, pose: Pose, water_m: float, light: np.ndarray) -> None:
    """Finish linear `light` float32 [H, W, 3], where the land is lit already, with all that things add."""
    if not gbuffer.lamps and not gbuffer.identity.any() and not gbuffer.shadow.any():
        return
    rows, columns = gbuffer.tone.shape
    focal = focal_px(gbuffer.pose.fov_rad, columns, rows)
    dark = dusk(look.numbers)
    burning = [lamp for lamp in gbuffer.lamps if dark > 0.0 or lamp[4] > 0.0]
    lamps = np.array(burning, np.float64).reshape(-1, 6)
    boxes = np.zeros((len(lamps), 4), np.int64)
    eye, rotation = gbuffer.pose.position, gbuffer.pose.rotation()
    _boxes(lamps, rotation, eye, focal, rows, columns, boxes)
    _relit(
        look.colours, look.numbers, look.directions, pose.position, water_m, dark, COLOUR, SHINE, _LIGHTS,
        lamps, boxes,
        gbuffer.paint, gbuffer.shadow, gbuffer.sky, gbuffer.distance_m, gbuffer.position_m, gbuffer.normal,
        gbuffer.weights, gbuffer.tone, light,
    )  # fmt: skip
    if dark > 0.0:
        halos(look.numbers, rotation, eye, water_m, focal, dark, _LIGHTS, lamps, gbuffer.distance_m, light)


def dusk(numbers: np.ndarray) -> float:
    """How much of lamps' light shows: 0 by day, 1 by night, a little in a dark storm."""
    low = 1.0 - float(numbers[SUN_SEEN])
    return min(1.0, max(float(numbers[NIGHT]), 0.75 * low, 0.35 * float(numbers[OVERCAST] * numbers[RAIN])))


@njit(**JIT)
def _boxes(lamps, rotation, eye, focal, rows, columns, boxes):
    for k in range(len(lamps)):
        first, end, start, stop = around(
            lamps[k, 0], lamps[k, 1], lamps[k, 2], lamps[k, 3], rotation, eye, focal, rows, columns
        )
        boxes[k, 0], boxes[k, 1], boxes[k, 2], boxes[k, 3] = first, end, start, stop


@njit(**KERNEL)
def _relit(
    colours, numbers, directions, eye, water, dark, paints, shines, lights, lamps, boxes,
    paint, shadow, sky, distance, position, normal, weights, tone, light,
):  # fmt: skip
    rows, columns = tone.shape
    sun, moon = directions[0], directions[1]
    low, near = rise(FAR_UP)
    for i in prange(rows):
        warm = np.empty(3)
        left, right = columns, 0
        for k in range(len(lamps)):
            if boxes[k, 0] <= i < boxes[k, 1]:
                left, right = min(left, boxes[k, 2]), max(right, boxes[k, 3])
        for j in range(columns):
            lamped = left <= j < right
            if not (lamped or paint[i, j] or shadow[i, j]) or sky[i, j]:
                continue
            kind, shade = int(paint[i, j]), shadow[i, j] * (1.0 / 255.0)
            t, per_m = distance[i, j], 1.0 / distance[i, j]
            x, y, z = position[i, j, 0], position[i, j, 1], position[i, j, 2]
            nx, ny, nz = normal[i, j, 0], normal[i, j, 1], normal[i, j, 2]
            warm[0] = warm[1] = warm[2] = 0.0
            lamplit = lamped and _warmth(lights, lamps, boxes, dark, i, j, x, y, z, nx, ny, nz, warm)
            if kind == 0 and shade == 0.0 and not lamplit:
                continue
            amount = haze(numbers, t, y, eye[1], water)
            if kind == 0:
                kept = 1.0 - 0.8 * shade * (1.0 - amount)
                for c in range(3):
                    light[i, j, c] *= kept
                if lamplit:
                    _lamplit(
                        colours, numbers, weights, tone[i, j] * 2.0, warm, (1.0 - amount) * kept, i, j, light
                    )
                continue
            dx, dy, dz = (x - eye[0]) * per_m, (y - eye[1]) * per_m, (z - eye[2]) * per_m
            if dy > FAR_UP:
                far = air(colours, numbers, sun, dx, dy, dz)
            else:
                far = air_over(colours, numbers, sun, dx, FAR_UP, dz, low, near)
            own = _painted(
                colours, numbers, sun, moon, paints, shines, lights, dark, warm, kind, 1.0 - 0.8 * shade,
                dx, dy, dz,
                nx, ny, nz, tone[i, j] * 2.0,
            )  # fmt: skip
            for c in range(3):
                light[i, j, c] = mix(own[c], far[c], amount)


@njit(**JIT)
def _warmth(lights, lamps, boxes, dark, i, j, x, y, z, nx, ny, nz, warm):
    """Add to `warm` the light of lamps on a surface; whether there is any."""
    found = False
    for k in range(len(lamps)):
        if not (boxes[k, 0] <= i < boxes[k, 1] and boxes[k, 2] <= j < boxes[k, 3]):
            continue
        burns = int(lamps[k, 4])
        strength = dark + 0.12 * (1.0 - dark) * burns
        gx, gy, gz = lamps[k, 0] - x, lamps[k, 1] - y, lamps[k, 2] - z
        gap = math.sqrt(gx * gx + gy * gy + gz * gz) + 1e-6
        part = gap / lamps[k, 3]
        if part >= 1.0 or strength <= 0.0:
            continue
        facing = 0.45 + 0.55 * max((gx * nx + gy * ny + gz * nz) / gap, 0.0)
        fall = (1.0 - part * part) ** 2 / (0.22 + 6.0 * part * part)
        found = True
        for c in range(3):
            warm[c] += 0.42 * strength * facing * fall * lights[burns, c]
    return found


@njit(**JIT)
def _lamplit(colours, numbers, weights, detail, warm, share, i, j, light):
    """Add what land returns of lamplight; water gives back a little from its surface."""
    rock, leaf, bark = weights[i, j, ROCK], weights[i, j, FOLIAGE], weights[i, j, TRUNK]
    wet = 1.0 - 0.30 * numbers[RAIN]
    for c in range(3):
        if weights[i, j, WATER] > 0.5:
            held = 0.16
        else:
            held = matter(
                colours,
                c,
                1.0 - rock - leaf - bark,
                rock,
                leaf,
                bark,
                0.25 + 0.6 * detail,
                wet,
                0.6 * numbers[SNOW],
            )
        light[i, j, c] += held * warm[c] * share


@njit(**JIT)
def _painted(
    colours, numbers, sun, moon, paints, shines, lights, dark, warm, kind, kept, dx, dy, dz, nx, ny, nz,
    detail
):  # fmt: skip
    """Linear colour of a painted surface seen along d; `kept` is the share of light that reaches it."""
    if kind == FLAME:
        heat = smooth(0.25, 0.90, detail)
        strength = 1.0 + 0.8 * dark
        return (
            strength * mix(0.95, 1.35, heat),
            strength * mix(0.16, 0.86, heat),
            strength * mix(0.02, 0.26, heat),
        )
    white = 0.0
    if numbers[SNOW] > 0.0:
        low, high = 1.02 - 0.55 * numbers[SNOW], 1.25 - 0.40 * numbers[SNOW]
        white = 0.85 * numbers[SNOW] * smooth(low, high, ny + 0.30 * detail)
    wet = 1.0 - 0.22 * numbers[RAIN]
    by_sun, by_moon = lit(colours, sun, moon, nx, ny, nz, 0.18)
    open_sky = mix(1.0, smooth(0.05, 0.55, detail), 0.35)
    facing = max(-(dx * nx + dy * ny + dz * nz), 0.0)
    against = max(dx * sun[0] + dy * sun[1] + dz * sun[2], 0.0)
    by_sun = by_sun * open_sky * kept + 0.55 * against**4 * (1.0 - facing) ** 2
    by_moon = by_moon * open_sky * kept + 0.30 * (1.0 - facing) ** 2
    hemi, shut = 0.5 + 0.5 * ny, (0.38 + 0.62 * detail) * kept
    shine = shines[kind] * (1.0 - dark * 0.5 * (kind == LAMP))
    into = dx * nx + dy * ny + dz * nz
    rx, ry, rz = dx - 2.0 * into * nx, dy - 2.0 * into * ny, dz - 2.0 * into * nz
    glint = max(rx * sun[0] + ry * sun[1] + rz * sun[2], 0.0) ** 24
    up = smooth(-0.25, 0.75, ry)
    result = (0.0, 0.0, 0.0)
    for c in range(3):
        base = mix(paints[kind, 0, c], paints[kind, 1, c], detail) * wet
        base = mix(base, colours[SNOW_LIGHT, c] * (0.5 + 0.4 * detail), white)
        value = base * (falling_light(colours, c, by_sun, by_moon, hemi, shut) + warm[c])
        if shine > 0.0:
            mirrored = mix(0.35 * colours[HORIZON, c], mix(colours[HORIZON, c], colours[ZENITH, c], up), up)
            mirrored = mirrored * (0.35 + 0.65 * base) + 0.8 * glint * colours[SUN, c]
            value = mix(value, mirrored * (0.3 + 0.7 * detail), shine * (0.55 + 0.45 * (1.0 - facing) ** 2))
        if kind == LAMP:
            value += dark * 1.7 * lights[0, c] * (0.45 + 0.55 * detail)
        if c == 0:
            result = (value, result[1], result[2])
        elif c == 1:
            result = (result[0], value, result[2])
        else:
            result = (result[0], result[1], value)
    return result
