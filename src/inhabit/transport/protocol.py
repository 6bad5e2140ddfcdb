"""What clients may say and how it is read: JSON text in, frozen dataclasses out, or a refusal in words.

Parsing is strict and pure. A client that misspells a field learns so at once, instead of finding its
control silently ignored. The contract is docs/wire.md; what the server says lives in announce.py, the
media packets in packet.py.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError
from inhabit.core.shape import Shape
from inhabit.inputs.events import Event
from inhabit.inputs.events import parse as parse_event
from inhabit.inputs.picture_line import parse_picture_name
from inhabit.inputs.values import parse_number, parse_picture, parse_seed, parse_text, shown

PROTOCOL_VERSION = 1
MESSAGE_LIMIT_BYTES = 64 * 1024
ID_LIMIT = 64
NAME_LIMIT = 120
INDEX_LIMIT = 2**32
CODECS = ("avc1", "mjpeg")
FPS_LOW, FPS_HIGH = 1.0, 120.0


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that is kept: where its branch `branch` stopped (None: the one it was left on), or at `frame`
    of it."""

    session: str
    branch: str | None = None
    frame: int | None = None


@dataclass(frozen=True, slots=True)
class Hello:
    """The first message: what the browser can decode, and which world it would like.

    `codecs` holds only names this server can encode, in the client's order of preference. `open` is a world
    that was kept; it outranks what else is asked for.
    """

    codecs: tuple[str, ...]
    resume_token: str | None = None
    size: Size | Shape | None = None
    fps: float | None = None
    seed: int | None = None
    prompt: str | None = None
    open: Opened | None = None
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """An event with the client's own name for it."""

    id: str
    event: Event


@dataclass(frozen=True, slots=True)
class Visible:
    """The picture with this stamp is on the client's screen."""

    epoch: int
    frame_index: int
    decode_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """Start or stop recording."""

    on: bool


@dataclass(frozen=True, slots=True)
class Save:
    """Keep this moment, under a name if there is one."""

    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Fork:
    """A branch that begins at `frame` of this one (None: now); the world goes on where it is."""

    id: str
    frame: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Rewind:
    """Go to `frame` of a branch (None: this one) and on from there, on a branch of its own; nothing is
    lost."""

    id: str
    frame: int
    branch: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Go:
    """Go on where another branch stopped."""

    id: str
    branch: str


@dataclass(frozen=True, slots=True)
class KeyframeWanted:
    """The client's decoder lost its place."""


@dataclass(frozen=True, slots=True)
class Ping:
    """Answered with `pong` and the same number."""

    sent_ms: float


Travel = Save | Fork | Rewind | Go
"""What is done to a session as it is kept; answered under its id."""

ClientMessage = Hello | Sent | Visible | Record | Travel | KeyframeWanted | Ping
"""Everything a client can say."""


class RefusedEventError(BadInputError):
    """An event was refused; `id` says which, so that its trace can be closed."""

    def __init__(self, id: str, code: str, message: str, *, retryable: bool = False) -> None:
        super().__init__(code, message, retryable=retryable)
        self.id = id


def parse(text: str) -> ClientMessage:
    """Read one text message.

    Raises RefusedEventError when the message is an event whose content is bad, BadInputError when the
    message itself is: too large (`too_large`), not JSON (`bad_json`), of an unknown type
    (`unknown_type`), or with a wrong field (`bad_field`).
    """
    fields = decode(text)
    kind = fields.get("type")
    reader = _READERS.get(kind) if isinstance(kind, str) else None
    if reader is None:
        raise BadInputError(
            "unknown_type", f"type {shown(kind)} is not known: send one of {', '.join(_READERS)}"
        )
    return reader(fields)


def decode(text: str) -> Mapping[str, Any]:
    """One JSON object, at most MESSAGE_LIMIT_BYTES, without NaN, infinity or broken text."""
    length_bytes = len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
    if length_bytes > MESSAGE_LIMIT_BYTES:
        raise BadInputError(
            "too_large", f"a message of {length_bytes} bytes is too large: send at most {MESSAGE_LIMIT_BYTES}"
        )
    try:
        value = json.loads(text, parse_constant=_no_constant)
        # Lone surrogates pass JSON and then break every file and socket they are written to.
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise BadInputError(
            "bad_text", "a text holds half a surrogate pair: send whole characters"
        ) from error
    except (ValueError, RecursionError) as error:
        raise BadInputError("bad_json", f"{shown(text)} is not a JSON object: {error}") from error
    if not isinstance(value, dict):
        raise BadInputError("bad_json", f"{shown(text)} is not a JSON object: send one with a `type`")
    return value


def event_id(text: str) -> str | None:
    """The id of an event message too many to look into, or None if it is not one. Cheap on purpose."""
    try:
        fields = decode(text)
    except BadInputError:
        return None
    found = fields.get("id")
    return found if fields.get("type") == "event" and isinstance(found, str) else None


