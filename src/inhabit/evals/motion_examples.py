"""Examples for the motion probe, drawn from the simulator: pairs of frames with the motion between them,
under many looks. Scenes come from seeds that are held out from nothing but the evaluation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from inhabit.core.attributes import BIOMES, STYLES, Attributes, one_hot
from inhabit.core.camera import Motion, Pose, Size, advance
from inhabit.core.known import FIRST
from inhabit.evals.motion_probe import AXIS_FULL, MOTION_TICKS, flow_features, small
from inhabit.frames.pixels import rgb_to_planes
from inhabit.sim.attributes import sample
from inhabit.sim.march import march
from inhabit.sim.scene import Scene
from inhabit.sim.shade import shade
from inhabit.sim.walk import walk

FINE, COARSE = Size(320, 180), Size(160, 90)
FINE_SHARE = 0.15
"""Some pairs are drawn fine and shrunk, as judged pictures are; most at the probes' size, which is cheap."""

FPS = 30.0
WALK_TICKS = 240


@dataclass(frozen=True, slots=True)
class MotionExamples:
    """`flows` float16 [n, 8, 45, 80]; `speeds` float32 [n, 4] as shares of full."""

    flows: np.ndarray
    speeds: np.ndarray


def gather(
    first_seed: int, scenes: int, pairs: int, looks: int, progress: Callable[[int], None]
) -> MotionExamples:
    """`scenes` worlds from `first_seed`, `pairs` pairs of frames in each, each under `looks` looks."""
    rows: list[tuple[np.ndarray, ...]] = []
    for seed in range(first_seed, first_seed + scenes):
        rows += _from_scene(seed, pairs, looks)
        progress(1)
    return MotionExamples(*(np.stack(column) for column in zip(*rows, strict=True)))


def random_motion(rng: np.random.Generator) -> Motion:
    """One axis, a few, or none, anywhere up to full speed; a little climb as over uneven ground."""
    share = rng.uniform(-1.0, 1.0, 4) * (rng.random(4) < rng.choice([0.25, 0.6]))
    yaw, pitch, dolly, truck = (float(v) for v in share * AXIS_FULL)
    climb = float(rng.normal(0.0, 0.5))
    return Motion(dolly_mps=dolly, truck_mps=truck, pedestal_mps=climb, yaw_rps=yaw, pitch_rps=pitch)


def random_look(rng: np.random.Generator, base: Attributes) -> Attributes:
    """Half of the time a look as the simulator would choose it, else any hour, weather, biome and style."""
    drawn = sample(rng)
    if rng.random() < 0.5:
        strong = {name: float(rng.random()) for name in ("cloud", "fog")}
        falling = str(rng.choice(["rain", "snow", "none", "none"]))
        drawn = replace(
            drawn,
            **strong,
            hour=float(rng.uniform(0.0, 24.0)),
            rain=float(rng.random()) if falling == "rain" else 0.0,
            snow=float(rng.random()) if falling == "snow" else 0.0,
            biome=one_hot(BIOMES, str(rng.choice(BIOMES))),
            style=one_hot(STYLES, str(rng.choice(FIRST.styles))),
        )
    return replace(drawn, wind=base.wind, relief=base.relief, water=base.water, trees=base.trees)


def _from_scene(seed: int, pairs: int, looks: int) -> list[tuple[np.ndarray, ...]]:
    rng = np.random.default_rng(seed)
    base = sample(rng)
    scene = Scene.from_seed(seed, base)
    poses = walk(scene, seed, WALK_TICKS, fps=round(FPS)).poses
    rows = []
    for _ in range(pairs):
        start, motion = poses[int(rng.integers(len(poses)))], random_motion(rng)
        rows += _pair(scene, start, motion, [random_look(rng, base) for _ in range(looks)], rng)
    return rows


def _pair(
    scene: Scene, start: Pose, motion: Motion, looks: list[Attributes], rng: np.random.Generator
) -> list[tuple[np.ndarray, ...]]:
    dt_s, time_s = MOTION_TICKS / FPS, float(rng.uniform(0.0, 60.0))
    end, size = advance(start, motion, dt_s), FINE if rng.random() < FINE_SHARE else COARSE
    first, second = march(scene, start, size, time_s), march(scene, end, size, time_s + dt_s)
    share = np.array([motion.yaw_rps, motion.pitch_rps, motion.dolly_mps, motion.truck_mps]) / AXIS_FULL
    rows = []
    for look in looks:
        before = small(rgb_to_planes(shade(scene, first, look, start, time_s)).luma)
        after = small(rgb_to_planes(shade(scene, second, look, end, time_s + dt_s)).luma)
        rows.append((flow_features(before, after).astype(np.float16), share.astype(np.float32)))
    return rows
