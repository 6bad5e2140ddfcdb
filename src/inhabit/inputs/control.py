"""What one tick is conditioned on: the single control that whatever arrived was folded into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from inhabit.core.camera import Motion, Pose


@dataclass(frozen=True, slots=True)
class Control:
    """Everything a tick needs to know of the outside.

    `applied` are the sequence numbers of the events folded in. `prompt` is a new standing prompt, if
    one came; `directives` are the incremental instructions that came, in order. `targets` are
    attribute values set directly (sliders): attribute name to value in its range; `biome` and
    `style` are names. `pose` overrides the camera outright (evaluation, scripted cameras); without
    it the camera moves by `motion` for `dt_s`. `locks` are those that were set (True) or opened
    (False) in this tick, by the names of `core.locks`; they hold from then on, and before whatever
    else this control asks for.
    """

    frame_index: int
    dt_s: float
    applied: tuple[int, ...] = ()
    motion: Motion = Motion()
    prompt: str | None = None
    directives: tuple[str, ...] = ()
    targets: Mapping[str, float] = field(default_factory=dict)
    biome: str | None = None
    style: str | None = None
    pose: Pose | None = None
    locks: Mapping[str, bool] = field(default_factory=dict)

    @property
    def speaks(self) -> bool:
        """Whether anything but the camera was told."""
        said = (self.prompt, self.directives, self.targets, self.biome, self.style)
        return any(said)
