"""A name that is not known, with the nearest one that is: what somebody mistyped, they can mend."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """The sentence for a `what` called `name` that is none of `known`: the nearest, then all of them."""
    by_plain, spelled = {plain(each): each for each in known}, plain(str(name))
    # Half a name means all that go on from it, however close the letters of another are.
    near = [each for each in by_plain if spelled and each.startswith(spelled)]
    near = near or get_close_matches(spelled, by_plain, n=1, cutoff=0.5)
    meant = f"did you mean {' or '.join(repr(by_plain[each]) for each in near)}? " if near else ""
    return f"{what} {name!r} is not known: {meant}Known: {', '.join(by_plain.values())}"


def plain(name: str) -> str:
    """A name without what people leave out or add: case, blanks, dashes."""
    return re.sub(r"[^a-z0-9_]", "", name.lower())
