"""The truth that a world is judged against: episodes of the simulator, and what words were meant to do.

An `Episode` is one held-out world seen along a path; its pictures are made when asked for and kept.
`Truth` remembers which episode a context was cut from and what each prompt and directive means, so
that the simulator itself can be judged as a world: the ceiling.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Motion, Pose, Size
from inhabit.core.frame import PlanarFrame
from inhabit.evals.world import CONTEXT_STRIDE, CONTEXT_TICKS
from inhabit.frames.pixels import rgb_to_planes
from inhabit.sim.attributes import sample
from inhabit.sim.march import march
from inhabit.sim.scene import Scene
from inhabit.sim.shade import shade
from inhabit.sim.walk import walk

HELD_OUT_SEED = 1_000_000
"""Simulator seeds from here on are never trained on."""


EASE_TICKS = 60
"""Walks slow down at their end; episodes are cut before that."""

TRIES = 40
"""Walks tried in a scene until one moves where it matters."""


View = Callable[[Attributes], PlanarFrame]
"""The true picture from one place under any look."""


def picture(scene: Scene, pose: Pose, attributes: Attributes, size: Size, time_s: float) -> PlanarFrame:
    """The true picture of `scene` from `pose` under the light and weather of `attributes`."""
    return view(scene, pose, size, time_s)(attributes)


def view(scene: Scene, pose: Pose, size: Size, time_s: float) -> View:
    """All true pictures of `scene` from `pose`: what is there is found once, the last few looks are kept."""
    buffer = march(scene, pose, size, time_s)

    @lru_cache(maxsize=4)
    def look(attributes: Attributes) -> PlanarFrame:
        return rgb_to_planes(shade(scene, buffer, attributes, pose, time_s))

    return look


@dataclass(frozen=True)
class Episode:
    """One held-out world along one path; `poses` has one more entry than `motions`."""

    scene: Scene
    attributes: Attributes
    poses: list[Pose]
    motions: list[Motion]
    fps: float
    size: Size
    _kept: dict[int, PlanarFrame] = field(default_factory=dict, repr=False)

    def frame(self, tick: int) -> PlanarFrame:
        """The true picture at `tick`, kept."""
        if tick not in self._kept:
            self._kept[tick] = self.picture(tick)
        return self._kept[tick]

    def picture(self, tick: int) -> PlanarFrame:
        """The true picture at `tick`, drawn anew."""
        return picture(self.scene, self.poses[tick], self.attributes, self.size, tick / self.fps)

    def context(self) -> tuple[list[PlanarFrame], list[Pose]]:
        """The CONTEXT_FRAMES true frames up to CONTEXT_TICKS, oldest first, with their poses."""
        ticks = range(0, CONTEXT_TICKS + 1, CONTEXT_STRIDE)
        return [self.frame(tick) for tick in ticks], [self.poses[tick] for tick in ticks]

    def along(self, poses: list[Pose], motions: list[Motion]) -> Episode:
        """The same world and context, but another path after it."""
        return replace(
            self,
            poses=self.poses[: CONTEXT_TICKS + 1] + poses,
            motions=self.motions[:CONTEXT_TICKS] + motions,
            _kept={tick: frame for tick, frame in self._kept.items() if tick <= CONTEXT_TICKS},
        )

    def is_moving(self, tick: int) -> bool:
        """Whether the camera moves enough over the tick before `tick` for copying to be wrong."""
        motion = self.motions[tick - 1]
        travel_mps = abs(motion.dolly_mps) + abs(motion.truck_mps) + abs(motion.pedestal_mps)
        return travel_mps > 0.5 or abs(motion.yaw_rps) + abs(motion.pitch_rps) > 0.05


@dataclass(slots=True)
class Truth:
    """What the judge knows and the world under judgement does not.

    `prompts` says what each prompt given describes, `wanted` what a directive given in a world of certain
    attributes asks them to become. Only the latest episode is remembered: scenes are large.
    """

    size: Size
    fps: float
    prompts: dict[str, Attributes] = field(default_factory=dict)
    wanted: dict[tuple[str, Attributes], Attributes] = field(default_factory=dict)
    _latest: tuple[bytes, Episode] | None = None

    def episode(self, seed: int, ticks: int, attributes: Attributes | None = None) -> Episode:
        """A walk of at least `ticks` ticks through held-out world number `seed` (0, 1, ...).

        The camera moves on the tick after the context, else copying would be right.
        """
        look = attributes or sample(np.random.default_rng(HELD_OUT_SEED + seed))
        scene = Scene.from_seed(HELD_OUT_SEED + seed, look)
        frames = max(ticks, CONTEXT_TICKS) + EASE_TICKS
        paths = (self._path(scene, look, seed, attempt, frames) for attempt in range(TRIES))
        made = next(path for path in paths if path.is_moving(CONTEXT_TICKS + 1))
        self._latest = made.frame(CONTEXT_TICKS).digest(), made
        return made

    def origin(self, last: PlanarFrame) -> Episode:
        """The episode whose context ends with the picture `last`; raises KeyError for any but the latest."""
        if self._latest is None or last.digest() != self._latest[0]:
            raise KeyError("this picture does not end the context of the latest episode")
        return self._latest[1]

    def _path(self, scene: Scene, look: Attributes, seed: int, attempt: int, frames: int) -> Episode:
        walked = walk(scene, HELD_OUT_SEED + seed + 7919 * attempt, frames, fps=round(self.fps))
        return Episode(scene, look, walked.poses, walked.motions, self.fps, self.size)
