"""When the next frame is due: a pure function from the pace so far and the time to the next tick.

Ticks lie on a grid of media time, so nothing drifts: tick n starts at base + n / fps, computed anew and
never summed up. A loop that is a little behind catches up or leaves out frames, and the frame after the
gap takes the longer stride, so the world keeps to real time. After a stall the grid is laid anew from
now: nobody wants to see a second of world at once. A frame that begins behind its time is asked to be lean,
so that what can wait makes room for what cannot; so is one that would have to wait for what is being
prepared.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

STALL_S = 0.25
"""Further behind than this is a stall: the grid is laid anew."""

TICKS_TO_SHOW = 2
"""A frame is made in its tick and developed into a picture in the one after, while the next is made."""

LEAN_BEHIND = 0.25
"""A tick that begins this share of a frame late is lean."""
LEAN_LIMIT = 3
"""No more lean ticks than this in a row for being late: what waits is not to wait for ever."""
WAIT_LIMIT = 15
"""No more lean ticks than this in a row for what is being prepared: then a frame waits for it."""

_ROUNDING = 1e-6
"""Ticks: a frame that is due to the microsecond is not late."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Frame `base_frame` starts at `base_s`; `next_frame` has not been given out yet."""

    fps: float
    base_s: float
    base_frame: int = 0
    next_frame: int = 0
    lean_run: int = 0
    """Lean ticks in a row, up to the last one given out."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One turn of the frame loop.

    The picture should be ready by `deadline_s`. `skipped` frames before this one are never made; the
    tick spans `dt_s` of world time, theirs included. `stalled` counts the frames' worth of time that a
    stall before it swallowed: no frame index was used up for them. `lean`: behind, so leave what can wait.
    """

    frame_index: int
    start_s: float
    deadline_s: float
    dt_s: float
    skipped: int = 0
    stalled: int = 0
    lean: bool = False


def pace_from(now_s: float, fps: float, *, next_frame: int = 0) -> Pace:
    """A fresh grid on which `next_frame` starts now."""
    return Pace(fps, now_s, next_frame, next_frame)


def next_tick(pace: Pace, now_s: float, *, waiting: bool = False) -> tuple[Tick, Pace]:
    """The tick to run next and the pace after it; wait until its `start_s` if that is to come. `waiting`:
    something is still being prepared.

    Less than a frame behind: the tick runs at once. A frame or more behind: the frames whose time has
    passed are skipped. More than STALL_S behind: the grid is laid anew and nothing is skipped.
    """
    behind_s = now_s - starts_s(pace, pace.next_frame)
    if behind_s > STALL_S + _ROUNDING / pace.fps:
        fresh = pace_from(now_s, pace.fps, next_frame=pace.next_frame)
        tick, after = _tick(fresh, 0, lean=False)
        return replace(tick, stalled=math.floor(behind_s * pace.fps + _ROUNDING)), after
    late = behind_s * pace.fps >= LEAN_BEHIND
    lean = (late and pace.lean_run < LEAN_LIMIT) or (waiting and pace.lean_run < WAIT_LIMIT)
    return _tick(pace, max(math.floor(behind_s * pace.fps + _ROUNDING), 0), lean=lean)


def skip(pace: Pace, count: int, *, lean: bool = False) -> tuple[Tick, Pace]:
    """The tick after leaving out `count` frames, whatever the time is: how a replay strides."""
    return _tick(pace, count, lean=lean)


def starts_s(pace: Pace, frame_index: int) -> float:
    """When a frame's tick begins on this grid."""
    return pace.base_s + (frame_index - pace.base_frame) / pace.fps


def overdue(tick: Tick, ready_s: float, fps: float) -> int:
    """How many further ticks the picture before had to stay because this one was not ready; 0 if on time."""
    return max(math.ceil((ready_s - tick.deadline_s) * fps - _ROUNDING), 0)


def _tick(pace: Pace, skipped: int, *, lean: bool) -> tuple[Tick, Pace]:
    frame = pace.next_frame + skipped
    tick = Tick(
        frame_index=frame,
        start_s=starts_s(pace, frame),
        deadline_s=starts_s(pace, frame + TICKS_TO_SHOW),
        dt_s=(1 + skipped) / pace.fps,
        skipped=skipped,
        lean=lean,
    )
    return tick, replace(pace, next_frame=frame + 1, lean_run=pace.lean_run + 1 if lean else 0)
