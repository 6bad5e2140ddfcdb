"""What a session will be once everything that was offered has been obeyed: what an event is checked against.

Events take effect at ticks, but whoever sends one wants to hear at once if it can't be done. A padlock that
was pressed an instant ago holds the slider that moves now, and a new beginning has opened it again, or has
other rungs to choose from. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError
from inhabit.core.locks import let_go, refuse_locked
from inhabit.core.picture import Picture
from inhabit.inputs.events import AUTO, Choose, Event, Lock, Look, Move, Preset, Quality, Reset, SetAttribute
from inhabit.runtime.ladder import index_of
from inhabit.runtime.pictures import Pictures
from inhabit.runtime.presets import preset_named
from inhabit.runtime.sizes import Sizes

LOG_PICTURES = 32
"""Pictures that one session may begin from, each of about a megabyte: its log holds them all."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """The `size` that will be made and the `locks` that will be set; `notice` is what there is to say of the
    last new beginning, until other words come. `pictures` names all that the session's log will hold."""

    size: Size
    locks: frozenset[str] = frozenset()
    notice: str = ""
    pictures: frozenset[str] = frozenset()


def checked(prospect: Prospect, event: Event, sizes: Sizes, pictures: Pictures) -> Event:
    """The event, its shape made a size and the name of its picture the picture. Raises BadInputError for an
    unknown preset, rung or picture, a size that can't be made, and a slider or chip whose attribute will be
    locked by then."""
    match event:
        case SetAttribute(name) | Choose(name):
            refuse_locked(name, prospect.locks)
        case Preset(name):
            preset_named(name)
        case Quality(rung) if rung != AUTO:
            index_of(sizes.ladder_of(prospect.size), rung)
        case Reset(picture=str(name)):
            return checked(prospect, replace(event, picture=pictures.named(name)), sizes, pictures)
        case Reset(size=None, picture=Picture() as picture):
            _refuse_many(prospect, picture)
            return replace(event, size=sizes.fitting(picture, prospect.size))
        case Reset(size=wanted, picture=picture) if wanted is not None:
            _refuse_many(prospect, picture)
            return replace(event, size=sizes.meant(wanted, prospect.size))
        case _:
            pass
    return event


def after(prospect: Prospect, event: Event) -> Prospect:
    """The prospect with one more event that was checked and taken."""
    match event:
        case Lock(name, on):
            locks = prospect.locks | {name} if on else prospect.locks - {name}
            return replace(prospect, locks=locks, notice="")
        case Reset() | Preset():
            size = event.size if isinstance(event, Reset) and isinstance(event.size, Size) else prospect.size
            return Prospect(size, notice=let_go(prospect.locks), pictures=prospect.pictures | _named(event))
        case Look() | Move():
            return prospect
        case _:
            return replace(prospect, notice="")


def _named(event: Event) -> frozenset[str]:
    picture = event.picture if isinstance(event, Reset) else None
    return frozenset({picture.name} if isinstance(picture, Picture) else ())


def _refuse_many(prospect: Prospect, picture: Picture | str | None) -> None:
    if isinstance(picture, Picture) and len(prospect.pictures | {picture.name}) > LOG_PICTURES:
        raise BadInputError(
            "too_many_pictures",
            f"this session has begun from {LOG_PICTURES} pictures and its log is full: load the page again",
        )
