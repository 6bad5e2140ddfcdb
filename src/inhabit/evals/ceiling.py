"""The ceiling of the directives: how often the attribute probe reads the truth right, asked as it is judged.

The evaluation has few directives because every one must be rendered by the world under judgement; the truth
is cheap, so the probe's own figure is taken from many worlds that neither training nor evaluation uses.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from inhabit.evals.directives import directive_figures, judged, readable, truth_after
from inhabit.evals.probes import Probes
from inhabit.evals.suite import Suite
from inhabit.evals.truth import Truth
from inhabit.evals.world import CONTEXT_TICKS

FIRST_WORLD = 2_000
"""Held-out worlds from this number on are the ceiling's own."""


def ceiling(
    probes: Probes, suite: Suite, worlds: int, per_world: int, progress: Callable[[int], None]
) -> dict[str, Any]:
    """The figures of `directives` for the truth in `worlds` worlds, `per_world` directives of each split."""
    truth, verdicts = Truth(suite.size, suite.fps), []
    for index in range(FIRST_WORLD, FIRST_WORLD + worlds):
        episode = truth.episode(index, CONTEXT_TICKS + round(suite.directive_s * suite.fps))
        true = truth_after(episode, suite.directive_s)
        verdicts += [
            judged(split, given, episode.attributes, probes, true)
            for split, given in readable(episode.attributes, per_world, index)
        ]
        progress(1)
    return directive_figures(verdicts)
