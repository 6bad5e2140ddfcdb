"""How fast this machine makes, encodes and packs frames, in the real loop on the real clock.

A scripted player walks and looks about, so that new ground has to be made all the time. Every frame goes
through the session, the engine's thread, the H.264 encoder and the media packet, as in a live session;
only the network is left out. The first seconds warm up and are not counted.
"""

from __future__ import annotations

import asyncio
import math
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from inhabit.bench.player import wander
from inhabit.core.camera import Size
from inhabit.core.clock import Clock
from inhabit.core.errors import InhabitError
from inhabit.core.frame import HostFrame
from inhabit.core.ports import Engine
from inhabit.inputs.events import Event
from inhabit.runtime.beginning import Start
from inhabit.runtime.budget import Budget, Spread
from inhabit.runtime.clock import core_s
from inhabit.runtime.counters import Counters
from inhabit.runtime.ladder import STEPS, ladder_for, rung_of, standard_rungs
from inhabit.runtime.loop import TOTALS, FrameLoop
from inhabit.runtime.presets import PRESETS
from inhabit.runtime.session import Session
from inhabit.runtime.warmup import warm_up
from inhabit.runtime.worker import Worker
from inhabit.transport.codec import EncodedFrame, H264Encoder
from inhabit.transport.packet import MediaPacket, pack

WARM_UP_S = 3.0
DEFAULT_STEPS = 2
DEVELOPING, ENCODING = frozenset({"look", "light"}), frozenset({"encode", "package"})
"""Stages of the thread that develops pictures, and of a session's own that encodes them; the others, but for
these, are of the thread that makes frames."""
NO_WORK = TOTALS | {"wait", "deliver"}
"""Sums of other stages, and waiting."""


@dataclass(frozen=True, slots=True)
class Course:
    """What to measure. Without `steps` the ladder is free, as in a live session."""

    size: Size
    seconds: float
    fps: float
    steps: int | None = None
    seed: int = PRESETS[0].seed
    prompt: str = PRESETS[0].prompt


async def measure(
    engine: Engine, course: Course, clock: Clock, *, thread: Executor | None = None
) -> dict[str, Any]:
    """Run a course; returns the figures of docs and the command line, JSON-ready.

    `fps` is what was held; `miss_fraction` the share of ticks in which no new picture was ready;
    p50 to max are the time from the start of a tick until its packet was ready; `core_ms` is what the
    cores worked for a frame, added up. Frames are developed and encoded on `thread`, by default one each.
    Raises InhabitError if the session ends before its time.
    """
    warm_up(engine, course.size, clock)
    session = session_of(engine, course, clock.now())
    with Worker(engine, clock, developer=thread) as worker, ThreadPoolExecutor(1, "inhabit-encode") as own:
        bench = Bench(session, worker, clock, thread or own, course)
        ending = await bench.loop.run()
    if not bench.done:
        raise InhabitError(ending.code, ending.message)
    return figures(bench, engine, course)


def session_of(engine: Engine, course: Course, now_s: float) -> Session:
    """A session on the rung to measure: pinned if steps are given, else free."""
    steps = course.steps or DEFAULT_STEPS
    rungs = standard_rungs(engine.sizes(), course.size, sorted({*STEPS, steps}, reverse=True))
    ladder = ladder_for(rungs, rung_of(course.size, steps).name, pinned=course.steps is not None)
    start = Start(course.seed, course.prompt, course.size, course.fps)
    return Session(start, ladder, checkpoint=engine.checkpoint_hash, now_s=now_s)


