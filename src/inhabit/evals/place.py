"""Where a directive is judged: true pictures of the place that the camera has walked to by then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from inhabit.core.camera import Motion, Size, advance
from inhabit.core.frame import PlanarFrame
from inhabit.evals.attribute_probe import HEIGHT_PX, WIDTH_PX
from inhabit.evals.lineup import Lineup
from inhabit.evals.truth import Episode, View, view
from inhabit.evals.world import CONTEXT_TICKS

IDLE = Motion(dolly_mps=1.0)
"""A slow walk, so that the picture lives while it changes."""

LATER_S = 1.0
"""So much later, at a walk, the truth looks for the ceiling: other clouds, other drops, another place by a
step. At the same moment it would be judged by itself."""


@dataclass(frozen=True, slots=True)
class Place:
    """True pictures under any look: `now` when a world is judged, `later` for the ceiling; the line-up."""

    now: View
    later: View
    lineup: Lineup


def place_after(episode: Episode, seconds: float, describe: Callable[[PlanarFrame], np.ndarray]) -> Place:
    """The place `seconds` of IDLE after an episode's context."""
    pose, time_s = episode.poses[CONTEXT_TICKS], CONTEXT_TICKS / episode.fps + seconds
    here, ahead = advance(pose, IDLE, seconds), advance(pose, IDLE, seconds + LATER_S)
    small = view(episode.scene, here, Size(WIDTH_PX, HEIGHT_PX), time_s)
    return Place(
        now=view(episode.scene, here, episode.size, time_s),
        later=view(episode.scene, ahead, episode.size, time_s + LATER_S),
        lineup=Lineup(small, describe),
    )
