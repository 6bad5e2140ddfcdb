"""Captions: what a person might say of a world, or to it, with exactly what each means in attributes.

`prompts` describe a whole scene, `directives` ask for a change of the one at hand, `describe` says what
a given world looks like. Each speaks one half of the wordings: `train` says only seen ones; `held_out`
mixes both halves so that at least one content word or phrase of every text was never said in training.
The same generator gives the same captions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from inhabit.core.attributes import SCALARS, Attributes
from inhabit.sim.descriptions import Said, description, tell
from inhabit.sim.directives import directive
from inhabit.sim.meaning import Caption, Kind, Meaning
from inhabit.sim.speaker import SPLITS, Speaker, Split
from inhabit.sim.wordings import Concept, concepts, concepts_by_kind

__all__ = ["SPLITS", "Caption", "Kind", "Meaning", "Split", "describe", "directives", "prompts"]

PLAIN_LAND = "rolling"
QUIET = {"cloud": 0.3, "fog": 0.1, "rain": 0.0, "snow": 0.0, "wind": 0.3}
"""Weather that nobody would mention."""
MENTIONED = 0.15
"""How far from quiet the weather must be to be spoken of."""


def prompts(
    rng: np.random.Generator, split: Split, *, strangers: Sequence[str] = (), paraphrased: float = 0.0
) -> Iterator[Caption]:
    """Scene descriptions without end. `strangers` are further things the world does not have;
    `paraphrased` is how often, in [0, 1], a wording gives way to one that only training says."""
    while True:
        yield _caption("prompt", Speaker(rng, split, strangers, paraphrased), description)


def directives(
    rng: np.random.Generator,
    attributes: Attributes,
    split: Split,
    *,
    strangers: Sequence[str] = (),
    paraphrased: float = 0.0,
) -> Iterator[Caption]:
    """Requests without end, each meant for a world that has these `attributes`; the rest as for prompts."""
    while True:
        speaker = Speaker(rng, split, strangers, paraphrased)
        yield _caption("directive", speaker, lambda speaker: directive(speaker, attributes))


def describe(rng: np.random.Generator, attributes: Attributes, split: Split = "train") -> Caption:
    """What a world with these attributes looks like, in words; its meaning is near the attributes."""
    chosen = nearest(attributes)
    return _caption("prompt", Speaker(rng, split), lambda speaker: tell(speaker, chosen))


def nearest(attributes: Attributes) -> list[Concept]:
    """The concepts that come closest to the attributes, the place first; unremarkable weather is left out."""
    named = {concept.name: concept for concept in concepts()}
    kinds = concepts_by_kind()
    chosen = [named[attributes.main_biome], min(kinds["hour"], key=lambda c: _off(c, attributes))]
    for name in ("rain", "snow", "fog", "wind"):
        if abs(getattr(attributes, name) - QUIET[name]) > MENTIONED:
            chosen.append(
                min(
                    (c for c in kinds[name] if set(c.asked) <= {name, "rain", "snow"}),
                    key=lambda c: _off(c, attributes),
                )
            )
    if attributes.rain + attributes.snow <= MENTIONED and abs(attributes.cloud - QUIET["cloud"]) > MENTIONED:
        chosen.append(
            min((c for c in kinds["sky"] if set(c.asked) == {"cloud"}), key=lambda c: _off(c, attributes))
        )
    for name in ("relief", "water", "trees"):
        chosen.append(min(kinds[name], key=lambda c: _off(c, attributes)))
    return [*chosen, named[attributes.main_style]]


def _off(concept: Concept, attributes: Attributes) -> float:
    """How far what a concept asks for is from what is there; hours count by the quarter day."""
    away = [
        abs(value - getattr(attributes, name)) for name, value in concept.asked.items() if name in SCALARS
    ]
    if "hour" in concept.asked:
        away.append(abs((concept.asked["hour"] - attributes.hour + 12.0) % 24.0 - 12.0) / 6.0)
    return max(away, default=0.0)


def _caption(kind: Kind, speaker: Speaker, make: Callable[[Speaker], Said]) -> Caption:
    while True:
        speaker.held.clear()
        text, meaning = make(speaker)
        if speaker.split == "train" or speaker.held:
            return Caption(text, kind, meaning, tuple(speaker.held))
