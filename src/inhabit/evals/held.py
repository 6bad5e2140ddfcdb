"""Is a directive still obeyed long after it was given: said early, then minutes of wandering, then judged.

A few directives that do not touch each other are given to a held-out world, a second apart; then a scripted
person wanders. At the end, at a few moments, the picture is laid beside true ones of the place where the
camera is by then. By then the world has made up its own land, which is not the truth's: `truth_elsewhere`
says how the same judge reads true pictures of *another* place of that scene under what was asked, and is the
fair ceiling; `probe_accuracy` reads the truth of the very place. The floor (`chance`) is the same world on
the same way when nothing was said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from inhabit.core.attributes import FIELD_NAMES, Attributes
from inhabit.core.frame import PlanarFrame
from inhabit.evals import metrics
from inhabit.evals.album import Cell, row
from inhabit.evals.lineup import looks
from inhabit.evals.obedience import Ask, is_obeyed, shows, value_of, value_read
from inhabit.evals.place import Place, place_at
from inhabit.evals.section import Done, Found, Numbers
from inhabit.evals.stage import CONTEXTS, Stage, begin
from inhabit.evals.suite import Suite
from inhabit.evals.truth import Episode, picture
from inhabit.evals.verdicts import KIND_OF
from inhabit.evals.wanderer import follow, wander
from inhabit.evals.wordings import Directive, directives
from inhabit.evals.world import CONTEXT_TICKS, EvalWorld, pass_over
from inhabit.inputs.control import Control
from inhabit.sim.walk import walk

HELD_SEED = 1_000
"""Held-out worlds of this section start at this number."""

ASKED = 3
"""So many directives are given."""

SAID_EVERY_S = 1.0

APART_S = 2.0
"""The pictures that are judged at the end are so far apart."""

TEN_MINUTES_S = 600.0


@dataclass(frozen=True, slots=True)
class Wish:
    """Directives in the order they are given, and what the world's attributes were and should become."""

    said: list[Directive]
    before: Attributes
    wanted: Attributes

    @property
    def asks(self) -> list[Ask]:
        """The parts that pictures can show."""
        return [ask for given in self.said for ask in given.asks(self.before)]


@dataclass(frozen=True, slots=True)
class Held:
    """The section: one world per episode."""

    suite: Suite
    name: str = "held"
    album: str = "held"
    shares_context: bool = False

    @property
    def count(self) -> int:
        return self.suite.held_worlds

    def units(self, index: int) -> int:
        return 2 * round(self.suite.held_s * self.suite.held_fps)

    def judge(self, stage: Stage, index: int, done: Done) -> Found:
        """Say something and wander, then wander the same way without having said anything."""
        suite = self.suite
        with stage.timed(CONTEXTS):
            episode = stage.truth.episode(HELD_SEED + index, CONTEXT_TICKS + 1)
            state = begin(stage.world, episode)
        wish = wished(np.random.default_rng([index, 950]), episode.attributes)
        now = wish.before
        for given in wish.said:
            stage.truth.wanted[given.text, now] = given.wanted
            now = given.wanted
        path = _path(episode, suite, index)
        told = _wandered(stage.world, state, path, [given.text for given in wish.said], suite, done)
        quiet = _wandered(stage.world, state, path, [], suite, done)
        parts, rows = list[dict[str, Any]](), list[list[Cell]]()
        for tick, made, silent in zip(_moments(suite), told, quiet, strict=True):
            place = _place(stage, path, tick, suite)
            elsewhere = _elsewhere(episode, wish.wanted, tick / suite.held_fps, index)
            parts += _parts(stage, wish, place, made, silent, elsewhere)
            labels = (
                f"{suite.held_s:g} s after: {'; '.join(g.text for g in wish.said)}"[:44],
                "nothing said",
            )
            cells = zip(
                (*labels, "truth", "truth elsewhere"),
                (made, silent, place.now(wish.wanted), elsewhere),
                strict=True,
            )
            rows.append(row(list(cells)))
        return Found({"parts": parts}, rows[-1:])

    def figures(self, found: list[Numbers]) -> dict[str, Any]:
        """`directives.held.{seconds}` and, where they are that many, `directives.held_10_minutes`."""
        figures = held_figures([part for one in found for part in one["parts"]])
        seconds, whole = self.suite.held_s, self.suite.held_s == TEN_MINUTES_S
        return {
            "directives": {
                "held": {f"{seconds:g}": figures},
                "held_10_minutes": figures["accuracy"] if whole else None,
            }
        }


