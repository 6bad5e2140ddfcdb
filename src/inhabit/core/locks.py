"""What of a world can be locked, and which attributes each lock holds.

What is locked stays as it is, whatever is said, pressed or moved, until it is unlocked or the world begins
anew. The engine holds it (`world/locks.py`); a hand on a slider is refused before it gets there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from inhabit.core.errors import BadInputError

CAMERA = "camera"
LOCKS: Mapping[str, tuple[str, ...]] = {
    CAMERA: (),
    "style": ("style", "mood"),
    "set": ("biome", "relief", "water", "trees", "season"),
    "weather": ("cloud", "fog", "rain", "snow", "wind", "storm"),
    "time": ("hour",),
}
"""Lock to the attributes it holds; the camera's holds the pose."""
ALSO_CALLED: Mapping[str, str] = {"biome": "set"}
NOT_HERE: Mapping[str, str] = dict.fromkeys(("character", "wardrobe"), "this world has nobody yet")
"""Locks on what a world does not have, and why: they join LOCKS when it does."""

_LOCK_OF = {name: lock for lock, names in LOCKS.items() for name in names}


def lock_of(attribute: str) -> str:
    """The lock that holds an attribute (of `core.attributes`, by name)."""
    return _LOCK_OF[attribute]


def in_order(locks: Iterable[str]) -> tuple[str, ...]:
    """Locks in the order in which they are always named."""
    held = set(locks)
    return tuple(name for name in LOCKS if name in held)


def listed(locks: Iterable[str]) -> str:
    """`camera, style and time`."""
    names = in_order(locks)
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def refuse_locked(attribute: str, locks: Iterable[str]) -> None:
    """Raises BadInputError (`locked`) if a hand may not move this attribute under `locks`."""
    lock = lock_of(attribute)
    if lock in locks:
        what = "it" if attribute in (lock, "hour") else f"the {lock}"
        raise BadInputError(
            "locked", f"{lock} is locked, so {attribute} stays as it is: unlock {what} to change that"
        )


def let_go(locks: Iterable[str]) -> str:
    """What to say when a new beginning ended these locks; empty for none."""
    names = in_order(locks)
    if not names:
        return ""
    are = "is" if len(names) == 1 else "are"
    return f"The world began anew: {listed(names)} {are} no longer locked."
