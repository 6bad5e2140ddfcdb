"""What is locked does not change: which part of a wish is let through, and what there is to say of the rest.

A lock holds what the world had been asked for when it came, so a change that was under way still arrives,
and the words that follow find it closed. It is part of the state: a replay, a fork and a new prompt keep it;
a world that begins anew has none. Pure.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Motion
from inhabit.core.locks import CAMERA, LOCKS, in_order, lock_of
from inhabit.inputs.control import Control
from inhabit.world.state import Locks, Wish

SAME_HOUR, SAME_LEVEL = 0.1, 0.02
"""Wishes that differ from what is there by less ask for no change."""
SHOWN_LEVEL, SHOWN_COUNT = 0.05, 3
"""Weather from this level on is worth naming, and so many kinds of it."""
STYLE_WORDS = {"print": "woodblock print"}

_AT_REST = Motion()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The part of a wish that is let through, and the locks that held back what would have shown."""

    wish: Wish
    held: tuple[str, ...]


def turned(locks: Locks, changes: Mapping[str, bool]) -> Locks:
    """The locks after some were set (True) or opened (False); a camera locked anew may be spoken of anew."""
    on = (locks.on | {name for name, on in changes.items() if on}) - {
        n for n, on in changes.items() if not on
    }
    return Locks(on, locks.camera_told and not changes.get(CAMERA))


def judged(wish: Wish, kept: Attributes, locks: Locks) -> Verdict:
    """What of a wish gets past the locks; `kept` is what the world is or is about to be."""
    if not locks.on:
        return Verdict(wish, ())
    through = {name: goal for name, goal in wish.scalars.items() if lock_of(name) not in locks.on}
    held = {lock_of(name) for name in wish.scalars if name not in through and _differs(wish, kept, name)}
    biome, style = wish.biome, wish.style
    if biome is not None and lock_of("biome") in locks.on:
        held |= {lock_of("biome")} if biome != kept.main_biome else set()
        biome = None
    if style is not None and lock_of("style") in locks.on:
        held |= {lock_of("style")} if style != kept.main_style else set()
        style = None
    return Verdict(Wish(through, biome, style), in_order(held))


def stays(control: Control, locks: Locks) -> bool:
    """Whether a locked camera has been asked to move."""
    return CAMERA in locks.on and (control.motion != _AT_REST or control.pose is not None)


def camera_told(locks: Locks) -> Locks:
    """The same locks, once it has been said that the camera stays."""
    return replace(locks, camera_told=True)


def kept_words(held: tuple[str, ...], kept: Attributes) -> str:
    """`Style is locked: kept as noir.` and so on, for every lock that held something."""
    return " ".join(f"{name.capitalize()} is locked: kept {_how(name, kept)}." for name in held)


def _how(lock: str, kept: Attributes) -> str:
    match lock:
        case "style":
            return f"as {STYLE_WORDS.get(kept.main_style, kept.main_style)}"
        case "set":
            return f"as {kept.main_biome}"
        case "time":
            minutes = round(kept.hour * 60) % (24 * 60)
            return f"at {minutes // 60:02d}:{minutes % 60:02d}"
        case "weather":
            return f"as it is, {_weather(kept)}"
        case _:
            return "where it is"


def _weather(kept: Attributes) -> str:
    levels = {name: getattr(kept, name) for name in LOCKS["weather"]}
    shown = [name for name in sorted(levels, key=lambda n: -levels[n]) if levels[name] >= SHOWN_LEVEL]
    return ", ".join(f"{name} {levels[name]:.0%}" for name in shown[:SHOWN_COUNT]) or "clear and still"


def _differs(wish: Wish, kept: Attributes, name: str) -> bool:
    goal, now = wish.scalars[name], getattr(kept, name)
    if name == "hour":
        return abs(math.remainder(goal - now, 24.0)) > SAME_HOUR
    return abs(goal - now) > SAME_LEVEL
