"""Chooses wordings for one text, from one half of them, and remembers what it said that was held out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypeVar

import numpy as np

from inhabit.sim.wordings import Concept, Wording, phrases

Split = Literal["train", "held_out"]
SPLITS: tuple[Split, ...] = ("train", "held_out")
HELD_SHARE = 0.6
"""How often the held-out split takes a held-out wording where there is one."""

Item = TypeVar("Item")


class Speaker:
    """One text's choices; `strangers` are more things that this world does not have, to be asked for;
    `paraphrased` is how often a paraphrase is said where there is one."""

    def __init__(
        self,
        rng: np.random.Generator,
        split: Split,
        strangers: Sequence[str] = (),
        paraphrased: float = 0.0,
    ) -> None:
        self.rng, self.split, self.strangers, self.paraphrased = rng, split, strangers, paraphrased
        self.held: list[str] = []

    def chance(self, share: float) -> bool:
        """True with probability `share`."""
        return bool(self.rng.random() < share)

    def one(self, options: Sequence[Item]) -> Item:
        """Any of `options`."""
        return options[int(self.rng.integers(len(options)))]

    def takes_held(self) -> bool:
        """Whether to take a held-out wording where there is one."""
        return self.split == "held_out" and self.chance(HELD_SHARE)

    def say(self, wording: Wording, *, counts: bool = True) -> str:
        """One wording of this split; a held-out one is remembered when it `counts` as content."""
        if self.paraphrased and wording.more and self.chance(self.paraphrased):
            return self.one(wording.more)
        if wording.held and (self.takes_held() or not wording.seen):
            text = self.one(wording.held)
            if counts:
                self.held.append(text)
            return text
        return self.one(wording.seen)

    def can_say(self, concept: Concept, slot: str) -> bool:
        """Whether this split has words for a slot of a concept."""
        wording = concept.words.get(slot)
        return wording is not None and bool(wording.seen or (self.split == "held_out" and wording.held))

    def frame(self, section: str, name: str, *, counts: bool = True, **slots: str) -> str:
        """A phrase of phrases.toml with its slots filled; `place` also fills `{a place}`."""
        return fill(self.say(phrases()[section][name], counts=counts), slots)

    def appended(self, section: str, name: str, **slots: str) -> str:
        """The same as something to put behind a text: with a space in front unless it begins with a comma."""
        phrase = fill(self.say(phrases()[section][name]), slots)
        return phrase if phrase.startswith(",") else f" {phrase}"

    def polite(self, text: str) -> str:
        """The text with the small words people put around a wish, and the care they take in typing it."""
        manners = phrases()["manners"]
        if self.chance(0.22):
            text = f"{self.say(manners['before'], counts=False)} {text}"
        if self.chance(0.18):
            text = f"{text}{self.one((' ', ', '))}{self.say(manners['after'], counts=False)}"
        return self.typed(text)

    def typed(self, text: str) -> str:
        """Casing and final punctuation as people type them."""
        draw = self.rng.random()
        cased = text.upper() if draw < 0.04 else text[0].upper() + text[1:] if draw < 0.3 else text
        return cased + (self.one((".", "!", "...", " .", "!!")) if self.chance(0.25) else "")


def fill(frame: str, slots: Mapping[str, str]) -> str:
    """`{noun}` by its slot, `{a place}` by the place with its article."""
    for name, text in slots.items():
        frame = frame.replace("{a " + name + "}", with_article(text)).replace("{" + name + "}", text)
    return frame.replace(" ,", ",")


def with_article(noun: str) -> str:
    """`a` or `an` before a singular; plurals and names stand alone."""
    head = noun.split(" in ")[0].split(" of ")[0].split()[-1]
    if (head.endswith("s") and not head.endswith(("ss", "pass"))) or head in (
        "hell",
        "tundra",
        "mordor",
        "country",
        "land",
    ):
        return noun
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
