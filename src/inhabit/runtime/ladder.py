"""Which rung to make the next frame on: a pure function from how the last ones went.

Rungs are ordered best to cheapest. Sustained misses step down, sustained slack steps up. A rung that
was left for its misses is barred for a time that doubles with every failure, so that the ladder settles
instead of swinging. A person may pin a rung.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError
from inhabit.core.ports import Rung
from inhabit.inputs.events import AUTO
from inhabit.inputs.values import shown

T = TypeVar("T")

MISS_LIMIT = 24.0
"""Misses in a row that step down; rarer ones count if they come faster than MISS_FORGIVEN each frame. A new
view that is painted while a browser starts, or a neighbour on the cores, costs a dozen and says nothing of
the rung; one that is too dear misses every other frame and is left within two seconds."""
MISS_FORGIVEN = 0.03
ROOM = 1.0
"""A frame has slack if the next better rung is expected within this share of the budget. Making is taken to
grow with the steps, showing with a picture's side: about half of it is the look, which knows no size."""
CARRIED_REST = 1.2
"""How much longer a frame takes where fewer of its neighbours are carried and leave the cores to it."""
SLACK_S = 5.0
SLACK_LOST = 4.0
"""A frame without slack undoes this many frames that had it."""
SETTLE_S = 0.8
"""After a change of rung or a birth, frames say nothing for this long: caches and the encoder warm up."""
BAR_S, BAR_MAX_S = 20.0, 1800.0
FORGIVE_S = 600.0
"""A rung that was held this long before it failed has its earlier failures forgiven."""
STEPS = (4, 2, 1)


