"""When the network is asked: for the frame itself, and for the view that is to come.

A moving camera uncovers a sliver of the unseen each frame. Painting sliver by sliver, each continued from the
last, degenerates and costs a whole pass for a hundredth of the picture; so a frame is painted when enough has
come together, and the view half a turn ahead is made whole, in one go, before it is needed.
"""

from __future__ import annotations

import math
from dataclasses import replace

from inhabit.core.camera import PITCH_LIMIT_RAD, Pose
from inhabit.world.memory import Reading
from inhabit.world.state import WorldState

AHEAD_TICKS = 22
TURN_LIMIT_RAD = 0.6
TRAVEL_LIMIT_M = 6.0
READY = 0.65
"""No foresight is needed while memory covers this share of the view ahead (the rough measure of it loses a
border: even a keyframe at the very place covers about 0.85)."""
UNKEPT, UNSEEN = 0.08, 0.04
"""Shares of a frame that memory does not show in detail, or not at all, from which it is painted at once."""
REST, REST_TICKS = 0.03, 15
"""A smaller share is painted after this many ticks."""
CUT = 0.3
"""Unless so much is new, a frame is not painted in two ticks running: the view ahead gets its turn."""
STILL = 1e-4
CHECK_TICKS = 3
"""How often the view ahead is looked at: it stays about the same for many ticks."""


def due(now: WorldState, reading: Reading) -> bool:
    """Whether a frame is to be painted or carried on from what memory shows."""
    unkept, unseen = 1 - float(reading.known.mean()), 1 - float(reading.seen.mean())
    ticks = now.tick - now.painted_tick
    if ticks < 2:
        return unkept >= CUT
    return unkept >= UNKEPT or unseen >= UNSEEN or (unkept >= REST and ticks >= REST_TICKS)


def ahead(before: Pose, now: Pose) -> Pose | None:
    """Where the camera will be if it goes on as in the last tick; None if it stands still."""
    yaw = math.remainder(now.yaw_rad - before.yaw_rad, math.tau)
    pitch = now.pitch_rad - before.pitch_rad
    step = now.position - before.position
    if abs(yaw) + abs(pitch) + float(abs(step).sum()) < STILL:
        return None
    turn = _limited(yaw * AHEAD_TICKS, TURN_LIMIT_RAD)
    reach = AHEAD_TICKS * min(1.0, TRAVEL_LIMIT_M / max(AHEAD_TICKS * float((step**2).sum()) ** 0.5, 1e-9))
    return replace(
        now,
        yaw_rad=now.yaw_rad + turn,
        pitch_rad=_limited(
            now.pitch_rad + _limited(pitch * AHEAD_TICKS, TURN_LIMIT_RAD / 2), PITCH_LIMIT_RAD
        ),
        x_m=now.x_m + reach * float(step[0]),
        y_m=now.y_m + reach * float(step[1]),
        z_m=now.z_m + reach * float(step[2]),
    )


def needed(before: WorldState, now: WorldState) -> Pose | None:
    """The view to make ahead of time, if memory does not cover it yet."""
    if now.memory.last is None or now.tick % CHECK_TICKS:
        return None
    pose = ahead(before.pose, now.pose)
    if pose is None or now.memory.covers(pose, now.drift_m, now.attributes.main_biome) >= READY:
        return None
    return pose


def _limited(value: float, limit: float) -> float:
    return min(max(value, -limit), limit)