def held_figures(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Shares of parts that are still seen, over all and of each kind."""
    shown = [part for part in parts if part["shown"]]

    def shares(some: list[dict[str, Any]]) -> dict[str, Any]:
        keys = {
            "accuracy": "model",
            "probe_accuracy": "truth",
            "truth_elsewhere": "elsewhere",
            "chance": "unasked",
            "read_alone": "alone",
        }
        return {key: metrics.mean(float(part[who]) for part in some) for key, who in keys.items()} | {
            "count": len(some)
        }

    kinds = sorted({part["kind"] for part in shown})
    return shares(shown) | {
        "left_out": len(parts) - len(shown),
        "by_kind": {kind: shares([part for part in shown if part["kind"] == kind]) for kind in kinds},
    }


def wished(rng: np.random.Generator, before: Attributes) -> Wish:
    """Directives of seen and held-out wordings in turn, none of which names what another moves."""
    said, wanted, moved = list[Directive](), before, frozenset[str]()
    splits = ("seen", "held_out")
    while len(said) < ASKED:
        given = next(_apart(rng, wanted, splits[len(said) % 2], moved, before))
        said.append(given)
        moved |= _moves(given, wanted)
        wanted = given.wanted
    return Wish(said, before, wanted)


def _apart(
    rng: np.random.Generator, now: Attributes, split: str, moved: frozenset[str], before: Attributes
) -> Iterator[Directive]:
    return (
        given
        for given in directives(rng, now, split)
        if given.asks(now) and not _moves(given, now) & moved and given.asks(before) == given.asks(now)
    )


def _moves(given: Directive, now: Attributes) -> frozenset[str]:
    moved = {name for name in FIELD_NAMES if getattr(given.wanted, name) != getattr(now, name)}
    return given.named | moved


def _path(episode: Episode, suite: Suite, index: int) -> Episode:
    """The way of the wanderer; tick 0 is the end of the context."""
    start = episode.poses[CONTEXT_TICKS]
    ticks = round(suite.held_s * suite.held_fps)
    motions = wander(np.random.default_rng([index, 951]), ticks, suite.held_fps)
    poses, climbed = follow(episode.scene, start, motions, suite.held_fps)
    return replace(episode, poses=[start, *poses], motions=climbed, fps=suite.held_fps, _kept={})


def _moments(suite: Suite) -> list[int]:
    last = round(suite.held_s * suite.held_fps)
    apart = round(APART_S * suite.held_fps)
    return [max(last - number * apart, 1) for number in reversed(range(suite.held_pictures))]


def _wandered(
    world: EvalWorld, state: Any, path: Episode, words: list[str], suite: Suite, done: Done
) -> list[PlanarFrame]:
    """What is shown at the last moments, with `words` said one after another at the beginning."""
    moments, made = _moments(suite), list[PlanarFrame]()
    said = {1 + round(i * SAID_EVERY_S * path.fps): text for i, text in enumerate(words)}
    for tick in range(1, moments[-1] + 1):
        control = Control(
            CONTEXT_TICKS + tick,
            1.0 / path.fps,
            motion=path.motions[tick - 1],
            directives=(said[tick],) if tick in said else (),
            pose=path.poses[tick],
        )
        if tick in moments:
            state, frame = world.render(state, control, suite.play_steps)
            made += [frame] * moments.count(tick)
        else:
            state = pass_over(world, state, control, suite.play_steps)
        done(1)
    return made


def _place(stage: Stage, path: Episode, tick: int, suite: Suite) -> Place:
    time_s = CONTEXT_TICKS / suite.fps + tick / path.fps
    return place_at(path.scene, path.poses[tick], path.size, time_s, stage.probes.describe)


def _elsewhere(episode: Episode, look: Attributes, time_s: float, index: int) -> PlanarFrame:
    """The truth of another place of the scene under a look."""
    pose = walk(episode.scene, HELD_SEED + 31 * index + 7, 60, fps=round(episode.fps)).poses[0]
    return picture(episode.scene, pose, look, episode.size, time_s)


def _parts(
    stage: Stage, wish: Wish, place: Place, made: PlanarFrame, silent: PlanarFrame, elsewhere: PlanarFrame
) -> list[dict[str, Any]]:
    asks = wish.asks
    lined_up = looks(wish.before, wish.wanted, [ask.name for ask in asks])
    frames = {"model": made, "truth": place.later(wish.wanted), "unasked": silent, "elsewhere": elsewhere}
    alike = {who: place.lineup.most_like(frame, lined_up) for who, frame in frames.items()}
    read = stage.probes.read(made)
    return [
        {who: is_obeyed(ask, value_of(ask, look)) for who, look in alike.items()}
        | {
            "alone": is_obeyed(ask, value_read(ask, read)),
            "kind": KIND_OF[ask.name],
            "shown": shows(ask, wish.wanted, wish.before, place.now),
        }
        for ask in asks
    ]
