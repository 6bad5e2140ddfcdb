"""Are words obeyed: two seconds after a directive, does the picture show what was asked.

Directives of seen and of held-out wordings are given in held-out worlds; the attribute probe reads the
picture. The ceiling is the probe on the true picture with the attributes asked for, the floor the same
judgement on the same world when nothing was said (chance).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Motion
from inhabit.core.frame import PlanarFrame
from inhabit.evals import metrics
from inhabit.evals.album import Album
from inhabit.evals.obedience import Ask, is_obeyed
from inhabit.evals.probes import Probes
from inhabit.evals.suite import Suite
from inhabit.evals.truth import Episode, Truth, picture
from inhabit.evals.wordings import SPLITS, Directive, directives
from inhabit.evals.world import CONTEXT_TICKS, EvalWorld
from inhabit.inputs.control import Control

IDLE = Motion(dolly_mps=1.0)
"""A slow walk, so that the picture lives while it changes."""

SHEET_WORLDS, SHEET_COLUMNS = 6, 6


@dataclass(frozen=True, slots=True)
class Verdict:
    """One directive judged: the parts asked for, and whether each shows in the world's picture, in the
    truth's, and where nothing was said."""

    split: str
    parts: list[Ask]
    model: list[bool]
    truth: list[bool]
    unasked: list[bool]


@dataclass(slots=True)
class Directives:
    """Verdicts gathered world by world."""

    suite: Suite
    truth: Truth
    probes: Probes
    album: Album
    verdicts: list[Verdict] = field(default_factory=list)

    def add(self, world: EvalWorld, state: Any, episode: Episode, index: int) -> None:
        """Say nothing to one context, then each directive in turn, and judge what is seen."""
        quiet = _after(world, state, self.suite, ())
        row = [("before", episode.frame(CONTEXT_TICKS)), ("nothing said", quiet)]
        for split, given in _given(episode.attributes, self.suite, index):
            self.truth.wanted[given.text, episode.attributes] = given.wanted
            made = _after(world, state, self.suite, (given.text,))
            self.verdicts.append(_judge(split, given, episode, self.probes, made, quiet, self.suite))
            row.append((given.text[:44], made))
        if index < SHEET_WORLDS:
            self.album.add_row(row[:SHEET_COLUMNS])

    def figures(self) -> dict[str, Any]:
        """`directives.{seen|held_out}`: accuracy, the probe's on truth, chance."""
        return {"directives": {split: _figures(self.verdicts, split) for split in SPLITS}}


def _given(attributes: Attributes, suite: Suite, index: int) -> list[tuple[str, Directive]]:
    """Readable directives for a world, seen and held-out ones in turn."""
    rng = np.random.default_rng([index, 400])
    found: dict[str, list[Directive]] = {split: [] for split in SPLITS}
    for split, chosen in found.items():
        for directive in directives(rng, attributes, split):
            if directive.asks(attributes):
                chosen.append(directive)
            if len(chosen) == suite.directives_per_world:
                break
    return [(split, chosen[i]) for i in range(suite.directives_per_world) for split, chosen in found.items()]


def _after(world: EvalWorld, state: Any, suite: Suite, words: tuple[str, ...]) -> PlanarFrame:
    """The picture `directive_s` after saying `words`."""
    made = None
    for tick in range(1, max(round(suite.directive_s * suite.directive_fps), 1) + 1):
        control = Control(
            CONTEXT_TICKS + tick,
            1.0 / suite.directive_fps,
            motion=IDLE,
            directives=words if tick == 1 else (),
        )
        state, made = world.render(state, control, suite.play_steps)
    assert made is not None
    return made


def _judge(
    split: str,
    given: Directive,
    episode: Episode,
    probes: Probes,
    made: PlanarFrame,
    quiet: PlanarFrame,
    suite: Suite,
) -> Verdict:
    parts = given.asks(episode.attributes)
    time_s = CONTEXT_TICKS / episode.fps + suite.directive_s
    true = picture(episode.scene, episode.poses[CONTEXT_TICKS], given.wanted, episode.size, time_s)
    seen = [[is_obeyed(part, probes.read(frame)) for part in parts] for frame in (made, true, quiet)]
    return Verdict(split, parts, *seen)


def _figures(verdicts: list[Verdict], split: str) -> dict[str, Any]:
    own = [verdict for verdict in verdicts if verdict.split == split]
    kinds: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for verdict in own:
        for part, model, truth in zip(verdict.parts, verdict.model, verdict.truth, strict=True):
            kinds[part.name].append((model, truth))
    readable = [verdict for verdict in own if all(verdict.truth)]
    return {
        "accuracy": metrics.mean(all(verdict.model) for verdict in own),
        "probe_accuracy": metrics.mean(all(verdict.truth) for verdict in own),
        "chance": metrics.mean(all(verdict.unasked) for verdict in own),
        "accuracy_where_probe_right": metrics.mean(all(verdict.model) for verdict in readable),
        "count": len(own),
        "by_kind": {
            kind: {
                "accuracy": metrics.mean(model for model, _ in pairs),
                "probe_accuracy": metrics.mean(truth for _, truth in pairs),
                "count": len(pairs),
            }
            for kind, pairs in sorted(kinds.items())
        },
    }
