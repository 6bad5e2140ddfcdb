"""What a light was asked for, and for how long frames go on wearing it.

Light changes slowly and its network is the dearest part of a frame, and no two of its answers agree to the
last level, which trembles like motion where nothing moves. So the light over a scene is worn by the frames
after it, carried to where they see the same places, for as long as hour, weather and place allow. The next
one is asked for a little before it is needed, so that it can be made while frames go on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose
from inhabit.world.keyframe import Keyframe
from inhabit.world.spatial import Landing, landing

WORN_TICKS = 3
"""A light this old is to be followed by another, which is worn from the next frame on: water shimmers."""
SAME, OTHER = 0.004, 0.25
"""Attributes that differ by less than this do not show; by more than this, it is another light at once."""
BEYOND = 0.2
"""Share of a frame that may lie outside of what was lit; from half of it on another light is asked for."""

Wear = Literal["worn", "another", "own"]
"""A frame wears the light of before; does, but another is to be asked for; has a light of its own."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A canvas' `cells` float32 [6, h5, w5], from where, under what, when, and in which tick of a session."""

    cells: np.ndarray
    pose: Pose
    attributes: Attributes
    time_s: float
    tick: int = 0

    def is_(self, other: Scene) -> bool:
        """Whether the other one is lit the same, cells told apart by which array they are."""
        return (
            self.cells is other.cells
            and self.pose == other.pose
            and self.attributes == other.attributes
            and self.time_s == other.time_s
        )


@dataclass(frozen=True, slots=True, eq=False)
class Exposure:
    """A frame that can be developed: its canvas and pose, the scene whose light it wears, and where its cells
    lie there (None if the light is its own); the attributes and the time it shows, and its tick."""

    frame: Keyframe
    lit: Scene
    landed: Landing | None
    attributes: Attributes
    time_s: float
    tick: int


def where_lit(scene: Scene, frame: Keyframe) -> Landing:
    """Where every cell of a frame lies in a scene that has its light already."""
    return landing(frame.coarse, frame.pose, scene.pose, scene.cells.shape[1:])


def wear(
    scene: Scene,
    landed: Landing,
    attributes: Attributes,
    tick: int,
    painted_tick: int,
    *,
    worn_ticks: int = WORN_TICKS,
) -> Wear:
    """What a frame of this tick, under these attributes, does with a scene's light, which is to be worn for
    `worn_ticks`; `painted_tick` is when something was painted into a frame for the last time."""
    change = float(np.abs(attributes.vector() - scene.attributes.vector()).max())
    if change > OTHER or landed.beyond > BEYOND:
        return "own"
    old = tick - scene.tick >= worn_ticks
    another = old or change > SAME or landed.beyond > BEYOND / 2 or painted_tick > scene.tick
    return "another" if another else "worn"
