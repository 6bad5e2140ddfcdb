"""Any look on the same frame: hour, weather, biome and style turn a GBuffer into a picture.

A pixel is shaded from what the canvas holds (tone, material, cloud field, stars) with position, normal
and attributes, and nothing else, so that a network can learn the same.
"""

from __future__ import annotations

import math
from functools import lru_cache

import cv2
import numpy as np
from numba import njit, prange

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose, focal_px
from inhabit.core.lightning import flash
from inhabit.core.sky import CLOUD_PLANE_M
from inhabit.sim.bolts import draw, lit_up
from inhabit.sim.cutouts import cut
from inhabit.sim.fields import KERNEL, PART
from inhabit.sim.gbuffer import FOLIAGE, ROCK, TRUNK, WATER, GBuffer
from inhabit.sim.glow import light_things
from inhabit.sim.light import FAR_UP, air, air_over, cloud, discs, haze, mix, overcast, rise
from inhabit.sim.march import cloud_shift, row_stride
from inhabit.sim.material import solid
from inhabit.sim.palette import (
    AMBIENT,
    EMBER,
    GOUACHE,
    MOON,
    NIGHT,
    OVERCAST,
    PAPERCUT,
    SNOW,
    SNOW_LIGHT,
    SUN,
    VEIL,
    WATER_BODY,
    WATER_EMBER,
    WATERCOLOUR,
    WIND,
    Look,
)  # fmt: skip
from inhabit.sim.scene import Scene
from inhabit.sim.style import finish
from inhabit.sim.surface import cloud_field, fade, grain_at, smooth


def shade(scene: Scene, gbuffer: GBuffer, attributes: Attributes, pose: Pose, time_s: float) -> np.ndarray:
    """The picture, uint8 rgb [H, W, 3]. Only hour, weather, biome and style of `attributes` count here."""
    look = _look(attributes)
    strike = flash(scene.seed, attributes.storm, time_s) if attributes.storm > 0.0 else None
    if strike:
        look = look.with_colours(lit_up(look.colours, strike))
    light = np.empty((*gbuffer.tone.shape, 3), np.float32)
    place = np.array([pose.x_m, pose.y_m, pose.z_m, scene.water_m, time_s, *cloud_shift(scene.wind, time_s)])
    _shade(
        look.colours, look.numbers, look.directions, place, row_stride(light.shape[0]), scene.clouds,
        scene.grain,
        gbuffer.sky, gbuffer.distance_m, gbuffer.position_m, gbuffer.normal, gbuffer.weights, gbuffer.tone,
        gbuffer.cloud, gbuffer.star, gbuffer.paint, light,
    )  # fmt: skip
    light_things(look, gbuffer, pose, scene.water_m, light)
    if strike:
        focal = focal_px(pose.fov_rad, gbuffer.size.width_px, gbuffer.size.height_px)
        draw(strike, gbuffer.sky, gbuffer.position_m, 1.0 / focal, light)
    flat, sheets = cut(look, gbuffer, light) if look.numbers[PAPERCUT] > 0.0 else (light, gbuffer.tone)
    picture = np.empty(light.shape, np.uint8)
    finish(
        look.colours, look.numbers, light, _softened(look, light), flat, sheets,
        gbuffer.edges, gbuffer.edges.view(np.uint32)[..., 0], scene.grain, time_s, picture,
    )  # fmt: skip
    return picture


