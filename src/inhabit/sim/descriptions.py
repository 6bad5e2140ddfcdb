"""What people say to describe a whole place: "a misty alpine lake at dawn, in neon style"."""

from __future__ import annotations

from collections.abc import Iterable

from inhabit.sim.directives import stranger
from inhabit.sim.meaning import Meaning, of_concept, together
from inhabit.sim.speaker import Speaker, fill, with_article
from inhabit.sim.wordings import Concept, concepts_by_kind

Said = tuple[str, Meaning]

SKIES = ("sky", "fog", "rain", "snow", "wind", "storm")
LANDS = ("biome", "relief", "water", "trees")
FREQUENCY = {
    "hour": 0.62,
    "style": 0.38,
    "weather": 0.55,
    "more weather": 0.15,
    "land": 0.35,
    "beside": 0.18,
    "grown": 0.18,
}
"""How often a description speaks of each beside the place itself."""


def description(speaker: Speaker) -> Said:
    """A whole scene in any of the ways people write one."""
    chosen = choose(speaker)
    return tell(speaker, chosen)


def choose(speaker: Speaker) -> list[Concept]:
    """Concepts that go together in one scene, the place first; none speaks of what another speaks of."""
    chosen: list[Concept] = [_any(speaker, LANDS, "place")]
    for share, kinds in (
        (FREQUENCY["land"], LANDS),
        (FREQUENCY["hour"], ("hour",)),
        (FREQUENCY["weather"], SKIES),
        (FREQUENCY["more weather"], SKIES),
        (FREQUENCY["beside"], ("water",)),
        (FREQUENCY["grown"], ("trees",)),
        (FREQUENCY["style"], ("style",)),
    ):
        if speaker.chance(share):
            _join(chosen, _any(speaker, kinds))
    return chosen


def _any(speaker: Speaker, kinds: tuple[str, ...], slot: str | None = None) -> Concept:
    by_kind = concepts_by_kind(slot)
    return speaker.one(by_kind[speaker.one([kind for kind in kinds if kind in by_kind])])


def _join(chosen: list[Concept], concept: Concept) -> None:
    if all(not concept.speaks & other.speaks for other in chosen):
        chosen.append(concept)


def tell(speaker: Speaker, chosen: Iterable[Concept]) -> Said:
    """Put concepts into words; those that have no words in the form drawn are left out of the meaning too."""
    chosen = list(chosen)
    draw = speaker.rng.random()
    teller = _flowing if draw < 0.74 else _keywords if draw < 0.86 else _sentences
    text, told = teller(speaker, chosen)
    meaning = together(of_concept(concept) for concept in told)
    if speaker.chance(0.07):
        text = text.rstrip(".") + speaker.appended("strangers", "beside", x=stranger(speaker))
        meaning = together((meaning, Meaning(understood=False, topics=("stranger",))))
    return speaker.typed(text), meaning


def _flowing(speaker: Speaker, chosen: list[Concept]) -> tuple[str, list[Concept]]:
    """One phrase: adjectives, the place, its hour, what surrounds it, its style."""
    place = next(c for c in chosen if speaker.can_say(c, "place"))
    told, before, after, start, end = [place], [], [], "", ""
    for concept in (c for c in chosen if c is not place):
        slot = _slot(speaker, concept, adjectives=len(before))
        if slot is None:
            continue
        told.append(concept)
        words = speaker.say(concept.words[slot])
        match slot, concept.kind:
            case "adj", _:
                before.append(words)
            case "when", _ if speaker.chance(0.2):
                start = f"{words}, "
            case "when", _:
                after.append(f" {words}")
            case "place", _:
                after.append(speaker.appended("prompt", "beside", place=words))
            case "look", _:
                end = speaker.appended("prompt", "style", look=words)
            case _, "trees" | "relief" | "water" | "biome":
                after.append(speaker.appended("prompt", "grown", noun=words))
            case _:
                after.append(speaker.appended("prompt", "weather", noun=words))
    if speaker.chance(0.15):
        before.insert(0, speaker.frame("prompt", "mood", counts=False))
    noun = " ".join([*before, speaker.say(place.words["place"])])
    speaker.rng.shuffle(after)
    body = "".join([with_article(noun) if speaker.chance(0.8) else noun, *after])
    return start + speaker.frame(
        "prompt", "opening", counts=False, p=body, bare=noun + "".join(after)
    ) + end, told


def _slot(speaker: Speaker, concept: Concept, adjectives: int) -> str | None:
    wanted = ["when", "when", "look", "noun", "place"] + (["adj"] * 2 if adjectives < 3 else [])
    if concept.kind in LANDS and concept.kind != "water":
        wanted.remove("place")
    slots = [slot for slot in wanted if speaker.can_say(concept, slot)]
    if concept.kind == "hour":
        slots = [slot for slot in slots if slot != "noun"]
    return speaker.one(slots) if slots else None


def _keywords(speaker: Speaker, chosen: list[Concept]) -> tuple[str, list[Concept]]:
    """Bare words with commas, as people write for picture networks."""
    parts = []
    for concept in chosen:
        slots = [s for s in ("place", "noun", "adj", "when", "look") if speaker.can_say(concept, s)]
        parts.append(speaker.say(concept.words[speaker.one(slots)]))
    speaker.rng.shuffle(parts)
    return ", ".join(parts), chosen


def _sentences(speaker: Speaker, chosen: list[Concept]) -> tuple[str, list[Concept]]:
    """One short sentence for each thing."""
    parts = [_sentence(speaker, concept) for concept in chosen]
    return ". ".join(part[0].upper() + part[1:] for part in parts) + ".", chosen


def _sentence(speaker: Speaker, concept: Concept) -> str:
    forms = {
        "place": ("This is {a place}", "I am in {a place}", "{a place}", "We are looking at {a place}"),
        "noun": ("There is {noun}", "{noun}", "{noun} everywhere"),
        "adj": ("It is {adj}", "Everything is {adj}", "The world is {adj}"),
        "when": ("All this {when}", "It happens {when}", "{when}"),
        "look": ("It looks like {look}", "In the style of {look}", "{look}"),
    }
    slot = speaker.one([slot for slot in forms if speaker.can_say(concept, slot)])
    return fill(speaker.one(forms[slot]), {slot: speaker.say(concept.words[slot])})
