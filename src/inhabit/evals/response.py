"""How soon does a world answer: frames from an event to the first changed frame, and to 90 % of the change.

States are values, so the same state goes on twice, with the event and without it; what the two show differs
by the event alone. A second run without it says how much two runs differ anyway. The first changed frame is
the first beyond that; the whole change is what the two differ by in the end. A key is tapped for TAP_TICKS
ticks: then the change is whole when the tap is over, and not later because the camera still moves.

Frames are counted from 1, the first that can show the event. A world that never answers counts as taking all
of the time it was given: that is the floor. The truth answers beside it, drawn small, easing its light in as
it always does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np

from inhabit.core.attributes import BIOMES, Attributes
from inhabit.core.camera import Motion, Size
from inhabit.core.frame import PlanarFrame
from inhabit.core.known import FIRST
from inhabit.evals import metrics
from inhabit.evals.directives import readable
from inhabit.evals.section import Done, Found, Numbers
from inhabit.evals.sim_world import SimState, SimWorld
from inhabit.evals.stage import Context, Stage
from inhabit.evals.suite import Suite
from inhabit.evals.world import CONTEXT_TICKS, EvalWorld
from inhabit.inputs.control import Control

SMALL = Size(160, 90)
"""Pictures are compared this small: a change of one pixel's noise is no answer."""

VISIBLE = 0.5
"""Pictures further apart than this are changed: root mean square over luma and colour, in levels of 255."""

TAP_TICKS = 3
END_SHARE = 0.2
"""The change in the end is the median over this last share of the time."""

KINDS = ("turn key", "forward key", "light slider", "weather slider", "biome chip", "style chip", "directive")


@dataclass(frozen=True, slots=True)
class Response:
    """The section: one context per episode, in which one event of every kind happens."""

    suite: Suite
    name: str = "response"
    album: str = "response"
    shares_context: bool = True

    @property
    def count(self) -> int:
        return self.suite.response_worlds

    def units(self, index: int) -> int:
        return 1

    def judge(self, stage: Stage, index: int, done: Done) -> Found:
        """Let every kind of event happen to the same state, in the world and in the truth."""
        context, suite = stage.context(index), self.suite
        true = _true_world(stage, context)
        numbers: Numbers = {"kinds": {}}
        runs = [_runs(*one, suite) for one in ((stage.world, context.state), true)]
        for kind, event in events(stage, context, index):
            numbers["kinds"][kind] = [answer(*run(event)) for run in runs]
        done(1)
        return Found(numbers)

    def figures(self, found: list[Numbers]) -> dict[str, Any]:
        """`response`: over all events, and of each kind."""
        of_kind = {kind: [one["kinds"][kind] for one in found if kind in one["kinds"]] for kind in KINDS}
        ticks = _ticks(self.suite)
        every = [both for some in of_kind.values() for both in some]
        whole = answer_figures(every, ticks)
        kinds = {kind: answer_figures(some, ticks) for kind, some in of_kind.items()}
        slowest = {
            key: max((figures[key]["p50"] for figures in kinds.values() if figures["count"]), default=None)
            for key in ("first_frames", "to_90_percent_frames")
        }
        return {
            "response": {
                "first_frames": slowest["first_frames"],
                "to_90_percent_frames": slowest["to_90_percent_frames"],
                "all": whole,
                "by_kind": kinds,
                "floor_frames": ticks,
                "fps": self.suite.fps,
            }
        }


def answer_figures(events: list[list[dict[str, Any]]], ticks: int) -> dict[str, Any]:
    """p50 and max of [world, truth] answers; those that never came count as `ticks`."""

    def told(key: str, who: int) -> list[int]:
        return [ticks if both[who][key] is None else both[who][key] for both in events]

    return {
        key: {
            "p50": metrics.quantile(told(key, 0), 0.5),
            "max": max(told(key, 0), default=None),
            "truth_p50": metrics.quantile(told(key, 1), 0.5),
            "truth_max": max(told(key, 1), default=None),
        }
        for key in ("first_frames", "to_90_percent_frames")
    } | {
        "answered": metrics.mean(float(both[0]["first_frames"] is not None) for both in events),
        "truth_answered": metrics.mean(float(both[1]["first_frames"] is not None) for both in events),
        "count": len(events),
    }


