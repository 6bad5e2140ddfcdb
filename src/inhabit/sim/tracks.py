"""Plans of camera paths, before they meet the land: where to go and where to look, smoothly.

Speeds are those of a person at the keys, held for a second or two and eased in and out. Paths of some
kinds come back to where they began, so that memory can be trained and judged.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

KINDS = ("roam", "there_and_back", "look_away_and_back", "round_trip", "survey", "idle")
"""What a walk does. The second to the fourth end where they began: ABA, ABA by turning, ABCA."""

DOLLY_MPS, TRUCK_MPS, PEDESTAL_MPS = 8.0, 6.0, 5.0
YAW_RPS, PITCH_RPS = 0.9, 0.6
LOWEST_M, HIGHEST_M = 2.0, 25.0


@dataclass(frozen=True, slots=True)
class Track:
    """Per frame: x, z and clearance in metres, yaw, pitch and roll in radians (yaw not wrapped)."""

    x: np.ndarray
    z: np.ndarray
    clear: np.ndarray
    yaw: np.ndarray
    pitch: np.ndarray
    roll: np.ndarray


@dataclass(frozen=True, slots=True)
class Start:
    """Where a path begins: metres, radians, clearance over the land in metres."""

    x: float
    z: float
    yaw: float
    pitch: float
    clear: float


def plan(rng: np.random.Generator, kind: str, frames: int, fps: int, start: Start) -> Track:
    """A path of one of KINDS; the same generator state gives the same path."""
    if kind == "there_and_back":
        half = _rates(rng, (frames + 1) // 2, fps, rng.uniform(0.5, 1.0))
        out = _integrate(half, start, fps)
        return _mirrored(out, frames)
    if kind == "look_away_and_back":
        return _looked_away(rng, frames, fps, start)
    if kind == "round_trip":
        return _round_trip(rng, frames, fps, start)
    pace = {"roam": 1.0, "survey": 0.25, "idle": 0.0}[kind]
    rates = _rates(rng, frames, fps, pace)
    if kind == "idle":
        rates *= 0.06
    return _integrate(rates, start, fps)


def _rates(rng: np.random.Generator, frames: int, fps: int, pace: float) -> np.ndarray:
    """Smooth speeds, float64 [frames, 6]: dolly, truck, clearance (m/s), yaw, pitch, roll (rad/s).

    Commands are held for a second or two, as from somebody at the keys, and eased in and out.
    """
    limits = np.array([DOLLY_MPS, TRUCK_MPS, 0.5 * PEDESTAL_MPS, YAW_RPS, PITCH_RPS, 0.05])
    wish = np.zeros((frames, 6))
    start = 0
    while start < frames:
        stop = start + int(fps * rng.uniform(0.8, 2.6))
        use = rng.random(6) < np.array([0.8, 0.28, 0.18, 0.5, 0.22, 0.08])
        size = rng.uniform(0.15, 1.0, 6) * rng.choice([-1.0, 1.0], 6)
        size[0] = abs(size[0]) * (1.0 if rng.random() < 0.85 else -0.6)
        size[3:5] *= rng.uniform(0.2, 1.0)
        wish[start:stop] = use * size * limits * np.array([pace, pace, pace, 1.0, 1.0, 1.0])
        if start == 0 and abs(wish[0, 0]) < 0.3 * DOLLY_MPS * pace:
            wish[start:stop, 0] = 0.6 * DOLLY_MPS * pace
        start = stop
    ease = max(int(0.45 * fps), 2)
    window = np.hanning(2 * ease + 1)
    padded = np.pad(wish, ((ease, ease), (0, 0)), mode="edge" if frames > ease else "constant")
    smooth = np.stack(
        [np.convolve(padded[:, c], window / window.sum(), mode="valid") for c in range(6)], axis=1
    )
    return smooth * _envelope(frames, fps)[:, None]


def _envelope(frames: int, fps: int) -> np.ndarray:
    """Half the walks' length at most is spent starting and stopping."""
    ease = max(min(0.5 * fps, frames / 4.0), 1.0)
    at = np.arange(frames)
    ramp = np.clip(np.minimum(at, frames - 1 - at) / ease, 0.0, 1.0)
    return ramp * ramp * (3.0 - 2.0 * ramp)


