"""Spatial memory: keyframes with poses, the last frame, and reading both into a commanded camera.

`view` reads; `carry`, `commit` and `foresee` write, and nothing else does either. The bank holds a bounded
number of keyframes; what a read costs does not depend on how many there are beyond a coarse scoring of each.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from inhabit.core.camera import Pose
from inhabit.core.team import together
from inhabit.world.canvas import Canvas
from inhabit.world.spatial import FAR_DISPARITY, Pull, detail, pull, sample

NEW_KEYFRAME_UNKNOWN = 0.12
"""Commit a keyframe when the bank alone leaves more than this share of the picture without its detail."""
CANDIDATES = 6
COARSEST = 4.0
"""Magnification from which more makes no difference; matter of another biome counts as coarse as that."""
UNSEEN = 99.0
"""The grain of a cell that shows nothing of its place: there was no time to paint it."""
NEARER = 0.97
"""What a keyframe counts beside the next nearer one: errors of depth grow with distance."""
CLOUDS_KEPT = 0.25
"""A sky that was seen holds while cloud has not changed by more than this."""
STRANGE_WORTH = 0.2
"""What the shape of a cell is worth without its matter, when keyframes are chosen."""


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
        object.__setattr__(self, "sight", _sight(self.pose))
        object.__setattr__(self, "rough", np.ascontiguousarray(self.coarse[:, 2::4, 2::4]))


@dataclass(frozen=True, slots=True)
class Reading:
    """Memory as the commanded camera would see it.

    `sources` with their `pulls`; `weights` (float32 [h5, w5] each, summing to at most 1) is how much of each
    the picture keeps; `shown` is the same without regard to detail and `seen` its sum: what was seen from
    further away is known in shape but not in detail, and is painted anew under guidance. `context` float32
    [7, h5, w5] is what the network sees (without matter where that was another biome's); `disparity` and
    `sky` hold where `seen`; `grain` is how coarse the picture made of it will be. `bank_known` is the share
    that the bank alone shows in detail, and decides whether this frame becomes a keyframe.
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
    bank_known: float

    @property
    def known(self) -> np.ndarray:
        """How much of each cell is kept: the sum of the weights."""
        total = np.zeros_like(self.seen)
        for weight in self.weights:
            total = total + weight
        return total


@dataclass(frozen=True, slots=True)
class Memory:
    """The bank (keyframes, oldest first) and the window (the last frame)."""

    bank: tuple[Keyframe, ...] = ()
    last: Keyframe | None = None
    limit: int = 64
    sources: int = 3

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
        biome: str,
        cloud: float = 0.0,
    ) -> Reading:
        """Read memory into `pose`; writes nothing. Land of another `biome` is known in shape only, a true sky
        of another `cloud` not at all."""
        chosen = self._choose(pose, drift_m, biome)
        held = len(chosen)
        if self.last is not None:
            chosen.append(self.last)
        pulls = together([partial(_pull, k, k.coarse, pose, drift_m, biome) for k in chosen])
        pulls = [_under(cloud, k, one) for k, one in zip(chosen, pulls, strict=True)]
        weights = _share([p.trust * detail(p) for p in pulls], cells)
        bank_known = float(_total(weights[:held], cells).mean())
        rest = 1 - _total(weights, cells)
        shown = [w + rest * r for w, r in zip(weights, _share([p.trust for p in pulls], cells), strict=True)]
        context, disparity, sky = _blend(chosen, pulls, shown, cells, scale_m, biome)
        grain = 1 - _total(weights, cells)
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
            bank_known,
        )

    def covers(self, pose: Pose, drift_m: tuple[float, float], biome: str) -> float:
        """Roughly how much of the view from `pose` the bank can show in detail, in [0, 1]."""
        left: np.ndarray | None = None
        for keyframe in self._choose(pose, drift_m, biome):
            one = _pull(keyframe, keyframe.rough, pose, drift_m, biome)
            lost = 1 - one.trust * detail(one)
            left = lost if left is None else left * lost
        return 0.0 if left is None else 1 - float(left.mean())

    def foresee(self, frame: Keyframe) -> Memory:
        """The memory with a keyframe of a view that has been made but not been shown yet."""
        return replace(self, bank=self._kept((*self.bank, frame)))

    def carry(self, frame: Keyframe) -> Memory:
        """The memory after a frame into which nothing new was painted: it becomes the window."""
        return replace(self, last=frame)

    def commit(self, reading: Reading, frame: Keyframe) -> Memory:
        """The memory after a painted frame: it becomes the window, and a keyframe if the bank could not have
        shown it. The oldest keyframe stays for ever as an anchor; the next oldest makes room."""
        poor = 1 - reading.bank_known > NEW_KEYFRAME_UNKNOWN
        if self.bank and not poor:
            return replace(self, last=frame)
        return replace(self, bank=self._kept((*self.bank, frame)), last=frame)

    def _kept(self, bank: tuple[Keyframe, ...]) -> tuple[Keyframe, ...]:
        return (bank[0], *bank[2:]) if len(bank) > self.limit else bank

    def _choose(self, pose: Pose, drift_m: tuple[float, float], biome: str) -> list[Keyframe]:
        count = self.sources - 1
        if len(self.bank) <= count:
            return sorted(self.bank, key=lambda k: float(_distances(k.sight[None], pose)[0]))
        gaps = _distances(np.stack([k.sight for k in self.bank]), pose)
        nearest = np.argsort(gaps, kind="stable")[:CANDIDATES]
        return _cover([self.bank[i] for i in nearest], pose, drift_m, count, biome)