def answer(apart: list[float], anyway: list[float]) -> dict[str, int | None]:
    """Frames to the first change and to 90 % of it, from how far two runs are apart in each frame with the
    event in one of them, and how far without it anywhere; None where the event never shows."""
    noise = max(anyway, default=0.0)
    end = float(np.median(apart[-max(round(END_SHARE * len(apart)), 1) :]))
    first = next((i for i, gap in enumerate(apart, start=1) if gap > noise + VISIBLE), None)
    if first is None or end <= noise + VISIBLE:
        return {"first_frames": first, "to_90_percent_frames": None}
    whole = next(i for i, gap in enumerate(apart, start=1) if gap >= 0.9 * end)
    return {"first_frames": first, "to_90_percent_frames": max(whole, first)}


Event = Callable[[Control], Control]
"""What is done in a tick: the control with it, from the control without it."""


def events(stage: Stage, context: Context, index: int) -> Iterator[tuple[str, Event]]:
    """One event of each of KINDS that a picture of this world can show."""
    now = context.episode.attributes
    rng = np.random.default_rng([index, 500])
    yield KINDS[0], _tap(Motion(yaw_rps=0.8))
    yield KINDS[1], _tap(Motion(dolly_mps=6.0))
    yield KINDS[2], _once(targets={"hour": _other_hour(now)})
    yield KINDS[3], _once(targets={"fog": 0.9 if now.fog < 0.5 else 0.0})
    yield KINDS[4], _once(biome=str(rng.choice([name for name in BIOMES if name != now.main_biome])))
    yield KINDS[5], _once(style=str(rng.choice([name for name in FIRST.styles if name != now.main_style])))
    given = readable(now, 1, index)[0][1]
    stage.truth.wanted[given.text, now] = given.wanted
    yield KINDS[6], _once(directives=(given.text,))


def _other_hour(now: Attributes) -> float:
    """Noon at night, midnight by day."""
    return 0.0 if 6.0 <= now.hour < 18.0 else 12.0


def _once(**changes: Any) -> Event:
    return lambda control: (
        replace(control, **changes) if control.frame_index == CONTEXT_TICKS + 1 else control
    )


def _tap(motion: Motion) -> Event:
    def tapped(control: Control) -> Control:
        held = control.frame_index <= CONTEXT_TICKS + TAP_TICKS
        return replace(control, motion=motion) if held else control

    return tapped


def _runs(world: EvalWorld, state: Any, suite: Suite) -> Callable[[Event], tuple[list[float], list[float]]]:
    """Runs of one state: with an event against without, and two without."""

    def shown(event: Event) -> list[PlanarFrame]:
        made, now = [], state
        for tick in range(1, _ticks(suite) + 1):
            control = event(Control(CONTEXT_TICKS + tick, 1.0 / suite.fps))
            now, frame = world.render(now, control, suite.play_steps)
            made.append(_small(frame))
        return made

    quiet, again = shown(lambda control: control), shown(lambda control: control)
    anyway = [metrics.difference(a, b) for a, b in zip(quiet, again, strict=True)]

    def run(event: Event) -> tuple[list[float], list[float]]:
        apart = [metrics.difference(a, b) for a, b in zip(shown(event), quiet, strict=True)]
        return apart, anyway

    return run


def _true_world(stage: Stage, context: Context) -> tuple[SimWorld, SimState]:
    episode = context.episode
    pose, look = episode.poses[CONTEXT_TICKS], episode.attributes
    return SimWorld(stage.truth), SimState(
        episode.scene, pose, look, look, SMALL, CONTEXT_TICKS / episode.fps
    )


def _small(frame: PlanarFrame) -> PlanarFrame:
    half = (SMALL.width_px // 2, SMALL.height_px // 2)
    sizes = ((frame.luma, (SMALL.width_px, SMALL.height_px)), (frame.blue, half), (frame.red, half))
    return PlanarFrame(*(cv2.resize(plane, size, interpolation=cv2.INTER_AREA) for plane, size in sizes))


def _ticks(suite: Suite) -> int:
    return max(round(suite.response_s * suite.fps), 1)