def _integrate(rates: np.ndarray, start: Start, fps: int) -> Track:
    dt_s = 1.0 / fps
    frames = len(rates)
    xs, zs = np.full(frames, start.x), np.full(frames, start.z)
    state = np.tile(np.array([start.clear, start.yaw, start.pitch, 0.0]), (frames, 1))
    for i in range(1, frames):
        dolly, truck, lift, turn, nod, lean = rates[i - 1]
        tilted = state[i - 1, 2] - start.pitch
        if abs(tilted) > 0.3 and nod * tilted > 0.0:
            nod = 0.0
        sy, cy = math.sin(state[i - 1, 1]), math.cos(state[i - 1, 1])
        xs[i] = xs[i - 1] + (sy * dolly + cy * truck) * dt_s
        zs[i] = zs[i - 1] + (cy * dolly - sy * truck) * dt_s
        state[i] = state[i - 1] + np.array([lift, turn, nod, lean]) * dt_s
        state[i, 0] = min(max(state[i, 0], LOWEST_M), HIGHEST_M)
    return Track(xs, zs, state[:, 0], state[:, 1], state[:, 2], state[:, 3])


def _mirrored(out: Track, frames: int) -> Track:
    """The same path out and home again: frame i and frame n - 1 - i are the same place."""
    index = np.minimum(np.arange(frames), frames - 1 - np.arange(frames))
    return Track(*(getattr(out, name)[index] for name in Track.__slots__))


def _looked_away(rng: np.random.Generator, frames: int, fps: int, start: Start) -> Track:
    """Turn away from a view, linger, turn back; the ground position sways a little and returns."""
    phase = np.linspace(0.0, 1.0, frames)
    away = _plateau(phase, rng.uniform(0.25, 0.45))
    steepest = float(np.abs(np.diff(away)).max()) * fps if frames > 1 else 1.0
    turn = rng.choice([-1.0, 1.0]) * min(rng.uniform(0.6, 2.6), 0.9 * YAW_RPS / max(steepest, 1e-6))
    nod = rng.uniform(-1.0, 1.0) * min(0.2, 0.9 * PITCH_RPS / max(steepest, 1e-6))
    step = rng.uniform(-1.0, 1.0, 2) * min(3.0, 3.0 / max(steepest, 1e-6))
    still = np.zeros(frames)
    return Track(
        start.x + step[0] * away, start.z + step[1] * away, start.clear + still,
        start.yaw + turn * away, start.pitch + nod * away, still,
    )  # fmt: skip


def _round_trip(rng: np.random.Generator, frames: int, fps: int, start: Start) -> Track:
    """A loop that leaves forward and returns from another side: A, B, C, A with the first heading."""
    phase = np.linspace(0.0, 1.0, frames)
    pace = phase - np.sin(math.tau * phase) / math.tau
    angle = math.tau * pace * rng.choice([-1.0, 1.0])
    seconds = max(frames / fps, 1e-3)
    longest = 0.42 * TRUCK_MPS * seconds / math.tau
    long_m, wide_m = min(rng.uniform(6.0, 22.0), longest), min(rng.uniform(3.0, 10.0), longest)
    ahead, aside = long_m * (1.0 - np.cos(angle)), wide_m * np.sin(angle)
    sy, cy = math.sin(start.yaw), math.cos(start.yaw)
    look = min(rng.uniform(0.2, 0.8), 0.30 * YAW_RPS * seconds / math.tau) * rng.choice([-1.0, 1.0])
    still = np.zeros(frames)
    return Track(
        start.x + sy * ahead + cy * aside, start.z + cy * ahead - sy * aside, start.clear + still,
        start.yaw + look * np.sin(angle), start.pitch + still, still,
    )  # fmt: skip


def _plateau(phase: np.ndarray, rise: float) -> np.ndarray:
    ramp = np.clip(np.minimum(phase, 1.0 - phase) / rise, 0.0, 1.0)
    return ramp**3 * (ramp * (6.0 * ramp - 15.0) + 10.0)
