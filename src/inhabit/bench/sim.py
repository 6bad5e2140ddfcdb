"""How fast this machine makes ground truth: recordings come from it, so their length is bounded by it.

Worlds are drawn as training data is: any lie of the land, weather, biome, hour and style. Every world is
built, walked, and each frame of the walk is marched, made into a canvas and shaded. As in recording there
is one process for each core with one thread each; all stop at the same time and their rates are added.
Compiling is not counted, building worlds is.

With a cast every frame is made twice, without and with one character, three objects and five creatures near
the path, so that the two rates come from the same worlds, the same poses and the same seconds.
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
from functools import partial
from typing import Any

import numpy as np

from inhabit.core.camera import Pose, Size
from inhabit.core.cast import CHARACTERS, Cast
from inhabit.core.team import alone
from inhabit.sim.attributes import sample
from inhabit.sim.canvas import canvas
from inhabit.sim.casting import cast_of
from inhabit.sim.footing import Footing
from inhabit.sim.march import march
from inhabit.sim.outing import acted
from inhabit.sim.places import Spot
from inhabit.sim.scene import Scene
from inhabit.sim.scripts import script
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
    with_cast: dict[str, float] | None = None


def measure(
    size: Size, seconds: float, processes: int | None = None, *, cast: bool = False
) -> dict[str, Any]:
    """Frames per second of all cores together, over whole or cut walks lasting `seconds`.

    With `cast` the frames are also made with things in them, and the seconds are those of both.
    """
    count = processes or os.cpu_count() or 1
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, context, alone) as pool:
        list(pool.map(partial(_warm_up, cast=cast), [size] * count))
        each = [size] * count, [seconds] * count, range(1, 1 + count), [count] * count
        shares = list(pool.map(partial(work, cast=cast), *each))
    return summary(size, shares)


def work(size: Size, seconds: float, first_seed: int, step: int, *, cast: bool = False) -> Share:
    """Worlds first_seed, first_seed + step, ... until `seconds` are over."""
    spent: dict[str, float] = defaultdict(float)
    more: dict[str, float] = defaultdict(float)
    frames = worlds = 0
    began = last = time.perf_counter()
    while last - began < seconds:
        seed = first_seed + step * worlds
        worlds += 1
        look = sample(np.random.default_rng(seed))
        scene = Scene.from_seed(seed, look)
        poses = walk(scene, seed, WALK_FRAMES, FPS).poses
        last = _count(spent, "world", last)
        casts = _lived(scene, seed, poses) if cast else []
        if cast:
            last = _count(more, "cast", last)
        for tick, pose in enumerate(poses):
            buffer = march(scene, pose, size, tick / FPS)
            last = _count(spent, "march", last)
            canvas(buffer)
            last = _count(spent, "canvas", last)
            shade(scene, buffer, look, pose, tick / FPS)
            last = _count(spent, "shade", last)
            if cast:
                buffer = march(scene, pose, size, tick / FPS, casts[tick])
                last = _count(more, "march", last)
                canvas(buffer)
                last = _count(more, "canvas", last)
                shade(scene, buffer, look, pose, tick / FPS)
                last = _count(more, "shade", last)
            frames += 1
            if last - began >= seconds:
                break
    return Share(frames, worlds, last - began, dict(spent), dict(more) if cast else None)


def _lived(scene: Scene, seed: int, poses: Sequence[Pose]) -> list[Cast]:
    """A typical cast beside a walk, one for each pose."""
    first = poses[0]
    path = tuple((pose.x_m, pose.z_m) for pose in poses[::10])
    spot = Spot(first.x_m, first.z_m, first.yaw_rad, path)
    cast = cast_of(scene, seed, spot, characters=1, objects=3, creatures=5)
    footing, rng = Footing(scene), np.random.default_rng(seed)
    told = {who.identity: script(rng, footing, who, len(poses), FPS) for who in cast.of(CHARACTERS)}
    return acted(footing, cast, told, len(poses), FPS, seed)


def summary(size: Size, shares: Sequence[Share]) -> dict[str, Any]:
    """One line of JSON: rates add up over processes; stages are milliseconds a frame on one core."""
    frames = sum(share.frames for share in shares)
    stages = _means([share.stages for share in shares], ("world", "march", "canvas", "shade"), frames)
    rates = [share.frames / share.seconds for share in shares]
    result: dict[str, Any] = {}
    if all(share.with_cast is not None for share in shares):
        # Each rate counts its own stages; building the world belongs to both.
        rates = [share.frames / sum(share.stages.values()) for share in shares]
        lived = [{**(share.with_cast or {}), "world": share.stages["world"]} for share in shares]
        with_cast = sum(share.frames / sum(one.values()) for share, one in zip(shares, lived, strict=True))
        result["cast"] = {
            "fps": round(with_cast, 1),
            "ratio": round(with_cast / sum(rates), 3),
            "stages_ms": _means(lived, ("world", "cast", "march", "canvas", "shade"), frames),
        }
    return result | {
        "device": platform.processor() or platform.machine(),
        "size": str(size),
        "processes": len(shares),
        "threads_per_process": 1,
        "seconds": round(max(share.seconds for share in shares), 2),
        "walk_frames": WALK_FRAMES,
        "worlds": sum(share.worlds for share in shares),
        "frames": frames,
        "fps": round(sum(rates), 1),
        "stages_ms": stages,
    }


def _means(spent: Sequence[dict[str, float]], names: Sequence[str], frames: int) -> dict[str, float]:
    """Milliseconds a frame of each stage."""
    return {name: round(1e3 * sum(one.get(name, 0.0) for one in spent) / max(frames, 1), 3) for name in names}


def _count(spent: dict[str, float], stage: str, since: float) -> float:
    now = time.perf_counter()
    spent[stage] += now - since
    return now


def _warm_up(size: Size, *, cast: bool) -> None:
    """Compile, or load what is compiled."""
    work(size, 1e-9, 0, 1, cast=cast)
