"""A thread that writes, one job after the other, so that nobody who makes frames waits for a disk.

What fails because the disk is full or the database is away is tried again until it works; meanwhile `trouble`
says in words what is wrong. What can never work is given up, and whoever asked is told.
"""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from inhabit.core.errors import InhabitError

RETRY_S = 0.5
FAREWELL_TRIES = 3
"""How often a job is tried once the writer is being closed."""

Done = Callable[[bool], object]
"""Is told, on the writer's thread, whether a job was done."""

_log = logging.getLogger(__name__)


class Writes(Protocol):
    """Whoever does jobs in their order."""

    @property
    def trouble(self) -> str:
        """What keeps the job at hand from being done; empty if nothing."""
        ...

    def submit(self, job: Callable[[], object], done: Done | None = None) -> None:
        """Do a job after those before it."""
        ...


@dataclass(frozen=True, slots=True)
class _Task:
    job: Callable[[], object]
    done: Done


class Writer:
    """One thread and its queue. `niceness` is how far it gives way (Linux alone knows that of a thread)."""

    def __init__(self, name: str, *, niceness: int = 0, retry_s: float = RETRY_S) -> None:
        self.trouble = ""
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._closing = threading.Event()
        self._niceness, self._retry_s = niceness, retry_s
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def submit(self, job: Callable[[], object], done: Done | None = None) -> None:
        self._tasks.put(_Task(job, done or (lambda _done: None)))

    def settle(self, within_s: float) -> bool:
        """Wait until everything submitted so far is done or given up; false if that takes too long."""
        settled = threading.Event()
        self.submit(settled.set)
        return settled.wait(within_s)

    def close(self, within_s: float = 10.0) -> None:
        """Do what is left, then end; what still fails is given up."""
        self._tasks.put(None)
        self._closing.set()
        self._thread.join(within_s)

    def _work(self) -> None:
        with contextlib.suppress(AttributeError, OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), self._niceness)
        while (task := self._tasks.get()) is not None:
            done = self._try(task)
            try:
                task.done(done)
            except Exception:
                _log.exception("whoever wanted something written could not hear of it")

    def _try(self, task: _Task) -> bool:
        tries = 0
        while True:
            try:
                task.job()
                self.trouble = ""
                return True
            except InhabitError as error:
                tries += 1
                if not self.trouble:
                    _log.warning("not written: %s", error.message)
                if not error.retryable or (self._closing.is_set() and tries >= FAREWELL_TRIES):
                    return False
                self.trouble = error.message
                self._closing.wait(self._retry_s)
            except Exception:
                _log.exception("something could not be written")
                return False


class AtOnce:
    """Writes where it is asked to: for programs that make no frames meanwhile. Nothing is tried twice."""

    trouble = ""

    def submit(self, job: Callable[[], object], done: Done | None = None) -> None:
        try:
            job()
        except InhabitError:
            if done is None:
                raise
            done(False)
            return
        if done is not None:
            done(True)
