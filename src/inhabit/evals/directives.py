"""Are words obeyed: two seconds after a directive, does the picture show what was asked.

Directives of seen and of held-out wordings are given in held-out worlds; the attribute probe reads the
picture. The ceiling is the probe on the true picture with the attributes asked for, the floor the same
judgement on the same world when nothing was said (chance).

A part of a directive is judged only where the truth shows it: less cloud cannot be seen where no sky is, nor
under rain that brings its own. Whether it shows is asked of the simulator, not of the probe (see `shows`).
What is left out is counted, and `unfiltered` holds the same figures over all that was asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from inhabit.core.attributes import Attributes
from inhabit.core.camera import Motion
from inhabit.core.frame import PlanarFrame
from inhabit.evals import metrics
from inhabit.evals.album import Album
from inhabit.evals.obedience import Ask, is_obeyed, shows
from inhabit.evals.probes import Probes
from inhabit.evals.suite import Suite
from inhabit.evals.truth import Episode, Truth, View, view
from inhabit.evals.wordings import SPLITS, Directive, directives
from inhabit.evals.world import CONTEXT_TICKS, EvalWorld
from inhabit.inputs.control import Control

IDLE = Motion(dolly_mps=1.0)
"""A slow walk, so that the picture lives while it changes."""

SHEET_WORLDS, SHEET_COLUMNS = 6, 6


@dataclass(frozen=True, slots=True)
class Part:
    """One thing asked for: whether the truth shows it at all, and whether it is seen in the world's picture,
    in the truth's, and where nothing was said."""

    ask: Ask
    shown: bool
    model: bool
    truth: bool
    unasked: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """One directive judged."""

    split: str
    parts: list[Part]


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
        quiet, true = _after(world, state, self.suite, ()), truth_after(episode, self.suite.directive_s)
        row = [("before", episode.frame(CONTEXT_TICKS)), ("nothing said", quiet)]
        for split, given in readable(episode.attributes, self.suite.directives_per_world, index):
            self.truth.wanted[given.text, episode.attributes] = given.wanted
            made = _after(world, state, self.suite, (given.text,))
            self.verdicts.append(judged(split, given, episode.attributes, self.probes, true, made, quiet))
            row.append((given.text[:44], made))
        if index < SHEET_WORLDS:
            self.album.add_row(row[:SHEET_COLUMNS])

    def figures(self) -> dict[str, Any]:
        """`directives.{seen|held_out}`: accuracy, the probe's on truth, chance."""
        return {"directives": directive_figures(self.verdicts)}


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


def truth_after(episode: Episode, seconds: float) -> View:
    """The true pictures of an episode's last context pose, `seconds` later."""
    time_s = CONTEXT_TICKS / episode.fps + seconds
    return view(episode.scene, episode.poses[CONTEXT_TICKS], episode.size, time_s)


def judged(
    split: str,
    given: Directive,
    before: Attributes,
    probes: Probes,
    true: View,
    made: PlanarFrame | None = None,
    quiet: PlanarFrame | None = None,
) -> Verdict:
    """What the probe sees of a directive in the picture `made`, in truth, and in `quiet`.

    Without `made` and `quiet` the truth itself is judged, and the floor is the true picture from before.
    """
    wanted = true(given.wanted)
    frames = (made or wanted, wanted, quiet or true(before))
    seen = [probes.read(frame) for frame in frames]
    parts = [
        Part(ask, shows(ask, given.wanted, before, true), *(is_obeyed(ask, reading) for reading in seen))
        for ask in given.asks(before)
    ]
    return Verdict(split, parts)


def directive_figures(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """`{seen|held_out}` to accuracy, probe_accuracy, chance, counts, and the same for each kind of part."""
    return {split: _figures([v.parts for v in verdicts if v.split == split]) for split in SPLITS}


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


def _figures(asked: list[list[Part]]) -> dict[str, Any]:
    shown = [[part for part in parts if part.shown] for parts in asked]
    judged_ones = [parts for parts in shown if parts]
    readable_ones = [parts for parts in judged_ones if all(part.truth for part in parts)]
    kinds: dict[str, list[Part]] = defaultdict(list)
    for part in (part for parts in shown for part in parts):
        kinds[part.ask.name].append(part)
    return {
        **_shares(judged_ones),
        "accuracy_where_probe_right": metrics.mean(all(p.model for p in parts) for parts in readable_ones),
        "left_out": len(asked) - len(judged_ones),
        "parts_left_out": sum(map(len, asked)) - sum(map(len, shown)),
        "unfiltered": _shares(asked),
        "by_kind": {kind: _shares([[part] for part in parts]) for kind, parts in sorted(kinds.items())},
    }


def _shares(asked: list[list[Part]]) -> dict[str, Any]:
    """A directive counts when every part of it does."""
    return {
        "accuracy": metrics.mean(all(part.model for part in parts) for parts in asked),
        "probe_accuracy": metrics.mean(all(part.truth for part in parts) for parts in asked),
        "chance": metrics.mean(all(part.unasked for part in parts) for parts in asked),
        "count": len(asked),
    }
