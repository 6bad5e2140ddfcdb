"""What people say to a world that is already there: "make it snow", "a bit less fog", "two hours later"."""

from __future__ import annotations

from collections.abc import Callable

from inhabit.core.attributes import Attributes
from inhabit.sim.clocktime import clock_time, number_word
from inhabit.sim.gibberish import gibberish
from inhabit.sim.meaning import Meaning, in_daylight, of_concept, together
from inhabit.sim.speaker import Speaker, with_article
from inhabit.sim.wordings import Concept, concepts_by_kind, phrases

Said = tuple[str, Meaning]

STOPPED = {"wind": 0.03, "cloud": 0.03, "relief": 0.05}
"""What is left of a thing that is told to go; everything else goes to zero."""
CHANGES = {"more": 0.35, "some_more": 0.17, "less": -0.35, "some_less": -0.17}
"""How far "more" and "a bit less" move an attribute."""
BRIGHTNESS_H = 3.0
"""How far "brighter" and "darker" move the hour, towards noon or midnight."""
FRAMES = {"hour": "hour", "style": "style"}
JOINTS = (" and ", ", ", " and then ", " with ", ", and ", " plus ", "; ", ". ", " & ", " but ")


def directive(speaker: Speaker, attributes: Attributes) -> Said:
    """A request of any sort, with its meaning under `attributes`."""
    makers = [maker for maker, _ in SORTS]
    shares = [share for _, share in SORTS]
    maker = makers[int(speaker.rng.choice(len(makers), p=shares))]
    text, meaning = maker(speaker, attributes)
    return speaker.polite(text), in_daylight(meaning, attributes.hour)


def plain(speaker: Speaker, attributes: Attributes) -> Said:
    """One thing is asked for."""
    kinds = concepts_by_kind()
    return of(speaker, speaker.one(kinds[speaker.one(tuple(kinds))]))


def of(speaker: Speaker, concept: Concept) -> Said:
    """A request for `concept` in one of the ways it can be asked for."""
    slots = [slot for slot in ("adj", "noun", "place", "look", "call") if speaker.can_say(concept, slot)]
    slot = speaker.one(slots)
    words = speaker.say(concept.words[slot])
    return _framed(speaker, concept, slot, words), of_concept(concept)


def _framed(speaker: Speaker, concept: Concept, slot: str, words: str) -> str:
    match slot:
        case "call":
            return words
        case "adj":
            return speaker.frame("directive", "become", adj=words)
        case "place":
            return speaker.frame("directive", "land", place=words)
        case "look":
            return speaker.frame("directive", "style", look=words)
        case _ if concept.kind == "hour" or concept.name in ("summer", "winter", "autumn"):
            return speaker.frame("directive", speaker.one(("hour", "hour", "bring")), noun=words)
        case _:
            return speaker.frame("directive", "bring", noun=words)


def several(speaker: Speaker, attributes: Attributes) -> Said:
    """Two or three things at once that don't contradict each other."""
    count = 3 if speaker.chance(0.25) else 2
    parts: list[Said] = []
    for _ in range(12):
        maker = speaker.one((plain, plain, plain, plain, plain, stop, change))
        text, meaning = maker(speaker, attributes)
        if all(not meaning.speaks & other.speaks for _, other in parts):
            parts.append((text, meaning))
        if len(parts) == count:
            break
    joint = speaker.one(JOINTS)
    return joint.join(text for text, _ in parts), together(meaning for _, meaning in parts)


def _thing(speaker: Speaker, *, without: tuple[str, ...] = ()) -> tuple[str, str]:
    things = phrases()["things"]
    name = speaker.one([name for name in things if name not in without])
    return name, speaker.say(things[name])


def _gone(name: str) -> Meaning:
    if name == "storm":
        return Meaning({"rain": 0.0, "wind": 0.2, "cloud": 0.3}, frozenset({"cloud"}), topics=("stop",))
    return Meaning({name: STOPPED.get(name, 0.0)}, topics=("stop",))


def stop(speaker: Speaker, attributes: Attributes) -> Said:
    """Something is told to go."""
    name, thing = _thing(speaker)
    return speaker.frame("directive", "stop", thing=thing), _gone(name)