class Bench:
    """The receiving end of the loop: plays, encodes, packs, counts."""

    def __init__(
        self,
        session: Session,
        worker: Worker,
        clock: Clock,
        thread: Executor,
        course: Course,
        *,
        player: Iterator[list[Event]] | None = None,
    ) -> None:
        self.loop = FrameLoop(session, worker, clock, self.deliver)
        self.rungs: Counter[str] = Counter()
        self.frames = 0
        self.sent_bytes = 0
        self.counters_before = Counters()
        self.done = False
        self.first_s = self.last_s = 0.0
        self.core_s = 0.0
        """What the cores have worked for the frames that count."""
        self._clock, self._thread, self._course = clock, thread, course
        self._encoders: dict[Size, H264Encoder] = {}
        self._player = player or wander(course.fps)
        self._counting = False
        self._begun_s: float | None = None
        self._core_before_s = 0.0

    async def deliver(self, frame: HostFrame) -> dict[str, float]:
        """Encode and pack one frame, then move on; returns the stages in milliseconds."""
        began_s = self._clock.now()
        encoded = await asyncio.get_running_loop().run_in_executor(self._thread, self._encode, frame)
        encoded_s = self._clock.now()
        self.sent_bytes += len(pack(packet_of(frame, encoded)))
        packed_s = self._clock.now()
        self._count(frame, packed_s)
        for event in next(self._player):
            self.loop.offer(event)
        return {"encode": (encoded_s - began_s) * 1000.0, "package": (packed_s - encoded_s) * 1000.0}

    @property
    def counters(self) -> Counters:
        """What was counted since the warm-up."""
        now, before = self.loop.session.counters, self.counters_before
        return Counters(
            now.late - before.late,
            now.dropped - before.dropped,
            now.repeated - before.repeated,
            now.skipped - before.skipped,
        )

    def _encode(self, frame: HostFrame) -> EncodedFrame:
        size = frame.picture.size
        if size not in self._encoders:
            self._encoders = {size: H264Encoder(size, self._course.fps)}
        return self._encoders[size].encode(frame.picture, frame.stamp.pts_s, force_key=False)

    def _count(self, frame: HostFrame, now_s: float) -> None:
        self._begun_s = now_s if self._begun_s is None else self._begun_s
        if not self._counting:
            if now_s - self._begun_s >= WARM_UP_S:
                self._start_counting(now_s)
            return
        if self.done:
            return
        self.frames += 1
        self.last_s = now_s
        self.rungs[frame.stamp.rung] += 1
        if now_s - self.first_s >= self._course.seconds:
            self.done = True
            self.core_s = core_s() - self._core_before_s
            self.loop.stop()

    def _start_counting(self, now_s: float) -> None:
        window = math.ceil(self._course.seconds * self._course.fps) + 2
        budget_ms = 1000.0 / self._course.fps
        self.loop.budget = Budget(budget_ms, window_frames=window)
        self.loop.latency = Budget(2.0 * budget_ms, window_frames=window)
        self.counters_before = self.loop.session.counters
        self.first_s, self._counting, self.sent_bytes = now_s, True, 0
        self._core_before_s = core_s()


def packet_of(frame: HostFrame, encoded: EncodedFrame) -> MediaPacket:
    """The packet that a live session would send."""
    stamp = frame.stamp
    return MediaPacket(
        epoch=stamp.epoch,
        frame_index=stamp.frame_index,
        pts_s=stamp.pts_s,
        key=encoded.key,
        mjpeg=False,
        made_ms=sum(stamp.stages_ms.values()),
        seq=max(stamp.applied, default=0),
        rung=0,
        payload=encoded.data,
    )


def figures(bench: Bench, engine: Engine, course: Course) -> dict[str, Any]:
    """The figures of a finished bench."""
    counters = bench.counters
    held_s = max(bench.last_s - bench.first_s, 1e-9)
    latency = bench.loop.latency.spread().get("frame", Spread.of([]))
    total = max(sum(bench.rungs.values()), 1)
    main_rung = bench.rungs.most_common(1)[0][0] if bench.rungs else ""
    due = max(round(held_s * course.fps), 1)
    missed = counters.repeated + counters.dropped
    return {
        "device": engine.device,
        "model": engine.name,
        "checkpoint": engine.checkpoint_hash,
        "size": str(course.size),
        "steps": course.steps or int(main_rung.rpartition("/")[2].rstrip("c") or DEFAULT_STEPS),
        "seconds": round(held_s, 2),
        "target_fps": course.fps,
        "fps": round(bench.frames / held_s, 2),
        **latency.to_json(),
        "core_ms": round(bench.core_s * 1000.0 / max(bench.frames, 1), 2),
        "miss_fraction": round(min(missed / due, 1.0), 5),
        "frames": bench.frames,
        "late": counters.late,
        "dropped": counters.dropped,
        "repeated": counters.repeated,
        "skipped": counters.skipped,
        "kbps": round(bench.sent_bytes * 8 / held_s / 1000.0, 1),
        "threads_ms": threads_ms(bench),
        "stages": {name: spread.to_json() for name, spread in bench.loop.budget.spread().items()},
        "rungs": {name: round(count / total, 4) for name, count in bench.rungs.items()},
    }


def threads_ms(bench: Bench) -> dict[str, float]:
    """What a mean frame takes of each thread, in ms: of the two that all sessions of a worker share, `making`
    and `developing`, and of `encoding`, which every session has for itself."""
    whole_ms = bench.loop.budget.total_ms()

    def frame_ms(*names: str) -> float:
        return round(math.fsum(whole_ms.get(name, 0.0) for name in names) / max(bench.frames, 1), 3)

    making = whole_ms.keys() - DEVELOPING - ENCODING - NO_WORK
    return {
        "making": frame_ms(*making),
        "developing": frame_ms(*DEVELOPING),
        "encoding": frame_ms(*ENCODING),
    }
