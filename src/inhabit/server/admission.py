"""Who may have a world, who comes back to theirs, and whose time is up: pure decisions.

A place is taken before its world is born and is given back whatever happens after, so that no client
that vanished keeps one. A world is found again by a token that works once: the welcome that answers it
carries the next. Until the client has spoken after that welcome the old token still works, because a
connection that broke in between would otherwise lose the world.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from inhabit.core.errors import InhabitError
from inhabit.server.settings import Settings

RETRY_LIMIT_S = 30.0
"""Somebody may leave sooner than anybody can foresee."""


@dataclass(frozen=True, slots=True)
class Place:
    """One session's place in the house; `away_since_s` is None while its client is connected."""

    session: str
    token: str
    heard_s: float
    away_since_s: float | None = None
    spare_token: str | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """A session whose time is up, and what to tell its client."""

    session: str
    code: str
    message: str


House = tuple[Place, ...]
"""All places taken."""


class FullError(InhabitError):
    """Every place is taken; `retry_after_s` says when it is worth asking again."""

    def __init__(self, limit: int, retry_after_s: float) -> None:
        worlds = "the one world" if limit == 1 else f"all {limit} worlds"
        message = f"{worlds} of this server are taken: try again in a while, or raise --max-sessions"
        super().__init__("capacity", message, retryable=True)
        self.retry_after_s = retry_after_s


def admit(house: House, newcomer: Place, settings: Settings) -> tuple[House, Ending | None]:
    """The house with the newcomer in it, and the session that had to make room, if one had to.

    Raises FullError. The newcomer's `heard_s` is the present.
    """
    if len(house) < settings.max_sessions:
        return (*house, newcomer), None
    now_s = newcomer.heard_s
    leaving = min(house, key=lambda place: _free_at_s(place, now_s, settings), default=None)
    wait_s = settings.grace_s if leaving is None else _free_at_s(leaving, now_s, settings) - now_s
    if leaving is None or wait_s > 0.0:
        raise FullError(settings.max_sessions, min(max(wait_s, 1.0), RETRY_LIMIT_S))
    ending = Ending(leaving.session, "made_room", "you were away and somebody else needed the place")
    return (*without(house, leaving.session), newcomer), ending


def claim(house: House, token: str, fresh_token: str, now_s: float) -> tuple[House, str | None]:
    """The session that `token` finds, if any, and the house with its client back in it."""
    found = next((place for place in house if token in (place.token, place.spare_token)), None)
    if found is None:
        return house, None
    back = replace(found, token=fresh_token, spare_token=token, away_since_s=None, heard_s=now_s)
    return _with(house, back), found.session


def entrusted(house: House, session: str, token: str, now_s: float) -> House:
    """The session's client is another one from now on, found by `token`."""
    return tuple(
        replace(p, token=token, spare_token=None, away_since_s=None, heard_s=now_s)
        if p.session == session
        else p
        for p in house
    )


def settled(house: House, session: str) -> House:
    """The client has spoken since its welcome: the token it came with is used up."""
    return tuple(replace(p, spare_token=None) if p.session == session else p for p in house)


def heard(house: House, session: str, now_s: float) -> House:
    """The client did something."""
    return tuple(replace(p, heard_s=now_s) if p.session == session else p for p in house)


def away(house: House, session: str, now_s: float) -> House:
    """The client's connection is gone; its world waits."""
    return tuple(replace(p, away_since_s=now_s) if p.session == session else p for p in house)


def without(house: House, session: str) -> House:
    """The place is free again."""
    return tuple(place for place in house if place.session != session)


def due(house: House, now_s: float, settings: Settings) -> tuple[Ending, ...]:
    """The sessions whose time is up."""
    endings = (_ending(place, now_s, settings) for place in house)
    return tuple(ending for ending in endings if ending is not None)


def notice(house: House, session: str, now_s: float, settings: Settings) -> str:
    """What the client should be told before its time is up; empty if there is nothing."""
    heard_s = next((place.heard_s for place in house if place.session == session), now_s)
    left_s = heard_s + settings.idle_s - now_s
    if left_s > settings.idle_notice_s:
        return ""
    return f"this world closes in {max(left_s, 0.0):.0f} s unless you do something"


def _ending(place: Place, now_s: float, settings: Settings) -> Ending | None:
    if place.away_since_s is not None:
        gone = now_s - place.away_since_s >= settings.grace_s
        return Ending(place.session, "away", "nobody came back in time") if gone else None
    if now_s - place.heard_s < settings.idle_s:
        return None
    minutes = settings.idle_s / 60.0
    return Ending(place.session, "idle", f"{minutes:g} minutes went by without input: come in again any time")


def _free_at_s(place: Place, now_s: float, settings: Settings) -> float:
    if place.away_since_s is not None:
        return place.away_since_s + min(settings.yield_after_s, settings.grace_s)
    return now_s + RETRY_LIMIT_S


def _with(house: House, changed: Place) -> House:
    return tuple(changed if place.session == changed.session else place for place in house)
