"""One displayed picture on its way out: planes, stamp, and the time each stage took."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from inhabit.core.camera import Size


@dataclass(frozen=True, slots=True)
class PlanarFrame:
    """A picture as planar YUV 4:2:0, BT.709 limited range: what every encoder wants.

    `luma` uint8 [height, width]; `blue` and `red` (Cb, Cr) uint8 [height / 2, width / 2].
    """

    luma: np.ndarray
    blue: np.ndarray
    red: np.ndarray

    @property
    def size(self) -> Size:
        height, width = self.luma.shape
        return Size(width, height)

    def digest(self) -> bytes:
        """SHA-256 over the three planes, for replay checks."""
        sha = hashlib.sha256()
        for plane in (self.luma, self.blue, self.red):
            sha.update(np.ascontiguousarray(plane).data)
        return sha.digest()


@dataclass(frozen=True, slots=True)
class FrameStamp:
    """What a frame carries to the screen, so that cause and effect can be tied together.

    `epoch` rises with every hard reset or rewind: clients drop frames of older epochs. `applied` are
    the sequence numbers of the events that first show in this frame. `stages_ms` maps stage name to
    milliseconds.
    """

    epoch: int
    frame_index: int
    pts_s: float
    applied: tuple[int, ...] = ()
    rung: str = ""
    stages_ms: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HostFrame:
    """A finished picture in host memory with its stamp."""

    stamp: FrameStamp
    picture: PlanarFrame
