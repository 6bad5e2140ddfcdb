"""Words for the judge: prompts and directives with what they mean, seen and held-out wordings apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from inhabit.core.attributes import Attributes
from inhabit.evals.obedience import Ask, asks
from inhabit.sim import captions
from inhabit.sim.meaning import come_true

SPLITS: dict[str, captions.Split] = {"seen": "train", "held_out": "held_out"}
"""Our name of each wording set, and the simulator's."""


@dataclass(frozen=True, slots=True)
class Directive:
    """What is said, what the attributes should become, and which of them the words name outright.

    What merely goes along (clouds with rain) is in `wanted` but not judged. `topics` are the sorts of thing
    that were said, as the captions call them.
    """

    text: str
    wanted: Attributes
    named: frozenset[str]
    topics: tuple[str, ...] = ()

    def asks(self, before: Attributes) -> list[Ask]:
        """The named parts that a picture can show."""
        return [ask for ask in asks(before, self.wanted) if ask.name in self.named]


def described(rng: np.random.Generator, attributes: Attributes) -> str:
    """A prompt in seen words for a world of these attributes."""
    return captions.describe(rng, attributes).text


def directives(rng: np.random.Generator, attributes: Attributes, split: str) -> Iterator[Directive]:
    """An endless stream of directives of one wording set, given to a world of `attributes`.

    Those that ask for what no world has are left out.
    """
    for caption in captions.directives(rng, attributes, SPLITS[split]):
        if caption.meaning.understood:
            wanted = come_true(caption.meaning, attributes)
            yield Directive(caption.text, wanted, caption.meaning.speaks, caption.meaning.topics)
