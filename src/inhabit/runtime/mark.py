"""A session between two ticks, as data: what its coming frames depend on beside the engine's state.

Kept beside a snapshot of the state. Events that have arrived but that no tick has taken yet are no part of
it: they have not been acknowledged as applied, and whoever sent them hears of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError, DamagedError
from inhabit.inputs.events import Event, Move, parse, to_json
from inhabit.inputs.picture_line import parse_picture_name
from inhabit.inputs.script import FPS_MAX, FPS_MIN, FRAME_LIMIT
from inhabit.inputs.values import parse_number, parse_seed

PROMPT_LIMIT = 2000
_STATUSES = ("running", "paused")


@dataclass(frozen=True, slots=True)
class Mark:
    """`next_frame` is the one to make next, `rung` its rung by name, `pinned` if a person chose it. `held`
    are the axes that are held, `waiting` the events that had to wait for a later control, `picture` the name
    of the one that the world began from: a reset that names nothing begins from it again."""

    next_frame: int
    epoch: int
    seed: int
    prompt: str
    size: Size
    fps: float
    status: str = "running"
    rung: str = ""
    pinned: bool = False
    held: Move = Move()
    waiting: tuple[Event, ...] = ()
    notice: str = ""
    picture: str | None = None


def mark_text(mark: Mark) -> str:
    """Compact JSON; `read_mark` is its inverse."""
    body = {
        "next_frame": mark.next_frame,
        "epoch": mark.epoch,
        "seed": mark.seed,
        "prompt": mark.prompt,
        "size": str(mark.size),
        "fps": mark.fps,
        "status": mark.status,
        "rung": mark.rung,
        "pinned": mark.pinned,
        "held": to_json(mark.held),
        "waiting": [to_json(event) for event in mark.waiting],
        "notice": mark.notice,
        "picture": mark.picture,
    }
    return json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def read_mark(text: str) -> Mark:
    """A mark from its JSON; raises DamagedError (`bad_mark`)."""
    try:
        return _read(json.loads(text))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DamagedError("bad_mark", f"what was kept of the session is damaged: {error!r}") from error
    except BadInputError as error:
        raise DamagedError("bad_mark", f"what was kept of the session is damaged: {error.message}") from error


def _read(body: Mapping[str, Any]) -> Mark:
    held = parse(body["held"])
    if not isinstance(held, Move) or body["status"] not in _STATUSES:
        raise ValueError(f"status {body['status']!r} while {held} is held")
    return Mark(
        next_frame=_count(body["next_frame"]),
        epoch=_count(body["epoch"]),
        seed=parse_seed(body["seed"]),
        prompt=_text(body["prompt"]),
        size=Size.parse(_text(body["size"])),
        fps=parse_number(body["fps"], "fps", FPS_MIN, FPS_MAX),
        status=body["status"],
        rung=_text(body["rung"]),
        pinned=body["pinned"] is True,
        held=held,
        waiting=tuple(parse(event) for event in body["waiting"]),
        notice=_text(body["notice"]),
        picture=None if body.get("picture") is None else parse_picture_name(body["picture"]),
    )


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= FRAME_LIMIT:
        raise ValueError(f"{value!r} is not a frame")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > PROMPT_LIMIT:
        raise ValueError(f"{str(value)[:40]!r} is not a short text")
    return value
