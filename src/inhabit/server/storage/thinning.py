"""What may go: old sessions, and snapshots that are closer together than anybody needs. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inhabit.server.storage.rows import Kept, Shot

DAY_S = 86_400.0
NEWEST = 8
"""So many automatic snapshots of a branch always stay, whatever their age."""
APART_S = 30.0
"""Of older ones, one for every so many seconds of world."""
UNDO_S = 7 * DAY_S
"""How long a deleted session can be had back."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`days` without being opened, after which a session goes (None: never)."""

    days: float | None = None
    undo_s: float = UNDO_S


def stale(sessions: Sequence[Kept], last_s: Sequence[float], now_s: float, limits: Limits) -> list[Kept]:
    """The sessions whose time is up: deleted longer ago than they can be had back, or not lived in for too
    long; `last_s` is when each was last. One that is open stays."""
    gone = []
    for kept, seen_s in zip(sessions, last_s, strict=True):
        deleted = kept.deleted_s is not None and now_s - kept.deleted_s > limits.undo_s
        old = limits.days is not None and now_s - seen_s > limits.days * DAY_S
        if not kept.is_open and (deleted or old):
            gone.append(kept)
    return gone


def spare(shots: Sequence[Shot], fps: float) -> list[Shot]:
    """The automatic snapshots of one branch, by frame, that can go: what was asked for always stays."""
    automatic = [shot for shot in shots if shot.kind == "auto"]
    gone, last = [], None
    for shot in automatic[:-NEWEST]:
        if last is not None and shot.frame - last < APART_S * fps:
            gone.append(shot)
        else:
            last = shot.frame
    return gone
