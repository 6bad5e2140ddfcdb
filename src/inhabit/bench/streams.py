"""How many sessions this machine holds at a rate: one more each round, until one of them misses its frames.

All sessions of a round live on one worker and one engine, as they do in a server. Each has a frame loop, an
encoder and a scripted player of its own, in a world of its own; their ticks are spread over the interval.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from inhabit.bench.frame import Bench, Course, figures, session_of
from inhabit.bench.player import wander
from inhabit.core.clock import Clock
from inhabit.core.errors import InhabitError
from inhabit.core.ports import Engine
from inhabit.runtime.loop import Ending
from inhabit.runtime.presets import PRESETS
from inhabit.runtime.warmup import warm_up
from inhabit.runtime.worker import Worker

MISS_LIMIT = 0.01
"""A session holds its rate if it misses less than this share of its frames."""
APART_FRAMES = 53
"""How far each player is into the script ahead of the one before: no two turn, or wish, at once."""
HALVINGS = 4
"""Rounds at lower rates: each halves what is not known of the largest that is held."""
LEAST_SHARE = 0.6
"""Of the frames that sessions in too many made, what they surely make in time."""


@dataclass(frozen=True, slots=True)
class Round:
    """So many sessions side by side at a rate, with the figures of each as `inhabit bench frame` has them.

    `core_ms` is the time of a frame on all cores added up, over the frames of all sessions; `busy_cores` how
    many cores were at work on average.
    """

    fps: float
    sessions: tuple[dict[str, Any], ...]
    core_ms: float
    busy_cores: float

    @property
    def miss_fraction(self) -> float:
        """Of the session that missed most."""
        return max(each["miss_fraction"] for each in self.sessions)

    @property
    def holds(self) -> bool:
        """Whether every session held its rate."""
        return self.miss_fraction < MISS_LIMIT

    @property
    def made_fps(self) -> float:
        """Frames a second of all sessions together."""
        return math.fsum(each["fps"] for each in self.sessions)

    @property
    def threads_ms(self) -> dict[str, float]:
        """What a mean frame took of each thread (see `frame.threads_ms`), over all sessions."""
        names = self.sessions[0]["threads_ms"]
        count = len(self.sessions)
        return {
            name: round(math.fsum(each["threads_ms"][name] for each in self.sessions) / count, 3)
            for name in names
        }

    def to_json(self) -> dict[str, Any]:
        """One line of the table: the rate and the misses of each session, the rest of all together."""
        return {
            "sessions": len(self.sessions),
            "target_fps": self.fps,
            "holds": self.holds,
            "fps": [each["fps"] for each in self.sessions],
            "miss_fraction": self.miss_fraction,
            "core_ms": self.core_ms,
            "busy_cores": self.busy_cores,
            "threads_ms": self.threads_ms,
        }


async def measure(
    engine: Engine, course: Course, clock: Clock, *, most: int, thread: Executor | None = None
) -> dict[str, Any]:
    """Rounds of 1, 2, 3, ... sessions of `course`, up to `most` or the first that does not hold its rate;
    then that one too many at lower rates, to the largest that it holds. Returns the figures of the command
    line, JSON-ready.

    `held` is the most sessions that held the rate, `capacity` the same with a fraction: sessions times the
    largest rate that they held, in sessions of the rate asked for. Pictures are developed and encoded on
    `thread`, by default one to develop and one for each encoder. Raises InhabitError if a session ends before
    its time.
    """
    warm_up(engine, course.size, clock)
    rounds: list[Round] = []
    while len(rounds) < most and (not rounds or rounds[-1].holds):
        rounds.append(await side_by_side(engine, course, clock, len(rounds) + 1, thread=thread))
    slower: list[Round] = []
    if not rounds[-1].holds:
        least_fps, most_fps = slower_rates(rounds, course.fps)
        for _ in range(HALVINGS):
            fps = round((least_fps + most_fps) / 2.0, 2)
            slower.append(
                await side_by_side(engine, replace(course, fps=fps), clock, len(rounds), thread=thread)
            )
            least_fps, most_fps = (fps, most_fps) if slower[-1].holds else (least_fps, fps)
    return told(rounds, slower, course)


async def side_by_side(
    engine: Engine, course: Course, clock: Clock, count: int, *, thread: Executor | None = None
) -> Round:
    """One round: `count` sessions at once for the time of the course, after warming up together."""
    courses = [_course(course, place) for place in range(count)]
    encoders = [thread or ThreadPoolExecutor(1, f"inhabit-encode-{place}") for place in range(count)]
    with Worker(engine, clock, developer=thread) as worker:
        benches = [
            Bench(
                session_of(engine, its, clock.now()),
                worker,
                clock,
                encoder,
                its,
                player=islice(wander(its.fps), place * APART_FRAMES, None),
            )
            for place, (its, encoder) in enumerate(zip(courses, encoders, strict=True))
        ]
        begins_s = clock.now()
        endings = await asyncio.gather(
            *(
                _live(bench, clock, begins_s + place / count / course.fps)
                for place, bench in enumerate(benches)
            )
        )
    for encoder in encoders:
        encoder.shutdown(wait=True)
    for bench, ending in zip(benches, endings, strict=True):
        if not bench.done:
            raise InhabitError(ending.code, ending.message)
    return _round(benches, engine, courses)


def slower_rates(rounds: Sequence[Round], fps: float) -> tuple[float, float]:
    """Between which rates to look for the largest that the last of `rounds`, which missed too much, holds.

    At most what it made; at least what makes as many frames a second as the sessions that held `fps` did.
    """
    count, last = len(rounds), rounds[-1]
    most_fps = min(last.made_fps / count, fps)
    least_fps = fps * (count - 1) / count if count > 1 else LEAST_SHARE * most_fps
    return min(least_fps, LEAST_SHARE * most_fps), most_fps


def capacity(rounds: Sequence[Round], slower: Sequence[Round], target_fps: float) -> float:
    """Sessions of the target rate with a fraction, never less than those that held it.

    Where every round held, their number: it is at least that.
    """
    counted = [each for each in (*rounds, *slower) if each.holds]
    return max((len(each.sessions) * each.fps / target_fps for each in counted), default=0.0)


def told(rounds: Sequence[Round], slower: Sequence[Round], course: Course) -> dict[str, Any]:
    """The figures of finished rounds; `slower` are those of one session too many at lower rates."""
    first = rounds[0].sessions[0]
    return {
        **{name: first[name] for name in ("device", "model", "checkpoint", "size", "steps")},
        "seconds": course.seconds,
        "target_fps": course.fps,
        "miss_limit": MISS_LIMIT,
        "held": max((len(each.sessions) for each in rounds if each.holds), default=0),
        "capacity": round(capacity(rounds, slower, course.fps), 2),
        "ended": "most" if rounds[-1].holds else "missed",
        "rounds": [each.to_json() for each in (*rounds, *slower)],
    }


def _course(course: Course, place: int) -> Course:
    """The same for another world: the presets in turn."""
    preset = PRESETS[place % len(PRESETS)]
    return replace(course, seed=preset.seed + place // len(PRESETS), prompt=preset.prompt)


async def _live(bench: Bench, clock: Clock, begins_s: float) -> Ending:
    await clock.sleep_until(begins_s)
    return await bench.loop.run()


def _round(benches: Sequence[Bench], engine: Engine, courses: Sequence[Course]) -> Round:
    # The cores' time is the whole process', so each bench counted that of all: their mean, not their sum.
    worked_s = math.fsum(bench.core_s for bench in benches) / len(benches)
    lasted_s = math.fsum(bench.last_s - bench.first_s for bench in benches) / len(benches)
    return Round(
        fps=courses[0].fps,
        sessions=tuple(figures(bench, engine, its) for bench, its in zip(benches, courses, strict=True)),
        core_ms=round(1000.0 * worked_s / max(sum(bench.frames for bench in benches), 1), 2),
        busy_cores=round(worked_s / max(lasted_s, 1e-9), 2),
    )
