"""Are words obeyed: two seconds after a directive, does the picture show what was asked.

Directives of seen and of held-out wordings are given in held-out worlds; the picture is laid beside true ones
of the same place (see `lineup`). The ceiling is the same judgement on the truth a second later with the
attributes asked for, the floor on the same world when nothing was said (chance). Beside it, as `read_alone`,
stands what the attribute probe reads from the picture without knowing the place.

A part of a directive is judged only where the truth shows it: less cloud cannot be seen where no sky is, nor
under rain that brings its own. Whether it shows is asked of the simulator, not of the probe (see `shows`).
What is left out is counted, and `unfiltered` holds the same figures over all that was asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

import numpy as np

from inhabit.core.attributes import Attributes
from inhabit.core.frame import PlanarFrame
from inhabit.evals import metrics
from inhabit.evals.album import Album
from inhabit.evals.lineup import looks
from inhabit.evals.obedience import Ask, is_obeyed, shows, value_of, value_read
from inhabit.evals.place import IDLE, Place, place_after
from inhabit.evals.probes import Probes
from inhabit.evals.suite import Suite
from inhabit.evals.truth import Episode, Truth
from inhabit.evals.wordings import SPLITS, Directive, directives
from inhabit.evals.world import CONTEXT_TICKS, EvalWorld
from inhabit.inputs.control import Control

SHEET_WORLDS, SHEET_COLUMNS = 6, 6


@dataclass(frozen=True, slots=True)
class Seen:
    """Whether a part is seen in the world's picture, in the truth's, and where nothing was said."""

    model: bool
    truth: bool
    unasked: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One thing asked for: whether the truth shows it at all, and whether it is seen: `told` in the line-up,
    `alone` by the probe."""

    ask: Ask
    shown: bool
    told: Seen
    alone: Seen


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
        quiet = _after(world, state, self.suite, ())
        place = place_after(episode, self.suite.directive_s, self.probes.describe)
        row = [("before", episode.frame(CONTEXT_TICKS)), ("nothing said", quiet)]
        for split, given in readable(episode.attributes, self.suite.directives_per_world, index):
            self.truth.wanted[given.text, episode.attributes] = given.wanted
            made = _after(world, state, self.suite, (given.text,))
            self.verdicts.append(judged(split, given, episode.attributes, self.probes, place, made, quiet))
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


def judged(
    split: str,
    given: Directive,
    before: Attributes,
    probes: Probes,
    place: Place,
    made: PlanarFrame,
    quiet: PlanarFrame,
) -> Verdict:
    """What is seen of a directive in the picture `made`, in the truth, and in `quiet`."""
    asks = given.asks(before)
    frames = (made, place.later(given.wanted), quiet)
    lined_up = looks(before, given.wanted, [ask.name for ask in asks])
    alike = [place.lineup.most_like(frame, lined_up) for frame in frames]
    read = [probes.read(frame) for frame in frames]
    parts = [
        Part(
            ask,
            shows(ask, given.wanted, before, place.now),
            Seen(*(is_obeyed(ask, value_of(ask, look)) for look in alike)),
            Seen(*(is_obeyed(ask, value_read(ask, reading)) for reading in read)),
        )
        for ask in asks
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
    readable_ones = [parts for parts in judged_ones if all(part.told.truth for part in parts)]
    kinds: dict[str, list[Part]] = defaultdict(list)
    for part in (part for parts in shown for part in parts):
        kinds[part.ask.name].append(part)
    return {
        **_shares(judged_ones, _told),
        "accuracy_where_probe_right": metrics.mean(
            all(p.told.model for p in parts) for parts in readable_ones
        ),
        "read_alone": _shares(judged_ones, _alone),
        "left_out": len(asked) - len(judged_ones),
        "parts_left_out": sum(map(len, asked)) - sum(map(len, shown)),
        "unfiltered": _shares(asked, _told),
        "by_kind": {
            kind: _shares([[part] for part in parts], _told) for kind, parts in sorted(kinds.items())
        },
    }


_told, _alone = attrgetter("told"), attrgetter("alone")


def _shares(asked: list[list[Part]], how: Callable[[Part], Seen]) -> dict[str, Any]:
    """A directive counts when every part of it does."""
    return {
        "accuracy": metrics.mean(all(how(part).model for part in parts) for parts in asked),
        "probe_accuracy": metrics.mean(all(how(part).truth for part in parts) for parts in asked),
        "chance": metrics.mean(all(how(part).unasked for part in parts) for parts in asked),
        "count": len(asked),
    }
