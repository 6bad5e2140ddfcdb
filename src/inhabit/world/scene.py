"""What a light was asked for, and for how long frames go on wearing it.

Light changes slowly and its network is the dearest part of a frame, and no two of its answers agree to the
last level, which trembles like motion where nothing moves. So the light over a scene is worn by the frames
after it, carried to where they see the same places, for as long as hour, weather and place allow.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose
from inhabit.world.keyframe import Keyframe
from inhabit.world.spatial import Landing, landing

WORN_TICKS = 3
"""A light is worn by so many frames at most: water shimmers."""
CHANGING_TICKS = 2
"""The same while hour, weather, biome or style are on their way."""
SAME = 0.004
"""Attributes that differ by less than this do not show."""
BEYOND = 0.1
"""Share of a frame that may lie outside of what was lit."""


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


def where_lit(scene: Scene, frame: Keyframe) -> Landing:
    """Where every cell of a frame lies in a scene that has its light already."""
    return landing(frame.coarse, frame.pose, scene.pose, scene.cells.shape[1:])


def is_worn(scene: Scene, landed: Landing, attributes: Attributes, tick: int) -> bool:
    """Whether a frame of this tick, under these attributes, goes on wearing a scene's light."""
    changing = float(np.abs(attributes.vector() - scene.attributes.vector()).max()) > SAME
    limit = CHANGING_TICKS if changing else WORN_TICKS
    return tick - scene.tick < limit and landed.beyond <= BEYOND
