"""A toy engine: a gradient that slides with the camera, in numpy, obeying `core.ports.Engine`.

It stands behind the seam in tests of the runtime and the server; it never stands in for the product.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from inhabit.core.attributes import SCALARS, Attributes
from inhabit.core.camera import Pose, Size, advance
from inhabit.core.errors import BadInputError
from inhabit.core.frame import PlanarFrame
from inhabit.core.locks import in_order
from inhabit.core.picture import Picture
from inhabit.core.ports import Developed, Remark, Rendered, Rung, Snapshot, StateSummary
from inhabit.inputs.control import Control
from inhabit.runtime.snapshot import restored, taken
from inhabit.world.dynamics import fulfil
from inhabit.world.locks import judged, kept_words, stays, turned
from inhabit.world.remarks import of_camera
from inhabit.world.state import Locks, Wish

SMALL, LARGE, TALL = Size(64, 64), Size(128, 128), Size(72, 128)
WORDS = {"make it night": Wish({"hour": 22.0}), "in neon": Wish(style="neon")}
"""All that a toy understands."""


@dataclass(frozen=True, slots=True)
class ToyState:
    """A world without a network: where the camera is, what was said, how often it was written."""

    seed: int
    pose: Pose = field(default_factory=Pose)
    attributes: Attributes = field(default_factory=Attributes)
    words: tuple[str, ...] = ()
    commits: int = 0
    locks: Locks = field(default_factory=Locks)


class ToyEngine:
    """`before_render` runs at the start of every render: the place to take time or to fail."""

    name = "toy"
    device = "paper"
    checkpoint_hash = "toy-0"

    def __init__(self, *, before_render: Callable[[Control, Rung], None] | None = None) -> None:
        self.before_render = before_render or (lambda _control, _rung: None)
        self.before_equip: Callable[[Size], object] = lambda _size: None
        self.unequipped: set[Size] = set()
        self.looked_at: set[tuple[Picture, str]] = set()
        self.controls: list[Control] = []
        self.rungs: list[str] = []
        self.births: list[tuple[int, str]] = []
        self.threads: set[str] = set()

    def sizes(self) -> tuple[Size, ...]:
        return (SMALL, LARGE, TALL)

    def is_equipped(self, size: Size, picture: Picture | None = None, prompt: str = "") -> bool:
        return size not in self.unequipped and (picture is None or (picture, prompt) in self.looked_at)

    def equip(self, size: Size, picture: Picture | None = None, prompt: str = "") -> None:
        self.before_equip(size)
        self.unequipped.discard(size)
        self.looked_at |= set() if picture is None else {(picture, prompt)}

    def birth(self, seed: int, prompt: str, size: Size, picture: Picture | None = None) -> ToyState:
        if size not in self.sizes():
            raise BadInputError("bad_size", f"size {size} is not one of {self.sizes()}")
        self.births.append((seed, prompt))
        return ToyState(seed, words=(prompt,) if picture is None else (prompt, picture.name))

    def render(self, state: ToyState, control: Control, rung: Rung) -> Rendered:
        self.threads.add(threading.current_thread().name)
        self.before_render(control, rung)
        self.controls.append(control)
        self.rungs.append(rung.name)
        moved, remarks = stepped(state, control)
        return Rendered({"generate": 1.0, "paint": 0.5}, (moved, rung), remarks=remarks)

    def develop(self, rendered: Rendered) -> Developed:
        moved, rung = rendered.pending
        return Developed(painted(moved, rung), {"light": 0.5})

    def is_unprepared(self, state: ToyState) -> bool:
        return False

    def prepare(self, state: ToyState) -> dict[str, float]:
        return {}

    def commit(self, state: ToyState, rendered: Rendered) -> ToyState:
        moved: ToyState = rendered.pending[0]
        return replace(moved, commits=state.commits + 1)

    def summary(self, state: Any) -> StateSummary:
        return StateSummary(state.pose, state.attributes, 100, locks=in_order(state.locks.on))

    def snapshot(self, state: ToyState, before: Snapshot | None = None) -> Snapshot:
        return taken(state, (), before)

    def restore(self, manifest: str, parts: Mapping[str, bytes]) -> ToyState:
        return restored(ToyState, manifest, parts)


def stepped(state: ToyState, control: Control) -> tuple[ToyState, tuple[Remark, ...]]:
    """The camera moves, words pile up, sliders jump, and what is locked stays."""
    said = (() if control.prompt is None else (control.prompt,)) + control.directives
    locks, kept = turned(state.locks, control.locks), state.attributes
    sliders = {name: value for name, value in control.targets.items() if name in (*SCALARS, "hour")}
    remarks = []
    for text in said:
        verdict = judged(WORDS.get(text, Wish()), kept, locks)
        kept = fulfil(kept, verdict.wish)
        if verdict.held:
            remarks.append(Remark(text, kept_words(verdict.held, kept), verdict.held))
    attributes = fulfil(kept, judged(Wish(sliders, control.biome, control.style), kept, locks).wish)
    pose = control.pose or advance(state.pose, control.motion, control.dt_s)
    if stays(control, locks):
        pose = state.pose
        remarks.append(of_camera())
    moved = replace(state, pose=pose, attributes=attributes, words=state.words + said, locks=locks)
    return moved, tuple(remarks)


def painted(state: ToyState, rung: Rung) -> PlanarFrame:
    """A gradient that slides with the camera and differs by seed, words, look and rung."""
    width, height = rung.size.width_px, rung.size.height_px
    told = repr((state.seed, state.words, state.attributes, state.commits, rung.steps))
    tint = hashlib.sha256(told.encode()).digest()
    pose = state.pose
    across = np.arange(width) * 255.0 / width + 200.0 * pose.yaw_rad + 10.0 * pose.x_m + 10.0 * pose.z_m
    down = np.arange(height) * 60.0 / height + 200.0 * pose.pitch_rad + 10.0 * pose.y_m
    luma = (across[None, :] + down[:, None]) % 220.0 + 16.0
    half = (height // 2, width // 2)
    return PlanarFrame(
        luma.astype(np.uint8),
        np.full(half, 64 + tint[0] // 2, np.uint8),
        np.full(half, 64 + tint[1] // 2, np.uint8),
    )
