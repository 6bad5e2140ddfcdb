"""Captions of the whole world: what captions.py says, and its seasons, storms, moods, later styles and cast.

The later words win: a caption of the earlier grammar that says one of them (autumn, a watercolour, a boat)
is left out, because it means something else by now.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import numpy as np

from inhabit.core.attributes import Attributes
from inhabit.core.cast import NOBODY, Cast
from inhabit.sim import captions
from inhabit.sim.directives import of
from inhabit.sim.meaning import Caption, Meaning, of_concept, together
from inhabit.sim.requests import added, request
from inhabit.sim.speaker import Speaker, Split
from inhabit.sim.wordings import Concept, later_concepts, requests

Said = tuple[str, Meaning]
LATER, ASKED, BOTH = 0.25, 0.45, 0.15
"""Shares of directives about seasons and the like, about the cast, and about two things at once."""
TOLD = {"season": 0.5, "mood": 0.25, "style": 0.2, "storm": 0.08}
"""How often a description speaks of each."""
SLOTS = {"season": "when", "mood": "adj", "style": "look", "storm": "when"}
"""In which words."""
PEOPLED = 0.45
"""How often a description puts something into the scene."""


def sayings(
    rng: np.random.Generator, attributes: Attributes, split: Split, cast: Cast = NOBODY
) -> Iterator[Caption]:
    """Directives without end for a world that has these attributes and this cast."""
    earlier = (c for c in captions.directives(rng, attributes, split) if not superseded(c))
    while True:
        speaker = Speaker(rng, split)
        draw = float(rng.random())
        if draw < LATER:
            said = _later(speaker)
        elif draw < LATER + ASKED:
            said = request(speaker, cast)
        elif draw < LATER + ASKED + BOTH:
            said = _both(speaker, cast)
        else:
            yield next(earlier)
            continue
        if split == "train" or speaker.held:
            yield Caption(speaker.polite(said[0]), "directive", said[1], tuple(speaker.held))


def scenes(rng: np.random.Generator, split: Split) -> Iterator[Caption]:
    """Descriptions without end: "a misty lake at dawn, in autumn, with a lighthouse on the shore"."""
    for caption in captions.prompts(rng, split):
        if superseded(caption):
            continue
        speaker = Speaker(rng, split)
        text, parts = caption.text.rstrip("."), [caption.meaning]
        for kind, share in TOLD.items():
            # What the scene speaks of already is left alone.
            concepts = [c for c in _tellable(speaker, kind) if not c.speaks & parts[0].speaks]
            if concepts and speaker.chance(share):
                concept = speaker.one(concepts)
                text += f", {'as ' if kind == 'style' else ''}{speaker.say(concept.words[SLOTS[kind]])}"
                parts.append(of_concept(concept))
        if speaker.chance(PEOPLED):
            words, meaning = added(speaker, NOBODY)
            text += f"; {words}"
            parts.append(meaning)
        yield Caption(text, "prompt", together(parts), (*caption.held, *speaker.held))


def _tellable(speaker: Speaker, kind: str) -> list[Concept]:
    """Concepts of a kind that a description can speak of."""
    return [c for c in later_concepts() if c.kind == kind and speaker.can_say(c, SLOTS[kind])]


def superseded(caption: Caption) -> bool:
    """Whether a caption of the earlier grammar says a word that means something else by now."""
    return "storm" in caption.meaning.topics or _later_words().search(caption.text) is not None


def _later(speaker: Speaker) -> Said:
    return of(speaker, speaker.one(later_concepts()))


def _both(speaker: Speaker, cast: Cast) -> Said:
    """A request and a wish, or two requests, that do not contradict each other."""
    first = request(speaker, cast)
    second = _later(speaker) if speaker.chance(0.5) else request(speaker, cast)
    about = {deed.about for deed in first[1].deeds}
    if about & {deed.about for deed in second[1].deeds}:
        return first
    joint = speaker.one((" and ", ", ", ", then ", " and then ", "; "))
    return first[0] + joint + second[0], together((first[1], second[1]))


@cache
def _later_words() -> re.Pattern[str]:
    """Any wording by which the later grammar knows a season, a style, a mood, a storm or a thing."""
    nouns = [w for name in ("one", "many", "who") for w in requests()[name].values()]
    nouns += [w for c in later_concepts() for slot, w in c.words.items() if slot in ("adj", "noun", "look")]
    texts = {text.lower() for wording in nouns for text in (*wording.seen, *wording.held)}
    texts |= {f"{text}s" for text in texts} | {"spring", "summer", "autumn", "fall", "winter", "lightning"}
    words = "|".join(sorted(map(re.escape, texts), key=len, reverse=True))
    return re.compile(rf"\b({words})\b", re.IGNORECASE)
