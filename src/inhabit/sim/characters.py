"""Those who can be directed: wanderer, knight, robot and child, each with its own outline and three
wardrobes."""

from __future__ import annotations

import math
from dataclasses import replace

from inhabit.core.cast import Thing
from inhabit.sim.paints import CLOTH, DARK, FAWN, LAMP, METAL, SKIN, WHITE, WOOD
from inhabit.sim.parts import Body, Point
from inhabit.sim.skeleton import Build, Joints, joints
from inhabit.sim.stances import STRIDES_HZ, stance

PLAIN, CAPED, HATTED = range(3)
"""Wardrobes, in the order of core.cast.WARDROBES."""

_ADULT = Build()
_BROAD = Build(shoulders=0.23, hips=0.11, head=0.155, torso=0.48)
_SQUARE = Build(thigh=0.34, shin=0.34, torso=0.50, shoulders=0.27, hips=0.14, head=0.19, arm=0.30, sole=0.11)
_SMALL = Build(
    thigh=0.24, shin=0.23, torso=0.34, arm=0.20, forearm=0.18, hips=0.075, shoulders=0.135, head=0.185,
    sole=0.08
)  # fmt: skip


def character(thing: Thing) -> Body:
    """The body of a character as it stands now."""
    return {"wanderer": _wanderer, "knight": _knight, "robot": _robot, "child": _child}[thing.kind](thing)


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share


def _moved(a: Point, x: float, y: float, z: float) -> Point:
    return a[0] + x, a[1] + y, a[2] + z


def _ahead(at: Point, face: Point, far: float, up: float = 0.0) -> Point:
    return at[0] + far * face[0], at[1] + far * face[1] + up, at[2] + far * face[2]


def _pace(thing: Thing) -> tuple[float, float]:
    """How hard the air pulls at cloth, 0 to 1, and its sway."""
    hard = {"walk": 0.35, "run": 1.0, "jump": 0.7}.get(thing.doing, 0.05)
    ease = min(thing.elapsed_s / 0.4, 1.0)
    hard = 0.05 + (hard - 0.05) * ease
    return hard, math.sin(math.tau * STRIDES_HZ.get(thing.doing, 0.3) * thing.elapsed_s)


def _limbs(body: Body, j: Joints, leg: int, boot: int, arm: int, hand: int, wide: float) -> None:
    for s in (0, 1):
        body.limb(leg, j.hips[s], j.knees[s], 1.05 * wide, 0.85 * wide)
        body.limb(leg, j.knees[s], j.ankles[s], 0.85 * wide, 0.70 * wide)
        body.limb(boot, _between(j.knees[s], j.ankles[s], 0.55), j.ankles[s], 0.95 * wide, 0.90 * wide)
        body.limb(boot, j.ankles[s], j.toes[s], 0.92 * wide, 0.72 * wide)
        body.limb(arm, j.shoulders[s], j.elbows[s], 0.80 * wide, 0.66 * wide)
        body.limb(arm, j.elbows[s], j.hands[s], 0.68 * wide, 0.58 * wide)
        body.ball(hand, j.hands[s], 0.76 * wide)


def _eyes(body: Body, j: Joints, face: Point, wide: float, size: float) -> None:
    """Two dark eyes on a face of radius `wide`."""
    sy, cy = math.sin(j.turn[0]), math.cos(j.turn[0])
    for side in (-1.0, 1.0):
        at = _ahead(face, j.face, 0.90 * wide)
        body.ball(
            DARK,
            (at[0] + 0.36 * wide * side * cy, at[1] + 0.12 * wide, at[2] - 0.36 * wide * side * sy),
            size,
        )


def _cape(body: Body, paint: int, j: Joints, wide: float, foot: float, pull: float, sway: float) -> None:
    """A cloth from the shoulders down the back to height `foot`, flying with the pace."""
    top = _moved(j.chest, 0.0, 0.02, -0.07)
    fall = top[1] - foot
    hem = (0.07 * sway * (0.3 + pull), foot + 0.55 * fall * pull * 0.6, top[2] - 0.14 - 0.75 * fall * pull)
    body.drum(paint, hem, top, 1.75 * wide, 0.85 * wide, 0.30)


