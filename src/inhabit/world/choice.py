"""Which keyframes to read: of those that are near, the few that show most of a view together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inhabit.core.camera import Pose
from inhabit.world.keyframe import Keyframe, pulled, sight

CANDIDATES = 6
NEARER = 0.97
"""What a keyframe counts beside the next nearer one: errors of depth grow with distance."""


def choose(bank: Sequence[Keyframe], count: int, pose: Pose, drift_m: tuple[float, float]) -> list[Keyframe]:
    """At most `count` keyframes that show most of the view from `pose` together, the best first."""
    if len(bank) <= count:
        return sorted(bank, key=lambda k: float(_distances(k.sight[None], pose)[0]))
    gaps = _distances(np.stack([k.sight for k in bank]), pose)
    nearest = np.argsort(gaps, kind="stable")[:CANDIDATES]
    return _cover([bank[i] for i in nearest], pose, drift_m, count)


def _cover(
    candidates: list[Keyframe], pose: Pose, drift_m: tuple[float, float], count: int
) -> list[Keyframe]:
    # Greedy: first the keyframe that shows most of the view, then whichever adds most to it.
    pulls = [pulled(k, k.rough, pose, drift_m) for k in candidates]
    # Candidates come nearest first; what is seen from further off has to show more to be preferred.
    shown = np.stack([one.trust for one in pulls])
    left = np.ones(shown.shape[1:], np.float32)
    chosen: list[Keyframe] = []
    for _ in range(count):
        gains = np.einsum("khw,hw->k", shown, left) * NEARER ** np.arange(len(candidates))
        best = int(np.argmax(gains))
        if gains[best] < 0.01 * left.size:
            break
        chosen.append(candidates[best])
        left = left * (1 - shown[best])
    return chosen


def _distances(sights: np.ndarray, pose: Pose) -> np.ndarray:
    # A radian of turning counts as much as twelve metres of travel.
    here = sight(pose)
    travel = np.linalg.norm(sights[:, :3] - here[:3], axis=1)
    turn = np.arccos(np.clip(sights[:, 3:] @ here[3:], -1.0, 1.0))
    return turn + travel / 12.0
