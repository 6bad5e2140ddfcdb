"""What a world says of a picture that it begins from: what it took it for, and what it can't show. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from inhabit.core.attributes import Attributes

CUT = 0.02
"""Less than this share that does not fit is not worth a word."""
SHOWS = 0.35
"""Weather is named from here on."""
BIOMES = {
    "meadow": "green land",
    "desert": "desert",
    "alpine": "mountains",
    "autumn": "autumn land",
    "ember": "a land of ember",
}
STYLES = {
    "painted": "",
    "noir": ", in black and white",
    "neon": ", in neon",
    "print": ", as a woodblock print",
}
NOT_KNOWN = (
    "It is unlike what this world was taught on: people, buildings and near things stay flat, and turn into "
    "its own hills, trees and water as you walk."
)
NO_HORIZON = "No horizon is to be seen, so the camera is taken to be level."
MADE_UP = "What lies beyond it is made up as you go."


@dataclass(frozen=True, slots=True)
class Taken:
    """What a picture was taken for. `left_out` is the share of it that did not fit, `horizon` whether one was
    seen, `foreign` whether it is unlike anything that the model was taught on."""

    attributes: Attributes
    left_out: float
    horizon: bool
    foreign: bool


def of_picture(taken: Taken) -> str:
    """All there is to say, in whole sentences."""
    look = taken.attributes
    minutes = round(look.hour * 60 / 30) * 30 % 1440
    weather = [name for name in ("cloud", "fog", "rain", "snow") if getattr(look, name) >= SHOWS]
    with_weather = f" with {' and '.join(weather)}" if weather else ""
    about = f"about {minutes // 60:02d}:{minutes % 60:02d}"
    words = [
        f"Taken for {BIOMES[look.main_biome]}{with_weather}, {about}{STYLES[look.main_style]}.",
        NOT_KNOWN if taken.foreign else MADE_UP,
    ]
    if not taken.horizon:
        words.append(NO_HORIZON)
    if taken.left_out >= CUT:
        words.append(f"{taken.left_out:.0%} of it lies outside of this shape.")
    return " ".join(words)
