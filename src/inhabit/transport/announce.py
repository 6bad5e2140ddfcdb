"""What the server says: one function per message of docs/wire.md, and JSON text from them. Pure."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from inhabit.core.errors import InhabitError
from inhabit.core.ports import Remark

Announcement = dict[str, Any]
"""A server message before it becomes text."""


def text_of(announcement: Mapping[str, Any]) -> str:
    """Compact JSON; numbers that JSON can't say become null, floats keep four decimals."""
    return json.dumps(_plain(announcement), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def welcome(**fields: Any) -> Announcement:
    """The answer to `hello`; the fields are those of docs/wire.md."""
    return {"type": "welcome", **fields}


def accepted(id: str, seq: int) -> Announcement:
    """An event was taken; it applies in a coming frame."""
    return {"type": "accepted", "id": id, "seq": seq}


def rejected(ids: Sequence[str], code: str, message: str, *, retryable: bool) -> Announcement:
    """One or more events were refused for the same reason; `ids` lists them if there are several."""
    several = {"ids": list(ids)} if len(ids) > 1 else {}
    return {
        "type": "rejected",
        "id": ids[-1],
        **several,
        "code": code,
        "message": message,
        "retryable": retryable,
    }


def applied(
    id: str,
    seq: int,
    epoch: int,
    frame_index: int,
    ms: float,
    remark: Remark | None = None,
    *,
    kept: bool = True,
) -> Announcement:
    """An event first shows in this frame, `ms` after it arrived; `remark` says what was not done of it.
    Unless it is `kept` a crash may lose it."""
    notice = {} if remark is None else {"notice": remark.words}
    held = {"held": list(remark.held)} if remark is not None and remark.held else {}
    first = {"epoch": epoch, "frame_index": frame_index, "ms": ms}
    lost = {} if kept else {"kept": False}
    return {"type": "applied", "id": id, "seq": seq, **first, **notice, **held, **lost}


def saved(id: str, snapshot: str, branch: str, frame: int, name: str) -> Announcement:
    """A moment is kept; `frame` is the one that was made next."""
    where = {"branch": branch, "frame_index": frame}
    return {"type": "saved", "id": id, "snapshot": snapshot, "name": name, **where}


def forked(id: str, branch: str, parent: str | None, frame: int, name: str) -> Announcement:
    """There is a new branch; nobody is on it yet."""
    return {
        "type": "forked",
        "id": id,
        "branch": branch,
        "parent": parent,
        "frame_index": frame,
        "name": name,
    }


def moved(id: str, branch: str, name: str, epoch: int, frame: int, **present: Any) -> Announcement:
    """From the next picture on this is another moment: `frame` of a branch, in a new epoch."""
    where = {"branch": branch, "name": name, "epoch": epoch, "frame_index": frame}
    return {"type": "moved", "id": id, **where, **present}


def state(**fields: Any) -> Announcement:
    """How the session is doing; the fields are those of docs/wire.md."""
    return {"type": "state", **fields}


def reshaped(**fields: Any) -> Announcement:
    """From the next picture on they have another shape; the fields are those of docs/wire.md."""
    return {"type": "reshaped", **fields}


def recorded(url: str, frames: int, seconds: float, size_bytes: int) -> Announcement:
    """A recording is complete and can be fetched."""
    return {"type": "recorded", "url": url, "frames": frames, "seconds": seconds, "bytes": size_bytes}


def error(refusal: InhabitError, retry_after_s: float | None = None) -> Announcement:
    """Something asked for can't be done; the session goes on unless a `bye` follows."""
    later = {} if retry_after_s is None else {"retry_after_ms": math.ceil(retry_after_s * 1000.0)}
    return {
        "type": "error",
        "code": refusal.code,
        "message": refusal.message,
        "retryable": refusal.retryable,
        **later,
    }


def bye(code: str, message: str) -> Announcement:
    """The server ends the session, and why."""
    return {"type": "bye", "code": code, "message": message}


def pong(sent_ms: float) -> Announcement:
    """The answer to `ping`."""
    return {"type": "pong", "sent_ms": sent_ms}


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
