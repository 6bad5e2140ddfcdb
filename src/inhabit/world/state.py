"""The persistent state S of a world: everything that one session is, as one immutable value."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from inhabit.core.attributes import Attributes
from inhabit.core.camera import FOV_DEFAULT_RAD, Pose, Size
from inhabit.core.ports import Remark
from inhabit.world.draft import Draft
from inhabit.world.memory import Memory
from inhabit.world.scene import Exposure, Scene

EYE_HEIGHT_M = 7.0


@dataclass(frozen=True, slots=True)
class Wish:
    """Where attributes are heading: what words and sliders asked for and has not quite arrived yet."""

    scalars: Mapping[str, float] = field(default_factory=dict)
    biome: str | None = None
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Locks:
    """What is locked, by the names of `core.locks`, and whether it has been said that the camera stays."""

    on: frozenset[str] = frozenset()
    camera_told: bool = False


@dataclass(frozen=True, slots=True)
class WorldState:
    """S(t). `pose` and `attributes` are now; `wish` is where they head; `memory` is what has been seen.

    `drift_m` is how far the clouds have drifted; `ground_m` the height of the ground below as memory shows
    it, `clearance_m` how far above it the camera glides. `draft` is the view being painted,
    `painted_tick` the last tick from which on all of a frame had been painted, `shown` the last frame that
    was made of memory; `lit` the scene whose light frames wear, `asked` the one whose light they will.
    `locks` is what may not change; `remarks` is what there was to say of the last control, `notice` the last
    thing said until other words came. `canvas` is the shape it is remembered in, None for that of the
    checkpoint's spec.
    """

    seed: int
    tick: int
    time_s: float
    prompt: str
    pose: Pose
    attributes: Attributes
    wish: Wish
    memory: Memory
    drift_m: tuple[float, float] = (0.0, 0.0)
    ground_m: float = 0.0
    clearance_m: float = EYE_HEIGHT_M
    notice: str = ""
    draft: Draft | None = None
    painted_tick: int = -1
    shown: Exposure | None = None
    lit: Scene | None = None
    asked: Scene | None = None
    locks: Locks = Locks()
    remarks: tuple[Remark, ...] = ()
    canvas: Size | None = None


def camera_vector(pose: Pose, clearance_m: float) -> np.ndarray:
    """What the layout of a picture depends on: float32 [4], each of about unit size."""
    return np.array(
        [
            2.0 * pose.pitch_rad,
            2.0 * pose.roll_rad,
            2.0 * (pose.fov_rad - FOV_DEFAULT_RAD),
            math.log(max(clearance_m, 0.5) / EYE_HEIGHT_M),
        ],
        dtype=np.float32,
    )
