"""Work shared by the cores: plain threads that sleep while there is nothing to do.

Kernels release the interpreter and are cut into bands of rows, so threads suffice. OpenMP's do not: they spin
for milliseconds after each parallel loop, on cores that the encoder and the browser need.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

Result = TypeVar("Result")

HANDS = min(os.cpu_count() or 1, 4)
"""How many jobs run at once; the caller's thread is one of them."""


def together(jobs: Sequence[Callable[[], Result]]) -> list[Result]:
    """Run all jobs, the first one here, and return their results in order.

    Jobs must not depend on each other, nor call this themselves. Raises what a job raised.
    """
    if HANDS == 1 or len(jobs) < 2:
        return [job() for job in jobs]
    others = [_helpers().submit(job) for job in jobs[1:]]
    return [jobs[0](), *(other.result() for other in others)]


def bands(rows: int, *, count: int = HANDS) -> list[tuple[int, int]]:
    """`rows` cut into `count` ranges (first, end) of about equal length."""
    cuts = [rows * k // count for k in range(count + 1)]
    return [(first, end) for first, end in zip(cuts[:-1], cuts[1:], strict=True) if end > first]


@cache
def _helpers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(HANDS - 1, "inhabit-helper")
