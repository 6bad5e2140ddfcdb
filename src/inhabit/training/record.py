"""Writing stores from the simulator.

`record_walks` keeps canvases along a walk per world: what autoencoder and dynamics learn from.
`record_looks` keeps a few views per world, each under several lights: what look and eye learn from.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import astuple, replace
from pathlib import Path

import numpy as np

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Size
from inhabit.core.team import alone
from inhabit.frames.pixels import rgb_to_planes
from inhabit.sim import captions
from inhabit.sim.attributes import sample
from inhabit.sim.canvas import canvas, geometry
from inhabit.sim.gbuffer import GBuffer
from inhabit.sim.march import march
from inhabit.sim.meaning import come_true
from inhabit.sim.scene import Scene
from inhabit.sim.shade import shade
from inhabit.sim.walk import Walk, walk
from inhabit.training.store import TICKS, Store

Progress = Callable[[int, int], None]
Rows = dict[str, np.ndarray]
"""Column name -> entries of one clip's frames, stacked."""
FPS = 30
LOOKS = 4
ASKED = 0.5
"""Share of lights that words asked for: they mix weathers and styles as no world by itself does."""
LONGEST_S = 60.0
LAND = ("relief", "water", "trees", "wind")
"""What belongs to the scene; everything else may change over it."""


def record_walks(folder: Path, *, clips: int, first_seed: int, size: Size, progress: Progress) -> Store:
    """One walk through each of the worlds first_seed, first_seed + 1, …; goes on where it stopped."""
    store = Store.create(folder, clips=clips, first_seed=first_seed, size=size, pictures=False)
    return _record(store, walk_clip, size, progress)


def record_looks(folder: Path, *, clips: int, first_seed: int, size: Size, progress: Progress) -> Store:
    """A few views of each world, each under `LOOKS` different attributes."""
    store = Store.create(folder, clips=clips, first_seed=first_seed, size=size, pictures=True)
    return _record(store, look_clip, size, progress)


def walk_clip(seed: int, size: Size) -> Rows:
    """What one walk through world `seed` shows at every tick of TICKS."""
    scene, attributes, path, start_s = _world(seed)
    buffers = [march(scene, path.poses[tick], size, start_s + tick / FPS) for tick in TICKS]
    return _stack([entry(scene, buffer, attributes) for buffer in buffers])


def look_clip(seed: int, size: Size) -> Rows:
    """A few views of world `seed`, each under several attributes, with pictures."""
    scene, attributes, path, start_s = _world(seed)
    rng = np.random.default_rng(seed * 977)
    entries: list[Rows] = []
    for view in range(len(TICKS) // LOOKS):
        tick = TICKS[-1] * view * LOOKS // len(TICKS)
        buffer = march(scene, path.poses[tick], size, start_s + tick / FPS)
        for look in range(LOOKS):
            if view or look:
                attributes = _asked(attributes, rng) if rng.random() < ASKED else _relit(attributes, rng)
            planes = rgb_to_planes(shade(scene, buffer, attributes, buffer.pose, buffer.time_s))
            picture = {"luma": planes.luma, "chroma": np.stack([planes.blue, planes.red])}
            entries.append(entry(scene, buffer, attributes) | picture)
    return _stack(entries)


def _record(store: Store, clip_of: Callable[[int, Size], Rows], size: Size, progress: Progress) -> Store:
    total, first = int(store.meta["clips"]), int(store.meta["first_seed"])
    # One process per core, one thread each: threads that share a frame wait for each other too much.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count() or 1, context, alone) as pool:
        waiting = {clip: pool.submit(clip_of, first + clip, size) for clip in range(store.clips, total)}
        for clip in sorted(waiting):
            store.write_clip(clip, waiting.pop(clip).result())
            progress(store.clips, total)
    return store


def _world(seed: int) -> tuple[Scene, Attributes, Walk, float]:
    attributes = sample(np.random.default_rng(seed))
    scene = Scene.from_seed(seed, attributes)
    start_s = float(np.random.default_rng(seed + 1).uniform(0, LONGEST_S))
    return scene, attributes, walk(scene, seed, TICKS[-1] + 1), start_s


def _relit(attributes: Attributes, rng: np.random.Generator) -> Attributes:
    return _on_land(sample(rng), attributes)


def _asked(attributes: Attributes, rng: np.random.Generator) -> Attributes:
    """What becomes of the light, weather, biome and style once a directive has come true."""
    meaning = next(captions.directives(rng, attributes, "train")).meaning
    return _on_land(come_true(meaning, attributes), attributes)


def _on_land(look: Attributes, attributes: Attributes) -> Attributes:
    return replace(look, **{name: getattr(attributes, name) for name in LAND})


def entry(scene: Scene, buffer: GBuffer, attributes: Attributes) -> Rows:
    matter, shape, pose = canvas(buffer), geometry(buffer), buffer.pose
    clearance = pose.y_m - float(scene.ground_m(pose.x_m, pose.z_m))
    return {
        "tone": matter.tone,
        "matter": matter.matter,
        "disparity": shape.disparity,
        "sky": shape.sky,
        "pose": np.array(astuple(pose)),
        "attributes": attributes.vector(),
        "hour": np.array(attributes.hour),
        "time_s": np.array(buffer.time_s),
        "clearance_m": np.array(clearance),
    }


def _stack(entries: list[Rows]) -> Rows:
    return {name: np.stack([entry[name] for entry in entries]) for name in entries[0]}
