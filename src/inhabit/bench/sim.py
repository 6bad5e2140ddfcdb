"""How fast this machine makes ground truth: recordings come from it, so their length is bounded by it.

Worlds are drawn as training data is: any lie of the land, weather, biome, hour and style. Every world is
built, walked, and each frame of the walk is marched, made into a canvas and shaded. As in recording there
is one process for each core with one thread each; all stop at the same time and their rates are added.
Compiling is not counted, building worlds is.
"""

from __future__ import annotations

import multiprocessing
import os
import platform
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from inhabit.core.camera import Size
from inhabit.core.team import alone
from inhabit.sim.attributes import sample
from inhabit.sim.canvas import canvas
from inhabit.sim.march import march
from inhabit.sim.scene import Scene
from inhabit.sim.shade import shade
from inhabit.sim.walk import walk

WALK_FRAMES = 150
"""Frames walked through each world: five seconds, as in `inhabit sim clip`."""
FPS = 30


@dataclass(frozen=True, slots=True)
class Share:
    """What one process made: frames, worlds, seconds it took, and seconds of each stage."""

    frames: int
    worlds: int
    seconds: float
    stages: dict[str, float]


def measure(size: Size, seconds: float, processes: int | None = None) -> dict[str, Any]:
    """Frames per second of all cores together, over whole or cut walks lasting `seconds`."""
    count = processes or os.cpu_count() or 1
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, context, alone) as pool:
        list(pool.map(_warm_up, [size] * count))
        shares = list(pool.map(work, [size] * count, [seconds] * count, range(1, 1 + count), [count] * count))
    return summary(size, shares)


def work(size: Size, seconds: float, first_seed: int, step: int) -> Share:
    """Worlds first_seed, first_seed + step, ... until `seconds` are over."""
    spent: dict[str, float] = defaultdict(float)
    frames = worlds = 0
    began = last = time.perf_counter()
    while last - began < seconds:
        seed = first_seed + step * worlds
        worlds += 1
        look = sample(np.random.default_rng(seed))
        scene = Scene.from_seed(seed, look)
        poses = walk(scene, seed, WALK_FRAMES, FPS).poses
        last = _count(spent, "world", last)
        for tick, pose in enumerate(poses):
            buffer = march(scene, pose, size, tick / FPS)
            last = _count(spent, "march", last)
            canvas(buffer)
            last = _count(spent, "canvas", last)
            shade(scene, buffer, look, pose, tick / FPS)
            last = _count(spent, "shade", last)
            frames += 1
            if last - began >= seconds:
                break
    return Share(frames, worlds, last - began, dict(spent))


def summary(size: Size, shares: Sequence[Share]) -> dict[str, Any]:
    """One line of JSON: rates add up over processes; stages are milliseconds a frame on one core."""
    frames = sum(share.frames for share in shares)
    stages = {
        name: round(1e3 * sum(share.stages.get(name, 0.0) for share in shares) / max(frames, 1), 3)
        for name in ("world", "march", "canvas", "shade")
    }
    return {
        "device": platform.processor() or platform.machine(),
        "size": str(size),
        "processes": len(shares),
        "threads_per_process": 1,
        "seconds": round(max(share.seconds for share in shares), 2),
        "walk_frames": WALK_FRAMES,
        "worlds": sum(share.worlds for share in shares),
        "frames": frames,
        "fps": round(sum(share.frames / share.seconds for share in shares), 1),
        "stages_ms": stages,
    }


def _count(spent: dict[str, float], stage: str, since: float) -> float:
    now = time.perf_counter()
    spent[stage] += now - since
    return now


def _warm_up(size: Size) -> None:
    """Compile, or load what is compiled."""
    work(size, 1e-9, 0, 1)
