"""When is a directive obeyed: what was asked, and what the picture turns out to show.

A directive is judged only by what can be seen in one picture: the height of the sun, cloud, fog,
rain, snow, biome and style. A change counts when what is seen is nearer to what was asked than to
what was before; a name counts when it is that one. Parts that the truth itself does not show (no
cloud is seen where no sky is) are not judged: see `shows`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from inhabit.core.attributes import Attributes
from inhabit.evals.metrics import difference
from inhabit.evals.truth import View
from inhabit.frames.attribute_probe import WEATHER, Reading

VISIBLE = 3.0
"""Pictures nearer than this, in levels of 255, are taken to look the same."""

SUN_CHANGE, WEATHER_CHANGE = 0.4, 0.3
"""Smaller changes than these cannot be told from one picture and are not judged."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One readable part of a directive: the attribute `name` moves from `before` to `wanted`.

    Names for biome and style, the sine of the sun's path for the hour, [0, 1] for the weather.
    """

    name: str
    before: float | str
    wanted: float | str


def sun(hour: float) -> float:
    """Sine of the sun's path: 1 at noon, 0 at 6:00 and 18:00, -1 at midnight."""
    return math.sin((hour - 6.0) * math.tau / 24.0)


def asks(before: Attributes, wanted: Attributes) -> list[Ask]:
    """What a change of attributes asks for that a picture can show."""
    found = []
    if abs(sun(wanted.hour) - sun(before.hour)) >= SUN_CHANGE:
        found.append(Ask("hour", sun(before.hour), sun(wanted.hour)))
    for name in WEATHER:
        then, now = getattr(before, name), getattr(wanted, name)
        if abs(now - then) >= WEATHER_CHANGE:
            found.append(Ask(name, then, now))
    for name in ("biome", "style"):
        then, now = getattr(before, f"main_{name}"), getattr(wanted, f"main_{name}")
        if then != now:
            found.append(Ask(name, then, now))
    return found


def change_of(name: str, before: Attributes, look: Attributes) -> bool:
    """Whether a picture could show that the attribute `name` of `look` is not what it was before."""
    return any(ask.name == name for ask in asks(before, look))


def is_obeyed(ask: Ask, seen: float | str) -> bool:
    """Whether `seen`, the value of what the ask is about, is what was asked."""
    if isinstance(ask.before, str) or isinstance(ask.wanted, str) or isinstance(seen, str):
        return seen == ask.wanted
    return abs(seen - ask.wanted) < abs(seen - ask.before)


def value_of(ask: Ask, look: Attributes) -> float | str:
    """What an ask is about, in a world of these attributes."""
    if ask.name == "hour":
        return sun(look.hour)
    return getattr(look, f"main_{ask.name}" if ask.name in ("biome", "style") else ask.name)


def value_read(ask: Ask, reading: Reading) -> float | str:
    """What an ask is about, as the attribute probe reads it from one picture alone."""
    if ask.name == "hour":
        return reading.sun
    return getattr(reading, ask.name) if ask.name in ("biome", "style") else reading.weather[ask.name]


def shows(ask: Ask, wanted: Attributes, before: Attributes, true: View) -> bool:
    """Whether the truth shows one part of a directive: how far its picture is from the one where all else
    came true and this part stayed as it was before."""
    return difference(true(wanted), true(replace(wanted, **{ask.name: getattr(before, ask.name)}))) >= VISIBLE
