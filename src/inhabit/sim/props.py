"""Smaller things: boat, campfire, tree, statue, lantern, tent and standing stone."""

from __future__ import annotations

import math

from inhabit.core.cast import Thing
from inhabit.sim.buildings import BURIED_M
from inhabit.sim.paints import BARK, CLOTH, DARK, FLAME, LAMP, LEAVES, METAL, STONE, WHITE, WOOD
from inhabit.sim.parts import Body


def prop(thing: Thing) -> Body:
    """The body of a thing that people put down; flames have flickered since `elapsed_s`."""
    makers = {
        "boat": _boat, "campfire": _campfire, "tree": _tree, "statue": _statue, "lantern": _lantern,
        "tent": _tent,
        "stone": _stone,
    }  # fmt: skip
    return makers[thing.kind](thing)


def _boat(thing: Thing) -> Body:
    body, hull, sail = Body(), CLOTH[thing.colour], CLOTH[thing.second]
    # The bow is a block whose narrow top points forward.
    ahead = (0.0, -0.5 * math.pi, 0.0)
    body.block(hull, (0.0, 0.12, -0.6), (0.72, 0.48, 1.6), top=(1.45, 1.05))
    body.block(hull, (0.0, 0.14, 2.0), (0.98, 1.05, 0.46), ahead, top=(0.06, 0.85))
    body.block(WHITE, (0.0, 0.60, -0.6), (1.10, 0.07, 1.72))
    body.block(WHITE, (0.0, 0.60, 2.10), (1.10, 1.05, 0.07), ahead, top=(0.06, 1.0))
    body.block(WOOD, (0.0, 0.64, -0.6), (0.92, 0.06, 1.5))
    body.block(WOOD, (0.0, 0.85, -0.9), (0.62, 0.28, 0.55), top=(0.85, 0.9), tone=0.1)
    body.limb(WOOD, (0.0, 0.5, 0.7), (0.0, 6.3, 0.55), 0.085, 0.05)
    body.limb(WOOD, (0.0, 1.35, 0.6), (0.0, 1.30, -2.2), 0.06)
    # A mainsail and a jib: wedges that end in a point.
    body.block(sail, (0.10, 3.65, -0.72), (0.045, 2.25, 1.30), (0.06, -0.27, 0.0), top=(1.0, 0.05), tone=0.1)
    body.block(sail, (0.04, 2.85, 1.72), (0.04, 1.95, 0.85), (-0.05, 0.30, 0.0), top=(1.0, 0.05), tone=0.2)
    body.limb(hull, (0.0, 6.3, 0.5), (0.0, 6.3, -0.25), 0.06, 0.02)
    body.ball(LAMP, (0.0, 1.15, -2.1), 0.15)
    body.limb(DARK, (0.0, 0.6, -2.1), (0.0, 1.05, -2.1), 0.035)
    return body


def _campfire(thing: Thing) -> Body:
    body, t = Body(), thing.elapsed_s + thing.identity
    for k in range(8):
        at = k * math.tau / 8 + 0.2
        body.egg(
            STONE, (0.62 * math.sin(at), 0.07, 0.62 * math.cos(at)), (0.19, 0.14, 0.16), (at, 0.0, 0.0), -0.2
        )
    for k in range(4):
        at = k * math.tau / 4 + 0.5
        body.limb(
            WOOD,
            (0.48 * math.sin(at), 0.07, 0.48 * math.cos(at)),
            (-0.06 * math.sin(at), 0.50, -0.06 * math.cos(at)),
            0.075,
        )
    tongues = (
        (0.0, 0.0, 1.30, 0.24),
        (0.17, 0.06, 0.85, 0.15),
        (-0.16, 0.08, 0.95, 0.16),
        (0.02, -0.17, 0.75, 0.15),
    )
    for k, (x, z, tall, wide) in enumerate(tongues):
        sway = 0.09 * math.sin(7.0 * t + 2.1 * k) + 0.05 * math.sin(11.3 * t + k)
        high = tall * (0.88 + 0.16 * math.sin(9.0 * t + 1.7 * k))
        body.limb(
            FLAME,
            (x, 0.24, z),
            (x + 0.4 * sway, 0.24 + 0.45 * high, z),
            wide,
            0.66 * wide,
            0.55 if k == 0 else 0.1,
        )
        body.limb(
            FLAME,
            (x + 0.4 * sway, 0.24 + 0.45 * high, z),
            (x + sway, 0.15 + high, z),
            0.66 * wide,
            0.01,
            -0.35,
        )
    return body


def _tree(thing: Thing) -> Body:
    """A great old tree, broader than any of the forest's."""
    body = Body()
    body.drum(BARK, (0.0, -BURIED_M, 0.0), (0.12, 2.0, 0.0), 0.78, 0.36)
    body.limb(BARK, (0.12, 1.9, 0.0), (0.0, 4.2, 0.1), 0.38, 0.24)
    for x, y, z in ((-1.9, 4.2, 0.4), (1.8, 4.5, -0.3), (0.2, 4.6, 1.6), (-0.2, 4.4, -1.7)):
        body.limb(BARK, (0.08, 2.5, 0.0), (x, y, z), 0.24, 0.12)
    for x, y, z, wide, tall in (
        (0.0, 6.1, 0.0, 2.4, 1.7), (-2.1, 4.9, 0.5, 1.7, 1.2), (2.1, 5.1, -0.3, 1.75, 1.25), (0.3, 5.0,
        1.9, 1.6, 1.2),
        (-0.3, 4.9, -1.9, 1.65, 1.15), (1.1, 6.7, 0.9, 1.4, 1.1), (-1.1, 6.9, -0.5, 1.4, 1.1),
    ):  # fmt: skip
        body.egg(LEAVES, (x, y, z), (wide, tall, wide))
    return body


