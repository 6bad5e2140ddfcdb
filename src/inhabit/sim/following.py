"""Cameras that belong to a character: behind and above it, circling now and then, or its own eyes.

They see the whole way in advance, so they move as smoothly as somebody who knows the scene.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from inhabit.core.camera import FOV_DEFAULT_RAD, Pose
from inhabit.core.cast import Thing
from inhabit.sim.figures import HEIGHT_M, RADIUS_M
from inhabit.sim.scene import Scene
from inhabit.sim.trees import GRID, GRID_M

NEAREST_M, FARTHEST_M = 4.0, 12.0
_EYES_RPS, _CIRCLE_MPS = 0.85, 3.2
_CLEAR_M = 1.1


def behind(
    rng: np.random.Generator, scene: Scene, steps: Sequence[Thing], fps: int, beside: Sequence[Thing] = ()
) -> list[Pose]:
    """A camera at NEAREST_M to FARTHEST_M, one pose for each step; of several the one that sees best.

    `beside` are things that may stand in its way.
    """
    plans = [_behind(rng, scene, steps, fps) for _ in range(6)]
    return max(plans, key=lambda poses: _sees(scene, poses, steps, beside))


def _behind(rng: np.random.Generator, scene: Scene, steps: Sequence[Thing], fps: int) -> list[Pose]:
    frames = len(steps)
    at = np.array([[s.x_m, s.y_m, s.z_m] for s in steps])
    tall = HEIGHT_M[steps[0].kind] * steps[0].scale
    seconds = np.arange(frames) / fps
    # Mostly near, and nearer to who is small.
    gap = NEAREST_M + (FARTHEST_M - NEAREST_M) * rng.random() ** 2.6 * min(tall / 1.8, 1.0)
    gap = np.clip(gap * (1.0 + 0.18 * np.sin(0.4 * seconds + rng.uniform(0, 6.3))), NEAREST_M, FARTHEST_M)
    heading = np.unwrap([s.heading_rad for s in steps])
    # The camera comes round behind it only slowly, and sometimes goes about it of its own accord.
    angle = _smooth(heading, 2.2, fps) + rng.normal(0.0, 0.5)
    if rng.random() < 0.45:
        start, length = rng.uniform(0.0, 0.6) * seconds[-1], rng.uniform(1.5, 4.0)
        part = np.clip((seconds - start) / length, 0.0, 1.0)
        angle = angle + rng.choice([-1.0, 1.0]) * rng.uniform(0.8, 3.2) * part * part * (3.0 - 2.0 * part)
    if rng.random() < 0.25:
        angle = angle + rng.choice([-1.0, 1.0]) * rng.uniform(1.2, math.pi)
    angle = _slewed(angle, min(_EYES_RPS, _CIRCLE_MPS / float(gap.max())) / fps)
    angle = _smooth(angle, 0.5, fps)
    target = np.stack([_smooth(at[:, c], 0.35 if c != 1 else 0.9, fps) for c in range(3)], axis=1)
    x, z = target[:, 0] - gap * np.sin(angle), target[:, 2] - gap * np.cos(angle)
    rise = (0.12 + 0.30 * rng.random() ** 1.5) * gap + 0.6 * tall
    ground = np.max(
        [scene.ground_m(x + dx, z + dz) for dx in (-1.5, 0.0, 1.5) for dz in (-1.5, 0.0, 1.5)], axis=0
    )
    y = np.maximum(_smooth(np.maximum(target[:, 1] + rise, ground + _CLEAR_M), 0.6, fps), ground + _CLEAR_M)
    aim = target[:, 1] + 0.62 * tall
    level = np.hypot(target[:, 0] - x, target[:, 2] - z)
    pitch = np.clip(np.arctan2(aim - y, level) + 0.02 + 0.05 * rng.random(), -0.75, 0.30)
    aside = rng.normal(0.0, 0.10)
    yaw = _slewed(np.unwrap(np.arctan2(target[:, 0] - x, target[:, 2] - z)) + aside, _EYES_RPS / fps)
    return _poses(x, y, z, yaw, _smooth(pitch, 0.3, fps))


def eyes(scene: Scene, steps: Sequence[Thing], fps: int) -> list[Pose]:
    """What the character itself sees: at the height of its eyes, where it goes, with a little of its step."""
    at = np.array([[s.x_m, s.y_m, s.z_m] for s in steps])
    tall = HEIGHT_M[steps[0].kind] * steps[0].scale
    yaw = _slewed(_smooth(np.unwrap([s.heading_rad for s in steps]), 0.5, fps), _EYES_RPS / fps)
    x, z = (_smooth(at[:, c], 0.25, fps) for c in (0, 2))
    y = np.maximum(_smooth(at[:, 1], 0.25, fps), scene.ground_m(x, z)) + max(0.92 * tall, 1.3)
    return _poses(x, y, z, yaw, np.full(len(steps), -0.04))


def _poses(x: np.ndarray, y: np.ndarray, z: np.ndarray, yaw: np.ndarray, pitch: np.ndarray) -> list[Pose]:
    return [
        Pose(float(a), float(b), float(c), math.remainder(float(w), math.tau), float(p), 0.0, FOV_DEFAULT_RAD)
        for a, b, c, w, p in zip(x, y, z, yaw, pitch, strict=True)
    ]


def _smooth(values: np.ndarray | Sequence[float], seconds: float, fps: int) -> np.ndarray:
    reach = max(int(0.5 * seconds * fps), 1)
    window = np.hanning(2 * reach + 3)[1:-1]
    padded = np.pad(np.asarray(values, float), reach, mode="edge")
    return np.convolve(padded, window / window.sum(), mode="valid")


def _slewed(angle: np.ndarray, most: float) -> np.ndarray:
    """An angle that follows another by `most` a frame at best."""
    result = angle.copy()
    for i in range(1, len(angle)):
        result[i] = result[i - 1] + min(max(angle[i] - result[i - 1], -most), most)
    return result


def _sees(scene: Scene, poses: Sequence[Pose], steps: Sequence[Thing], beside: Sequence[Thing]) -> float:
    """Share of moments in which neither land nor trees nor things are between camera and character."""
    every = max(len(poses) // 16, 1)
    eye = np.array([p.position for p in poses[::every]])
    tall = HEIGHT_M[steps[0].kind] * steps[0].scale
    to = np.array([[s.x_m, s.y_m + 0.7 * tall, s.z_m] for s in steps[::every]])
    way = np.linspace(0.0, 0.95, 12)[:, None, None]
    at = eye + way * (to - eye)
    free = at[..., 1] > scene.ground_m(at[..., 0], at[..., 2]) + 0.2
    column = np.floor(at[..., 0] / GRID_M).astype(int) % GRID
    row = np.floor(at[..., 2] / GRID_M).astype(int) % GRID
    tree = scene.trees[row, column]
    period = GRID * GRID_M
    gap = np.hypot(
        np.remainder(tree[..., 0] - at[..., 0] + 0.5 * period, period) - 0.5 * period,
        np.remainder(tree[..., 1] - at[..., 2] + 0.5 * period, period) - 0.5 * period,
    )
    crown = (tree[..., 5] > 0) & (gap < tree[..., 4] + 0.3) & (at[..., 1] < tree[..., 2] + tree[..., 3])
    free &= ~crown
    for thing in beside:
        gap = np.hypot(at[..., 0] - thing.x_m, at[..., 2] - thing.z_m)
        high = at[..., 1] > thing.y_m + HEIGHT_M[thing.kind] * thing.scale
        free &= high | (gap > RADIUS_M[thing.kind] * thing.scale + 0.5)
    return float(free.all(axis=0).mean()) + 0.1 * float(free.mean())
