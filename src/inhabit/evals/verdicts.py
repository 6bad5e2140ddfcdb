"""What is seen of one directive: every part that was asked for, a second after it and later, and what was
not named.

A verdict is made of plain values, so that it can be kept as JSON (`as_json`, `of_json`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from inhabit.core.attributes import Attributes
from inhabit.core.frame import PlanarFrame
from inhabit.evals.lineup import looks
from inhabit.evals.obedience import Ask, change_of, is_obeyed, shows, value_of, value_read
from inhabit.evals.place import Place
from inhabit.evals.probes import Probes
from inhabit.evals.wordings import Directive
from inhabit.frames.attribute_probe import WEATHER

READABLE = ("hour", *WEATHER, "biome", "style")
"""Attributes that one picture can show. What the world learns to show besides (seasons, things) joins
here."""

KIND_OF: Mapping[str, str] = {
    "hour": "time",
    **dict.fromkeys(WEATHER, "weather"),
    "biome": "biome",
    "style": "style",
}
"""The kind of directive that each readable attribute belongs to."""

BRIGHTNESS = "brightness"
"""The kind of "brighter" and "darker", which move the hour: the captions' topic of that name."""

KINDS = (*dict.fromkeys(KIND_OF.values()), BRIGHTNESS)


@dataclass(frozen=True, slots=True)
class Seen:
    """Whether a part is seen in the world's picture, in the truth's, and where nothing was said."""

    model: bool
    truth: bool
    unasked: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One thing asked for, of one of KINDS: whether the truth shows it at all, and whether it is seen:
    `told` in the line-up, `alone` by the probe."""

    ask: Ask
    kind: str
    shown: bool
    told: Seen
    alone: Seen


@dataclass(frozen=True, slots=True)
class Kept:
    """An attribute that was not named: whether it is read as before, in the line-up: in the world's picture,
    in the truth's, where nothing was said, and in the true picture of another look (the floor)."""

    name: str
    model: bool
    truth: bool
    unasked: bool
    any_look: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """One directive judged: its parts when there was time, `early` ones before, and what was not named.

    `extra` is given only so that every kind is there often enough, and counts for its kind alone.
    """

    split: str
    parts: list[Part]
    early: list[Part]
    kept: list[Kept]
    extra: bool = False


@dataclass(frozen=True, slots=True)
class Shots:
    """Pictures of one place at one moment: the world's, the same world's when nothing was said, and the
    truth's under another look than anybody asked for."""

    made: PlanarFrame
    quiet: PlanarFrame
    any_look: PlanarFrame


def kind_of(name: str, topics: tuple[str, ...]) -> str:
    """Which of KINDS an attribute asked for by a directive of these topics belongs to."""
    return BRIGHTNESS if name == "hour" and BRIGHTNESS in topics else KIND_OF[name]


def parts_seen(
    given: Directive, before: Attributes, probes: Probes, place: Place, shots: Shots
) -> tuple[list[Part], list[Kept]]:
    """What is seen of a directive given in a world of `before`, and of all that it does not name."""
    asks = given.asks(before)
    lined_up = looks(before, given.wanted, [ask.name for ask in asks])
    frames = (shots.made, place.later(given.wanted), shots.quiet)
    alike = [place.lineup.most_like(frame, lined_up) for frame in frames]
    read = [probes.read(frame) for frame in frames]
    parts = [
        Part(
            ask,
            kind_of(ask.name, given.topics),
            shows(ask, given.wanted, before, place.now),
            Seen(*(is_obeyed(ask, value_of(ask, look)) for look in alike)),
            Seen(*(is_obeyed(ask, value_read(ask, reading)) for reading in read)),
        )
        for ask in asks
    ]
    other = place.lineup.most_like(shots.any_look, lined_up)
    kept = [
        Kept(name, *(not change_of(name, before, look) for look in (*alike, other)))
        for name in unnamed(given, before)
    ]
    return parts, kept


def unnamed(given: Directive, before: Attributes) -> list[str]:
    """Readable attributes that a directive neither names nor moves along with what it names."""
    return [
        name
        for name in READABLE
        if name not in given.named and getattr(given.wanted, name) == getattr(before, name)
    ]


def as_json(verdict: Verdict) -> dict[str, Any]:
    """Plain values."""
    return asdict(verdict)


def of_json(held: dict[str, Any]) -> Verdict:
    """The inverse of `as_json`."""
    parts, early = ([_part(row) for row in held[name]] for name in ("parts", "early"))
    return Verdict(held["split"], parts, early, [Kept(**row) for row in held["kept"]], held["extra"])


def _part(held: dict[str, Any]) -> Part:
    whole = {"ask": Ask(**held["ask"]), "told": Seen(**held["told"]), "alone": Seen(**held["alone"])}
    return Part(**(held | whole))