def _statue(thing: Thing) -> Body:
    """Somebody in stone on a plinth, one arm raised."""
    body = Body()
    body.block(STONE, (0.0, 0.0, 0.0), (1.15, 0.55, 1.15), tone=-0.1)
    body.block(STONE, (0.0, 1.35, 0.0), (0.72, 0.85, 0.72), top=(0.86, 0.86))
    body.block(STONE, (0.0, 2.25, 0.0), (0.82, 0.12, 0.82), tone=0.1)
    body.drum(STONE, (0.0, 2.3, 0.0), (0.0, 4.15, 0.0), 0.60, 0.30, 0.8)
    body.drum(STONE, (0.0, 3.9, 0.0), (0.0, 4.75, 0.0), 0.34, 0.46, 0.7)
    body.limb(STONE, (-0.42, 4.68, 0.0), (0.42, 4.68, 0.0), 0.17)
    body.egg(STONE, (0.0, 5.22, 0.04), (0.27, 0.31, 0.28), tone=0.1)
    body.limb(STONE, (0.44, 4.70, 0.0), (0.95, 5.15, 0.15), 0.15, 0.12)
    body.limb(STONE, (0.95, 5.15, 0.15), (1.05, 5.95, 0.25), 0.12, 0.10)
    body.ball(METAL, (1.06, 6.18, 0.26), 0.20, tone=0.3)
    body.limb(STONE, (-0.46, 4.65, 0.0), (-0.62, 4.00, 0.12), 0.15, 0.12)
    body.limb(STONE, (-0.62, 4.00, 0.12), (-0.35, 3.75, 0.42), 0.12, 0.10)
    return body


def _lantern(thing: Thing) -> Body:
    """A lamp post."""
    body = Body()
    body.drum(DARK, (0.0, -0.3, 0.0), (0.0, 0.35, 0.0), 0.26, 0.13)
    body.limb(DARK, (0.0, 0.3, 0.0), (0.0, 2.75, 0.0), 0.075, 0.055)
    body.drum(DARK, (0.0, 2.68, 0.0), (0.0, 2.80, 0.0), 0.10, 0.24)
    body.block(LAMP, (0.0, 3.08, 0.0), (0.17, 0.28, 0.17), top=(1.45, 1.45), tone=0.4)
    for x in (-1.0, 1.0):
        for z in (-1.0, 1.0):
            body.limb(DARK, (0.18 * x, 2.80, 0.18 * z), (0.26 * x, 3.36, 0.26 * z), 0.028)
    body.block(CLOTH[thing.colour], (0.0, 3.52, 0.0), (0.34, 0.17, 0.34), top=(0.12, 0.12))
    body.ball(DARK, (0.0, 3.74, 0.0), 0.065)
    body.limb(DARK, (-0.30, 2.35, 0.0), (0.30, 2.35, 0.0), 0.035)
    return body


def _tent(thing: Thing) -> Body:
    body, cloth, other = Body(), CLOTH[thing.colour], CLOTH[thing.second]
    body.block(cloth, (0.0, 0.98, 0.0), (1.65, 1.08, 1.75), top=(0.03, 0.94))
    for z in (-1.72, 1.72):
        body.limb(WOOD, (-1.05, 0.05, z), (0.17, 2.42, 0.97 * z), 0.05)
        body.limb(WOOD, (1.05, 0.05, z), (-0.17, 2.42, 0.97 * z), 0.05)
    body.limb(WOOD, (0.0, 2.10, -1.9), (0.0, 2.10, 1.9), 0.055)
    body.block(DARK, (0.0, 0.72, 1.71), (0.60, 0.76, 0.04), (0.0, 0.045, 0.0), top=(0.06, 1.0))
    for side in (-1.0, 1.0):
        body.block(other, (side * 1.22, 0.50, 0.0), (0.05, 0.62, 1.78), (0.0, 0.0, -side * 0.655), tone=0.1)
    return body


def _stone(thing: Thing) -> Body:
    """A standing stone, leaning a little, with two that have fallen."""
    body = Body()
    body.egg(STONE, (0.0, 0.9, 0.0), (0.86, 1.9, 0.50), (0.2, 0.04, 0.05))
    body.egg(STONE, (0.12, 2.1, 0.02), (0.66, 1.45, 0.42), (0.25, 0.03, 0.10), 0.05)
    body.egg(STONE, (-0.22, 1.4, 0.05), (0.55, 1.5, 0.40), (0.0, 0.05, -0.05), -0.05)
    body.egg(STONE, (1.35, 0.10, 0.55), (0.62, 0.34, 0.40), (0.5, 0.0, 0.2), -0.1)
    body.egg(STONE, (-1.1, 0.05, 0.8), (0.42, 0.28, 0.36), (1.2, 0.0, 0.0), -0.15)
    body.egg(LEAVES, (0.7, 0.02, -0.1), (0.5, 0.16, 0.4))
    body.egg(LEAVES, (-0.6, 0.0, -0.2), (0.45, 0.18, 0.4))
    return body
