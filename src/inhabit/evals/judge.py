"""One evaluation from beginning to end: every section's episodes, kept as they are judged, then the
figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from inhabit.evals.album import Album
from inhabit.evals.directives import Directives
from inhabit.evals.drift import Drift
from inhabit.evals.fidelity import Fidelity
from inhabit.evals.held import Held
from inhabit.evals.identity import Identity
from inhabit.evals.keep import Keep, Nowhere
from inhabit.evals.probes import Probes
from inhabit.evals.response import Response
from inhabit.evals.revisit import Revisit
from inhabit.evals.section import SPENT, Done, Found, Section
from inhabit.evals.stage import CONTEXTS, Stage
from inhabit.evals.steadiness import Steadiness
from inhabit.evals.steering import Steering
from inhabit.evals.suite import Suite
from inhabit.evals.truth import HELD_OUT_SEED, Truth
from inhabit.evals.world import EvalWorld

SECTIONS = {
    "fidelity": Fidelity,
    "control": Steering,
    "directives": Directives,
    "response": Response,
    "revisit": Revisit,
    "steadiness": Steadiness,
    "held": Held,
    "identity": Identity,
    "drift": Drift,
}


class Progress(Protocol):
    """Told what is being judged, and how far it is."""

    def begin(self, section: str, total: int) -> Done:
        """A section of `total` units starts; the answer is called with the units done."""
        ...


@dataclass(slots=True)
class Judgement:
    """The figures, keyed as the report wants them, and the pictures behind them by contact sheet."""

    figures: dict[str, Any]
    albums: dict[str, Album] = field(default_factory=dict)


def judge(
    world: EvalWorld,
    truth: Truth,
    probes: Probes,
    suite: Suite,
    progress: Progress,
    sections: Sequence[str] = tuple(SECTIONS),
    keep: Keep | None = None,
) -> Judgement:
    """Judge `world` on held-out worlds; the simulator as a world must share this `truth`.

    Episodes that `keep` holds are not judged again, the others are put there.
    """
    keep = keep or Nowhere()
    stage = Stage(world, truth, probes, suite)
    asked = [SECTIONS[name](suite) for name in sections]
    done = {
        section.name: progress.begin(section.name, sum(map(section.units, range(section.count))))
        for section in asked
    }
    found: dict[str, list[Found]] = {section.name: [] for section in asked}
    for section, index in order(asked):
        found[section.name].append(_episode(stage, section, index, keep, done[section.name]))
    judgement = Judgement({"world": world.name, "suite": suite.name, "first_seed": HELD_OUT_SEED})
    for section in asked:
        merge(judgement.figures, section.figures([one.numbers for one in found[section.name]]))
        rows = [row for one in found[section.name] for row in one.rows]
        if rows:
            judgement.albums.setdefault(section.album, Album()).rows += rows
    judgement.figures["times_s"] = _times_s(found)
    return judgement


def order(sections: Sequence[Section]) -> Iterator[tuple[Section, int]]:
    """Every episode of every section: those that share contexts in turn, world by world, then the others."""
    for shares in (True, False):
        some = [section for section in sections if section.shares_context == shares]
        for index in range(max((section.count for section in some), default=0)):
            yield from ((section, index) for section in some if index < section.count)


def merge(into: dict[str, Any], more: dict[str, Any]) -> None:
    """Add sections; `sharpness` and `directives` are filled by two of them."""
    for key, value in more.items():
        into[key] = into.get(key, {}) | value


def _episode(stage: Stage, section: Section, index: int, keep: Keep, done: Done) -> Found:
    kept = keep.load(section.name, index)
    if kept is not None:
        done(section.units(index))
        return kept
    contexts_s = stage.times_s[CONTEXTS]
    with stage.timed(section.name):
        found = section.judge(stage, index, done)
    context_s = stage.times_s[CONTEXTS] - contexts_s
    spent_s = {section.name: stage.times_s.pop(section.name) - context_s, CONTEXTS: context_s}
    found.numbers[SPENT] = spent_s
    keep.save(section.name, index, found)
    return found


def _times_s(found: dict[str, list[Found]]) -> dict[str, float]:
    """Seconds of each section, kept ones included; making contexts stands apart."""
    total: dict[str, float] = {}
    for one in (one for some in found.values() for one in some):
        for what, seconds in one.numbers[SPENT].items():
            total[what] = total.get(what, 0.0) + seconds
    return total | {"total": sum(total.values())}
