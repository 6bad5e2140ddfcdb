"""The almanac: one contact sheet of the year, the moods, a storm, and every style.

What people look at before a model learns from it, beside the sheet of clips.py. The same code gives the same
picture.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from inhabit.core.attributes import MOODS, STYLES, Attributes
from inhabit.core.camera import Pose, Size
from inhabit.core.cast import Cast
from inhabit.core.lightning import flash
from inhabit.sim.casting import cast_of
from inhabit.sim.clips import FPS, WORLDS, picture
from inhabit.sim.places import Spot
from inhabit.sim.scene import Scene
from inhabit.sim.walk import walk

_CALM = Attributes(hour=9.5, cloud=0.42, fog=0.08)
_STORM = replace(_CALM, hour=15.5, rain=0.75, wind=0.9, cloud=0.95, fog=0.15, storm=1.0)
YEAR = ("spring", "summer", "autumn", "winter")
SEARCHED_S = 240.0
"""So long a storm is watched for a strike that is in view."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row of pictures is taken, and who is there."""

    scene: Scene
    pose: Pose
    cast: Cast

    @classmethod
    def of(cls, world: tuple[float, float, float, float]) -> Place:
        """At the beginning of the walk through one of clips.WORLDS."""
        seed, relief, water, trees = world
        scene = Scene.from_seed(int(seed), replace(_CALM, relief=relief, water=water, trees=trees))
        pose = walk(scene, int(seed), FPS).poses[0]
        spot = Spot(pose.x_m, pose.z_m, pose.yaw_rad)
        return cls(scene, pose, cast_of(scene, int(seed), spot, objects=3))

    def shot(self, look: Attributes, size: Size, time_s: float = 1.0) -> np.ndarray:
        """uint8 rgb [H, W, 3]."""
        return picture(self.scene, look, self.pose, size, time_s, self.cast)


def almanac(size: Size) -> np.ndarray:
    """Contact sheet, uint8 rgb, of tiles of `size` in rows of four."""
    first, second, third, fourth = (Place.of(world) for world in WORLDS)
    evening, morning = replace(_CALM, hour=17.2), replace(_CALM, hour=6.8, fog=0.3)
    return _stacked(
        [
            [first.shot(_CALM.with_season(name), size) for name in YEAR],
            [fourth.shot(replace(_CALM, hour=16.9).with_season(name), size) for name in YEAR],
            [first.shot(_CALM.with_style(name), size) for name in STYLES[:4]],
            [
                *(fourth.shot(morning.with_style(name), size) for name in STYLES[4:]),
                fourth.shot(morning.with_season("spring").with_style("watercolour"), size),
            ],
            [
                second.shot(evening.with_style("papercut").with_season("autumn"), size),
                second.shot(evening.with_style("gouache").with_season("winter"), size),
                third.shot(replace(_CALM, hour=22.0).with_style("watercolour"), size),
                third.shot(replace(_CALM, hour=19.2).with_style("gouache"), size),
            ],
            [second.shot(evening.with_mood(name), size) for name in MOODS[1:]],
            _storm(first, size)[:2] + _storm(second, size)[2:],
        ]
    )


def struck_s(place: Place, storm: float = 1.0) -> float:
    """When, in the first minutes of a storm, lightning in view is brightest."""
    best = (0.0, 0.0)
    for tick in range(int(SEARCHED_S * FPS)):
        strike = flash(place.scene.seed, storm, tick / FPS)
        if strike and abs(math.remainder(strike.heading_rad - place.pose.yaw_rad, math.tau)) < 0.4:
            best = max(best, (strike.strength, tick / FPS))
    return best[1]


def _storm(place: Place, size: Size) -> list[np.ndarray]:
    """The storm coming, here, striking by day, and by night."""
    struck = struck_s(place)
    coming = replace(_STORM, storm=0.0, rain=0.2, cloud=0.7, wind=0.4)
    return [
        place.shot(coming, size, struck + 1.0),
        place.shot(_STORM, size, struck),
        place.shot(_STORM, size, struck + 1.0),
        place.shot(replace(_STORM, hour=21.5), size, struck),
    ]


def _stacked(rows: Sequence[Sequence[np.ndarray]]) -> np.ndarray:
    return np.concatenate([np.concatenate(row, axis=1) for row in rows], axis=0)
