"""Joints of somebody on two legs: a build and a stance to points in the thing's own axes.

The body is set down so that the lower foot stands at height 0, whatever the legs do.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from inhabit.sim.parts import Point
from inhabit.sim.stances import (
    ARM_L,
    ARM_R,
    ELBOW_L,
    ELBOW_R,
    FAN_R,
    HIP_L,
    HIP_R,
    KNEE_L,
    KNEE_R,
    LEAN,
    NOD,
    OUT_L,
    OUT_R,
    RISE,
    TURN,
    TWIST,
    Stance,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Build:
    """Lengths in metres at a scale of 1: thigh and shin, torso, upper arm and forearm, half widths, head,
    sole."""

    thigh: float = 0.40
    shin: float = 0.38
    torso: float = 0.50
    arm: float = 0.29
    forearm: float = 0.27
    hips: float = 0.10
    shoulders: float = 0.20
    head: float = 0.165
    sole: float = 0.09


@dataclass(frozen=True, slots=True)
class Joints:
    """Points of one moment. Left and right in pairs; `face` is where the head looks, as a unit vector, and
    `back` the chest's way back (for capes)."""

    pelvis: Point
    chest: Point
    neck: Point
    head: Point
    hips: tuple[Point, Point]
    knees: tuple[Point, Point]
    ankles: tuple[Point, Point]
    toes: tuple[Point, Point]
    shoulders: tuple[Point, Point]
    elbows: tuple[Point, Point]
    hands: tuple[Point, Point]
    face: Point
    turn: tuple[float, float, float]
    lean: float


def joints(build: Build, held: Stance) -> Joints:
    """Where every joint is."""
    lean, twist = held[LEAN], held[TWIST]
    legs = [_leg(build, held[HIP_L], held[KNEE_L], -1.0), _leg(build, held[HIP_R], held[KNEE_R], 1.0)]
    lowest = min(min(ankle[1], toe[1]) for _, ankle, toe in legs)
    up = build.sole - lowest + held[RISE]
    hips = ((-build.hips, up, 0.0), (build.hips, up, 0.0))
    knees = tuple(_raised(leg[0], up) for leg in legs)
    ankles = tuple(_raised(leg[1], up) for leg in legs)
    toes = tuple(_raised(leg[2], up) for leg in legs)
    sl, cl = math.sin(lean), math.cos(lean)
    chest = (0.0, up + build.torso * cl, build.torso * sl)
    st, ct = math.sin(twist), math.cos(twist)
    wide, down = build.shoulders, 0.05
    shoulders = (
        (-wide * ct, chest[1] - down, chest[2] + wide * st),
        (wide * ct, chest[1] - down, chest[2] - wide * st),
    )
    arms = [
        _arm(build, shoulders[0], held[ARM_L] + 0.5 * lean, held[OUT_L], held[ELBOW_L], 0.0, -1.0),
        _arm(build, shoulders[1], held[ARM_R] + 0.5 * lean, held[OUT_R], held[ELBOW_R], held[FAN_R], 1.0),
    ]
    neck = (0.0, chest[1] + 0.05, chest[2] + 0.05 * sl)
    yaw, pitch = held[TURN] + twist, held[NOD] - 0.4 * lean
    sy, cy, sp, cp = math.sin(yaw), math.cos(yaw), math.sin(pitch), math.cos(pitch)
    head = (0.0, neck[1] + 0.85 * build.head, neck[2] + 0.04 + 0.5 * build.head * sl)
    return Joints(
        pelvis=(0.0, up, 0.0), chest=chest, neck=neck, head=head, hips=hips,
        knees=knees, ankles=ankles, toes=toes,  # pyright: ignore[reportArgumentType]
        shoulders=shoulders, elbows=(arms[0][0], arms[1][0]), hands=(arms[0][1], arms[1][1]),
        face=(sy * cp, sp, cy * cp), turn=(yaw, pitch, 0.0), lean=lean,
    )  # fmt: skip


def _leg(build: Build, swing: float, bend: float, side: float) -> tuple[Point, Point, Point]:
    """Knee, ankle and toe of a leg whose hip is at height 0."""
    x, shin = side * build.hips, swing - bend
    knee = (x, -build.thigh * math.cos(swing), build.thigh * math.sin(swing))
    ankle = (x, knee[1] - build.shin * math.cos(shin), knee[2] + build.shin * math.sin(shin))
    # The foot lies flat under a straight leg and hangs from a bent one.
    tip = 0.75 * max(bend - 0.2, 0.0) - 0.4 * max(swing - 0.3, 0.0)
    return knee, ankle, (x, ankle[1] - 0.17 * math.sin(tip), ankle[2] + 0.17 * math.cos(tip))


def _arm(
    build: Build, at: Point, swing: float, out: float, bend: float, fan: float, side: float
) -> tuple[Point, Point]:
    """Elbow and hand of an arm that hangs from `at`."""
    elbow = _along(at, build.arm, swing, out, side)
    return elbow, _along(elbow, build.forearm, swing + bend, out + fan, side)


def _along(at: Point, length: float, swing: float, out: float, side: float) -> Point:
    level = math.cos(out)
    return (
        at[0] + side * length * math.sin(out),
        at[1] - length * level * math.cos(swing),
        at[2] + length * level * math.sin(swing),
    )


def _raised(at: Point, up: float) -> Point:
    return at[0], at[1] + up, at[2]