def _hello(fields: Mapping[str, Any]) -> Hello:
    _only(
        fields,
        "protocol_version",
        "codecs",
        "resume_token",
        "size",
        "fps",
        "seed",
        "prompt",
        "picture",
        "open",
    )
    version = fields.get("protocol_version")
    if version != PROTOCOL_VERSION or isinstance(version, bool):
        raise BadInputError(
            "bad_protocol_version",
            f"protocol_version {shown(version)} is not spoken here: send {PROTOCOL_VERSION}",
        )
    return Hello(
        codecs=_codecs(fields.get("codecs")),
        resume_token=_optional(fields, "resume_token", lambda value: _words("resume_token", value, 256)),
        size=_optional(fields, "size", parse_picture),
        fps=_optional(fields, "fps", lambda value: parse_number(value, "fps", FPS_LOW, FPS_HIGH)),
        seed=_optional(fields, "seed", parse_seed),
        prompt=_optional(fields, "prompt", lambda value: parse_text(value, "prompt")),
        open=_optional(fields, "open", _opened),
        picture=_optional(fields, "picture", parse_picture_name),
    )


def _opened(value: Any) -> Opened:
    if not isinstance(value, dict):
        raise BadInputError("bad_field", f"open {shown(value)} must be an object with a `session`")
    fields = {"type": "open", **value}
    _only(fields, "session", "branch", "frame")
    return Opened(
        _words("open session", value.get("session"), ID_LIMIT),
        _optional(value, "branch", lambda branch: _words("open branch", branch, ID_LIMIT)),
        _optional(value, "frame", lambda _frame: _index(value, "frame")),
    )


def _save(fields: Mapping[str, Any]) -> Save:
    _only(fields, "id", "name")
    return Save(_words("id", fields.get("id"), ID_LIMIT), _name(fields))


def _fork(fields: Mapping[str, Any]) -> Fork:
    _only(fields, "id", "frame", "name")
    frame = _optional(fields, "frame", lambda _frame: _index(fields, "frame"))
    return Fork(_words("id", fields.get("id"), ID_LIMIT), frame, _name(fields))


def _rewind(fields: Mapping[str, Any]) -> Rewind:
    _only(fields, "id", "frame", "branch", "name")
    branch = _optional(fields, "branch", lambda value: _words("branch", value, ID_LIMIT))
    return Rewind(_words("id", fields.get("id"), ID_LIMIT), _index(fields, "frame"), branch, _name(fields))


def _go(fields: Mapping[str, Any]) -> Go:
    _only(fields, "id", "branch")
    return Go(_words("id", fields.get("id"), ID_LIMIT), _words("branch", fields.get("branch"), ID_LIMIT))


def _name(fields: Mapping[str, Any]) -> str:
    return _optional(fields, "name", lambda value: _words("name", value, NAME_LIMIT)) or ""


def _event(fields: Mapping[str, Any]) -> Sent:
    id = _words("id", fields.get("id"), ID_LIMIT)
    try:
        _only(fields, "id", "event")
        return Sent(id, parse_event(fields.get("event")))
    except BadInputError as error:
        raise RefusedEventError(id, error.code, error.message, retryable=error.retryable) from error


def _visible(fields: Mapping[str, Any]) -> Visible:
    _only(fields, "epoch", "frame_index", "decode_ms")
    return Visible(
        _index(fields, "epoch"),
        _index(fields, "frame_index"),
        _optional(fields, "decode_ms", lambda value: parse_number(value, "decode_ms", 0.0, 1e6)),
    )


def _record(fields: Mapping[str, Any]) -> Record:
    _only(fields, "on")
    on = fields.get("on")
    if not isinstance(on, bool):
        raise BadInputError("bad_field", f"on {shown(on)} must be true or false")
    return Record(on)


def _keyframe(fields: Mapping[str, Any]) -> KeyframeWanted:
    _only(fields)
    return KeyframeWanted()


def _ping(fields: Mapping[str, Any]) -> Ping:
    _only(fields, "sent_ms")
    return Ping(parse_number(fields.get("sent_ms"), "sent_ms", -1e15, 1e15))


_READERS: Mapping[str, Callable[[Mapping[str, Any]], ClientMessage]] = {
    "hello": _hello,
    "event": _event,
    "visible": _visible,
    "record": _record,
    "save": _save,
    "fork": _fork,
    "rewind": _rewind,
    "go": _go,
    "keyframe": _keyframe,
    "ping": _ping,
}


def _optional(fields: Mapping[str, Any], name: str, read: Callable[[Any], Any]) -> Any:
    value = fields.get(name)
    return None if value is None else read(value)


def _codecs(value: Any) -> tuple[str, ...]:
    names = value if isinstance(value, list) else []
    known = tuple(name for name in names if name in CODECS)
    if not known:
        raise BadInputError(
            "bad_codecs", f"codecs {shown(value)} must list at least one of {', '.join(CODECS)}"
        )
    return known


def _words(name: str, value: Any, limit: int) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= limit:
        raise BadInputError("bad_field", f"{name} {shown(value)} must be text of 1 to {limit} characters")
    return value


def _index(fields: Mapping[str, Any], name: str) -> int:
    value = fields.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < INDEX_LIMIT:
        raise BadInputError(
            "bad_field", f"{name} {shown(value)} must be a whole number from 0 to {INDEX_LIMIT - 1}"
        )
    return value


def _only(fields: Mapping[str, Any], *allowed: str) -> None:
    unknown = [name for name in fields if name != "type" and name not in allowed]
    if unknown:
        raise BadInputError(
            "bad_field",
            f"{fields['type']} has no field {shown(unknown[0])}: it takes {', '.join(allowed) or 'none'}",
        )


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number: send a finite one")
