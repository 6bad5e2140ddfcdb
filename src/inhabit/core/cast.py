"""Who and what a world holds at one moment: the words for characters, creatures and objects, and plain
values.

A thing keeps its identity for ever and is otherwise a handful of numbers, so a whole cast is small enough to
be passed, kept and sent. How things look and what they do next is not said here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace

from inhabit.core.errors import BadInputError

CHARACTERS = ("wanderer", "knight", "robot", "child")
"""Who can be directed."""
CREATURES = ("bird", "deer", "sheep", "fox")
"""What has a mind of its own."""
OBJECTS = (
    "house", "lighthouse", "boat", "tower", "campfire", "tree", "bridge", "statue", "lantern", "tent",
    "stone", "windmill",
)  # fmt: skip
"""What a directive may add, move or remove. `stone` is a standing stone."""
KINDS = CHARACTERS + CREATURES + OBJECTS

COLOURS = ("red", "blue", "yellow", "green", "white", "dark")
"""Of clothes, roofs, sails, hulls and doors."""
WARDROBES = ("plain", "caped", "hatted")
"""What a character wears over its clothes; each changes its outline."""
DOINGS = ("idle", "walk", "run", "jump", "wave", "look", "graze", "fly")
"""What a thing can be doing. Characters do the first six, creatures all but jump and wave."""
DIRECTED = DOINGS[:6]

IDENTITY_LIMIT = 65536
"""Identities lie in 1 .. IDENTITY_LIMIT - 1, so that a mask of 16 bits holds them; 0 is nobody."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One character, creature or object at one moment.

    `identity` see IDENTITY_LIMIT; `kind` is one of KINDS; position in metres in world axes, of the point it
    stands on (the middle of a bird); `heading_rad` as a yaw; `lean_rad` clockwise, seen from behind; `scale`
    is 1 for the usual size; `colour` and `second` index COLOURS and `wardrobe` WARDROBES; `doing` is one of
    DOINGS, since `elapsed_s`; `before` is what it did last, for `before_s` when it stopped: limbs pass over
    from one to the other.
    """

    identity: int
    kind: str
    x_m: float = 0.0
    y_m: float = 0.0
    z_m: float = 0.0
    heading_rad: float = 0.0
    lean_rad: float = 0.0
    scale: float = 1.0
    colour: int = 0
    second: int = 1
    wardrobe: int = 0
    doing: str = "idle"
    elapsed_s: float = 0.0
    before: str = "idle"
    before_s: float = 0.0

    def __post_init__(self) -> None:
        if not 0 < self.identity < IDENTITY_LIMIT:
            raise BadInputError(
                "bad_identity", f"identity {self.identity} is not in 1 .. {IDENTITY_LIMIT - 1}"
            )
        if self.kind not in KINDS:
            raise BadInputError("bad_kind", f"{self.kind!r} is not a kind of thing: {', '.join(KINDS)}")
        if self.doing not in DOINGS or self.before not in DOINGS:
            unknown = self.before if self.doing in DOINGS else self.doing
            raise BadInputError("bad_doing", f"{unknown!r} is nothing a thing does: {', '.join(DOINGS)}")

    def turned_to(self, doing: str) -> Thing:
        """Doing something else from now on; the same thing if it does that already."""
        if doing == self.doing:
            return self
        return replace(self, doing=doing, elapsed_s=0.0, before=self.doing, before_s=self.elapsed_s)


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants of a character: to be `doing` something, on the way `toward_m` (x, z) if given."""

    doing: str = "idle"
    toward_m: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if self.doing not in DIRECTED:
            raise BadInputError(
                "bad_doing", f"nobody can be told to {self.doing!r}: say {', '.join(DIRECTED)}"
            )


@dataclass(frozen=True, slots=True)
class Cast:
    """All that a world holds at one moment. No two things share an identity."""

    things: tuple[Thing, ...] = ()

    def __post_init__(self) -> None:
        if len({thing.identity for thing in self.things}) < len(self.things):
            raise BadInputError("bad_cast", "two things have the same identity")

    def __iter__(self) -> Iterator[Thing]:
        return iter(self.things)

    def __len__(self) -> int:
        return len(self.things)

    def of(self, kinds: Iterable[str]) -> tuple[Thing, ...]:
        """The things of some kinds, in order."""
        wanted = frozenset(kinds)
        return tuple(thing for thing in self.things if thing.kind in wanted)

    def thing(self, identity: int) -> Thing | None:
        """The thing with that identity, if it is here."""
        return next((thing for thing in self.things if thing.identity == identity), None)

    def having(self, thing: Thing) -> Cast:
        """With `thing` in the place of the one with its identity, or added."""
        kept = tuple(thing if old.identity == thing.identity else old for old in self.things)
        return Cast(kept if self.thing(thing.identity) else (*kept, thing))

    def without(self, identity: int) -> Cast:
        """Without the thing of that identity."""
        return Cast(tuple(thing for thing in self.things if thing.identity != identity))


NOBODY = Cast()
"""A world without things."""

THING_FIELDS = tuple(field.name for field in fields(Thing))
