"""The frame loop: the thin part that waits, works and sends; every decision is made elsewhere.

Frame N is developed, encoded and sent while frame N + 1 is made, and N + 2 is not begun before N has
left: one frame ahead and no more, so a slow receiver slows the world instead of filling a queue. A receiver
that fails loses a frame, not the session.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from inhabit.core.clock import Clock
from inhabit.core.errors import InhabitError
from inhabit.core.frame import HostFrame
from inhabit.core.ports import Developed, Rendered, StateSummary
from inhabit.inputs.events import Event
from inhabit.runtime.beginning import Birth
from inhabit.runtime.budget import Budget, Spread
from inhabit.runtime.counters import Counters
from inhabit.runtime.ladder import Outcome
from inhabit.runtime.pacer import Pace, Tick, next_tick, pace_from
from inhabit.runtime.session import Session
from inhabit.runtime.turn import Applied, Turn
from inhabit.runtime.worker import Worker

Deliver = Callable[[HostFrame], Awaitable[Mapping[str, float] | None]]
"""Takes a frame out of the loop's hands; may return its own stages in milliseconds (encode, send)."""

Notify = Callable[[Applied], None]

Keep = Callable[[Any], None]
"""Is handed the state after each commit, which nothing changes any more; `session.mark()` goes with it."""

