"""Work that gives way to frames: a thread may be patient, and what it computes outside of the interpreter
then runs on a thread of low priority.

The patient thread itself keeps its priority. One of low priority that is interrupted while it holds the
interpreter would keep every other thread from it, frames included, until the cores are idle.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

Result = TypeVar("Result")

NICENESS = 15
"""What gives way takes what frames leave, and a thirtieth of a core where they leave nothing."""

_here = threading.local()


def give_way() -> None:
    """This thread is patient from now on."""
    _here.gives_way = True


def gives_way() -> bool:
    """Whether this thread is patient."""
    return getattr(_here, "gives_way", False)


def patiently(work: Callable[[], Result]) -> Result:
    """The result of `work`, which should let go of the interpreter: run here, or, where this thread is
    patient, on one of low priority."""
    return _low().submit(work).result() if gives_way() else work()


@cache
def _low() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "inhabit-patient", initializer=_lower)


def _lower() -> None:
    # Only Linux knows the niceness of a thread.
    with contextlib.suppress(AttributeError, OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