@dataclass(frozen=True, slots=True)
class Ladder:
    """`rungs[index]` makes the next frame, since `since_s`; `pinned` holds it there."""

    rungs: tuple[Rung, ...]
    index: int = 0
    pinned: bool = False
    misses: float = 0.0
    slack_s: float = 0.0
    since_s: float = -math.inf
    barred_until_s: tuple[float, ...] = ()
    """By rung index; past means free to try."""
    failures: tuple[int, ...] = ()

    @property
    def rung(self) -> Rung:
        return self.rungs[self.index]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one frame went: what its halves, making and showing, took, of what budget each, and if it was
    missed: if the picture before it had to stay, or frames were left out."""

    make_ms: float
    show_ms: float
    budget_ms: float
    missed: bool
    carried: bool = False
    """Whether its picture was carried: that says nothing of what a better rung would take."""


def ladder_for(rungs: Sequence[Rung], name: str | None = None, *, pinned: bool = False) -> Ladder:
    """A fresh ladder that stands on the rung called `name` (the best one if None)."""
    fresh = Ladder(
        tuple(rungs), barred_until_s=(-math.inf,) * len(rungs), failures=(0,) * len(rungs), pinned=pinned
    )
    return fresh if name is None else replace(fresh, index=index_of(fresh, name))


def index_of(ladder: Ladder, name: str) -> int:
    """Where the rung stands; raises BadInputError (`unknown_rung`) listing the names there are."""
    names = [rung.name for rung in ladder.rungs]
    if name not in names:
        raise BadInputError(
            "unknown_rung", f"rung {shown(name)} is unknown: use {AUTO} or one of {', '.join(names)}"
        )
    return names.index(name)


def choose(ladder: Ladder, name: str, now_s: float) -> Ladder:
    """Pin the rung called `name`, or free the ladder with "auto"; a free ladder starts unprejudiced."""
    if name == AUTO:
        return replace(ladder_for(ladder.rungs, ladder.rung.name), since_s=now_s)
    return replace(_fresh(ladder, index_of(ladder, name), now_s), pinned=True)


def standing_on(ladder: Ladder, name: str, *, pinned: bool) -> Ladder:
    """The ladder on the rung of that name, if it has one; else as it is."""
    here = next((index for index, rung in enumerate(ladder.rungs) if rung.name == name), None)
    return ladder if here is None else replace(ladder, index=here, pinned=pinned)


def unsettled(ladder: Ladder, now_s: float) -> Ladder:
    """The ladder when a world is born: its first frames cost more and say nothing of the rung."""
    return replace(ladder, since_s=now_s)


def observe(ladder: Ladder, now_s: float, outcome: Outcome) -> Ladder:
    """The ladder after one more frame."""
    if ladder.pinned or now_s < ladder.since_s + SETTLE_S:
        return ladder
    misses = max(ladder.misses + 1.0 if outcome.missed else ladder.misses - MISS_FORGIVEN, 0.0)
    ladder = replace(ladder, misses=misses, slack_s=_slack_s(ladder, outcome))
    if ladder.misses >= MISS_LIMIT:
        return _down(ladder, now_s)
    if ladder.slack_s >= SLACK_S:
        return _up(ladder, now_s)
    return ladder


def standard_rungs(sizes: Sequence[Size], top: Size, steps: Sequence[int] = STEPS) -> tuple[Rung, ...]:
    """Best to cheapest: every step count at `top`, then the least of them with one picture carried after each
    that is made, then with two, at `top` and at each smaller size of its proportions.

    A smaller picture with more steps, or without carrying, would take longer than a larger one, so stepping
    down could cost more. The name of a rung is `WIDTHxHEIGHT/STEPS`, with a c for every picture carried.
    """
    smaller = [
        size
        for size in sorted(sizes, key=_pixels, reverse=True)
        if _pixels(size) < _pixels(top) and size.width_px * top.height_px == size.height_px * top.width_px
    ]
    best = [rung_of(top, count) for count in steps]
    return (*best, carrying(top, min(steps), 1), *(carrying(size, min(steps), 2) for size in (top, *smaller)))


def modest(rungs: Sequence[Rung]) -> str:
    """The name of the cheapest rung of the best size: where a session begins on a machine nobody knows."""
    return [rung for rung in rungs if rung.size == rungs[0].size][-1].name


def rung_of(size: Size, steps: int) -> Rung:
    """The rung for a size and a step count, under its standard name."""
    return Rung(f"{size}/{steps}", size, steps)


def carrying(size: Size, steps: int, carries: int) -> Rung:
    """The rung that carries so many pictures after each that it makes, under its standard name."""
    return Rung(f"{size}/{steps}{carries * 'c'}", size, steps, carries=carries)


def _pixels(size: Size) -> int:
    return size.width_px * size.height_px


def _slack_s(ladder: Ladder, outcome: Outcome) -> float:
    if outcome.carried:
        return ladder.slack_s
    frame_s = outcome.budget_ms / 1000.0
    had = not outcome.missed and _better_ms(ladder, outcome) <= ROOM * outcome.budget_ms
    return ladder.slack_s + frame_s if had else max(ladder.slack_s - SLACK_LOST * frame_s, 0.0)


def _better_ms(ladder: Ladder, outcome: Outcome) -> float:
    """What the slower half of this frame is expected to take on the next better rung."""
    here, better = ladder.rung, ladder.rungs[max(ladder.index - 1, 0)]
    longer, larger = better.steps / here.steps, math.sqrt(_pixels(better.size) / _pixels(here.size))
    busier = CARRIED_REST if here.carries > better.carries else 1.0
    return busier * max(outcome.make_ms * max(longer, 1.0), outcome.show_ms * max(larger, 1.0))


def _down(ladder: Ladder, now_s: float) -> Ladder:
    if ladder.index == len(ladder.rungs) - 1:
        return replace(ladder, misses=MISS_LIMIT, slack_s=0.0)
    return _fresh(_barred(ladder, now_s), ladder.index + 1, now_s)


def _up(ladder: Ladder, now_s: float) -> Ladder:
    target = ladder.index - 1
    if target < 0 or now_s < ladder.barred_until_s[target]:
        return replace(ladder, slack_s=SLACK_S)
    return _fresh(ladder, target, now_s)


def _barred(ladder: Ladder, now_s: float) -> Ladder:
    held_s = now_s - ladder.since_s
    failures = 1 if held_s > FORGIVE_S else ladder.failures[ladder.index] + 1
    until_s = now_s + min(BAR_S * 2.0 ** (failures - 1), BAR_MAX_S)
    return replace(
        ladder,
        failures=_with(ladder.failures, ladder.index, failures),
        barred_until_s=_with(ladder.barred_until_s, ladder.index, until_s),
    )


def _fresh(ladder: Ladder, index: int, now_s: float) -> Ladder:
    return replace(ladder, index=index, misses=0.0, slack_s=0.0, since_s=now_s)


def _with(values: tuple[T, ...], index: int, value: T) -> tuple[T, ...]:
    return (*values[:index], value, *values[index + 1 :])
