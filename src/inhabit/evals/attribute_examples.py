"""Examples for the attribute probe, drawn from the simulator: many places, each under a few looks.

Every place is seen as the simulator would light it, as it would look once a directive of seen wording had
come true there, and under a look of any kind or a second directive: so looks come as often as they are
asked for, and a place alone says nothing of its look. Each scene is one file, so that drawing can be
stopped, taken up again, and watched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from inhabit.core.attributes import BIOMES, STYLES, Attributes, one_hot
from inhabit.core.camera import Pose, Size
from inhabit.core.known import FIRST
from inhabit.evals.wordings import directives
from inhabit.evals.world import EVAL_SIZE
from inhabit.frames.attribute_probe import folded
from inhabit.frames.pixels import rgb_to_planes
from inhabit.sim.attributes import sample
from inhabit.sim.march import march
from inhabit.sim.scene import Scene
from inhabit.sim.shade import shade
from inhabit.sim.walk import walk

COARSE = Size(320, 180)
FINE_SHARE = 0.35
"""Some places are drawn as large as judged pictures and shrunk like them; most at half of that, which is
cheap and nearly the same: only what falls is a little sharper."""

FPS, WALK_TICKS = 30, 120
LONGEST_S = 60.0


@dataclass(frozen=True, slots=True)
class AttributeExamples:
    """`pictures` uint8 [n, 6, 90, 160] as `folded` makes them; `looks` float32 [n, VECTOR_WIDTH]."""

    pictures: np.ndarray
    looks: np.ndarray


def draw(folder: Path, first_seed: int, scenes: int, places: int, progress: Callable[[int], None]) -> None:
    """One file per scene into `folder`, each with `places` places under three looks; those there are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed in range(first_seed, first_seed + scenes):
        path = folder / f"{seed}.npz"
        if not path.exists():
            drawn, begun = _from_scene(seed, places), path.with_suffix(".part.npz")
            np.savez(begun, pictures=drawn.pictures, looks=drawn.looks)
            begun.rename(path)
        progress(1)


def gathered(folder: Path, first_seed: int, scenes: int) -> AttributeExamples:
    """What `draw` left in `folder` for these scenes; raises FileNotFoundError where one is missing."""
    files = [np.load(folder / f"{seed}.npz") for seed in range(first_seed, first_seed + scenes)]
    return AttributeExamples(
        np.concatenate([file["pictures"] for file in files]),
        np.concatenate([file["looks"] for file in files]),
    )


def any_look(rng: np.random.Generator, base: Attributes) -> Attributes:
    """Any hour, weather, biome and style on the land of `base`; rain and snow each half of the time."""
    drawn = replace(
        sample(rng),
        cloud=float(rng.random()),
        fog=float(rng.random() * rng.random()),
        rain=float(rng.random() * (rng.random() < 0.5)),
        snow=float(rng.random() * (rng.random() < 0.5)),
        hour=float(rng.uniform(0.0, 24.0)),
        biome=one_hot(BIOMES, str(rng.choice(BIOMES))),
        style=one_hot(STYLES, str(rng.choice(FIRST.styles))),
    )
    return _on_land(drawn, base)


def looks_of_a_place(rng: np.random.Generator, base: Attributes) -> list[Attributes]:
    """As the simulator lights it, as a directive would have it, and any look or another directive."""
    before = _on_land(sample(rng), base)
    third = any_look(rng, base) if rng.random() < 0.5 else _asked(rng, before)
    return [before, _asked(rng, before), third]


def _asked(rng: np.random.Generator, before: Attributes) -> Attributes:
    """The look that a directive of seen wording asks for in a world that looks like `before`."""
    given = next(d for d in directives(rng, before, "seen") if d.asks(before))
    return _on_land(given.wanted, before)


def _on_land(look: Attributes, base: Attributes) -> Attributes:
    return replace(look, wind=base.wind, relief=base.relief, water=base.water, trees=base.trees)


def _from_scene(seed: int, places: int) -> AttributeExamples:
    rng = np.random.default_rng(seed)
    base = sample(rng)
    scene = Scene.from_seed(seed, base)
    pictures, vectors = [], []
    for place in range(places):
        poses = walk(scene, seed + 7919 * place, WALK_TICKS, fps=FPS).poses
        pose = poses[int(rng.integers(len(poses)))]
        looks = looks_of_a_place(rng, base)
        pictures += _pictures(scene, pose, looks, rng)
        vectors += [look.vector() for look in looks]
    return AttributeExamples(np.stack(pictures), np.stack(vectors))


def _pictures(
    scene: Scene, pose: Pose, looks: list[Attributes], rng: np.random.Generator
) -> list[np.ndarray]:
    size = EVAL_SIZE if rng.random() < FINE_SHARE else COARSE
    time_s = float(rng.uniform(0.0, LONGEST_S))
    buffer = march(scene, pose, size, time_s)
    return [folded(rgb_to_planes(shade(scene, buffer, look, pose, time_s))) for look in looks]
