"""One view that memory keeps, and how much of it holds elsewhere: from another place, over another land,
under other clouds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose
from inhabit.world.canvas import Canvas
from inhabit.world.spatial import Pull, pull, sample

COARSEST = 4.0
"""Magnification from which more makes no difference; matter of another biome counts as coarse as that."""
UNSEEN = 99.0
"""The grain of a cell that shows nothing of its place: there was no time to paint it."""
CLOUDS_KEPT = 0.25
"""A sky that was seen holds while cloud has not changed by more than this."""


@dataclass(frozen=True, slots=True)
class Climate:
    """What a view has to agree with to hold: the `biome` of the land, and how much `cloud` there is."""

    biome: str
    cloud: float = 0.0

    @classmethod
    def of(cls, attributes: Attributes) -> Climate:
        """The climate of a world that has `attributes`."""
        return cls(attributes.main_biome, attributes.cloud)


@dataclass(frozen=True, slots=True)
class Keyframe:
    """A canvas, where it was seen from, and where the clouds had drifted to by then.

    `biome` is what its matter was made of: in another one its shapes still hold, its matter doesn't. `sight`
    float64 [6] is position and viewing direction and `rough` a quarter of the cells each way, kept so that
    scoring a bank is quick. `clouds` is how cloudy it was where its sky was seen in a true picture: a clear
    sky does not tell what its clouds would be.
    """

    canvas: Canvas
    coarse: np.ndarray
    pose: Pose
    drift_m: tuple[float, float]
    biome: str
    clouds: float | None = None
    sight: np.ndarray = field(init=False)
    rough: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sight", sight(self.pose))
        object.__setattr__(self, "rough", np.ascontiguousarray(self.coarse[:, 2::4, 2::4]))


def akin(keyframe: Keyframe, pulled: Pull, climate: Climate) -> np.ndarray:
    """Where a keyframe's matter holds in `climate`: bool [h5, w5]. The sky is the same over every land."""
    return (pulled.sky > 0.5) | (keyframe.biome == climate.biome)


def pulled(
    keyframe: Keyframe, coarse: np.ndarray, pose: Pose, drift_m: tuple[float, float], climate: Climate
) -> Pull:
    """A keyframe as seen from `pose`: its cells as `coarse` gives them, matter of another biome without its
    detail, a true sky of other clouds not at all."""
    blown = (drift_m[0] - keyframe.drift_m[0], drift_m[1] - keyframe.drift_m[1])
    one = _under(climate, keyframe, pull(coarse, keyframe.pose, pose, blown, coarse.shape[1:]))
    # Carried detail is as coarse as all its magnifications together.
    before = sample(coarse[5:6], one)[0]
    one = replace(one, trust=np.where(before > 0.5 * UNSEEN, 0.0, one.trust).astype(np.float32))
    grain = one.magnification * before
    grain = np.where(akin(keyframe, one, climate), grain, COARSEST)
    return replace(one, magnification=np.where(one.trust > 0, grain, 0.0).astype(np.float32))


def _under(climate: Climate, keyframe: Keyframe, pulled: Pull) -> Pull:
    if keyframe.clouds is None or abs(climate.cloud - keyframe.clouds) <= CLOUDS_KEPT:
        return pulled
    return replace(pulled, trust=np.where(pulled.sky > 0.5, 0.0, pulled.trust).astype(np.float32))


def sight(pose: Pose) -> np.ndarray:
    """Position and viewing direction: float64 [6]."""
    return np.concatenate([pose.position, pose.rotation()[:, 2]])
