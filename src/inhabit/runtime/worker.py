"""The threads that own a device: sessions queue here, and their turns interleave.

One thread renders and commits, another develops pictures, so that a frame is lit while the next one is made,
and a third prepares what later frames can do without; an engine is never asked two of any at once. A fourth
does what a new shape of picture needs once. Each session has at most one turn in the queue, so first come,
first served is fair. The event loop stays free while they work, because the engine lets go of the interpreter
inside its kernels.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from inhabit.core.clock import Clock
from inhabit.core.ports import Developed, Engine, Rendered, StateSummary
from inhabit.runtime.beginning import Birth
from inhabit.runtime.patience import give_way
from inhabit.runtime.turn import Turn

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Committed:
    """The world after a frame, what there is to say of it, and how long the write took."""

    state: Any
    summary: StateSummary
    took_ms: float


class Worker:
    """Owns an engine and its threads. `close` it, or use it as a context manager.

    `developer` takes the place of the thread that develops, where time is not real.
    """

    def __init__(self, engine: Engine, clock: Clock, *, developer: Executor | None = None) -> None:
        self.engine = engine
        self._clock = clock
        self._maker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="inhabit-engine")
        self._developer = developer or ThreadPoolExecutor(1, thread_name_prefix="inhabit-developer")
        self._painter = ThreadPoolExecutor(1, "inhabit-painter", initializer=give_way)
        self._outfitter = ThreadPoolExecutor(1, "inhabit-outfitter", initializer=give_way)

    async def render(self, state: Any, turn: Turn) -> tuple[Any, Rendered]:
        """Make a turn's frame; returns the state it was made from and the frame.

        The state is a new one if the turn begins a world. Stage `wait` is the time spent in the queue.
        """
        asked_s = self._clock.now()

        def work() -> tuple[Any, Rendered]:
            wait_ms = (self._clock.now() - asked_s) * 1000.0
            born, rendered = render_turn(self.engine, state, turn)
            return born, replace(rendered, stages_ms={"wait": wait_ms, **rendered.stages_ms})

        return await self._run(self._maker, work)

    def is_equipped(self, birth: Birth) -> bool:
        """Whether frames of a world that is to be born can be made at once."""
        return self.engine.is_equipped(birth.size, birth.picture, birth.prompt)

    async def equip(self, birth: Birth) -> None:
        """Do once what its frames need, beside the frames of others."""
        told = (birth.size, birth.picture, birth.prompt)
        await self._run(self._outfitter, lambda: self.engine.equip(*told))

    async def develop(self, rendered: Rendered) -> Developed:
        """The picture of a rendered frame, while others are being made."""
        return await self._run(self._developer, lambda: self.engine.develop(rendered))

    async def prepare(self, state: Any) -> Mapping[str, float]:
        """Make beforehand what the frame after `state` would wait for; its stages in milliseconds."""
        return await self._run(self._painter, lambda: self.engine.prepare(state))

    async def do(self, work: Callable[[], Result]) -> Result:
        """Something else that renders or commits, in the queue like everybody's turns."""
        return await self._run(self._maker, work)

    async def commit(self, state: Any, rendered: Rendered) -> Committed:
        """Write a rendered frame into the world."""

        def work() -> Committed:
            began_s = self._clock.now()
            after = self.engine.commit(state, rendered)
            took_ms = (self._clock.now() - began_s) * 1000.0
            return Committed(after, self.engine.summary(after), took_ms)

        return await self._run(self._maker, work)

    def close(self) -> None:
        """Let the turns in progress end, refuse further ones."""
        for thread in (self._maker, self._developer, self._painter, self._outfitter):
            thread.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    async def _run(self, thread: Executor, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(thread, work)


def render_turn(engine: Engine, state: Any, turn: Turn) -> tuple[Any, Rendered]:
    """The engine's part of a turn: birth if a world begins, then the frame. Reads the state only."""
    if turn.birth is not None:
        born = turn.birth
        state = engine.birth(born.seed, born.prompt, born.size, born.picture)
    return state, engine.render(state, turn.control, turn.rung)
