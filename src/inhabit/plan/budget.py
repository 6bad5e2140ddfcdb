"""Where the time of a frame goes: named stages against the interval, one after another or overlapping.

One after another, a frame takes the sum of its stages and the sum must fit the interval. Where stages overlap
(frame N is encoded while frame N+1 is generated), a frame still takes the sum from first to last, but a new
one comes out each time the busiest lane is done with its part. A lane is what does one thing at a time: a
GPU, a network link. Source: the PixVerse R1 post, §3 and the first formula of its appendix.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from inhabit.core.errors import BadInputError
from inhabit.plan import checks, interval

LEAST_MS = 1e-9
"""Shorter than this, a frame takes no time that anybody could mean."""

EQUAL = 1e-9
"""A sum that is over the interval by less than this share of it is the interval."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Part of the work on a frame: `took_ms` >= 0. Stages of the same `lane` never overlap; a stage that
    names none has a lane of its own."""

    name: str
    took_ms: float
    lane: str = ""


R1_STAGES = (
    Stage("input", 1.0, "network in"),
    Stage("state", 3.0, "gpu"),
    Stage("generate", 18.0, "gpu"),
    Stage("post", 4.0, "gpu"),
    Stage("encode", 3.0, "encoder"),
    Stage("network", 4.0, "network out"),
)
"""The six stages of the post's budget for 1080p at 30 fps. The times are its estimates; the lanes are our
reading: three of the stages run on the same GPU, so they cannot overlap without a second one."""


@dataclass(frozen=True, slots=True)
class Row:
    """A stage in a budget: its time, its share of the interval (1 is all of it), and whether it binds."""

    name: str
    took_ms: float
    share: float
    lane: str
    binds: bool


@dataclass(frozen=True, slots=True)
class Budget:
    """Stages against the interval of a frame rate.

    `period_ms` is the time between two finished frames at full speed (the sum in sequence, the busiest lane
    if stages overlap), and `reached_fps` its rate. `slack_ms` is what the interval leaves of the period,
    negative if it overruns. `response_ms` is a frame's way through all stages, always the sum. `most_ms` is
    how long what binds may take before the budget breaks; below zero, quickening that alone is not enough.
    """

    fps: float
    interval_ms: float
    order: Literal["in sequence", "pipelined"]
    rows: tuple[Row, ...]
    total_ms: float
    period_ms: float
    reached_fps: float
    share: float
    slack_ms: float
    holds: bool
    binds: tuple[str, ...]
    most_ms: float
    response_ms: float
    frames_in_flight: int


def in_sequence(stages: Iterable[Stage], fps: float) -> Budget:
    """The budget when each stage waits for the one before, and frame N+1 for frame N: the sum must be at most
    1 / fps. The stage that binds is the longest (the first of several).

    Raises BadInputError for no stages, two of one name, a time below zero, all times zero, or a bad rate.
    """
    checked = _checked(stages)
    longest = max(checked, key=lambda stage: stage.took_ms)
    total_ms = math.fsum(stage.took_ms for stage in checked)
    return _budget(checked, fps, "in sequence", total_ms, (longest.name,), longest.took_ms)


def pipelined(stages: Iterable[Stage], fps: float) -> Budget:
    """The budget when stages of different lanes overlap: the busiest lane must be at most 1 / fps, and all
    stages of it bind (the first of several such lanes).

    Frames are let in no faster than they come out, so none waits between stages and the way through all of
    them stays the sum. Raises BadInputError as `in_sequence` does.
    """
    checked = _checked(stages)
    lanes: dict[str, list[Stage]] = {}
    for stage in checked:
        # A name cannot hold a line break, so a stage of its own never falls into a named lane.
        lanes.setdefault(stage.lane or f"\n{stage.name}", []).append(stage)
    busy_ms = {lane: math.fsum(stage.took_ms for stage in inside) for lane, inside in lanes.items()}
    busiest = max(busy_ms, key=lambda lane: busy_ms[lane])
    names = tuple(stage.name for stage in lanes[busiest])
    return _budget(checked, fps, "pipelined", busy_ms[busiest], names, busy_ms[busiest])


def _checked(stages: Iterable[Stage]) -> Sequence[Stage]:
    """The stages as a list, with every name and time looked at."""
    listed = list(stages)
    if not listed:
        raise BadInputError("bad_plan_value", "there are no stages: give at least one with its time in ms")
    for stage in listed:
        if not stage.name.strip() or "\n" in stage.name:
            raise BadInputError("bad_plan_value", f"a stage is called {stage.name!r}: give it a name")
        checks.non_negative(f"stage {stage.name!r}", stage.took_ms, "ms")
    names = [stage.name for stage in listed]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadInputError("bad_plan_value", f"two stages are called {twice[0]!r}: give each its own name")
    if all(stage.took_ms < LEAST_MS for stage in listed):
        raise BadInputError("bad_plan_value", "all stages take 0 ms: give at least one a time above 0")
    return listed


def _budget(
    stages: Sequence[Stage],
    fps: float,
    order: Literal["in sequence", "pipelined"],
    period_ms: float,
    binds: tuple[str, ...],
    binding_ms: float,
) -> Budget:
    frame_ms = interval.interval_ms(fps)
    total_ms = math.fsum(stage.took_ms for stage in stages)
    slack_ms = frame_ms - period_ms
    return Budget(
        fps=float(fps),
        interval_ms=frame_ms,
        order=order,
        rows=tuple(
            Row(stage.name, float(stage.took_ms), stage.took_ms / frame_ms, stage.lane, stage.name in binds)
            for stage in stages
        ),
        total_ms=total_ms,
        period_ms=period_ms,
        reached_fps=1000.0 / period_ms,
        share=period_ms / frame_ms,
        slack_ms=slack_ms,
        holds=slack_ms >= -EQUAL * frame_ms,
        binds=binds,
        most_ms=binding_ms + slack_ms,
        response_ms=total_ms,
        frames_in_flight=max(1, math.ceil(total_ms / max(period_ms, frame_ms) - EQUAL)),
    )
