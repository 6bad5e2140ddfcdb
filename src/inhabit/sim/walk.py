"""Camera paths over a scene: someone wandering, looking about, and coming back to where they were.

A path is planned as smooth tracks of ground position, heading, pitch and clearance; altitude then follows
the land ahead. Of several plans the one with the best view and the fewest trees in the way is kept. The
motions are read off the poses, so that `core.camera.advance` reproduces them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from inhabit.core.camera import FOV_DEFAULT_RAD, Motion, Pose
from inhabit.sim.scene import Scene
from inhabit.sim.terrain import PERIOD_M
from inhabit.sim.tracks import KINDS, PEDESTAL_MPS, Start, Track, plan
from inhabit.sim.trees import GRID, GRID_M

_ODDS = (0.40, 0.20, 0.14, 0.10, 0.11, 0.05)
_PLANS = 6
_KEEP_M = 1.6


@dataclass(frozen=True, slots=True)
class Walk:
    """`poses` has one entry per frame; `motions[i]` held for a tick leads from pose i to pose i + 1.

    The last motion is still. `kind` is one of KINDS.
    """

    poses: list[Pose]
    motions: list[Motion]
    kind: str


def walk(scene: Scene, seed: int, frames: int, fps: int = 30, kind: str | None = None) -> Walk:
    """A deterministic walk of `frames` poses at `fps`; `kind` picks one of KINDS instead of chance."""
    rng = np.random.default_rng([seed, scene.seed, 0xCA3])
    chosen = kind or str(rng.choice(KINDS, p=_ODDS))
    plans = [plan(rng, chosen, frames, fps, _start(scene, rng)) for _ in range(_PLANS)]
    track = max(plans, key=lambda track: _merit(scene, track))
    poses = _poses(track, _altitude(scene, track, fps))
    return Walk(poses, _motions(poses, fps), chosen)


def _start(scene: Scene, rng: np.random.Generator) -> Start:
    x, z, yaw = viewpoint(scene, rng)
    return Start(x, z, yaw, pitch=rng.uniform(-0.10, 0.10), clear=2.0 + 13.0 * rng.random() ** 2)


def viewpoint(scene: Scene, rng: np.random.Generator, tries: int = 14) -> tuple[float, float, float]:
    """(x m, z m, yaw rad) of a place with something to see: open in front, high further away."""
    x, z = rng.uniform(0.0, PERIOD_M, (2, tries))
    yaw = rng.uniform(-math.pi, math.pi, tries)
    eye = scene.ground_m(x, z) + 5.0
    reach = np.array([8.0, 16.0, 30.0, 60.0, 120.0, 200.0, 320.0, 500.0])[:, None]
    worth = np.zeros(tries)
    for side in (-0.4, 0.0, 0.4):
        far = scene.ground_m(x + reach * np.sin(yaw + side), z + reach * np.cos(yaw + side))
        rise = (far - eye) / reach
        worth -= 0.10 * (far[:6] <= scene.water_m + 0.01).mean(axis=0)
        worth -= 4.0 * np.maximum(rise[:4].max(axis=0) + 0.02, 0.0) + np.abs(rise[4:].max(axis=0) - 0.13)
    best = int(np.argmax(worth))
    return float(x[best]), float(z[best]), float(yaw[best])


def _altitude(scene: Scene, track: Track, fps: int) -> np.ndarray:
    """y in metres: the smoothed land along the path (and round it) plus clearance, never under the land.

    Smoothing sees the future of the path, so climbs begin before the slope does, and it is the same
    function of place on the way out and on the way home.
    """
    around = [(0.0, 0.0), (4.0, 0.0), (-4.0, 0.0), (0.0, 4.0), (0.0, -4.0)]
    ground = np.max([scene.ground_m(track.x + dx, track.z + dz) for dx, dz in around], axis=0)
    reach = max(int(0.5 * fps), 1)
    beyond = "wrap" if math.hypot(track.x[0] - track.x[-1], track.z[0] - track.z[-1]) < 1e-6 else "edge"
    padded = np.pad(ground, reach, mode=beyond)
    highest = np.max([padded[k : k + len(ground)] for k in range(2 * reach + 1)], axis=0)
    window = np.hanning(2 * reach + 3)[1:-1]
    y = np.convolve(np.pad(highest, reach, mode=beyond), window / window.sum(), mode="valid")
    return _slowed(y + track.clear, PEDESTAL_MPS / fps)


def _slowed(y: np.ndarray, step_m: float) -> np.ndarray:
    """The lowest curve above `y` that never moves faster than `step_m` per frame."""
    result = y.copy()
    for i in range(1, len(y)):
        result[i] = max(result[i], result[i - 1] - step_m)
    for i in range(len(y) - 2, -1, -1):
        result[i] = max(result[i], result[i + 1] - step_m)
    return result


def _merit(scene: Scene, track: Track) -> float:
    """Higher is better: trees kept at a distance, the path kept short of walls."""
    step = max(len(track.x) // 24, 1)
    x, z = track.x[::step], track.z[::step]
    heading = track.yaw[::step]
    cost = 0.0
    for ahead, weight in ((0.0, 4.0), (4.0, 2.0), (9.0, 1.0)):
        px, pz = x + ahead * np.sin(heading), z + ahead * np.cos(heading)
        cell = scene.trees[np.floor(pz / GRID_M).astype(int) % GRID, np.floor(px / GRID_M).astype(int) % GRID]
        gap = np.hypot(cell[:, 0] - px % PERIOD_M, cell[:, 1] - pz % PERIOD_M)
        cost += weight * float(((cell[:, 5] > 0) & (gap < cell[:, 4] + _KEEP_M)).mean())
    here = scene.ground_m(x, z)
    wall = scene.ground_m(x + 14.0 * np.sin(heading), z + 14.0 * np.cos(heading)) - here - track.clear[::step]
    return -cost - 0.05 * float(np.maximum(wall, 0.0).mean())


def _poses(track: Track, y: np.ndarray) -> list[Pose]:
    rows = zip(track.x, y, track.z, track.yaw, track.pitch, track.roll, strict=True)
    return [
        Pose(
            float(x),
            float(h),
            float(z),
            math.remainder(float(w), math.tau),
            float(p),
            float(r),
            FOV_DEFAULT_RAD,
        )
        for x, h, z, w, p, r in rows
    ]


def _motions(poses: list[Pose], fps: int) -> list[Motion]:
    return [*(motion_between(a, b, fps) for a, b in pairwise(poses)), Motion()]


def motion_between(a: Pose, b: Pose, fps: float) -> Motion:
    """The motion that leads from `a` to `b` in one tick: the inverse of `core.camera.advance`."""
    sy, cy = math.sin(a.yaw_rad), math.cos(a.yaw_rad)
    dx, dz = b.x_m - a.x_m, b.z_m - a.z_m
    narrow = math.tan(0.5 * a.fov_rad) / math.tan(0.5 * b.fov_rad)
    return Motion(
        dolly_mps=(sy * dx + cy * dz) * fps,
        truck_mps=(cy * dx - sy * dz) * fps,
        pedestal_mps=(b.y_m - a.y_m) * fps,
        yaw_rps=math.remainder(b.yaw_rad - a.yaw_rad, math.tau) * fps,
        pitch_rps=(b.pitch_rad - a.pitch_rad) * fps,
        roll_rps=math.remainder(b.roll_rad - a.roll_rad, math.tau) * fps,
        zoom=math.log(narrow) * fps,
    )
