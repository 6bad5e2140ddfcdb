"""What a world is recognised by, how each trait is read from a picture, and which directives would change it.

Today a trait is the style, the biome, or the set (the place that is in view). A character's face or wardrobe
joins by one more `Trait` in TRAITS: what would change it, what it should be, and how a picture tells.
Nothing else in `identity` knows which traits there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

import numpy as np

from inhabit.core.attributes import BIOMES, Attributes
from inhabit.core.camera import Pose, Size
from inhabit.core.frame import PlanarFrame
from inhabit.core.known import FIRST
from inhabit.evals.lineup import Describe
from inhabit.evals.truth import View, view
from inhabit.evals.wordings import Directive, directives
from inhabit.frames.attribute_probe import HEIGHT_PX, WIDTH_PX
from inhabit.sim.scene import Scene
from inhabit.sim.walk import viewpoint

HEARD = 20_000
"""So many directives are listened to for one that would change a trait."""

HERE = "here"
"""The set that a world began in."""

OTHER_SETS = 3
"""Other places of the same scene that a picture could show instead."""

LAND = ("relief", "water", "trees")
"""What a directive names that would make another set."""


@dataclass(frozen=True)
class Surroundings:
    """True pictures of a place and of others, under any look, as a judge sees them."""

    scene: Scene
    pose: Pose
    time_s: float
    describe: Describe

    @cached_property
    def places(self) -> dict[str, View]:
        """The place itself, and others of the same scene, by name; each is marched when first looked at."""
        rng = np.random.default_rng([self.scene.seed, 700])
        poses = {HERE: self.pose}
        for number in range(OTHER_SETS):
            x, z, yaw = viewpoint(self.scene, rng)
            ground_m = float(self.scene.ground_m(np.array(x), np.array(z)))
            poses[f"elsewhere {number + 1}"] = replace(
                self.pose, x_m=x, z_m=z, y_m=ground_m + 7.0, yaw_rad=yaw
            )
        size = Size(WIDTH_PX, HEIGHT_PX)
        return {name: view(self.scene, pose, size, self.time_s) for name, pose in poses.items()}

    @cached_property
    def _described(self) -> dict[tuple[str, Attributes], np.ndarray]:
        return {}

    def _of(self, suspect: tuple[str, Attributes]) -> np.ndarray:
        if suspect not in self._described:
            place, look = suspect
            self._described[suspect] = self.describe(self.places[place](look))
        return self._described[suspect]

    def most_like(self, frame: PlanarFrame, suspects: list[tuple[str, Attributes]]) -> tuple[str, Attributes]:
        """The (place, look) whose true picture `frame` resembles most."""
        seen = self.describe(frame)
        gaps = [float(np.square(self._of(suspect) - seen).sum()) for suspect in suspects]
        return suspects[int(np.argmin(gaps))]


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one picture shows: its look, among all styles and biomes under the expected light, and its set."""

    look: Attributes
    place: str


def sighted(around: Surroundings, frame: PlanarFrame, expected: Attributes) -> Sighting:
    """First which style and biome the picture shows if this is the place, then whether it is."""
    # A world can be a blend of two: as it is expected it comes first, then everything wholly one.
    whole = (expected.with_style(style).with_biome(biome) for style in FIRST.styles for biome in BIOMES)
    looks = list(dict.fromkeys([expected, *whole]))
    look = around.most_like(frame, [(HERE, look) for look in looks])[1]
    place = around.most_like(frame, [(place, look) for place in around.places])[0]
    return Sighting(look, place)


@dataclass(frozen=True, slots=True)
class Trait:
    """Something a world is recognised by.

    `tried_by` says whether a directive given to a world of these attributes would change it, and nothing
    else (then light and weather are the same for all looks); `due` what it
    is in a world of these attributes if directives are followed; `read` what a sighting says it is.
    """

    name: str
    tried_by: Callable[[Directive, Attributes], bool]
    due: Callable[[Attributes], str]
    read: Callable[[Sighting], str]
    values: int

    def tries(self, rng: np.random.Generator, now: Attributes) -> Iterator[Directive]:
        """Directives of seen wording that would change this trait of a world of `now`, out of very many."""
        heard = islice(directives(rng, now, "seen"), HEARD)
        return (given for given in heard if self.tried_by(given, now))


def _alone(given: Directive, now: Attributes, *names: str) -> bool:
    """Whether a directive changes some of these attributes and nothing else."""
    others_stay = replace(given.wanted, **{name: getattr(now, name) for name in names}) == now
    return others_stay and given.wanted != now


STYLE = Trait(
    "style",
    lambda given, now: _alone(given, now, "style", *LAND) and given.wanted.main_style != now.main_style,
    lambda look: look.main_style,
    lambda seen: seen.look.main_style,
    len(FIRST.styles),
)
BIOME = Trait(
    "biome",
    lambda given, now: _alone(given, now, "biome", *LAND) and given.wanted.main_biome != now.main_biome,
    lambda look: look.main_biome,
    lambda seen: seen.look.main_biome,
    len(BIOMES),
)
SET = Trait(
    "set",
    lambda given, now: _alone(given, now, *LAND),
    # No world moves land that is in view: not when told, and not when locked.
    lambda look: HERE,
    lambda seen: seen.place,
    1 + OTHER_SETS,
)
TRAITS = (STYLE, BIOME, SET)