def _wanderer(thing: Thing) -> Body:
    body, j = Body(), joints(_ADULT, stance(thing))
    main, other = CLOTH[thing.colour], CLOTH[thing.second]
    pull, sway = _pace(thing)
    _limbs(body, j, DARK, WOOD, main, SKIN, 0.078)
    body.drum(main, _moved(j.pelvis, 0.0, -0.10, 0.0), _moved(j.chest, 0.0, 0.0, 0.0), 0.185, 0.20, 0.72)
    body.limb(main, j.shoulders[0], j.shoulders[1], 0.09)
    if thing.wardrobe == CAPED:
        hem = (0.04 * sway, 0.20, -0.10 - 0.32 * pull)
        body.drum(main, hem, _moved(j.neck, 0.0, 0.01, -0.02), 0.43, 0.14, 0.86, 0.05)
    else:
        hem = (0.03 * sway, j.pelvis[1] - 0.10, -0.02 - 0.16 * pull)
        body.drum(main, hem, _moved(j.neck, 0.0, 0.01, 0.0), 0.36, 0.12, 0.80, 0.05)
    body.drum(other, _moved(j.neck, 0.0, -0.08, -0.01), _moved(j.neck, 0.0, 0.05, 0.0), 0.17, 0.11, 0.9)
    face = _ahead(j.head, j.face, 0.035)
    body.ball(SKIN, face, 0.135)
    _eyes(body, j, face, 0.135, 0.020)
    if thing.wardrobe == HATTED:
        crown = _moved(j.head, 0.0, 0.07, 0.0)
        body.drum(other, _moved(crown, 0.0, 0.0, 0.0), _moved(crown, 0.0, 0.045, -0.01), 0.36, 0.20)
        body.drum(
            other, _moved(crown, 0.0, 0.03, 0.0), _moved(crown, 0.02, 0.34, -0.12), 0.165, 0.02, tone=0.1
        )
    else:
        back = _ahead(j.head, j.face, -0.035, 0.015)
        body.egg(main, back, (0.175, 0.19, 0.17), j.turn)
        tail = _ahead(back, j.face, -0.17, 0.10)
        body.limb(main, _ahead(back, j.face, -0.03, 0.05), tail, 0.135, 0.03)
    # A staff, carried upright in the left hand, and a bag.
    hand = j.hands[0]
    body.limb(
        WOOD,
        (hand[0] - 0.03, hand[1] + 0.62, hand[2] - 0.04),
        (hand[0] + 0.02, max(hand[1] - 0.72, 0.02), hand[2] + 0.06),
        0.024,
    )
    body.ball(FAWN, (hand[0] - 0.03, hand[1] + 0.63, hand[2] - 0.04), 0.05)
    body.egg(FAWN, _moved(j.pelvis, 0.20, 0.02, -0.10), (0.09, 0.12, 0.11))
    return body


