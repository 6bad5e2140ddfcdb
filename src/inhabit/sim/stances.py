"""How somebody on two legs holds themselves: joint angles from what they do and since when.

A stance is a tuple of numbers, so that two can be mixed while one doing passes over into another. Walking and
running are sums of few sines, after the way animators draw them: the knee bends while its leg swings
forward, arms go against the legs, the chest turns against the hips.
"""

from __future__ import annotations

import math

from inhabit.core.cast import Thing

(HIP_L, HIP_R, KNEE_L, KNEE_R, ARM_L, ARM_R, OUT_L, OUT_R, ELBOW_L, ELBOW_R, FAN_R, LEAN, TWIST, RISE, NOD,
 TURN) = range(16)  # fmt: skip
"""Forward swing of thighs and arms, bend of knees and elbows, arms out to the side, the right forearm
further out, chest forward, chest turned, body up (m), head up, head turned: radians, but for RISE."""

Stance = tuple[float, ...]

WALK_MPS, RUN_MPS = 1.5, 4.4
"""Speeds that the legs are timed for, at a scale of 1."""
STRIDES_HZ = {"walk": 0.95, "run": 1.5}
"""Full cycles of both legs in a second."""
JUMP_S, JUMP_RISE_S, JUMP_FALL_S = 1.0, 0.18, 0.74
"""A jump: how long in all, and when the feet leave and meet the ground."""
PASSING_S = 0.25
"""How long limbs take from one doing to the next."""


def stance(thing: Thing) -> Stance:
    """What `thing` looks like just now, as joint angles."""
    now = _held(thing.doing, thing.elapsed_s)
    share = thing.elapsed_s / PASSING_S
    if share >= 1.0:
        return now
    share = share * share * (3.0 - 2.0 * share)
    was = _held(thing.before, thing.before_s + thing.elapsed_s)
    return tuple(a + (b - a) * share for a, b in zip(was, now, strict=True))


def _held(doing: str, elapsed_s: float) -> Stance:
    return _STANCES.get(doing, _idle)(elapsed_s)


def _idle(t: float) -> Stance:
    breath = math.sin(1.9 * t)
    return (
        0.02, -0.02, 0.03, 0.03, 0.04, 0.04, 0.16 + 0.02 * breath, 0.16 + 0.02 * breath, 0.18, 0.18, 0.0,
        0.03 + 0.01 * breath, 0.03 * math.sin(0.6 * t), 0.0, 0.04 * math.sin(0.7 * t),
        0.30 * math.sin(0.45 * t),
    )  # fmt: skip


def _stride(
    t: float, cycles_hz: float, swing: float, bend: float, arms: float, elbow: float, lean: float
) -> Stance:
    at = math.tau * cycles_hz * t
    s, c = math.sin(at), math.cos(at)
    return (
        swing * s + 0.10, -swing * s + 0.10, 0.16 + bend * max(c, 0.0) ** 1.5, 0.16 + bend * max(-c,
        0.0) ** 1.5,
        -arms * s, arms * s, 0.12, 0.12, elbow + 0.25 * max(-s, 0.0), elbow + 0.25 * max(s, 0.0), 0.0,
        lean, 0.22 * s * arms, 0.0, -0.3 * lean, -0.2 * s * arms,
    )  # fmt: skip


def _walk(t: float) -> Stance:
    return _stride(t, STRIDES_HZ["walk"], 0.52, 0.75, 0.55, 0.25, 0.06)


def _run(t: float) -> Stance:
    held = list(_stride(t, STRIDES_HZ["run"], 0.88, 1.35, 0.85, 1.35, 0.30))
    # Both feet are off the ground twice in a cycle, when the legs are furthest apart.
    held[RISE] = 0.13 * math.sin(math.tau * STRIDES_HZ["run"] * t) ** 2
    return tuple(held)


def _jump(t: float) -> Stance:
    squat = _bump(t, 0.0, 0.10, 0.22) + 0.8 * _bump(t, 0.70, 0.80, JUMP_S)
    up = _bump(t, 0.12, 0.34, 0.78)
    return (
        0.75 * squat + 0.55 * up, 0.75 * squat - 0.25 * up, 1.5 * squat + 0.95 * up, 1.5 * squat + 0.55 * up,
        -0.7 * squat + 2.3 * up, -0.7 * squat + 2.3 * up, 0.15 + 0.5 * up, 0.15 + 0.5 * up, 0.3, 0.3, 0.0,
        0.45 * squat - 0.05 * up, 0.0, 0.0, 0.25 * up, 0.0,
    )  # fmt: skip


def _bump(t: float, start: float, top: float, end: float) -> float:
    part = (t - start) / (top - start) if t < top else (end - t) / (end - top)
    part = min(max(part, 0.0), 1.0)
    return part * part * (3.0 - 2.0 * part)


def _wave(t: float) -> Stance:
    swing = math.sin(math.tau * 1.5 * t)
    held = list(_idle(t))
    held[OUT_R], held[ARM_R], held[ELBOW_R] = 2.25, 0.10, 0.0
    held[FAN_R] = 0.45 + 0.42 * swing
    held[TURN], held[NOD], held[LEAN] = 0.0, 0.08, 0.0
    return tuple(held)


def _look(t: float) -> Stance:
    turn = math.sin(math.tau * 0.22 * t)
    held = list(_idle(t))
    held[ARM_R], held[OUT_R], held[ELBOW_R], held[FAN_R] = 1.55, 0.30, 1.45, -0.75
    held[TURN], held[TWIST], held[LEAN] = 0.95 * turn, 0.35 * turn, 0.14
    held[NOD] = 0.06
    return tuple(held)


_STANCES = {"idle": _idle, "walk": _walk, "run": _run, "jump": _jump, "wave": _wave, "look": _look}
