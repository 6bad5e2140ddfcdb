"""Is a place still there when one comes back: looked at, left for so many seconds, and looked at again.

The picture on return is held against what *the same world* showed on the first visit, from the very same
pose. Only what is solid is compared, by the truth's geometry of the place: clouds, water and weather have
moved on, and nothing falls from the sky in these worlds. By the same rule the truth has its own figure
(`truth_db`). The floor (`copy_db`) is what the truth showed last before the place came into view again:
nothing remembered.

A world that shows on the way what it showed at the place has never left, and gets the floor, not a prize: see
`has_left`. Beside the world stands itself with a memory of the latest view alone (`without_bank_db`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from inhabit.core.frame import PlanarFrame
from inhabit.evals import metrics
from inhabit.evals.album import row
from inhabit.evals.geometry import solid
from inhabit.evals.metrics import masked_psnr_db
from inhabit.evals.section import Done, Found, Numbers
from inhabit.evals.stage import Stage
from inhabit.evals.suite import Suite
from inhabit.evals.trip import Trip, trip
from inhabit.evals.truth import picture
from inhabit.evals.world import CONTEXT_TICKS, EvalWorld, Forgets, pass_over
from inhabit.inputs.control import Control
from inhabit.sim.march import march

LEFT_SHARE = 0.5
"""A world has left a place when its picture changed by at least this share of what the truth's changed by."""

LEAST_SOLID = 0.05
"""Where less of a picture is solid than this, nothing can be said."""


@dataclass(frozen=True, slots=True)
class Visits:
    """Three pictures of a trip: the first visit, what was shown halfway, and the return."""

    first: PlanarFrame
    away: PlanarFrame
    back: PlanarFrame


@dataclass(frozen=True, slots=True)
class Revisit:
    """The section: one place per episode, left and come back to after each time."""

    suite: Suite
    name: str = "revisit"
    album: str = "visits"
    shares_context: bool = True

    @property
    def count(self) -> int:
        return self.suite.revisit_worlds

    def units(self, index: int) -> int:
        return sum(map(_seconds, self.suite.revisit_s))

    def judge(self, stage: Stage, index: int, done: Done) -> Found:
        """Go away and come back, with the world's memory and without it; every second world is walked off
        in."""
        found, rows = {}, []
        for away_s in self.suite.revisit_s:
            numbers, cells = _trip(stage, index, away_s)
            found[f"{away_s:g}"] = numbers
            rows.append(row(cells))
            done(_seconds(away_s))
        return Found({"trips": found}, rows)

    def figures(self, found: list[Numbers]) -> dict[str, Any]:
        """`revisit.{seconds}`: in dB over what is solid, the worst beside the mean."""
        return {
            "revisit": {
                f"{away_s:g}": trip_figures([one["trips"][f"{away_s:g}"] for one in found])
                for away_s in self.suite.revisit_s
            }
        }


