"""What people built and nobody moves: house, lighthouse, tower, windmill, bridge, each a silhouette of its
own."""

from __future__ import annotations

import math

from inhabit.core.cast import Thing
from inhabit.sim.paints import CLOTH, DARK, LAMP, PLASTER, ROOF, STONE, WHITE, WOOD
from inhabit.sim.parts import Body

BURIED_M = 1.2
"""How far walls go on below the ground they stand on: it is never quite level."""

_ROOFS = (ROOF, CLOTH[1], CLOTH[2], CLOTH[3], STONE, DARK)


def building(thing: Thing) -> Body:
    """The body of a building; a windmill's sails have turned since `elapsed_s`."""
    makers = {
        "house": _house,
        "lighthouse": _lighthouse,
        "tower": _tower,
        "windmill": _windmill,
        "bridge": _bridge,
    }
    return makers[thing.kind](thing)


def _wall(body: Body, paint: int, x: float, z: float, half_x: float, half_z: float, tall: float) -> None:
    """Four upright walls from under the ground to `tall`."""
    half = 0.5 * (tall + BURIED_M)
    body.block(paint, (x, half - BURIED_M, z), (half_x, half, half_z))


def _house(thing: Thing) -> Body:
    body, roof = Body(), _ROOFS[thing.colour]
    _wall(body, PLASTER, 0.0, 0.0, 3.0, 2.1, 2.9)
    _wall(body, STONE, 0.0, 0.0, 3.08, 2.18, 0.45)
    body.block(PLASTER, (0.0, 3.75, 0.0), (2.98, 0.95, 2.05), top=(1.0, 0.0), tone=-0.05)
    # Two slabs of roof, with eaves.
    slope = math.atan2(2.05, 2.3)
    for side in (-1.0, 1.0):
        body.block(roof, (0.0, 3.83, side * 1.24), (3.45, 0.10, 1.72), (0.0, -side * slope, 0.0), tone=0.05)
    body.block(roof, (0.0, 4.90, 0.0), (3.5, 0.12, 0.16), tone=0.15)
    body.block(STONE, (1.7, 4.7, -0.7), (0.36, 1.15, 0.36))
    body.block(STONE, (1.7, 5.85, -0.7), (0.46, 0.12, 0.46), tone=-0.2)
    body.block(WOOD, (-0.2, 0.98, 2.12), (0.52, 1.0, 0.08), tone=-0.25)
    body.block(CLOTH[thing.second], (-0.2, 0.95, 2.17), (0.42, 0.92, 0.07))
    for x, z, turn in (
        (1.7, 2.12, 0.0),
        (-2.1, 2.12, 0.0),
        (1.5, -2.12, 0.0),
        (-1.5, -2.12, 0.0),
        (3.02, 0.6, 1.5708),
        (-3.02, 0.0, 1.5708),
    ):
        body.block(WOOD, (x, 1.62, z), (0.56, 0.60, 0.06), (turn, 0.0, 0.0), tone=-0.1)
        body.block(LAMP, (x, 1.62, z), (0.44, 0.48, 0.10), (turn, 0.0, 0.0))
        body.block(WOOD, (x, 1.62, z), (0.045, 0.5, 0.13), (turn, 0.0, 0.0))
        body.block(WOOD, (x, 1.62, z), (0.46, 0.04, 0.13), (turn, 0.0, 0.0))
    body.block(LAMP, (3.0, 3.55, 0.0), (0.06, 0.34, 0.30))
    body.block(LAMP, (-3.0, 3.55, 0.0), (0.06, 0.34, 0.30))
    return body


