"""What a session will be once everything that was offered has been obeyed: what an event is checked against.

Events take effect at ticks, but whoever sends one wants to hear at once if it can't be done. A padlock that
was pressed an instant ago holds the slider that moves now, and a new beginning has opened it again. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from inhabit.core.locks import let_go, refuse_locked
from inhabit.inputs.events import Choose, Event, Lock, Look, Move, Preset, Reset, SetAttribute


@dataclass(frozen=True, slots=True)
class Prospect:
    """`locks` that will be set; `notice` is what there is to say of the last new beginning, until other words
    come."""

    locks: frozenset[str] = frozenset()
    notice: str = ""


def refuse_hand(prospect: Prospect, event: Event) -> None:
    """Raises BadInputError (`locked`) for a slider or a chip whose attribute will be locked by then."""
    if isinstance(event, SetAttribute | Choose):
        refuse_locked(event.name, prospect.locks)


def after(prospect: Prospect, event: Event) -> Prospect:
    """The prospect with one more event that was taken."""
    match event:
        case Lock(name, on):
            locks = prospect.locks | {name} if on else prospect.locks - {name}
            return Prospect(locks)
        case Reset() | Preset():
            return Prospect(notice=let_go(prospect.locks))
        case Look() | Move():
            return prospect
        case _:
            return replace(prospect, notice="")
