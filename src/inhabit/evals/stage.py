"""Where sections are judged: the world, the truth, the judges, and the contexts that sections share.

A context is dear: a scene is made, true frames are drawn, and the world takes them in. The latest of each
kind is kept, so that sections that begin from the same one, judged in turn, pay for it once.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from inhabit.evals.probes import Probes
from inhabit.evals.suite import Suite
from inhabit.evals.truth import HELD_OUT_SEED, Episode, Truth
from inhabit.evals.world import CONTEXT_TICKS, EvalWorld
from inhabit.sim.attributes import sample

CALM_SEED = 800
"""Held-out worlds without rain and snow start at this number."""


CONTEXTS = "contexts"
"""Under which the seconds of making contexts are counted: they belong to no section alone."""


@dataclass(frozen=True, slots=True)
class Context:
    """A held-out world as far as it was shown, and the state of the world under judgement after that."""

    episode: Episode
    state: Any


@dataclass(slots=True)
class Stage:
    """A world under judgement with all that judging it needs; `times_s` says what took how long."""

    world: EvalWorld
    truth: Truth
    probes: Probes
    suite: Suite
    times_s: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    _latest: dict[str, tuple[int, Context]] = field(default_factory=dict)

    def context(self, index: int) -> Context:
        """Held-out world number `index`, in whatever weather it has."""
        suite = self.suite
        ahead = max(*suite.open_loop_s, suite.directive_s) * suite.fps
        return self._kept("any", index, index, CONTEXT_TICKS + round(ahead))

    def calm(self, index: int) -> Context:
        """A held-out world in which nothing falls from the sky: what is solid should look the same for
        ever."""
        return self._kept("calm", index, CALM_SEED + index, CONTEXT_TICKS + 1)

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        """Add what is done inside to the seconds of `what`."""
        started_s = time.perf_counter()
        yield
        self.times_s[what] += time.perf_counter() - started_s

    def _kept(self, kind: str, index: int, seed: int, ticks: int) -> Context:
        held = self._latest.get(kind)
        if held is None or held[0] != index:
            with self.timed(CONTEXTS):
                look = None
                if kind == "calm":
                    look = replace(sample(np.random.default_rng(HELD_OUT_SEED + seed)), rain=0.0, snow=0.0)
                episode = self.truth.episode(seed, ticks, look)
                held = index, Context(episode, begin(self.world, episode))
            self._latest[kind] = held
        return held[1]


def begin(world: EvalWorld, episode: Episode) -> Any:
    """The world's state after the episode's context."""
    frames, poses = episode.context()
    return world.begin(frames, poses, episode.attributes, episode.fps)