def _knight(thing: Thing) -> Body:
    body, j = Body(), joints(_BROAD, stance(thing))
    main, other = CLOTH[thing.colour], CLOTH[thing.second]
    pull, sway = _pace(thing)
    _limbs(body, j, METAL, METAL, METAL, METAL, 0.088)
    for s in (0, 1):
        body.ball(METAL, j.knees[s], 0.10, tone=0.2)
        body.egg(METAL, _moved(j.shoulders[s], 0.04 * (2 * s - 1), 0.03, 0.0), (0.15, 0.12, 0.15), tone=0.25)
    body.drum(METAL, j.pelvis, j.chest, 0.19, 0.23, 0.72)
    # The tabard, with a skirt that parts over the legs.
    body.drum(main, _moved(j.pelvis, 0.0, -0.24, 0.0), _moved(j.pelvis, 0.0, 0.10, 0.0), 0.27, 0.20, 0.80)
    body.drum(main, _moved(j.pelvis, 0.0, 0.06, 0.012), _moved(j.chest, 0.0, -0.05, 0.015), 0.20, 0.19, 0.84)
    body.drum(FAWN, _moved(j.pelvis, 0.0, 0.03, 0.0), _moved(j.pelvis, 0.0, 0.10, 0.0), 0.215, 0.215, 0.80)
    top = _moved(j.head, 0.0, 0.02, 0.0)
    body.drum(METAL, _moved(top, 0.0, -0.17, 0.01), _moved(top, 0.0, 0.07, 0.0), 0.145, 0.165, 1.0, 0.15)
    body.egg(METAL, _moved(top, 0.0, 0.07, 0.0), (0.165, 0.13, 0.165), tone=0.15)
    body.block(DARK, _ahead(top, j.face, 0.135, 0.01), (0.095, 0.022, 0.035), j.turn)
    body.block(DARK, _ahead(top, j.face, 0.128, -0.07), (0.018, 0.07, 0.03), j.turn)
    if thing.wardrobe == HATTED:
        body.limb(other, _moved(top, 0.0, 0.18, 0.02), _moved(top, 0.0, 0.34, -0.06), 0.05, 0.085)
        body.limb(
            other,
            _moved(top, 0.0, 0.34, -0.06),
            (top[0] + 0.03 * sway, top[1] + 0.22, top[2] - 0.34),
            0.085,
            0.035,
        )
    if thing.wardrobe == CAPED:
        _cape(body, other, j, 0.20, 0.24, pull, sway)
    # Sword at the left hip, shield on the left arm.
    hilt = _moved(j.pelvis, -0.24, 0.10, 0.10)
    body.limb(DARK, hilt, _moved(hilt, -0.05, -0.42, -0.52), 0.03, 0.018)
    body.limb(FAWN, _moved(hilt, 0.01, 0.07, 0.09), hilt, 0.022)
    fore = _between(j.elbows[0], j.hands[0], 0.6)
    body.egg(main, _moved(fore, -0.10, 0.0, 0.02), (0.05, 0.29, 0.22), tone=0.1)
    body.egg(METAL, _moved(fore, -0.145, 0.02, 0.02), (0.03, 0.07, 0.07), tone=0.3)
    return body


def _robot(thing: Thing) -> Body:
    body, j = Body(), joints(_SQUARE, stance(thing))
    main, other = CLOTH[thing.colour], CLOTH[thing.second]
    pull, sway = _pace(thing)
    for s in (0, 1):
        side = 2 * s - 1
        for a, b in ((j.hips[s], j.knees[s]), (j.knees[s], j.ankles[s]), (j.shoulders[s], j.elbows[s])):
            body.limb(METAL, a, b, 0.055)
        body.limb(
            main,
            _between(j.knees[s], j.ankles[s], 0.35),
            _between(j.knees[s], j.ankles[s], 0.95),
            0.085,
            0.12,
        )
        body.ball(DARK, j.knees[s], 0.085)
        body.limb(DARK, j.ankles[s], j.toes[s], 0.11, 0.105)
        body.ball(main, _moved(j.shoulders[s], 0.02 * side, 0.0, 0.0), 0.125)
        body.ball(DARK, j.elbows[s], 0.075)
        body.limb(main, _between(j.elbows[s], j.hands[s], 0.25), j.hands[s], 0.075, 0.10)
        body.ball(DARK, _ahead(j.hands[s], (0.0, -1.0, 0.0), 0.05), 0.085)
    middle = _between(j.pelvis, j.chest, 0.55)
    tilt = (0.0, -j.lean, 0.0)
    body.block(main, middle, (0.20, 0.27, 0.155), tilt, (1.30, 1.20))
    body.block(METAL, _moved(j.pelvis, 0.0, -0.02, 0.0), (0.17, 0.085, 0.13))
    body.egg(LAMP, _moved(middle, 0.0, 0.09, 0.165), (0.075, 0.075, 0.035))
    body.block(other, _moved(middle, 0.0, -0.12, 0.150), (0.125, 0.045, 0.02), tilt)
    body.limb(METAL, j.chest, j.head, 0.06)
    head = _moved(j.head, 0.0, 0.07, 0.0)
    body.block(METAL, head, (0.195, 0.15, 0.165), j.turn, (0.90, 0.90), 0.1)
    body.block(DARK, _ahead(head, j.face, 0.145, -0.005), (0.155, 0.085, 0.03), j.turn)
    right = (math.cos(j.turn[0]), 0.0, -math.sin(j.turn[0]))
    for side in (-1.0, 1.0):
        eye = _ahead(_ahead(head, j.face, 0.165, 0.0), right, 0.075 * side)
        body.ball(LAMP, eye, 0.043, tone=0.4)
        body.ball(DARK, _ahead(head, right, 0.19 * side), 0.055)
    if thing.wardrobe == HATTED:
        body.limb(DARK, _moved(head, 0.0, 0.12, 0.0), _moved(head, 0.0, 0.42, -0.05), 0.014)
        body.ball(other, _moved(head, 0.0, 0.45, -0.05), 0.062)
        body.drum(other, _moved(head, 0.0, 0.14, 0.0), _moved(head, 0.0, 0.19, 0.0), 0.17, 0.10)
    elif thing.wardrobe == CAPED:
        _cape(body, other, _lifted(j), 0.25, 0.24, pull, sway)
    else:
        for side in (-1.0, 1.0):
            body.limb(
                DARK, _moved(head, 0.12 * side, 0.12, 0.0), _moved(head, 0.17 * side, 0.27, -0.02), 0.014
            )
    return body