RENDER_TRIES = 2
FPS_WINDOW_S = 2.0
TOTALS = frozenset({"make", "show"})
"""Stages that are sums of others: tick to frame made, and from there to gone."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ending:
    """Why a session ended: a stable code and a sentence."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """How a session is doing. `summary` is None before the first frame."""

    status: str
    epoch: int
    frame_index: int
    fps_held: float
    rung: str
    counters: Counters
    stages: Mapping[str, Spread]
    budget_ms: float
    binding: str | None
    summary: StateSummary | None


class FrameLoop:
    """Runs one session on a worker until it is stopped. All methods belong to one event loop."""

    def __init__(
        self,
        session: Session,
        worker: Worker,
        clock: Clock,
        deliver: Deliver,
        *,
        notify: Notify | None = None,
        keep: Keep | None = None,
        state: Any = None,
    ) -> None:
        """`state` is the engine's that a resumed session goes on from."""
        self.session = session
        self.budget = Budget(1000.0 / session.fps)
        self.latency = Budget(2000.0 / session.fps)
        """Stage `frame`: from the start of a tick until its frame has left, which may take two ticks."""
        self.summary: StateSummary | None = None if state is None else worker.engine.summary(state)
        self._worker, self._clock, self._deliver = worker, clock, deliver
        self._notify = notify or (lambda _applied: None)
        self._keep = keep or (lambda _state: None)
        self._state: Any = state
        self._pace: Pace | None = None
        self._delivery: asyncio.Task[None] | None = None
        self._preparing: asyncio.Task[None] | None = None
        self._left_s: deque[float] = deque(maxlen=1 + int(FPS_WINDOW_S * session.fps))
        self._wake = asyncio.Event()
        self._equipping = self._held = False
        self._ending: Ending | None = None

    @property
    def state(self) -> Any:
        """The engine's state after the last commit; None before the first."""
        return self._state

    def offer(self, event: Event) -> int:
        """Hand in an event that arrives now; returns its sequence number or raises BadInputError."""
        seq = self.session.offer(event, self._clock.now())
        self._wake.set()
        return seq

    def stop(self, code: str = "stopped", message: str = "The session was ended.") -> None:
        """End the session after the frame in progress; the first reason given stays."""
        self._ending = self._ending or Ending(code, message)
        self._wake.set()

    def hold(self, *, on: bool) -> None:
        """Make no frames for a while, without a pause that anybody would see in the log."""
        self._held = on
        self._wake.set()

    async def run(self) -> Ending:
        """Live until stopped or until the engine fails for good; says why it ended."""
        try:
            while (tick := await self._due()) is not None:
                await self._take(tick)
            await self._gone()
        except asyncio.CancelledError:
            if self._delivery is not None:
                self._delivery.cancel()
            raise
        finally:
            if self._preparing is not None:
                self._preparing.cancel()
        assert self._ending is not None
        return self._ending

    def report(self) -> Report:
        """How it is going, as of now."""
        session = self.session
        return Report(
            status="ended"
            if self._ending
            else "preparing"
            if self._equipping or self._held
            else session.status,
            epoch=session.epoch,
            frame_index=max(session.next_frame - 1, 0),
            fps_held=self._fps_held(),
            rung=session.ladder.rung.name,
            counters=session.counters,
            stages=self.budget.spread(),
            budget_ms=self.budget.budget_ms,
            binding=self.budget.binding(besides=TOTALS),
            summary=self.summary,
        )

    async def _due(self) -> Tick | None:
        """Wait until a frame is due, through any pause; None once the session is to end."""
        while self._ending is None:
            for applied in self.session.settle(self._clock.now()):
                self._notify(applied)
            coming = self.session.coming
            if coming is not None and not self._worker.is_equipped(coming):
                await self._equip(coming)
                continue
            if self.session.status == "paused" or self._held:
                self._pace = None
                self._wake.clear()
                await self._wake.wait()
                continue
            now_s = self._clock.now()
            pace = self._pace or pace_from(now_s, self.session.fps, next_frame=self.session.next_frame)
            tick, after = next_tick(pace, now_s, waiting=self._preparing is not None)
            if tick.start_s <= now_s:
                self._pace = after
                return tick
            self._pace = pace
            await self._clock.sleep_until(tick.start_s)
        return None

    async def _equip(self, coming: Birth) -> None:
        """Wait until frames of this world can be made, or the session is to end; no tick passes then."""
        self._equipping, self._pace = True, None
        work = asyncio.ensure_future(self._worker.equip(coming))
        try:
            while not work.done() and self._ending is None:
                self._wake.clear()
                called = asyncio.ensure_future(self._wake.wait())
                await asyncio.wait({work, called}, return_when=asyncio.FIRST_COMPLETED)
                called.cancel()
            if work.done():
                work.result()
        except Exception as error:
            self._fail(error)
        finally:
            self._equipping = False

    async def _take(self, tick: Tick) -> None:
        """One tick: make the frame while the one before it leaves, send it, write it."""
        turn = self.session.begin(tick)
        rendered = await self._render(turn)
        if rendered is None:
            return
        made_s = self._clock.now()
        await self._gone()
        self._delivery = asyncio.create_task(self._show(turn, rendered, made_s))
        await self._commit(rendered)

    async def _show(self, turn: Turn, rendered: Rendered, made_s: float) -> None:
        """Develop a frame, say what it shows, and send it."""
        began_s = self._clock.now()
        developed = await self._develop(turn, rendered)
        if developed is None:
            return
        stayed = self.session.counters.repeated
        frame, applied = self.session.finish(turn, rendered, developed, self._clock.now())
        for one in applied:
            self._notify(one)
        await self._send(frame)
        left_s = self._clock.now()
        self.budget.add({**rendered.stages_ms, **developed.stages_ms})
        # A frame that is as late as the one before it is seen in step; a picture that stays is not.
        missed = self.session.counters.repeated > stayed or turn.tick.skipped > 0 or turn.tick.stalled > 0
        show_ms = (left_s - began_s) * 1000.0
        self._learn(turn.tick, made_s, show_ms, missed=missed, carried=rendered.carried)

    async def _develop(self, turn: Turn, rendered: Rendered) -> Developed | None:
        """The picture; None after ending the session because the engine keeps failing."""
        failure: Exception | None = None
        for _ in range(RENDER_TRIES):
            try:
                return await self._worker.develop(rendered)
            except Exception as error:
                failure = error
                _log.warning("frame %d was not developed: %s", turn.tick.frame_index, error)
        self._fail(failure)
        return None

    async def _render(self, turn: Turn) -> Rendered | None:
        """The turn's frame; None after ending the session because the engine keeps failing."""
        failure: Exception | None = None
        for _ in range(RENDER_TRIES):
            try:
                self._state, rendered = await self._worker.render(self._state, turn)
                return rendered
            except Exception as error:
                failure = error
                _log.warning("frame %d was not made: %s", turn.tick.frame_index, error)
                if isinstance(error, InhabitError) and not error.retryable:
                    break
        self._fail(failure)
        return None

    async def _commit(self, rendered: Rendered) -> None:
        try:
            committed = await self._worker.commit(self._state, rendered)
        except Exception as error:
            self._fail(error)
            return
        self._state, self.summary = committed.state, committed.summary
        self._keep(committed.state)
        self.budget.add({"commit": committed.took_ms})
        if self._preparing is None and self._worker.engine.is_unprepared(self._state):
            self._preparing = asyncio.create_task(self._prepare(self._state))

    async def _prepare(self, state: Any) -> None:
        """Have made what waits while frames go on; a frame rendered without it meets any failure."""
        try:
            self.budget.add(await self._worker.prepare(state))
        except Exception as error:
            _log.warning("nothing was prepared: %s", error)
        finally:
            self._preparing = None

    async def _send(self, frame: HostFrame) -> None:
        try:
            stages_ms = await self._deliver(frame)
        except Exception as error:
            self.session.drop()
            _log.warning("frame %d was not delivered: %s", frame.stamp.frame_index, error)
            return
        self._left_s.append(self._clock.now())
        self.budget.add(stages_ms or {})

    async def _gone(self) -> None:
        """Wait until the frame before has left."""
        if self._delivery is not None:
            await self._delivery
            self._delivery = None

    def _learn(self, tick: Tick, made_s: float, show_ms: float, *, missed: bool, carried: bool) -> None:
        make_ms = (made_s - tick.start_s) * 1000.0
        now_s = self._clock.now()
        self.budget.add({"make": make_ms, "show": show_ms})
        self.latency.add({"frame": (now_s - tick.start_s) * 1000.0})
        self.session.observe(now_s, Outcome(make_ms, show_ms, self.budget.budget_ms, missed, carried))

    def _fps_held(self) -> float:
        """Frames that left over the last seconds; 0 when none did."""
        now_s = self._clock.now()
        recent = [left_s for left_s in self._left_s if now_s - left_s <= FPS_WINDOW_S]
        if len(recent) < 2:
            return 0.0
        return (len(recent) - 1) / max(recent[-1] - recent[0], 1e-9)

    def _fail(self, error: Exception | None) -> None:
        if isinstance(error, InhabitError):
            self.stop(error.code, error.message)
        else:
            self.stop("engine_failed", f"The engine could not make a frame: {error}")