def sky_seen_under(reading: Reading) -> float | None:
    """How cloudy it was where the sky of a reading was seen in a true picture; None if none of it was."""
    for keyframe, weight, pulled in zip(reading.sources, reading.shown, reading.pulls, strict=True):
        if keyframe.clouds is not None and float((weight * (pulled.sky > 0.5)).sum()) > 0.0:
            return keyframe.clouds
    return None


def fresh_context(cells: tuple[int, int]) -> np.ndarray:
    """What an empty memory shows: nothing known."""
    return np.zeros((7, *cells), np.float32)


def _cover(
    candidates: list[Keyframe], pose: Pose, drift_m: tuple[float, float], count: int, biome: str
) -> list[Keyframe]:
    # Greedy: first the keyframe that shows most of the view, then whichever adds most to it.
    pulls = [_pull(k, k.rough, pose, drift_m, biome) for k in candidates]
    # Candidates come nearest first; what is seen from further off has to show more to be preferred.
    shown = np.stack([one.trust * _worth(k, one, biome) for k, one in zip(candidates, pulls, strict=True)])
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


def _worth(keyframe: Keyframe, pulled: Pull, biome: str) -> np.ndarray | float:
    return 1.0 if keyframe.biome == biome else np.where(pulled.sky > 0.5, 1.0, STRANGE_WORTH)


def akin(keyframe: Keyframe, pulled: Pull, biome: str) -> np.ndarray:
    """Where a keyframe's matter holds in `biome`: bool [h5, w5]. The sky is the same over every land."""
    return (pulled.sky > 0.5) | (keyframe.biome == biome)


def _under(cloud: float, keyframe: Keyframe, pulled: Pull) -> Pull:
    """A pull without the sky that does not hold under `cloud`."""
    if keyframe.clouds is None or abs(cloud - keyframe.clouds) <= CLOUDS_KEPT:
        return pulled
    return replace(pulled, trust=np.where(pulled.sky > 0.5, 0.0, pulled.trust).astype(np.float32))


def _pull(
    keyframe: Keyframe, coarse: np.ndarray, pose: Pose, drift_m: tuple[float, float], biome: str
) -> Pull:
    blown = (drift_m[0] - keyframe.drift_m[0], drift_m[1] - keyframe.drift_m[1])
    one = pull(coarse, keyframe.pose, pose, blown, coarse.shape[1:])
    # Carried detail is as coarse as all its magnifications together.
    before = sample(coarse[5:6], one)[0]
    one = replace(one, trust=np.where(before > 0.5 * UNSEEN, 0.0, one.trust).astype(np.float32))
    grain = one.magnification * before
    grain = np.where(akin(keyframe, one, biome), grain, COARSEST)
    return replace(one, magnification=np.where(one.trust > 0, grain, 0.0).astype(np.float32))


def _sight(pose: Pose) -> np.ndarray:
    return np.concatenate([pose.position, pose.rotation()[:, 2]])


def _distances(sights: np.ndarray, pose: Pose) -> np.ndarray:
    # A radian of turning counts as much as twelve metres of travel.
    here = _sight(pose)
    travel = np.linalg.norm(sights[:, :3] - here[:3], axis=1)
    turn = np.arccos(np.clip(sights[:, 3:] @ here[3:], -1.0, 1.0))
    return turn + travel / 12.0


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
    biome: str,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    seen = _total(weights, cells)
    total = np.maximum(seen, 1e-6)
    planes = np.zeros((3, *seen.shape), np.float32)
    disparity, sky, magnified = np.zeros_like(seen), np.zeros_like(seen), np.zeros_like(seen)
    for source, one, weight in zip(sources, pulls, weights, strict=True):
        share = weight / total
        planes += share * akin(source, one, biome) * sample(source.coarse[:3], one)
        disparity += share * one.disparity
        sky += share * one.sky
        magnified += share * np.minimum(one.magnification, COARSEST)
    scaled = np.maximum(disparity, 0) * scale_m
    layers = [planes, (scaled / (1 + scaled))[None], sky[None], seen[None], 0.5 * magnified[None]]
    context = np.where(seen > 0.02, np.concatenate(layers), 0.0).astype(np.float32)
    return context, np.maximum(disparity, FAR_DISPARITY), sky