def change(speaker: Speaker, attributes: Attributes) -> Said:
    """More or less of something."""
    name, thing = _thing(speaker, without=("storm",))
    frame = speaker.one(tuple(CHANGES))
    value = min(max(getattr(attributes, name) + CHANGES[frame], 0.0), 1.0)
    text = speaker.frame("directive", frame, thing=thing)
    return text, Meaning({name: value}, relative=frozenset({name}), topics=("more or less",))


def instead(speaker: Speaker, attributes: Attributes) -> Said:
    """One kind of weather in place of another."""
    kind = speaker.one(("rain", "snow", "fog", "wind"))
    options = [c for c in concepts_by_kind("noun")[kind] if c.name not in ("winter", "calm", "snowstorm")]
    concept = speaker.one(options)
    name, thing = _thing(speaker, without=(kind, "storm", "trees", "water", "relief"))
    noun = speaker.say(concept.words["noun"])
    meaning = together((of_concept(concept), _gone(name)))
    return speaker.frame("directive", "instead", noun=noun, thing=thing), meaning


def clock(speaker: Speaker, attributes: Attributes) -> Said:
    """A time of day by the clock."""
    held = speaker.takes_held()
    text, hour = clock_time(speaker.rng, held=held)
    if held:
        speaker.held.append(text)
    return speaker.frame("directive", "clock", clock=text), Meaning({"hour": hour % 24.0}, topics=("clock",))


def hours_on(speaker: Speaker, attributes: Attributes) -> Said:
    """Later or earlier, by some or by a number of hours."""
    frames = phrases()["hours_change"]
    name = speaker.one(("1.0", "1.0", "4.0", "-1.0", "-1.0", "-4.0", "forward", "forward", "back"))
    text, hours = speaker.say(frames[name]), 0.0
    if name in ("forward", "back"):
        number = int(speaker.rng.integers(1, 9))
        text = text.replace("{n}", speaker.one((str(number), number_word(number))))
        text = text.replace("hours", "hour") if number == 1 else text
        hours = number if name == "forward" else -number
    else:
        hours = float(name)
    return text, _moved(attributes, hours, "later or earlier")


def brightness(speaker: Speaker, attributes: Attributes) -> Said:
    """Brighter or darker: the hour moves towards noon or midnight, whichever way is nearer."""
    name = speaker.one(("brighter", "darker"))
    goal = 12.0 if name == "brighter" else 0.0
    away = (goal - attributes.hour + 12.0) % 24.0 - 12.0
    hours = min(max(away, -BRIGHTNESS_H), BRIGHTNESS_H)
    return speaker.say(phrases()["brightness"][name]), _moved(attributes, hours, "brightness")


def _moved(attributes: Attributes, hours: float, topic: str) -> Meaning:
    return Meaning({"hour": (attributes.hour + hours) % 24.0}, relative=frozenset({"hour"}), topics=(topic,))


def strange(speaker: Speaker, attributes: Attributes) -> Said:
    """Something that this world does not have: nothing moves, and the text counts as not understood."""
    nothing = Meaning(understood=False, topics=("stranger",))
    if speaker.chance(0.3):
        return speaker.say(phrases()["strangers"]["chatter"]), nothing
    if speaker.chance(0.12):
        return gibberish(speaker.rng, words=int(speaker.rng.integers(1, 5))), nothing
    return speaker.frame("strangers", "ask", x=stranger(speaker)), nothing


def stranger(speaker: Speaker) -> str:
    """A thing this world does not have, with its article."""
    if speaker.chance(0.04):
        return gibberish(speaker.rng, words=1)
    if speaker.strangers and speaker.chance(0.6):
        return speaker.one((with_article, str))(speaker.one(speaker.strangers))
    return speaker.say(phrases()["strangers"]["thing"])


def half_strange(speaker: Speaker, attributes: Attributes) -> Said:
    """A stranger beside something that can be done: the one moves, the whole counts as not understood."""
    parts = [plain(speaker, attributes), strange(speaker, attributes)]
    first, second = parts if speaker.chance(0.5) else parts[::-1]
    return f"{first[0]} and {second[0]}", together((first[1], second[1]))


SORTS: tuple[tuple[Callable[[Speaker, Attributes], Said], float], ...] = (
    (plain, 0.42),
    (several, 0.15),
    (stop, 0.09),
    (change, 0.11),
    (instead, 0.03),
    (clock, 0.03),
    (hours_on, 0.04),
    (brightness, 0.02),
    (strange, 0.09),
    (half_strange, 0.02),
)
