"""The things a person or program can do to a live world, one frozen type per kind.

`parse` reads what arrived on the wire or stood in a script and is strict: an unknown kind, a missing
or unknown field, a value out of range, NaN, infinity and empty or endless text are refused with the
value and the fix. `to_json` is its inverse. The kinds and their fields are those of docs/wire.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from inhabit.core.attributes import BIOMES, SCALARS
from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError
from inhabit.core.known import FIRST
from inhabit.core.locks import ALSO_CALLED, CAMERA, LOCKS, NOT_HERE
from inhabit.core.picture import Picture
from inhabit.core.shape import Shape
from inhabit.inputs.picture_line import parse_picture_name
from inhabit.inputs.values import (
    parse_choice,
    parse_flag,
    parse_name,
    parse_number,
    parse_picture,
    parse_seed,
    parse_text,
    shown,
)

LOOK_LIMIT_RAD = math.pi
CHOICES = {"style": FIRST.styles, "biome": BIOMES}
AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Look:
    """Turn by `dx` radians to the right and `dy` radians upward, spread over the tick."""

    dx: float = 0.0
    dy: float = 0.0


@dataclass(frozen=True, slots=True)
class Move:
    """Held keys and sticks, each axis in [-1, 1] of full speed; stays until the next `Move`."""

    dolly: float = 0.0
    truck: float = 0.0
    pedestal: float = 0.0
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    zoom: float = 0.0


@dataclass(frozen=True, slots=True)
class SetAttribute:
    """A slider: `hour` in [0, 24), any other name of `attributes.SCALARS` in [0, 1]."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Choose:
    """A chip: `name` is "style" or "biome", `value` one of its names."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Lock:
    """A padlock: `name` is one of `core.locks.LOCKS`; what it holds stays as it is while it is `on`."""

    name: str
    on: bool


@dataclass(frozen=True, slots=True)
class Prompt:
    """A new standing description of the world."""

    text: str


@dataclass(frozen=True, slots=True)
class Directive:
    """An incremental instruction: "make it rain"."""

    text: str


@dataclass(frozen=True, slots=True)
class Preset:
    """Start anew in a named world."""

    name: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop the ticks; the world stays."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on from the same world."""


@dataclass(frozen=True, slots=True)
class Reset:
    """Start anew; an absent seed, prompt or size means the session's present one. A shape stands for the size
    of it that has about as many pixels. `picture`, by name until a session has looked it up, is what the
    world looks like at first; absent, it stays only if seed and prompt do."""

    seed: int | None = None
    prompt: str | None = None
    size: Size | Shape | None = None
    picture: str | Picture | None = None


@dataclass(frozen=True, slots=True)
class Quality:
    """Pin the ladder to a rung by name, or free it with "auto"."""

    rung: str


Event = (
    Look
    | Move
    | SetAttribute
    | Choose
    | Lock
    | Prompt
    | Directive
    | Preset
    | Pause
    | Resume
    | Reset
    | Quality
)
"""Anything that can be done to a session."""

SessionEvent = Preset | Pause | Resume | Reset | Quality
"""Events that a session obeys itself; all others are folded into a tick's control."""

KINDS: Mapping[str, type] = {
    "look": Look,
    "move": Move,
    "set": SetAttribute,
    "choose": Choose,
    "lock": Lock,
    "prompt": Prompt,
    "directive": Directive,
    "preset": Preset,
    "pause": Pause,
    "resume": Resume,
    "reset": Reset,
    "quality": Quality,
}
KIND_OF: Mapping[type, str] = {cls: kind for kind, cls in KINDS.items()}
AXES = tuple(field.name for field in fields(Move))


@dataclass(frozen=True, slots=True)
class Stamped:
    """An event with its place in the session's order and the time it arrived (seconds)."""

    seq: int
    at_s: float
    event: Event


def parse(obj: object) -> Event:
    """Read one event from decoded JSON; raises BadInputError naming the value and the fix."""
    if not isinstance(obj, Mapping):
        raise BadInputError("bad_event", f"event {shown(obj)} is not an object with a `kind`")
    kind = obj.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise BadInputError(
            "unknown_event", f"event kind {shown(kind)} is unknown: use one of {', '.join(KINDS)}"
        )
    _refuse_unknown_fields(kind, obj)
    return _READERS[kind](obj)


