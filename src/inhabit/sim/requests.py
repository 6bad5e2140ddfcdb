"""What people ask of a cast: "put a lighthouse on the hill", "make the knight wave", "take the boat away".

Every request comes with its deed (deeds.py). Only what is there can be moved, taken away or told to do
something; several of a kind are spoken of as many.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from inhabit.core.cast import CHARACTERS, COLOURS, CREATURES, OBJECTS, Cast
from inhabit.sim.deeds import WHERE, Deed
from inhabit.sim.meaning import Meaning
from inhabit.sim.speaker import Speaker, fill
from inhabit.sim.wordings import Wording, requests

Said = tuple[str, Meaning]
DYED = (*CHARACTERS, "house", "boat", "tent")
"""What has a colour worth naming."""
COLOURED, PLACED, NEAR_KIND, TOWARD = 0.25, 0.6, 0.5, 0.3
"""How often a colour is named, a place, a character by its kind, and where it goes."""


def request(speaker: Speaker, cast: Cast) -> Said:
    """A request of any sort that makes sense among `cast`."""
    makers = [(maker, share) for maker, share in SORTS if maker is not moved or cast.of(OBJECTS)]
    makers = [(maker, share) for maker, share in makers if maker is not removed or cast.things]
    makers = [(maker, share) for maker, share in makers if maker is not acted or cast.of(CHARACTERS)]
    total = sum(share for _, share in makers)
    chosen = int(speaker.rng.choice(len(makers), p=[share / total for _, share in makers]))
    return makers[chosen][0](speaker, cast)


def meant(deed: Deed) -> Meaning:
    """The meaning of a request that asks for one deed."""
    return Meaning(deeds=(deed,), topics=(deed.verb,))


def added(speaker: Speaker, cast: Cast) -> Said:
    """Something comes, perhaps many of it, perhaps at a place, perhaps in a colour."""
    kind = speaker.one((*OBJECTS, *OBJECTS, *CREATURES, *CHARACTERS))
    many = kind in CREATURES and speaker.chance(0.6)
    noun = _say(speaker, "many" if many else "one", kind)
    colour = speaker.one(COLOURS) if kind in DYED and speaker.chance(COLOURED) else None
    if colour is not None:
        noun = f"{_say(speaker, 'colour', colour)} {noun}"
    where = speaker.one(WHERE) if speaker.chance(PLACED) and kind not in ("boat", "bird") else None
    slots = {"thing": noun}
    if where is not None:
        slots["where"] = _say(speaker, "where", where)
    text = fill(_say(speaker, "add", "there" if where else "here"), slots)
    return text, meant(Deed("add", kind, many, where, colour))


def moved(speaker: Speaker, cast: Cast) -> Said:
    """A thing that is here goes somewhere else."""
    thing = speaker.one(cast.of(OBJECTS))
    where = speaker.one(tuple(_section("to")))
    slots = {"thing": f"the {_say(speaker, 'one', thing.kind)}", "to": _say(speaker, "to", where)}
    return fill(_say(speaker, "move", "to"), slots), meant(Deed("move", thing.kind, where=where))


def removed(speaker: Speaker, cast: Cast) -> Said:
    """All of a kind that is here go."""
    kind = speaker.one(cast.things).kind
    many = kind in _section("many") and len(cast.of((kind,))) > 1
    bare = _say(speaker, "many" if many else "one", kind)
    text = fill(_say(speaker, "remove", "away"), {"thing": f"the {bare}", "bare": bare})
    return text, meant(Deed("remove", kind, many))


def acted(speaker: Speaker, cast: Cast) -> Said:
    """A character does something: the one the camera goes with, or one of a kind that is here."""
    doing = speaker.one(tuple(_section("doing")))
    here = cast.of(CHARACTERS)
    kind = speaker.one(here).kind if speaker.chance(NEAR_KIND) else None
    goals = cast.of(OBJECTS)
    who = _say(speaker, "who", kind or "followed")
    if doing in _section("going") and goals and speaker.chance(TOWARD):
        goal = speaker.one(goals).kind
        slots = {"who": who, "doing": _say(speaker, "going", doing)}
        slots["thing"] = f"the {_say(speaker, 'one', goal)}"
        return fill(_say(speaker, "act", "toward"), slots), meant(Deed("act", kind, doing=doing, toward=goal))
    said = _say(speaker, "doing", doing)
    if kind is None and speaker.chance(0.6):
        return fill(_say(speaker, "act", "told"), {"doing": said}), meant(Deed("act", doing=doing))
    text = fill(_say(speaker, "act", "of"), {"who": who, "doing": said})
    return text, meant(Deed("act", kind, doing=doing))


def viewed(speaker: Speaker, cast: Cast) -> Said:
    """The camera goes behind the character, into its eyes, or its own way."""
    view = speaker.one(tuple(_section("view")))
    return _say(speaker, "view", view), meant(Deed("view", view=view))


def lit(speaker: Speaker, cast: Cast) -> Said:
    """Lamps and windows light up or go dark."""
    state = speaker.one(("on", "off"))
    return _say(speaker, "lamps", state), meant(Deed("lamps", on=state == "on"))


def _section(name: str) -> Mapping[str, Wording]:
    return requests()[name]


def _say(speaker: Speaker, section: str, name: str) -> str:
    return speaker.say(_section(section)[name])


SORTS: tuple[tuple[Callable[[Speaker, Cast], Said], float], ...] = (
    (added, 0.34),
    (removed, 0.16),
    (moved, 0.12),
    (acted, 0.24),
    (viewed, 0.08),
    (lit, 0.06),
)