def _lighthouse(thing: Thing) -> Body:
    body, band = Body(), CLOTH[thing.colour]
    body.drum(STONE, (0.0, -BURIED_M, 0.0), (0.0, 0.9, 0.0), 3.3, 2.7)
    tall, low, high = 13.0, 2.1, 1.25
    for k in range(5):
        a, b = k / 5.0, (k + 1) / 5.0
        body.drum(
            WHITE if k % 2 == 0 else band,
            (0.0, 0.8 + tall * a, 0.0), (0.0, 0.8 + tall * b, 0.0), low + (high - low) * a,
            low + (high - low) * b,
        )  # fmt: skip
    body.drum(STONE, (0.0, 13.5, 0.0), (0.0, 13.95, 0.0), 1.3, 1.85, tone=-0.1)
    for k in range(8):
        x, z = 1.72 * math.cos(k * math.tau / 8), 1.72 * math.sin(k * math.tau / 8)
        body.limb(DARK, (x, 13.9, z), (x, 14.55, z), 0.05)
    body.drum(DARK, (0.0, 14.52, 0.0), (0.0, 14.62, 0.0), 1.77, 1.77)
    body.drum(LAMP, (0.0, 13.95, 0.0), (0.0, 15.55, 0.0), 0.98, 0.98, tone=0.4)
    for k in range(6):
        x, z = 1.0 * math.cos(k * math.tau / 6), 1.0 * math.sin(k * math.tau / 6)
        body.limb(DARK, (x, 13.9, z), (x, 15.6, z), 0.06)
    body.drum(band, (0.0, 15.5, 0.0), (0.0, 16.9, 0.0), 1.38, 0.12, tone=0.05)
    body.limb(DARK, (0.0, 16.8, 0.0), (0.0, 17.7, 0.0), 0.07, 0.03)
    body.block(WOOD, (0.0, 1.6, 2.06), (0.55, 1.1, 0.14), (0.0, 0.06, 0.0), tone=-0.2)
    for y in (5.2, 9.6):
        wide = low + (high - low) * (y - 0.8) / tall
        body.block(LAMP, (0.0, y, wide - 0.02), (0.28, 0.46, 0.10))
    # The keeper's house leans against it.
    _wall(body, PLASTER, 2.9, -0.6, 1.5, 1.4, 2.0)
    body.block(CLOTH[thing.colour], (2.9, 2.55, -0.6), (1.75, 0.6, 1.65), top=(1.0, 0.0))
    body.block(LAMP, (2.9, 1.2, 0.82), (0.32, 0.36, 0.06))
    return body


def _tower(thing: Thing) -> Body:
    body, flag = Body(), CLOTH[thing.colour]
    body.drum(STONE, (0.0, -BURIED_M, 0.0), (0.0, 9.4, 0.0), 2.9, 2.25)
    body.drum(STONE, (0.0, 9.2, 0.0), (0.0, 10.2, 0.0), 2.3, 2.85, tone=-0.1)
    body.drum(STONE, (0.0, 10.2, 0.0), (0.0, 10.7, 0.0), 2.85, 2.85, tone=0.05)
    for k in range(8):
        at = k * math.tau / 8
        body.block(
            STONE,
            (2.55 * math.sin(at), 11.1, 2.55 * math.cos(at)),
            (0.55, 0.5, 0.30),
            (at, 0.0, 0.0),
            tone=0.05,
        )
    for k, y in ((0, 3.4), (1, 6.4), (2, 4.9), (3, 7.6)):
        at, wide = k * 1.9, 2.75 - 0.055 * y
        body.block(LAMP, (wide * math.sin(at), y, wide * math.cos(at)), (0.20, 0.60, 0.14), (at, 0.0, 0.0))
    body.block(WOOD, (0.0, 1.05, 2.76), (0.75, 1.25, 0.14), (0.0, 0.07, 0.0), tone=-0.2)
    body.block(STONE, (0.0, 2.45, 2.72), (1.0, 0.22, 0.16), tone=0.15)
    body.limb(WOOD, (0.0, 10.5, 0.0), (0.0, 14.4, 0.0), 0.075, 0.05)
    wave = 0.25 * math.sin(2.4 * thing.elapsed_s)
    body.block(flag, (0.0, 13.75, -0.62), (0.035, 0.52, 0.62), (0.15 * wave, 0.0, 0.0))
    body.block(
        flag,
        (0.12 * wave, 13.75 + 0.06 * wave, -1.75),
        (0.035, 0.42, 0.58),
        (0.8 * wave, 0.0, 0.0),
        tone=-0.1,
    )
    return body


