"""Are words obeyed: a second and two seconds after a directive, does the picture show what was asked.

Directives of seen and of held-out wordings are given in held-out worlds; the picture is laid beside true ones
of the same place (see `lineup`). The ceiling is the same judgement on the truth a second later with the
attributes asked for, the floor on the same world when nothing was said (chance). Beside it, as `read_alone`,
stands what the attribute probe reads from the picture without knowing the place.

A part of a directive is judged only where the truth shows it: less cloud cannot be seen where no sky is, nor
under rain that brings its own. Whether it shows is asked of the simulator, not of the probe (see `shows`).
What is left out is counted, and `unfiltered` holds the same figures over all that was asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from inhabit.core.attributes import Attributes
from inhabit.core.frame import PlanarFrame
from inhabit.evals.album import row
from inhabit.evals.attribute_examples import any_look
from inhabit.evals.obeyed import directive_figures
from inhabit.evals.place import IDLE, place_after
from inhabit.evals.section import Done, Found, Numbers
from inhabit.evals.stage import Context, Stage
from inhabit.evals.suite import Suite
from inhabit.evals.verdicts import KINDS, Shots, Verdict, as_json, kind_of, of_json, parts_seen
from inhabit.evals.wordings import SPLITS, Directive, directives
from inhabit.evals.world import CONTEXT_TICKS, EvalWorld
from inhabit.inputs.control import Control

SHEET_WORLDS, SHEET_COLUMNS = 6, 6

Saying = tuple[str, Directive, bool]
"""Wording set, directive, and whether it is given only so that its kind is there often enough."""


@dataclass(frozen=True, slots=True)
class Directives:
    """The section: one context per episode, in which nothing is said, then each directive in turn."""

    suite: Suite
    name: str = "directives"
    album: str = "words"
    shares_context: bool = True

    @property
    def count(self) -> int:
        return self.suite.directive_worlds

    def units(self, index: int) -> int:
        return 1

    def judge(self, stage: Stage, index: int, done: Done) -> Found:
        """Say nothing to one context, then each directive in turn, and judge what is seen."""
        context, suite = stage.context(index), self.suite
        episode, before = context.episode, context.episode.attributes
        moments_s = (suite.early_s, suite.directive_s)
        places = [place_after(episode, at_s, stage.probes.describe) for at_s in moments_s]
        other = any_look(np.random.default_rng([index, 402]), before)
        quiet = after(stage.world, context, suite, ())
        cells = [("before", episode.frame(CONTEXT_TICKS)), ("nothing said", quiet[-1])]
        verdicts: list[Verdict] = []
        for split, given, extra in sayings(before, suite, index):
            stage.truth.wanted[given.text, before] = given.wanted
            made = after(stage.world, context, suite, (given.text,))
            early, late = (
                parts_seen(given, before, stage.probes, place, Shots(shown, silent, place.now(other)))
                for place, shown, silent in zip(places, made, quiet, strict=True)
            )
            verdicts.append(Verdict(split, late[0], early[0], late[1], extra))
            cells.append((given.text[:44], made[-1]))
        done(1)
        rows = [row(cells[:SHEET_COLUMNS])] if index < SHEET_WORLDS else []
        return Found({"verdicts": [as_json(verdict) for verdict in verdicts]}, rows)

    def figures(self, found: list[Numbers]) -> dict[str, Any]:
        """`directives.{seen|held_out}`, `.{kind}`, `.unnamed_kept`: each with the truth's and chance."""
        verdicts = [of_json(held) for numbers in found for held in numbers["verdicts"]]
        return {"directives": directive_figures(verdicts, self.suite.early_s)}


def readable(attributes: Attributes, count: int, index: int) -> list[tuple[str, Directive]]:
    """`count` directives of each wording set that a picture can show, for world number `index`, in turn."""
    rng = np.random.default_rng([index, 400])
    found: dict[str, list[Directive]] = {split: [] for split in SPLITS}
    for split, chosen in found.items():
        for directive in directives(rng, attributes, split):
            if directive.asks(attributes):
                chosen.append(directive)
            if len(chosen) == count:
                break
    return [(split, chosen[i]) for i in range(count) for split, chosen in found.items()]


def sayings(attributes: Attributes, suite: Suite, index: int) -> Iterator[Saying]:
    """What is said to world number `index`: directives as they come, and a few more of every kind."""
    for split, given in readable(attributes, suite.directives_per_world, index):
        yield split, given, False
    for split in SPLITS:
        rng = np.random.default_rng([index, 401])
        for kind in KINDS:
            for _ in range(suite.kinds_per_world):
                yield split, of_kind(rng, attributes, split, kind), True


def of_kind(rng: np.random.Generator, attributes: Attributes, split: str, kind: str) -> Directive:
    """The next directive that asks for a thing of this kind."""
    return next(
        given
        for given in directives(rng, attributes, split)
        if any(kind_of(ask.name, given.topics) == kind for ask in given.asks(attributes))
    )


def after(world: EvalWorld, context: Context, suite: Suite, words: tuple[str, ...]) -> list[PlanarFrame]:
    """The pictures `early_s` and `directive_s` after saying `words`."""
    state, made = context.state, list[PlanarFrame]()
    ticks = [max(round(at_s * suite.directive_fps), 1) for at_s in (suite.early_s, suite.directive_s)]
    for tick in range(1, ticks[-1] + 1):
        control = Control(
            CONTEXT_TICKS + tick,
            1.0 / suite.directive_fps,
            motion=IDLE,
            directives=words if tick == 1 else (),
        )
        state, frame = world.render(state, control, suite.play_steps)
        made += [frame] * ticks.count(tick)
    return made
