"""A large bird on the wing: it beats its wings for some seconds and glides for some."""

from __future__ import annotations

import math

from inhabit.core.cast import Thing
from inhabit.sim.paints import DARK, FAWN, SKIN, WHITE
from inhabit.sim.parts import Body

FLAP_HZ = 2.1


def bird(thing: Thing) -> Body:
    """Its body now; pale or dark by its colour."""
    body = Body()
    paint = WHITE if thing.colour % 2 else DARK
    tip = DARK if paint == WHITE else FAWN
    # Birds glide for some seconds between flaps, each in its own time.
    cycle = (thing.elapsed_s + 0.37 * thing.identity) % 5.0
    beating = min(max(min(cycle, 3.2 - cycle) / 0.4, 0.0), 1.0)
    at = math.tau * FLAP_HZ * (thing.elapsed_s + 0.13 * thing.identity)
    inner = 0.16 + beating * 0.62 * math.sin(at)
    outer = inner - 0.22 + beating * 0.50 * math.sin(at - 1.1)
    body.egg(paint, (0.0, -0.02 * math.sin(at) * beating, 0.0), (0.12, 0.12, 0.40))
    body.limb(paint, (0.0, 0.02, 0.28), (0.0, 0.05, 0.55), 0.075, 0.062)
    body.limb(SKIN, (0.0, 0.05, 0.58), (0.0, 0.02, 0.74), 0.035, 0.012)
    body.egg(tip, (0.0, 0.0, -0.50), (0.13, 0.025, 0.22))
    for side in (-1.0, 1.0):
        ci, si, co, so = math.cos(inner), math.sin(inner), math.cos(outer), math.sin(outer)
        joint = (side * (0.06 + 0.62 * ci), 0.03 + 0.62 * si, 0.06)
        body.egg(
            paint,
            (side * (0.06 + 0.32 * ci), 0.03 + 0.32 * si, 0.05),
            (0.37, 0.035, 0.185),
            (0.0, 0.0, -side * inner),
        )
        body.egg(
            paint,
            (joint[0] + side * 0.28 * co, joint[1] + 0.28 * so, 0.0),
            (0.36, 0.026, 0.150),
            (0.22 * side, 0.0, -side * outer),
        )
        body.egg(
            tip,
            (joint[0] + side * 0.52 * co, joint[1] + 0.52 * so, -0.05),
            (0.20, 0.02, 0.095),
            (0.40 * side, 0.0, -side * outer),
        )
    return body
