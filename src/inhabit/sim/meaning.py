"""What a text means: the attribute values it moves, those that go along, and whether it can be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from inhabit.core.attributes import Attributes
from inhabit.sim.deeds import Deed
from inhabit.sim.wordings import CHOSEN, Concept

Kind = Literal["prompt", "directive"]
DAY_H = (6.5, 17.5)


@dataclass(frozen=True, slots=True)
class Meaning:
    """`targets` are attribute values (hour in [0, 24), the rest in [0, 1]) that a text moves.

    Those in `implied` go along without being named; `relative` names those asked for as a change.
    `understood` is false when something was asked for that this world does not have; `deeds` are what is
    asked of the cast (deeds.py).
    """

    targets: Mapping[str, float] = field(default_factory=dict)
    implied: frozenset[str] = frozenset()
    relative: frozenset[str] = frozenset()
    biome: str | None = None
    style: str | None = None
    understood: bool = True
    topics: tuple[str, ...] = ()
    season: str | None = None
    mood: str | None = None
    deeds: tuple[Deed, ...] = ()

    @property
    def asked(self) -> Mapping[str, float]:
        """The targets that the words name."""
        return {name: value for name, value in self.targets.items() if name not in self.implied}

    @property
    def speaks(self) -> frozenset[str]:
        """Names of all that the words name, `biome`, `style`, `season` and `mood` included."""
        return frozenset(self.asked) | {name for name in CHOSEN if getattr(self, name)}


@dataclass(frozen=True, slots=True)
class Caption:
    """A text, its meaning under the attributes it was said under, and the held-out wordings in it."""

    text: str
    kind: Kind
    meaning: Meaning = field(default_factory=Meaning)
    held: tuple[str, ...] = ()


def of_concept(concept: Concept) -> Meaning:
    """The meaning of one concept's words."""
    targets = {**concept.implied, **concept.asked}
    implied = frozenset(concept.implied) - frozenset(concept.asked)
    chosen = {name: getattr(concept, name) for name in CHOSEN}
    return Meaning(targets, implied, topics=(concept.kind,), **chosen)


def together(meanings: Iterable[Meaning]) -> Meaning:
    """Several things said in one text: the named wins over the implied, the later over the earlier."""
    parts = list(meanings)
    implied = {name: part.targets[name] for part in parts for name in part.implied}
    asked = {name: value for part in parts for name, value in part.asked.items()}
    return Meaning(
        targets={**implied, **asked},
        implied=frozenset(implied) - frozenset(asked),
        relative=frozenset(name for part in parts for name in part.relative),
        **{name: _last(parts, name) for name in CHOSEN},
        understood=all(part.understood for part in parts),
        topics=tuple(topic for part in parts for topic in part.topics),
        deeds=tuple(deed for part in parts for deed in part.deeds),
    )


def _last(parts: list[Meaning], name: str) -> str | None:
    return next((value for part in reversed(parts) if (value := getattr(part, name))), None)


def without(meaning: Meaning, name: str) -> Meaning:
    """The same, leaving attribute `name` alone."""
    targets = {other: value for other, value in meaning.targets.items() if other != name}
    return replace(meaning, targets=targets, implied=meaning.implied - {name})


def in_daylight(meaning: Meaning, hour: float) -> Meaning:
    """A wish for sun implies an hour only when the sun is down at `hour`."""
    if "hour" in meaning.implied and DAY_H[0] <= hour <= DAY_H[1]:
        return without(meaning, "hour")
    return meaning


def come_true(meaning: Meaning, attributes: Attributes) -> Attributes:
    """The attributes once all that a text moves has moved."""
    wanted = replace(attributes, **meaning.targets)
    wanted = wanted if meaning.biome is None else wanted.with_biome(meaning.biome)
    wanted = wanted if meaning.season is None else wanted.with_season(meaning.season)
    wanted = wanted if meaning.mood is None else wanted.with_mood(meaning.mood)
    return wanted if meaning.style is None else wanted.with_style(meaning.style)
