"""Named worlds to start in: a prompt that the model understands well, and a seed that lies well."""

from __future__ import annotations

from dataclasses import dataclass

from inhabit.core.errors import BadInputError
from inhabit.inputs.values import shown


@dataclass(frozen=True, slots=True)
class PresetWorld:
    """A named start: `title` is for people, `prompt` for the world."""

    name: str
    title: str
    prompt: str
    seed: int


PRESETS = (
    PresetWorld("first-light", "First light", "green hills at dawn, thin fog over a still lake, painted", 8),
    PresetWorld("high-noon", "High noon", "a wide desert under a hot noon sun, bare dunes, clear sky", 9),
    PresetWorld(
        "thin-air", "Thin air", "alpine mountains in the morning, snow falling softly, high peaks", 2
    ),
    PresetWorld(
        "amber-wood", "Amber wood", "an autumn forest at golden hour, warm light, drifting clouds", 11
    ),
    PresetWorld("ember-coast", "Ember coast", "a land of ember and ash at sunset beside a lake", 1),
    PresetWorld(
        "rain-noir", "Rain noir", "rain over a forest lake at night in black and white, film noir", 3
    ),
    PresetWorld(
        "neon-ridge", "Neon ridge", "mountains at night in neon light, bright stars, a mirror lake", 5
    ),
    PresetWorld(
        "woodblock", "Woodblock", "windy meadow with scattered trees, big clouds, woodblock print", 13
    ),
    PresetWorld(
        "mirror-valley",
        "Mirror valley",
        "a flooded valley in the morning mist, green hills, calm water, high clouds",
        17,
    ),
    PresetWorld(
        "last-light",
        "Last light",
        "desert cliffs at sunset, long golden light, scattered clouds",
        23,
    ),
    PresetWorld(
        "under-stars",
        "Under stars",
        "a still lake under a full moon, stars, deep blue night, meadow",
        4,
    ),
    PresetWorld("neon-dunes", "Neon dunes", "a neon desert at dusk, glowing dunes, clear sky", 29),
)
"""Twelve lovely places, in the order they are offered."""


def preset_named(name: str) -> PresetWorld:
    """The preset called `name`; raises BadInputError (`unknown_preset`) listing what there is."""
    for preset in PRESETS:
        if preset.name == name:
            return preset
    names = ", ".join(preset.name for preset in PRESETS)
    raise BadInputError("unknown_preset", f"preset {shown(name)} is unknown: use one of {names}")
