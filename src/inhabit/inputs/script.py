"""Recorded input as JSON lines: what a session exports and `inhabit play --script` plays.

The first line may be a header: `{"inhabit": 1, "seed": …, "prompt": …, "size": …, "fps": …,
"checkpoint": …, "picture": …}`. Each further line says when and what: `{"frame": 12, "event": {…}}` or
`{"at_s": 0.4, "event": {…}}` (a frame index outranks a time). `{"frame": 12, "skipped": 2}` says
that the two frames before frame 12 were never made, so that a replay takes the same strides.
`{"frame": 12, "lean": true}` says that frame 12 was made in a hurry (see `core.ports.Rung`).
`{"frame": 12, "digest": "9f3a01bc"}` says what frame 12 looked like, so that a replay can be compared.
A line with `png` holds a picture that events name (see `inputs.picture_line`).
Lines with `#` in front and empty lines are comments. This file knows text, not files.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError
from inhabit.core.picture import Picture
from inhabit.inputs.events import Event, parse, to_json
from inhabit.inputs.picture_line import FIELDS as PICTURE_FIELDS
from inhabit.inputs.picture_line import parse_picture_name, picture_line, read_picture_line
from inhabit.inputs.values import parse_number, parse_seed, parse_text, shown

VERSION = 1
FRAME_LIMIT = 2**32
TIME_LIMIT_S = 1e7
SKIPPED_LIMIT = 1000
FPS_MIN, FPS_MAX = 1.0, 240.0
ENTRY_LIMIT = 2_000_000
DIGEST = re.compile("[0-9a-f]{8}")

_HEADER_FIELDS = ("inhabit", "seed", "prompt", "size", "fps", "checkpoint", "picture")
_ENTRY_FIELDS = ("frame", "at_s", "seq", "event", "skipped", "lean", "digest")


@dataclass(frozen=True, slots=True)
class Header:
    """What a script was recorded under; None where it doesn't say."""

    seed: int | None = None
    prompt: str | None = None
    size: Size | None = None
    fps: float | None = None
    checkpoint: str | None = None
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happens at a frame index, or at a time in seconds from the start.

    Either an `event`, or `skipped` frames just before `frame`, or that `frame` was made `lean`, or its
    `digest` as it was made: eight hexadecimal digits.
    """

    event: Event | None = None
    frame: int | None = None
    at_s: float | None = None
    skipped: int = 0
    digest: str = ""
    lean: bool = False


@dataclass(frozen=True, slots=True)
class Script:
    """A header and its entries, in the order of the lines, and the pictures that they name."""

    header: Header = Header()
    entries: tuple[Entry, ...] = ()
    pictures: tuple[Picture, ...] = ()


def read_script(lines: Iterable[str], name: str = "script") -> Script:
    """Read JSON lines; raises BadInputError (`bad_script`) naming `name`, the line and the fix."""
    header, entries, pictures = Header(), [], []
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        try:
            obj = _object(text)
            if "inhabit" in obj:
                _refuse_late_header(entries)
                header = _read_header(obj)
            elif "png" in obj:
                _refuse_unknown(obj, PICTURE_FIELDS)
                pictures.append(read_picture_line(obj))
            else:
                entries.append(_read_entry(obj))
        except BadInputError as error:
            raise BadInputError("bad_script", f"{name} line {number}: {error.message}") from error
        if len(entries) > ENTRY_LIMIT:
            raise BadInputError("bad_script", f"{name} has over {ENTRY_LIMIT} entries: split it")
    return Script(header, tuple(entries), tuple(pictures))


def write_script(script: Script) -> Iterator[str]:
    """The lines of a script, each ending in a newline; `read_script` is the inverse."""
    yield header_line(script.header)
    yield from map(picture_line, script.pictures)
    for entry in script.entries:
        yield entry_line(entry)


def header_line(header: Header) -> str:
    """The first line."""
    body = {
        "inhabit": VERSION,
        "seed": header.seed,
        "prompt": header.prompt,
        "size": None if header.size is None else str(header.size),
        "fps": header.fps,
        "checkpoint": header.checkpoint,
        "picture": header.picture,
    }
    return _line(body)


def entry_line(entry: Entry) -> str:
    """One further line."""
    body: dict[str, Any] = {"frame": entry.frame, "at_s": entry.at_s}
    if entry.event is not None:
        body["event"] = to_json(entry.event)
    if entry.skipped:
        body["skipped"] = entry.skipped
    if entry.lean:
        body["lean"] = True
    if entry.digest:
        body["digest"] = entry.digest
    return _line(body)


def _line(body: Mapping[str, Any]) -> str:
    told = {key: value for key, value in body.items() if value is not None}
    return json.dumps(told, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def _object(text: str) -> Mapping[str, Any]:
    try:
        obj = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInputError("bad_script", f"{shown(text)} is not JSON: {error}") from error
    if not isinstance(obj, dict):
        raise BadInputError("bad_script", f"{shown(text)} is not a JSON object")
    return obj


def _refuse_late_header(entries: list[Entry]) -> None:
    if entries:
        raise BadInputError("bad_script", "the header must be the first line")


def _read_header(obj: Mapping[str, Any]) -> Header:
    _refuse_unknown(obj, _HEADER_FIELDS)
    version = obj["inhabit"]
    if version != VERSION or isinstance(version, bool):
        raise BadInputError(
            "bad_script", f"script version {shown(version)} is not supported: write {VERSION}"
        )
    size, checkpoint = obj.get("size"), obj.get("checkpoint")
    if not isinstance(size, str | None) or not isinstance(checkpoint, str | None):
        raise BadInputError(
            "bad_script", f"size {shown(size)} and checkpoint {shown(checkpoint)} must be strings"
        )
    return Header(
        seed=None if obj.get("seed") is None else parse_seed(obj["seed"]),
        prompt=None if obj.get("prompt") is None else parse_text(obj["prompt"], "prompt"),
        size=None if size is None else Size.parse(size),
        fps=None if obj.get("fps") is None else parse_number(obj["fps"], "fps", FPS_MIN, FPS_MAX),
        checkpoint=checkpoint,
        picture=None if obj.get("picture") is None else parse_picture_name(obj["picture"]),
    )


def _read_entry(obj: Mapping[str, Any]) -> Entry:
    _refuse_unknown(obj, _ENTRY_FIELDS)
    frame = None if obj.get("frame") is None else _count(obj["frame"], "frame", 0, FRAME_LIMIT)
    at_s = None if obj.get("at_s") is None else parse_number(obj["at_s"], "at_s", 0.0, TIME_LIMIT_S)
    if frame is None and at_s is None:
        raise BadInputError("bad_script", "it says no time: add `frame` (index) or `at_s` (seconds)")
    said = [name for name in ("event", "skipped", "lean", "digest") if name in obj]
    if len(said) != 1:
        raise BadInputError(
            "bad_script", "it needs an `event`, or `skipped`, `lean` or `digest` with a `frame`"
        )
    if "event" in obj:
        return Entry(parse(obj["event"]), frame, at_s)
    if frame is None:
        raise BadInputError("bad_script", f"`{said[0]}` needs a `frame` that it belongs to")
    if "skipped" in obj:
        return Entry(None, frame, at_s, _count(obj["skipped"], "skipped", 1, SKIPPED_LIMIT))
    if "lean" in obj:
        return Entry(None, frame, at_s, lean=_true(obj["lean"]))
    return Entry(None, frame, at_s, digest=_digest(obj["digest"]))


def _refuse_unknown(obj: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for name in obj:
        if name not in known:
            raise BadInputError("bad_script", f"{shown(name)} is unknown: it takes {', '.join(known)}")


def _true(value: object) -> bool:
    if value is not True:
        raise BadInputError("bad_script", f"lean {shown(value)} can only be true: leave the line out")
    return True


def _digest(value: object) -> str:
    if not isinstance(value, str) or not DIGEST.fullmatch(value):
        raise BadInputError("bad_script", f"digest {shown(value)} is not eight hexadecimal digits")
    return value


def _count(value: object, what: str, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise BadInputError("bad_script", f"{what} {shown(value)} is not a whole number from {low} to {high}")
    return value