def _windmill(thing: Thing) -> Body:
    body, cap = Body(), _ROOFS[thing.colour]
    body.drum(STONE, (0.0, -BURIED_M, 0.0), (0.0, 1.4, 0.0), 2.9, 2.65)
    body.drum(PLASTER, (0.0, 1.4, 0.0), (0.0, 7.6, 0.0), 2.6, 1.70)
    body.drum(WOOD, (0.0, 1.35, 0.0), (0.0, 1.6, 0.0), 3.0, 3.0)
    body.drum(cap, (0.0, 7.55, 0.0), (0.0, 7.85, 0.0), 1.95, 1.95, tone=-0.1)
    body.drum(cap, (0.0, 7.8, 0.0), (0.0, 9.5, 0.0), 1.85, 0.15)
    body.block(WOOD, (0.0, 2.6, 2.42), (0.55, 1.05, 0.14), (0.0, 0.14, 0.0), tone=-0.2)
    body.block(LAMP, (0.0, 5.2, 2.06), (0.30, 0.42, 0.10), (0.0, 0.14, 0.0))
    body.limb(WOOD, (0.0, 8.1, 0.8), (0.0, 8.35, 2.75), 0.24, 0.20)
    body.ball(DARK, (0.0, 8.35, 2.75), 0.30)
    for k in range(4):
        at = 0.55 * thing.elapsed_s + k * 0.5 * math.pi
        s, c = math.sin(at), math.cos(at)
        body.limb(WOOD, (0.0, 8.35, 2.75), (5.0 * s, 8.35 + 5.0 * c, 2.75), 0.10, 0.06)
        side = 0.48
        body.block(
            CLOTH[thing.second],
            (3.0 * s + side * c, 8.35 + 3.0 * c - side * s, 2.72),
            (0.44, 1.85, 0.03),
            (0.0, 0.0, at),
        )
    return body


def _bridge(thing: Thing) -> Body:
    """A stone arch over 14 m along z, its back 2.2 m over what it stands on."""
    body = Body()
    steps, span, rise = 7, 7.0, 2.0
    for k in range(steps):
        za, zb = -span + 2.0 * span * k / steps, -span + 2.0 * span * (k + 1) / steps
        ya, yb = (rise * (1.0 - (z / span) ** 2) for z in (za, zb))
        middle, tilt = 0.5 * (za + zb), math.atan2(yb - ya, zb - za)
        length = 0.5 * math.hypot(zb - za, yb - ya) + 0.06
        height = 0.5 * (ya + yb)
        body.block(STONE, (0.0, height - 0.15, middle), (1.45, 0.35, length), (0.0, tilt, 0.0), tone=0.05)
        for side in (-1.0, 1.0):
            body.block(
                STONE, (side * 1.40, height + 0.50, middle), (0.17, 0.36, length), (0.0, tilt, 0.0), tone=0.1
            )
    for side in (-1.0, 1.0):
        body.block(STONE, (0.0, -0.45, side * 6.0), (1.5, 1.15, 1.25), top=(0.97, 0.8), tone=-0.1)
        body.block(STONE, (0.0, 0.35, side * 4.2), (1.42, 0.55, 1.0), (0.0, side * 0.55, 0.0), tone=-0.15)
    for x in (-1.4, 1.4):
        for z in (-7.0, 7.0):
            body.block(STONE, (x, 0.25, z), (0.30, 1.15, 0.30), top=(0.85, 0.85), tone=0.1)
    return body
