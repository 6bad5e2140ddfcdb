"""A clip's worth of life: a cast that acts for some seconds, and the camera that goes with it.

Two in three follow a character, some look through its eyes, and the rest are plain walks past whoever lives
there.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from inhabit.core.camera import Motion, Pose
from inhabit.core.cast import CHARACTERS, OBJECTS, Cast, Thing
from inhabit.sim.casting import cast_of
from inhabit.sim.following import behind, eyes
from inhabit.sim.footing import Footing
from inhabit.sim.minds import step
from inhabit.sim.places import Spot
from inhabit.sim.scene import Scene
from inhabit.sim.scripts import Script, script
from inhabit.sim.walk import Walk, motion_between, viewpoint, walk

VIEWS = ("third_person", "first_person", "walk")
"""Who holds the camera."""
_ODDS = (0.62, 0.13, 0.25)


@dataclass(frozen=True, slots=True)
class Outing:
    """`casts[i]` is who is there at pose i of the walk; `about` the identity the camera goes with, if any.

    `scripts` are what the characters were told, by identity. In first person the one whose eyes are used is
    not in the casts that are drawn.
    """

    walk: Walk
    casts: list[Cast]
    about: int | None
    scripts: dict[int, Script]

    @property
    def poses(self) -> list[Pose]:
        return self.walk.poses

    @property
    def motions(self) -> list[Motion]:
        return self.walk.motions


def outing(scene: Scene, seed: int, frames: int, fps: int = 30, view: str | None = None) -> Outing:
    """A deterministic outing of `frames` ticks; `view` picks one of VIEWS instead of chance."""
    rng = np.random.default_rng([seed, scene.seed, 0x0D7])
    chosen = view or str(rng.choice(VIEWS, p=_ODDS))
    if chosen == "walk":
        return _past(scene, rng, seed, frames, fps)
    footing = Footing(scene)
    for attempt in range(4):
        x, z, heading = viewpoint(scene, rng)
        cast = cast_of(scene, seed + 7919 * attempt, Spot(x, z, heading), characters=1)
        people = cast.of(CHARACTERS)
        if people:
            return _with(scene, rng, footing, seed, cast, people[0], frames, fps, chosen)
    # Nowhere firm enough for anybody: a drowned or very steep world.
    return _past(scene, rng, seed, frames, fps)


def acted(
    footing: Footing, cast: Cast, scripts: dict[int, Script], frames: int, fps: int, seed: int
) -> list[Cast]:
    """`frames` casts, the first of them `cast` itself, everybody doing as told or as they are."""
    casts = [cast]
    for tick in range(frames - 1):
        orders = {name: told.at(tick) for name, told in scripts.items()}
        casts.append(step(casts[-1], footing, 1.0 / fps, seed, tick, orders))
    return casts


def _with(
    scene: Scene, rng: np.random.Generator, footing: Footing, seed: int, cast: Cast, who: Thing,
    frames: int, fps: int,
    view: str,
) -> Outing:  # fmt: skip
    scripts = {who.identity: script(rng, footing, who, frames, fps)}
    casts = acted(footing, cast, scripts, frames, fps, seed)
    steps = [one for one in (moment.thing(who.identity) for moment in casts) if one is not None]
    if view == "first_person":
        poses = eyes(scene, steps, fps)
        casts = [moment.without(who.identity) for moment in casts]
    else:
        poses = behind(rng, scene, steps, fps, cast.of(OBJECTS))
    motions = [*(motion_between(a, b, fps) for a, b in pairwise(poses)), Motion()]
    return Outing(Walk(poses, motions, view), casts, who.identity, scripts)


def _past(scene: Scene, rng: np.random.Generator, seed: int, frames: int, fps: int) -> Outing:
    """A plain walk, the same as without a cast, past things that stand clear of its path."""
    path = walk(scene, seed, frames, fps)
    first = path.poses[0]
    points = tuple((pose.x_m, pose.z_m) for pose in path.poses[:: max(frames // 24, 1)])
    cast = cast_of(scene, seed, Spot(first.x_m, first.z_m, first.yaw_rad, points))
    footing = Footing(scene)
    scripts = {who.identity: script(rng, footing, who, frames, fps) for who in cast.of(CHARACTERS)}
    return Outing(path, acted(footing, cast, scripts, frames, fps, seed), None, scripts)
