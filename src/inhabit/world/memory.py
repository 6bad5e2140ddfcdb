"""Spatial memory: keyframes with poses, the last frame, and reading both into a commanded camera.

`view` reads; `carry`, `commit` and `foresee` write, and nothing else does either. The bank holds a bounded
number of keyframes; what a read costs does not depend on how many there are beyond a coarse scoring of each.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from inhabit.core.camera import Pose
from inhabit.core.team import together
from inhabit.world.choice import choose
from inhabit.world.keyframe import COARSEST, Keyframe, pulled
from inhabit.world.reprojection import FAR_DISPARITY
from inhabit.world.spatial import Pull, detail, sample

NEW_KEYFRAME_UNKNOWN = 0.12
"""Commit a keyframe when the bank alone leaves more than this share of the picture without its detail."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Memory as the commanded camera would see it.

    `sources` with their `pulls`; `weights` (float32 [h5, w5] each, summing to at most 1) is how much of each
    the picture keeps and `known` their sum; `shown` is the same without regard to detail and `seen` its sum:
    what was seen from further away is known in shape but not in detail, and is painted anew under guidance.
    `context` float32 [7, h5, w5] is what the network sees;
    `disparity` and `sky` hold where `seen`; `grain` is how coarse the picture made of it will be.
    `bank_known` is the share that the bank alone shows in detail, and decides whether this frame becomes a
    keyframe.
    """

    sources: tuple[Keyframe, ...]
    pulls: tuple[Pull, ...]
    weights: tuple[np.ndarray, ...]
    shown: tuple[np.ndarray, ...]
    seen: np.ndarray
    context: np.ndarray
    disparity: np.ndarray
    sky: np.ndarray
    grain: np.ndarray
    known: np.ndarray
    bank_known: float


@dataclass(frozen=True, slots=True)
class Memory:
    """The bank (keyframes, oldest first) and the window (the last frame).

    `chosen` are the keyframes that were read last, None where the bank is no longer what it was then. The
    bank holds at most `limit`; a limit of 1 keeps the newest alone, without an anchor.
    """

    bank: tuple[Keyframe, ...] = ()
    last: Keyframe | None = None
    limit: int = 64
    sources: int = 3
    chosen: tuple[Keyframe, ...] | None = None

    @property
    def nbytes(self) -> int:
        held = list(self.bank) + ([self.last] if self.last else [])
        return sum(k.canvas.nbytes + k.coarse.nbytes for k in held)

    def view(
        self,
        pose: Pose,
        drift_m: tuple[float, float],
        cells: tuple[int, int],
        scale_m: float,
        *,
        again: bool = False,
    ) -> Reading:
        """Read memory into `pose`; writes nothing. With `again`, the choice for a pose close by will do."""
        kept = self.chosen if again else None
        chosen = self._choose(pose, drift_m) if kept is None else list(kept)
        held = len(chosen)
        if self.last is not None:
            chosen.append(self.last)
        pulls = together([partial(pulled, k, k.coarse, pose, drift_m) for k in chosen])
        weights = _share([p.trust * detail(p) for p in pulls], cells)
        bank_known = float(_total(weights[:held], cells).mean())
        known = _total(weights, cells)
        rest = 1 - known
        shown = [w + rest * r for w, r in zip(weights, _share([p.trust for p in pulls], cells), strict=True)]
        context, disparity, sky = _blend(chosen, pulls, shown, cells, scale_m)
        grain = rest
        for weight, one in zip(weights, pulls, strict=True):
            grain = grain + weight * np.maximum(one.magnification, 1.0)
        return Reading(
            tuple(chosen),
            tuple(pulls),
            tuple(weights),
            tuple(shown),
            _total(shown, cells),
            context,
            disparity,
            sky,
            grain,
            known,
            bank_known,
        )

    def covers(self, pose: Pose, drift_m: tuple[float, float]) -> float:
        """Roughly how much of the view from `pose` the bank can show in detail, in [0, 1]."""
        left: np.ndarray | None = None
        for keyframe in self._choose(pose, drift_m):
            one = pulled(keyframe, keyframe.rough, pose, drift_m)
            lost = 1 - one.trust * detail(one)
            left = lost if left is None else left * lost
        return 0.0 if left is None else 1 - float(left.mean())

    def foresee(self, frame: Keyframe) -> Memory:
        """The memory with a keyframe of a view that has been made but not been shown yet."""
        return replace(self, bank=self._kept((*self.bank, frame)), chosen=None)

    def carry(self, reading: Reading, frame: Keyframe) -> Memory:
        """The memory after a frame into which nothing new was painted: it becomes the window."""
        chosen = reading.sources if self.last is None else reading.sources[:-1]
        return replace(self, last=frame, chosen=chosen)

    def commit(self, reading: Reading, frame: Keyframe) -> Memory:
        """The memory after a painted frame: it becomes the window, and a keyframe if the bank could not have
        shown it. The oldest keyframe stays for ever as an anchor; the next oldest makes room."""
        poor = 1 - reading.bank_known > NEW_KEYFRAME_UNKNOWN
        if self.bank and not poor:
            return self.carry(reading, frame)
        return replace(self, bank=self._kept((*self.bank, frame)), last=frame, chosen=None)

    def _kept(self, bank: tuple[Keyframe, ...]) -> tuple[Keyframe, ...]:
        if len(bank) <= self.limit:
            return bank
        return bank[-1:] if self.limit == 1 else (bank[0], *bank[2:])

    def _choose(self, pose: Pose, drift_m: tuple[float, float]) -> list[Keyframe]:
        return choose(self.bank, self.sources - 1, pose, drift_m)


def fresh_context(cells: tuple[int, int]) -> np.ndarray:
    """What an empty memory shows: nothing known."""
    return np.zeros((7, *cells), np.float32)


def _share(trusts: list[np.ndarray], cells: tuple[int, int]) -> list[np.ndarray]:
    # Earlier sources first; each later one gets what is left.
    left = np.ones(cells, np.float32)
    weights: list[np.ndarray] = []
    for trust in trusts:
        weights.append(trust * left)
        left = left - weights[-1]
    return weights


def _total(weights: list[np.ndarray], cells: tuple[int, int]) -> np.ndarray:
    return np.add.reduce(weights) if weights else np.zeros(cells, np.float32)


def _blend(
    sources: list[Keyframe],
    pulls: list[Pull],
    weights: list[np.ndarray],
    cells: tuple[int, int],
    scale_m: float,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    seen = _total(weights, cells)
    total = np.maximum(seen, 1e-6)
    planes = np.zeros((3, *seen.shape), np.float32)
    disparity, sky, magnified = np.zeros_like(seen), np.zeros_like(seen), np.zeros_like(seen)
    for source, one, weight in zip(sources, pulls, weights, strict=True):
        share = weight / total
        planes += share * sample(source.coarse[:3], one)
        disparity += share * one.disparity
        sky += share * one.sky
        magnified += share * np.minimum(one.magnification, COARSEST)
    scaled = np.maximum(disparity, 0) * scale_m
    layers = [planes, (scaled / (1 + scaled))[None], sky[None], seen[None], 0.5 * magnified[None]]
    context = np.where(seen > 0.02, np.concatenate(layers), 0.0).astype(np.float32)
    return context, np.maximum(disparity, FAR_DISPARITY), sky