def _lifted(j: Joints) -> Joints:
    return replace(j, chest=_moved(j.chest, 0.0, 0.0, -0.12))


def _child(thing: Thing) -> Body:
    body, j = Body(), joints(_SMALL, stance(thing))
    main, other = CLOTH[thing.colour], CLOTH[thing.second]
    pull, sway = _pace(thing)
    _limbs(body, j, DARK, WOOD, main, SKIN, 0.066)
    body.drum(main, _moved(j.pelvis, 0.0, -0.10, 0.0), _moved(j.chest, 0.0, 0.02, 0.0), 0.185, 0.125, 0.85)
    body.limb(main, j.shoulders[0], j.shoulders[1], 0.07)
    body.limb(other, _moved(j.neck, -0.05, 0.015, 0.0), _moved(j.neck, 0.05, 0.015, 0.0), 0.088)
    knot = _moved(j.neck, 0.07, 0.0, -0.09)
    # The scarf hangs down the back at rest and streams behind at a run.
    middle = _moved(knot, 0.03 * sway, -0.16 * (1.0 - pull), -0.07 - 0.17 * pull)
    tip = _moved(middle, 0.07 * sway, -0.17 * (1.0 - pull) + 0.04 * pull, -0.03 - 0.24 * pull)
    body.limb(other, knot, middle, 0.045, 0.052)
    body.limb(other, middle, tip, 0.052, 0.062)
    body.ball(SKIN, j.head, 0.165)
    _eyes(body, j, j.head, 0.165, 0.024)
    if thing.wardrobe == HATTED:
        body.egg(other, _moved(j.head, 0.0, 0.06, -0.01), (0.18, 0.15, 0.18), j.turn)
        body.drum(WHITE, _moved(j.head, 0.0, 0.03, -0.005), _moved(j.head, 0.0, 0.085, -0.01), 0.186, 0.182)
        body.ball(WHITE, _moved(j.head, 0.0, 0.24, -0.03), 0.06)
    elif thing.wardrobe == CAPED:
        body.egg(main, _ahead(j.head, j.face, -0.03, 0.03), (0.19, 0.19, 0.18), j.turn)
        body.limb(main, _moved(j.head, 0.0, 0.10, -0.05), _moved(j.head, 0.0, 0.27, -0.12), 0.12, 0.02)
        _cape(body, main, j, 0.16, 0.18, 0.7 * pull, sway)
    else:
        body.egg(WOOD, _ahead(j.head, j.face, -0.04, 0.045), (0.175, 0.165, 0.165), j.turn)
        body.limb(
            WOOD, _ahead(j.head, j.face, -0.12, -0.02), _ahead(j.head, j.face, -0.17, -0.12), 0.09, 0.06
        )
    return body
