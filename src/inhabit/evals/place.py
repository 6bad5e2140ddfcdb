"""Where a directive is judged: true pictures of the place that the camera has walked to by then."""

from __future__ import annotations

from dataclasses import dataclass

from inhabit.core.camera import Motion, Pose, Size, advance
from inhabit.evals.lineup import Describe, Lineup
from inhabit.evals.truth import Episode, View, view
from inhabit.evals.world import CONTEXT_TICKS
from inhabit.frames.attribute_probe import HEIGHT_PX, WIDTH_PX
from inhabit.sim.scene import Scene

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


def place_after(episode: Episode, seconds: float, describe: Describe) -> Place:
    """The place `seconds` of IDLE after an episode's context."""
    pose, time_s = episode.poses[CONTEXT_TICKS], CONTEXT_TICKS / episode.fps + seconds
    return place_at(episode.scene, advance(pose, IDLE, seconds), episode.size, time_s, describe)


def place_at(scene: Scene, pose: Pose, size: Size, time_s: float, describe: Describe) -> Place:
    """The place that `pose` shows of a scene at `time_s`."""
    ahead = advance(pose, IDLE, LATER_S)
    return Place(
        now=view(scene, pose, size, time_s),
        later=view(scene, ahead, size, time_s + LATER_S),
        lineup=Lineup(view(scene, pose, Size(WIDTH_PX, HEIGHT_PX), time_s), describe),
    )
