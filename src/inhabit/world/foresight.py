"""What to paint next: the frame itself, the view that is to come, or nothing.

A moving camera uncovers a sliver of the unseen each frame. Painting sliver by sliver, each continued from the
last, degenerates and costs a whole pass for a hundredth of the picture; so a frame is touched up when enough
has come together, and the view half a turn ahead is made whole, in one go, before it is needed.
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
"""Shares of a frame that memory does not show in detail, or not at all, from which it is touched up."""
REST, REST_TICKS = 0.03, 15
"""A smaller share is touched up after this many ticks."""
CUT = 0.5
"""From this share of the unseen on a frame is painted whole at once, whatever it costs: the world was cut."""
TURN_TICKS = 6
"""For so long after touching up, the view ahead comes first."""
STILL = 1e-4
CHECK_TICKS = 3
"""How often the view ahead is looked at while nothing else is to be painted: it stays about the same for many
ticks. Never the only ticks it is looked at in: painting takes ticks too, and the two would fall in step."""


def is_cut(reading: Reading) -> bool:
    """Whether too little of a frame is seen, in whatever detail, for it to be carried on."""
    return 1 - float(reading.seen.mean()) >= CUT


def due(now: WorldState, reading: Reading) -> bool:
    """Whether the frame is to be touched up."""
    unkept, unseen = 1 - float(reading.known.mean()), 1 - float(reading.seen.mean())
    rested = now.tick - now.painted_tick >= REST_TICKS
    return unkept >= UNKEPT or unseen >= UNSEEN or (unkept >= REST and rested)


def next_view(before: WorldState, now: WorldState, reading: Reading) -> Pose | None:
    """Where the next draft is to be seen from, which is here if the frame is to be touched up."""
    touch = due(now, reading)
    if touch and now.tick - now.painted_tick > TURN_TICKS:
        return now.pose
    there = needed(before, now) if touch or now.tick % CHECK_TICKS == 0 else None
    return now.pose if touch and there is None else there


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
    if now.memory.last is None:
        return None
    pose = ahead(before.pose, now.pose)
    if pose is None or now.memory.covers(pose, now.drift_m) >= READY:
        return None
    return pose


def _limited(value: float, limit: float) -> float:
    return min(max(value, -limit), limit)
