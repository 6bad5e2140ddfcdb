"""From events that come whenever they like to exactly one control per tick.

Events may arrive late, early, out of order or in bursts. Each tick takes what is due and folds it
(fold.py); the rest waits for its time. Bounded on purpose: ten thousand events a second neither grow
memory nor delay the newest; what is too much is refused, in words, at once.
"""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import get_args

from inhabit.core.errors import BadInputError
from inhabit.inputs.control import Control
from inhabit.inputs.events import Directive, Move, Preset, Prompt, Reset, SessionEvent, Stamped
from inhabit.inputs.fold import Standing, condense, fold, owing, supersede

PENDING_LIMIT = 4096
PENDING_TEXT_LIMIT = 32


@dataclass(frozen=True, slots=True)
class Closed:
    """A tick's control, and the condensed events it was folded from: what a log has to keep."""

    control: Control
    events: tuple[Stamped, ...]


class Timeline:
    """The events of one session on their way to its ticks. Not thread-safe: it has one owner."""

    def __init__(self, standing: Standing | None = None) -> None:
        """Empty, or as it stood after the last tick of a session that goes on."""
        self._pending: list[Stamped] = []
        self._standing = standing or Standing()
        self._texts = 0
        self._count_texts()

    @property
    def standing(self) -> Standing:
        """What outlives the last tick."""
        return self._standing

    @property
    def pending(self) -> int:
        """How many events no control has taken yet."""
        return len(self._pending) + len(self._standing.waiting)

    def offer(self, stamped: Stamped) -> None:
        """Keep an event until its tick; raises BadInputError (`too_many_events`, retryable) when full."""
        if self.pending >= PENDING_LIMIT:
            raise _too_many("events", PENDING_LIMIT)
        if _is_text(stamped) and self._texts >= PENDING_TEXT_LIMIT:
            raise _too_many("texts", PENDING_TEXT_LIMIT)
        insort(self._pending, stamped, key=_place)
        self._texts += _is_text(stamped)

    def take_session_events(self, until_s: float = math.inf) -> list[Stamped]:
        """Remove and return, in order, the due events that a session obeys itself.

        A reset or preset overtakes every earlier event but held keys, and but a prompt if it brings none
        of its own and no picture: what is overtaken counts as applied in the next frame without being obeyed.
        """
        taken = self._take(lambda s: _is_for_session(s) and s.at_s <= until_s)
        starts = [s for s in taken if isinstance(s.event, Reset | Preset)]
        if starts:
            self._overtake(starts[-1])
        return taken

    def owe(self, seqs: Iterable[int]) -> None:
        """Name these, which the session obeyed itself, in the next control's `applied`."""
        self._standing = owing(self._standing, seqs)

    def close(self, frame_index: int, dt_s: float, until_s: float = math.inf) -> Closed:
        """The control of tick `frame_index`, `dt_s` seconds long: all that arrived by `until_s`."""
        due = self._take(lambda s: s.at_s <= until_s and not _is_for_session(s))
        events = condense(due)
        control, self._standing = fold(self._standing, events, frame_index, dt_s)
        merged = _seqs(due) - _seqs(events)
        self._count_texts()
        return Closed(replace(control, applied=tuple(sorted(merged.union(control.applied)))), events)

    def _overtake(self, start: Stamped) -> None:
        keeps_prompt = isinstance(start.event, Reset) and start.event.prompt is start.event.picture is None
        spared = (Move, Prompt) if keeps_prompt else (Move,)
        old = self._take(lambda s: s.seq < start.seq and not isinstance(s.event, spared))
        self._standing = owing(supersede(self._standing), _seqs(old))
        self._count_texts()

    def _take(self, wanted: Callable[[Stamped], bool]) -> list[Stamped]:
        taken = [s for s in self._pending if wanted(s)]
        if taken:
            gone = _seqs(taken)
            self._pending = [s for s in self._pending if s.seq not in gone]
        return taken

    def _count_texts(self) -> None:
        self._texts = sum(_is_text(s) for s in (*self._pending, *self._standing.waiting))


def _place(stamped: Stamped) -> int:
    return stamped.seq


def _seqs(events: Iterable[Stamped]) -> set[int]:
    return {s.seq for s in events}


def _is_text(stamped: Stamped) -> bool:
    return isinstance(stamped.event, Prompt | Directive)


_FOR_SESSION = get_args(SessionEvent)


def _is_for_session(stamped: Stamped) -> bool:
    return isinstance(stamped.event, _FOR_SESSION)


def _too_many(what: str, limit: int) -> BadInputError:
    return BadInputError(
        "too_many_events",
        f"{limit} {what} are waiting for the next frame: send fewer, or wait until some are applied",
        retryable=True,
    )