def trip_figures(trips: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Means and the worst over trips where something solid is in view."""
    judged = [one for one in trips if one["solid"] >= LEAST_SOLID]

    def over(key: str) -> list[float]:
        return [one[key] for one in judged if one[key] is not None]

    return {
        "psnr_db": metrics.mean(over("psnr_db")),
        "without_bank_db": metrics.mean(over("without_bank_db")),
        "truth_db": metrics.mean(over("truth_db")),
        "copy_db": metrics.mean(over("copy_db")),
        "worst_db": min(over("psnr_db"), default=metrics.mean([])),
        "to_truth_db": metrics.mean(over("to_truth_db")),
        "first_to_truth_db": metrics.mean(over("first_to_truth_db")),
        "whole_picture_db": metrics.mean(over("whole_picture_db")),
        "truth_whole_picture_db": metrics.mean(over("truth_whole_picture_db")),
        "sharpness": metrics.geometric_mean(over("sharpness")),
        "left": metrics.mean(float(one["left"]) for one in judged),
        "trips": len(judged),
        "trips_left_out": len(trips) - len(judged),
    }


def has_left(shown: Visits, true: Visits) -> bool:
    """Whether the world showed something else while it was away, as the truth did."""
    return metrics.difference(shown.first, shown.away) >= LEFT_SHARE * metrics.difference(
        true.first, true.away
    )


def compared(shown: Visits, true: Visits, mask: np.ndarray) -> float:
    """PSNR in dB of the return to the first visit where `mask` holds; the floor for a world that never
    left."""
    if not has_left(shown, true):
        return floor_db(true, mask)
    return masked_psnr_db(shown.back, shown.first, mask)


def floor_db(true: Visits, mask: np.ndarray) -> float:
    """What nothing but the view from before would give: the truth from halfway, held against its first
    visit."""
    return masked_psnr_db(true.away, true.first, mask)


def _trip(stage: Stage, index: int, away_s: float) -> tuple[dict[str, Any], list[tuple[str, PlanarFrame]]]:
    context, suite, world = stage.calm(index), stage.suite, stage.world
    episode, start = context.episode, context.episode.poses[CONTEXT_TICKS]
    path = trip(episode.scene, start, away_s, suite.fps, walks=index % 2 == 1)
    buffer = march(episode.scene, start, episode.size, CONTEXT_TICKS / suite.fps)
    mask = solid(buffer)

    def true_at(tick: int) -> PlanarFrame:
        time_s = (CONTEXT_TICKS + tick) / suite.fps
        return picture(episode.scene, path.poses[tick - 1], episode.attributes, episode.size, time_s)

    true = Visits(*(true_at(tick) for tick in _moments(path)))
    state, first = _walk(world, context.state, path, 1, path.looked, suite)
    shown = _visits(world, state, first, path, suite)
    bare = None
    if isinstance(world, Forgets):
        bare = _visits(world, world.forgetting(state), first, path, suite)
    numbers = {
        "psnr_db": compared(shown, true, mask),
        "without_bank_db": None if bare is None else compared(bare, true, mask),
        "truth_db": masked_psnr_db(true.back, true.first, mask),
        "copy_db": floor_db(true, mask),
        "to_truth_db": masked_psnr_db(shown.back, true.back, mask),
        "first_to_truth_db": masked_psnr_db(shown.first, true.first, mask),
        "whole_picture_db": metrics.psnr_db(shown.back, shown.first),
        "truth_whole_picture_db": metrics.psnr_db(true.back, true.first),
        "sharpness": metrics.gradient_energy(shown.back) / max(metrics.gradient_energy(true.back), 1e-9),
        "left": has_left(shown, true),
        "solid": float(mask.mean()),
    }
    kind = "walked off" if index % 2 == 1 else "turned"
    cells = [
        (f"first visit ({kind}, {away_s:g} s)", shown.first),
        ("halfway", shown.away),
        (f"on return {numbers['psnr_db']:.1f} dB", shown.back),
        *([] if bare is None else [(f"without bank {numbers['without_bank_db']:.1f} dB", bare.back)]),
        (f"truth on return {numbers['truth_db']:.1f} dB", true.back),
    ]
    return numbers, cells


def _moments(path: Trip) -> tuple[int, int, int]:
    return path.looked, path.halfway, path.back


def _visits(world: EvalWorld, state: Any, first: PlanarFrame, path: Trip, suite: Suite) -> Visits:
    """The rest of a trip, whose first visit has been made."""
    state, away = _walk(world, state, path, path.looked + 1, path.halfway, suite)
    return Visits(first, away, _walk(world, state, path, path.halfway + 1, path.back, suite)[1])


def _walk(
    world: EvalWorld, state: Any, path: Trip, first: int, last: int, suite: Suite
) -> tuple[Any, PlanarFrame]:
    """The state after ticks `first` to `last`, and the picture of the last."""
    for tick in range(first, last):
        state = pass_over(world, state, _control(path, tick, suite), suite.play_steps)
    return world.render(state, _control(path, last, suite), suite.play_steps)


def _control(path: Trip, tick: int, suite: Suite) -> Control:
    motion, pose = path.motions[tick - 1], path.poses[tick - 1]
    return Control(CONTEXT_TICKS + tick, 1.0 / suite.fps, motion=motion, pose=pose)


def _seconds(away_s: float) -> int:
    return max(round(away_s), 1)
