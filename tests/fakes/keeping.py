"""Small sessions to keep: rows with plain names, lines of a log, and a place to live in without a server."""

from __future__ import annotations

import itertools

from inhabit.core.ids import uuid7
from inhabit.inputs.events import Event
from inhabit.inputs.script import Entry, entry_line
from inhabit.server.storage.rows import ROOT, Branch, Kept, Shot

_COUNT = itertools.count(1)
NOW_S = 1_800_000_000.0


def id() -> str:
    """Another id, later than those before."""
    number = next(_COUNT)
    return uuid7(NOW_S + number / 1000, number.to_bytes(10))


def kept(**changes: object) -> tuple[Kept, Branch]:
    """A session and its first branch."""
    session, root = id(), id()
    values = {
        "id": session,
        "title": "",
        "created_s": NOW_S,
        "seed": 5,
        "prompt": "a lake",
        "size": "128x128",
        "fps": 30.0,
        "checkpoint": "toy-0",
        "model": "toy",
        "device": "paper",
        "head": root,
    }
    return Kept(**{**values, **changes}), Branch(root, session, None, 0, ROOT, NOW_S)


def line(frame: int, event: Event) -> tuple[int, str]:
    """A line of a log with its frame."""
    return frame, entry_line(Entry(event, frame, float(frame))).rstrip("\n")


def shot(branch: str, frame: int, *files: str, **changes: object) -> Shot:
    """A snapshot whose files are only names."""
    values = {"kind": "auto", "name": "", "mark": "{}", "manifest": files[0] if files else "0" * 64}
    return Shot(id(), branch, frame, NOW_S, files=tuple(files), **{**values, **changes})
