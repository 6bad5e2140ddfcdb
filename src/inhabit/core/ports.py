"""The seams between the rooms: what the frame loop asks of an engine, whatever is inside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Pose, Size
from inhabit.core.frame import PlanarFrame
from inhabit.core.picture import Picture


@dataclass(frozen=True, slots=True)
class Rung:
    """One way to make a frame: `steps` denoising evaluations at an output `size`.

    `lean`: time is short, or something is still being prepared, so this frame leaves for later whatever its
    picture can do without. `carries`: so many pictures in a row may be the one before them, seen from where
    the camera is by now.
    """

    name: str
    size: Size
    steps: int
    lean: bool = False
    carries: int = 0


@dataclass(frozen=True, slots=True)
class Remark:
    """What a world has to say of something that a control asked of it and that it does not do, or not wholly.

    `about` is the text of a prompt or directive, the name of an attribute, or "camera"; `held` the locks that
    held something back.
    """

    about: str
    words: str
    held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendered:
    """A frame that has been made, but neither developed into a picture nor committed to the world.

    `pending` is the engine's own: what `develop` and `commit` need. Dropping a Rendered leaves the world as
    it was. `carried`: its picture is the one before, carried, as the rung allows. `remarks` are on
    the control that the frame was made from.
    """

    stages_ms: Mapping[str, float]
    pending: Any
    carried: bool = False
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Developed:
    """The picture of a rendered frame, and how long its stages took."""

    picture: PlanarFrame
    stages_ms: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class StateSummary:
    """What a person may want to know of a state: where the camera is and what the world is like."""

    pose: Pose
    attributes: Attributes
    state_bytes: int
    notice: str = ""
    """What the world could not do with the last words it was given, in a sentence; empty if nothing."""
    locks: tuple[str, ...] = ()
    """What is locked (`core.locks`)."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A state as data that can be kept: `manifest` is JSON text, `needs` names the parts that it speaks of,
    by the SHA-256 of their bytes (hex), and `fresh` holds those that the snapshot before did not need.

    `seen` is what the next snapshot of the same world is told, so that it repeats nothing: objects by their
    identity, each with its part.
    """

    manifest: str
    needs: tuple[str, ...]
    fresh: Mapping[str, bytes]
    seen: Mapping[int, tuple[object, str]] = field(default_factory=dict, repr=False)


class Engine(Protocol):
    """Weights shared, state passed: one engine serves any number of sessions.

    A frame may be developed while the next one is rendered, each by a thread of its own.

    A state is an immutable value; the same state, control and rung give the same picture, bit for
    bit, on one machine.
    """

    @property
    def checkpoint_hash(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def device(self) -> str: ...

    def sizes(self) -> tuple[Size, ...]:
        """The output sizes this checkpoint can make, smallest first."""
        ...

    def is_equipped(self, size: Size, picture: Picture | None = None, prompt: str = "") -> bool:
        """Whether frames of this size can be made at once, of a world that begins from `picture` and `prompt`
        if one is given; otherwise `equip` first."""
        ...

    def equip(self, size: Size, picture: Picture | None = None, prompt: str = "") -> None:
        """Do what frames of this size need once, and look at a picture that a world is to begin from, which
        may take some seconds; safe beside other work."""
        ...

    def birth(self, seed: int, prompt: str, size: Size, picture: Picture | None = None) -> Any:
        """A new world's state; it looks like `picture` at first if one is given. Raises BadInputError for a
        size the checkpoint cannot do."""
        ...

    def render(self, state: Any, control: Any, rung: Rung) -> Rendered:
        """Make the next frame; reads the state and writes nothing."""
        ...

    def develop(self, rendered: Rendered) -> Developed:
        """The picture of a rendered frame; the world goes on whether anybody asks for it or not."""
        ...

    def is_unprepared(self, state: Any) -> bool:
        """Whether the next frame would have to wait for something that `prepare` can make beforehand."""
        ...

    def prepare(self, state: Any) -> Mapping[str, float]:
        """Make beforehand what the next frame would have to wait for, while others are rendered and
        developed; may take longer than a frame. Returns the milliseconds of its stages.

        Frames are the same without it, only later.
        """
        ...

    def commit(self, state: Any, rendered: Rendered) -> Any:
        """The state after a rendered frame: the only write."""
        ...

    def summary(self, state: Any) -> StateSummary: ...

    def snapshot(self, state: Any, before: Snapshot | None = None) -> Snapshot:
        """The state as data; only what `before` did not need is made anew. Raises DamagedError for a state
        that is not worth keeping (NaN)."""
        ...

    def restore(self, manifest: str, parts: Mapping[str, bytes]) -> Any:
        """The state that a snapshot was made of: frames go on from it as they would have, bit for bit.

        Raises DamagedError for anything that this engine could not have made.
        """
        ...
