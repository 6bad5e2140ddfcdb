"""One view that memory keeps, and how it is seen from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from inhabit.core.camera import Pose
from inhabit.world.canvas import Canvas
from inhabit.world.spatial import Pull, pull, sample

COARSEST = 4.0
"""Magnification from which more makes no difference."""
UNSEEN = 99.0
"""The grain of a cell that shows nothing of its place: there was no time to paint it."""


@dataclass(frozen=True, slots=True)
class Keyframe:
    """A canvas, where it was seen from, and where the clouds had drifted to by then.

    Nothing in it belongs to an hour, a weather, a biome or a style: light makes those. `sight` float64 [6] is
    position and viewing direction and `rough` a quarter of the cells each way, kept so that scoring a bank is
    quick.
    """

    canvas: Canvas
    coarse: np.ndarray
    pose: Pose
    drift_m: tuple[float, float]
    sight: np.ndarray = field(init=False)
    rough: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sight", sight(self.pose))
        object.__setattr__(self, "rough", np.ascontiguousarray(self.coarse[:, 2::4, 2::4]))


def moved_to(keyframe: Keyframe, coarse: np.ndarray, pose: Pose, drift_m: tuple[float, float]) -> Pull:
    """Where a keyframe's cells, as `coarse` gives them, lie as seen from `pose`, whatever they show."""
    blown = (drift_m[0] - keyframe.drift_m[0], drift_m[1] - keyframe.drift_m[1])
    return pull(coarse, keyframe.pose, pose, blown, coarse.shape[1:])


def pulled(keyframe: Keyframe, coarse: np.ndarray, pose: Pose, drift_m: tuple[float, float]) -> Pull:
    """A keyframe as seen from `pose`, trusted where it shows something, as coarse as it is."""
    one = moved_to(keyframe, coarse, pose, drift_m)
    # Carried detail is as coarse as all its magnifications together.
    before = sample(coarse[5:6], one)[0]
    one = replace(one, trust=np.where(before > 0.5 * UNSEEN, 0.0, one.trust).astype(np.float32))
    grain = np.where(one.trust > 0, one.magnification * before, 0.0)
    return replace(one, magnification=grain.astype(np.float32))


def sight(pose: Pose) -> np.ndarray:
    """Position and viewing direction: float64 [6]."""
    return np.concatenate([pose.position, pose.rotation()[:, 2]])