def about(event: Event) -> str | None:
    """What a remark on this event is about (`core.ports.Remark`); None for one that nothing is said of."""
    match event:
        case Prompt(text) | Directive(text):
            return text
        case SetAttribute(name) | Choose(name):
            return name
        case Look() | Move() if event != Move():
            return CAMERA
        case _:
            return None


def to_json(event: Event) -> dict[str, Any]:
    """The wire form of an event; absent optional fields and axes at rest are left out."""
    body = {field.name: getattr(event, field.name) for field in fields(event)}
    body |= {name: str(value) for name, value in body.items() if isinstance(value, Size | Shape | Picture)}
    if isinstance(event, Move):
        body = {axis: value for axis, value in body.items() if value != 0.0}
    return {"kind": KIND_OF[type(event)]} | {k: v for k, v in body.items() if v is not None}


def _refuse_unknown_fields(kind: str, obj: Mapping[Any, Any]) -> None:
    known = [field.name for field in fields(KINDS[kind])]
    for name in obj:
        if name != "kind" and name not in known:
            allowed = f"it takes {', '.join(known)}" if known else "it takes no fields"
            raise BadInputError("bad_event", f"event `{kind}` has no field {shown(name)}: {allowed}")


def _read_look(obj: Mapping[str, object]) -> Look:
    turn = [
        parse_number(obj.get(name, 0.0), f"look {name}", -LOOK_LIMIT_RAD, LOOK_LIMIT_RAD)
        for name in ("dx", "dy")
    ]
    return Look(*turn)


def _read_move(obj: Mapping[str, object]) -> Move:
    return Move(*(parse_number(obj.get(axis, 0.0), f"move {axis}", -1.0, 1.0) for axis in AXES))


def _read_set(obj: Mapping[str, object]) -> SetAttribute:
    name = parse_choice(obj.get("name"), "set name", ("hour", *SCALARS))
    high = 24.0 if name == "hour" else 1.0
    value = parse_number(obj.get("value"), f"set {name}", 0.0, high)
    return SetAttribute(name, value % 24.0 if name == "hour" else value)


def _read_choose(obj: Mapping[str, object]) -> Choose:
    name = parse_choice(obj.get("name"), "choose name", tuple(CHOICES))
    return Choose(name, parse_choice(obj.get("value"), name, CHOICES[name]))


def _read_lock(obj: Mapping[str, object]) -> Lock:
    name = obj.get("name")
    if isinstance(name, str) and name in NOT_HERE:
        raise BadInputError(
            "not_here", f"lock {name}: {NOT_HERE[name]}; what can be locked is {', '.join(LOCKS)}"
        )
    name = ALSO_CALLED.get(name, name) if isinstance(name, str) else name
    return Lock(parse_choice(name, "lock name", tuple(LOCKS)), parse_flag(obj.get("on"), "lock on"))


def _read_reset(obj: Mapping[str, object]) -> Reset:
    seed, prompt, size, picture = (obj.get(name) for name in ("seed", "prompt", "size", "picture"))
    return Reset(
        None if seed is None else parse_seed(seed),
        None if prompt is None else parse_text(prompt, "prompt"),
        None if size is None else parse_picture(size),
        None if picture is None else parse_picture_name(picture),
    )


_READERS: Mapping[str, Callable[[Mapping[str, object]], Event]] = {
    "look": _read_look,
    "move": _read_move,
    "set": _read_set,
    "choose": _read_choose,
    "lock": _read_lock,
    "prompt": lambda obj: Prompt(parse_text(obj.get("text"), "prompt")),
    "directive": lambda obj: Directive(parse_text(obj.get("text"), "directive")),
    "preset": lambda obj: Preset(parse_name(obj.get("name"), "preset")),
    "pause": lambda _obj: Pause(),
    "resume": lambda _obj: Resume(),
    "reset": _read_reset,
    "quality": lambda obj: Quality(parse_name(obj.get("rung"), "rung")),
}
