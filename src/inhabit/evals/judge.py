"""One evaluation from beginning to end: every section, its pictures, and how long each took."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from inhabit.evals.album import Album
from inhabit.evals.directives import Directives
from inhabit.evals.drift import judge_drift
from inhabit.evals.fidelity import Fidelity, begin
from inhabit.evals.probes import Probes
from inhabit.evals.steering import Steering
from inhabit.evals.suite import Suite
from inhabit.evals.truth import HELD_OUT_SEED, Truth
from inhabit.evals.world import CONTEXT_TICKS, EvalWorld

SECTIONS = ("fidelity", "control", "directives", "drift")


class Progress(Protocol):
    """Told what is being judged, and how far it is."""

    def begin(self, section: str, total: int) -> Callable[[int], None]:
        """A section of `total` units starts; the answer is called with the units done."""
        ...


@dataclass(slots=True)
class Judgement:
    """The figures, keyed as the report wants them, and the pictures behind them."""

    figures: dict[str, Any]
    stills: Album = field(default_factory=Album)
    words: Album = field(default_factory=Album)
    strips: Album = field(default_factory=Album)
    times_s: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    @contextmanager
    def timed(self, section: str) -> Iterator[None]:
        """Add what is done inside to the section's seconds."""
        started_s = time.perf_counter()
        yield
        self.times_s[section] += time.perf_counter() - started_s


def judge(
    world: EvalWorld,
    truth: Truth,
    probes: Probes,
    suite: Suite,
    progress: Progress,
    sections: tuple[str, ...] = SECTIONS,
) -> Judgement:
    """Judge `world` on held-out worlds; the simulator as a world must share this `truth`."""
    judgement = Judgement({"world": world.name, "suite": suite.name, "first_seed": HELD_OUT_SEED})
    _judge_contexts(world, truth, probes, suite, progress, sections, judgement)
    if "drift" in sections:
        with judgement.timed("drift"):
            done = progress.begin("free running", suite.free_ticks)
            _merge(judgement.figures, judge_drift(world, truth, suite, judgement.strips, done))
    times_s = dict(judgement.times_s)
    judgement.figures["times_s"] = times_s | {"total": sum(times_s.values())}
    return judgement


def _judge_contexts(
    world: EvalWorld,
    truth: Truth,
    probes: Probes,
    suite: Suite,
    progress: Progress,
    sections: tuple[str, ...],
    judgement: Judgement,
) -> None:
    """The sections that start from a true context share it: scenes and true frames are dear."""
    judges = {
        "fidelity": (suite.fidelity_clips, Fidelity(suite, judgement.stills)),
        "control": (suite.drill_worlds, Steering(suite, probes)),
        "directives": (suite.directive_worlds, Directives(suite, truth, probes, judgement.words)),
    }
    asked = {name: both for name, both in judges.items() if name in sections}
    worlds = max((count for count, _ in asked.values()), default=0)
    done = progress.begin("worlds", worlds)
    ahead = max(*suite.open_loop_s, suite.directive_s) * suite.fps
    for index in range(worlds):
        with judgement.timed("contexts"):
            episode = truth.episode(index, CONTEXT_TICKS + round(ahead))
            state = begin(world, episode)
        for name, (count, section) in asked.items():
            if index < count:
                with judgement.timed(name):
                    section.add(world, state, episode, index)
        done(1)
    for _, section in asked.values():
        _merge(judgement.figures, section.figures())


def _merge(into: dict[str, Any], more: dict[str, Any]) -> None:
    """Add sections; `sharpness` is filled by two of them."""
    for key, value in more.items():
        into[key] = into.get(key, {}) | value
