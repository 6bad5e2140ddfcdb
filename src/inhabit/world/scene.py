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
LEAVING, BEYOND = 0.1, 0.4
"""Share of a frame outside of what was lit from which another light is asked for, and from which it is not
waited for: what a turn uncovers is still to be painted, and wears its rim's light until then."""

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

    @property
    def same(self) -> tuple[object, ...]:
        """What a light follows from: scenes of which all this is equal are lit the same. Cells are told apart
        by which array they are."""
        return id(self.cells), self.pose, self.attributes, self.time_s


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


def is_other(scene: Scene, attributes: Attributes) -> bool:
    """Whether a scene's light is too far from these attributes to be worn for another tick."""
    return _change(scene, attributes) > OTHER


def is_leaving(landed: Landing) -> bool:
    """Whether so much of a frame lies outside of what was lit that one of the next will not do with it."""
    return landed.beyond > LEAVING


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
    if landed.beyond > BEYOND:
        return "own"
    old, changed = tick - scene.tick >= worn_ticks, _change(scene, attributes) > SAME
    another = old or changed or is_leaving(landed) or painted_tick > scene.tick
    return "another" if another else "worn"


def _change(scene: Scene, attributes: Attributes) -> float:
    return float(np.abs(attributes.vector() - scene.attributes.vector()).max())
