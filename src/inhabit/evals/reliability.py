"""How far the judges of directives can be trusted, on true pictures of which it is known what came true.

An evaluation has few directives because every one must be rendered by the world under judgement; the truth is
cheap, so the judges are tried in many worlds that neither training nor evaluation uses. Besides what was
asked for they are shown pictures where it came partway, where nothing was done, and of something else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from inhabit.core.attributes import Attributes
from inhabit.core.frame import PlanarFrame
from inhabit.evals import metrics
from inhabit.evals.directives import readable
from inhabit.evals.lineup import looks, partway
from inhabit.evals.obedience import Ask, is_obeyed, shows, value_of, value_read
from inhabit.evals.place import Place, place_after
from inhabit.evals.probes import Probes
from inhabit.evals.suite import Suite
from inhabit.evals.truth import Truth
from inhabit.evals.world import CONTEXT_TICKS

FIRST_WORLD = 2_000
"""Held-out worlds from this number on are tried on."""

SHARES = {"asked": 1.0, "three_quarters": 0.75, "a_quarter": 0.25, "nothing": 0.0}
"""How far what was asked for came in the pictures that are shown."""


def reliability(
    probes: Probes, suite: Suite, worlds: int, per_world: int, progress: Callable[[int], None]
) -> dict[str, Any]:
    """How often a directive counts as obeyed, `line_up` and `read_alone`, by what is shown: it should where
    it was `asked` or came `three_quarters`, and should not at `a_quarter`, `nothing` and `another`.

    In `worlds` worlds, `per_world` directives of each wording set; `count` are those that the truth shows.
    """
    truth, yes, count = Truth(suite.size, suite.fps), defaultdict[str, list[tuple[bool, bool]]](list), 0
    for index in range(FIRST_WORLD, FIRST_WORLD + worlds):
        episode = truth.episode(index, CONTEXT_TICKS + round(suite.directive_s * suite.fps))
        before, place = episode.attributes, place_after(episode, suite.directive_s, probes.describe)
        last: Attributes | None = None
        for _, given in readable(before, per_world, index):
            asked = given.asks(before)
            shown = [ask for ask in asked if shows(ask, given.wanted, before, place.now)]
            if not shown:
                continue
            count += 1
            names = [ask.name for ask in asked]
            lined_up = looks(before, given.wanted, names)
            for what, share in SHARES.items():
                look = partway(before, given.wanted, names, share) if share else before
                yes[what].append(_said(shown, place, lined_up, probes, place.later(look)))
            if last is not None and not all(is_obeyed(ask, value_of(ask, last)) for ask in shown):
                yes["another"].append(_said(shown, place, lined_up, probes, place.later(last)))
            last = given.wanted
        progress(1)
    return {
        "line_up": {what: metrics.mean(told for told, _ in said) for what, said in yes.items()},
        "read_alone": {what: metrics.mean(read for _, read in said) for what, said in yes.items()},
        "count": count,
    }


def _said(
    shown: list[Ask], place: Place, lined_up: list[Attributes], probes: Probes, frame: PlanarFrame
) -> tuple[bool, bool]:
    """Whether the line-up, and the probe alone, take every part of what was asked for done."""
    look, reading = place.lineup.most_like(frame, lined_up), probes.read(frame)
    return (
        all(is_obeyed(ask, value_of(ask, look)) for ask in shown),
        all(is_obeyed(ask, value_read(ask, reading)) for ask in shown),
    )
