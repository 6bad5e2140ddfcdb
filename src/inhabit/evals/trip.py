"""A trip away from a place and back to it: look, turn away, be out of sight for so many seconds, return.

Half of the trips stay on the spot, half walk off and come home by the way they went, walking backwards, so
that the place is never in view until the camera turns back to it. The land is followed as a person would.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from inhabit.core.camera import Motion, Pose
from inhabit.evals.wanderer import follow
from inhabit.sim.scene import Scene
from inhabit.sim.walk import motion_between

LOOK_S = 0.5
"""How long the place is looked at on the first visit."""

TURN_S, TURN_RAD = 4.0, math.radians(160.0)
"""Turning away takes so long and goes so far: as fast as the keys turn, at its fastest."""

TURN_SHARE = 0.8
"""Who is away for less than that turns faster: in this share of the time."""

HIDDEN_RAD = math.radians(75.0)
"""Turned by this much, nothing of the place is in view (a picture spans 70 degrees)."""

WALK_MPS, SWAY_RAD = 3.0, math.radians(12.0)
"""Whoever walks off goes this fast, gently turning this far to both sides."""


@dataclass(frozen=True, slots=True)
class Trip:
    """`poses[i]` is where the camera is after tick i + 1, `motions[i]` leads there.

    Tick numbers count from 1: the place is looked at until `looked`, out of sight from `gone` to `seen`
    (exclusive), and at `back` the camera is where it was.
    """

    poses: list[Pose]
    motions: list[Motion]
    looked: int
    gone: int
    seen: int
    back: int

    @property
    def halfway(self) -> int:
        """The tick in the middle of being away."""
        return (self.gone + self.seen) // 2


def trip(scene: Scene, start: Pose, away_s: float, fps: float, *, walks: bool) -> Trip:
    """A trip from `start` that is out of sight for `away_s`."""
    look = max(round(LOOK_S * fps), 1)
    turn = turn_rads(max(round(min(TURN_S, TURN_SHARE * away_s) * fps), 2))
    hidden = int(np.argmax(np.abs(turn) >= HIDDEN_RAD))
    # Part of the time out of sight goes by in turning further away and turning back.
    rest = max(round(away_s * fps) - 2 * (len(turn) - hidden), 0)
    turned = [replace(start, yaw_rad=math.remainder(start.yaw_rad + rad, math.tau)) for rad in turn]
    out = _stroll(scene, turned[-1], (rest + 1) // 2, fps, walks=walks)
    home = [*out[:-1][::-1], turned[-1]] if out else []
    middle = (out + home)[:rest] if walks else [turned[-1]] * rest
    poses = [start] * look + turned + middle + turned[::-1] + [start]
    motions = [motion_between(a, b, fps) for a, b in zip([start, *poses], poses, strict=False)]
    gone, seen = look + hidden + 1, look + 2 * len(turn) + len(middle) - hidden + 1
    return Trip(poses, motions, look, gone, seen, look + 2 * len(turn) + len(middle) + 1)


def turn_rads(ticks: int) -> np.ndarray:
    """How far the camera has turned away after each of `ticks` ticks: eased in and out."""
    share = np.arange(1, ticks + 1) / ticks
    return TURN_RAD * share * share * (3.0 - 2.0 * share)


def _stroll(scene: Scene, start: Pose, ticks: int, fps: float, *, walks: bool) -> list[Pose]:
    if not walks or not ticks:
        return []
    phase = np.arange(ticks) / (6.0 * fps) * math.tau
    motions = [
        Motion(dolly_mps=WALK_MPS, yaw_rps=float(SWAY_RAD * math.cos(p) * math.tau / 6.0)) for p in phase
    ]
    return follow(scene, start, motions, fps)[0]