def _softened(look: Look, light: np.ndarray) -> np.ndarray:
    """The light around each pixel, for the styles that spread it; otherwise as it is."""
    if look.numbers[WATERCOLOUR] + look.numbers[GOUACHE] <= 0.0:
        return light
    wide = max(light.shape[0] // 40, 1) | 1
    # A bright sun would bleed over half the sky.
    return cv2.blur(np.minimum(light, 1.4), (wide, wide))


_look = lru_cache(maxsize=64)(Look)
"""A walk is made under one look: its colours are worked out once."""


@njit(**KERNEL)
def _shade(
    colours, numbers, directions, place, stride, clouds, grain,
    sky, distance, position, normal, weights, tone, cloudy, star, paint, light,
):  # fmt: skip
    rows, columns = tone.shape
    sun, moon = directions[0], directions[1]
    low, near = rise(FAR_UP)
    for k in prange(rows):
        i = (k * stride) % rows
        for j in range(columns):
            if paint[i, j]:
                # Of a thing: glow.py lights it.
                continue
            if sky[i, j]:
                r, g, b = _heaven(
                    colours, numbers, sun, moon, place, clouds,
                    position[i, j, 0], position[i, j, 1], position[i, j, 2], cloudy[i, j], star[i, j],
                    low, near,
                )  # fmt: skip
            else:
                t, per_m = distance[i, j], 1.0 / distance[i, j]
                x, y, z = position[i, j, 0], position[i, j, 1], position[i, j, 2]
                dx, dy, dz = (x - place[0]) * per_m, (y - place[1]) * per_m, (z - place[2]) * per_m
                nx, ny, nz = normal[i, j, 0], normal[i, j, 1], normal[i, j, 2]
                if weights[i, j, WATER] > 0.5:
                    r, g, b = _lake(
                        colours, numbers, sun, moon, place, grain, dx, dy, dz, x, z, t, tone[i, j] * 2.0
                    )
                else:
                    r, g, b = solid(
                        colours, numbers, sun, moon, dx, dy, dz, nx, ny, nz, tone[i, j] * 2.0,
                        weights[i, j, ROCK], weights[i, j, FOLIAGE], weights[i, j, TRUNK],
                    )  # fmt: skip
                amount = haze(numbers, t, y, place[1], place[3])
                if dy > FAR_UP:
                    fr, fg, fb = air(colours, numbers, sun, dx, dy, dz)
                else:
                    fr, fg, fb = air_over(colours, numbers, sun, dx, FAR_UP, dz, low, near)
                r, g, b = mix(r, fr, amount), mix(g, fg, amount), mix(b, fb, amount)
            light[i, j, 0], light[i, j, 1], light[i, j, 2] = r, g, b


@njit(**PART)
def _heaven(colours, numbers, sun, moon, place, clouds, dx, dy, dz, field, star, low, near):
    r, g, b = air(colours, numbers, sun, dx, dy, dz)
    shine = star * numbers[NIGHT] * 0.9
    r, g, b = r + shine * 0.9, g + shine * 0.95, b + shine
    cover, cr, cg, cb = 0.0, 0.0, 0.0, 0.0
    if overcast(numbers, dy, field):
        lamp = sun if sun[1] > -0.12 else moon
        far = (CLOUD_PLANE_M - place[1]) / dy
        reach = 60.0 / max(math.sqrt(lamp[0] * lamp[0] + lamp[2] * lamp[2]), 0.2)
        x, z = place[0] + far * dx - place[5], place[2] + far * dz - place[6]
        beyond = cloud_field(clouds, x + lamp[0] * reach, z + lamp[2] * reach, far * 0.004 / math.sqrt(dy))
        cover, cr, cg, cb = cloud(colours, numbers, sun, dx, dy, dz, field, beyond)
    veil = numbers[VEIL] * fade(5.0 * max(dy, 0.0))
    if veil > 0.003:
        fr, fg, fb = air_over(colours, numbers, sun, dx, FAR_UP, dz, low, near)
        cover *= 1.0 - veil
        r, g, b = mix(r, fr, veil), mix(g, fg, veil), mix(b, fb, veil)
    sr, sg, sb = discs(colours, numbers, sun, moon, dx, dy, dz, cover)
    r, g, b = mix(r, cr, cover), mix(g, cg, cover), mix(b, cb, cover)
    return r + sr, g + sg, b + sb


@njit(**PART)
def _lake(colours, numbers, sun, moon, place, grain, dx, dy, dz, x, z, t, detail):
    time_s = place[4]
    calm = 0.030 + 0.035 * numbers[WIND]
    spread = t / (120.0 * max(-dy, 0.03))
    drift = 0.9 * time_s
    wave = grain_at(grain, x + drift, z + 0.4 * drift, 7.0, spread * 0.02 * 7.0)
    cross = grain_at(grain, z - 0.7 * drift, x + 0.5 * drift, 4.3, spread * 0.02 * 7.0)
    nx, nz = calm * (wave + 0.6 * cross), calm * (cross - 0.6 * wave)
    rx, ry, rz = dx - 2.0 * dy * nx, -dy + 2.0 * (dx * nx + dz * nz), dz - 2.0 * dy * nz
    ry = max(ry, 0.02)
    scale = 1.0 / math.sqrt(rx * rx + ry * ry + rz * rz)
    rx, ry, rz = rx * scale, ry * scale, rz * scale
    sr, sg, sb = air(colours, numbers, sun, rx, ry, rz)
    shore = 0.72 + 0.28 * smooth(0.03, 0.16, ry)
    fresnel = 0.04 + 0.90 * (1.0 - max(-dy, 0.0)) ** 4
    glint = max(rx * sun[0] + ry * sun[1] + rz * sun[2], 0.0)
    glint = (0.55 * glint**240 + 0.16 * glint**36) * (1.0 - 0.9 * numbers[OVERCAST])
    gleam = max(rx * moon[0] + ry * moon[1] + rz * moon[2], 0.0)
    gleam = 0.8 * gleam**180 + 0.22 * gleam**30
    hot = numbers[EMBER]
    crust = smooth(-0.1, 0.7, wave + 0.5 * cross + 1.2 * (detail - 0.35))
    high_sun = max(sun[1], 0.0)
    frozen = 0.35 * numbers[SNOW] * numbers[SNOW]
    r = _water(colours, 0, sr * shore, detail, fresnel, glint, gleam, high_sun, crust, hot, frozen)
    g = _water(colours, 1, sg * shore, detail, fresnel, glint, gleam, high_sun, crust, hot, frozen)
    b = _water(colours, 2, sb * shore, detail, fresnel, glint, gleam, high_sun, crust, hot, frozen)
    return r, g, b


@njit(**PART)
def _water(colours, c, above, detail, fresnel, glint, gleam, high_sun, crust, hot, frozen):
    """One channel of water: its body under the mirrored sky, lit; or lava; or ice."""
    sunny = colours[SUN, c] * high_sun
    around = 0.35 * sunny + 0.8 * colours[AMBIENT, c] + 0.25 * colours[MOON, c]
    body = colours[WATER_BODY, c] * (0.35 + 1.3 * detail) * around
    value = mix(body, above, fresnel) + glint * colours[SUN, c] * 0.7 + gleam * colours[MOON, c]
    value = mix(value, mix(0.35 * value, colours[WATER_EMBER, c] * (0.22 + 0.5 * detail), crust), hot)
    return mix(value, colours[SNOW_LIGHT, c] * (colours[AMBIENT, c] + 0.4 * sunny), frozen)
