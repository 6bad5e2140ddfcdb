"""Work shared by the cores: plain threads that sleep while there is nothing to do.

Kernels release the interpreter and are cut into bands of rows, so threads suffice. OpenMP's do not: they spin
for milliseconds after each parallel loop, on cores that the encoder and the browser need.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

import cv2
import numba

Result = TypeVar("Result")

HANDS = min(max((os.cpu_count() or 1) // 2, 1), 4)
"""How many jobs run at once; the caller's thread is one of them. Half of the cores: one frame is made while
another is lit, and threads that take turns on one core only lose time."""


def together(jobs: Sequence[Callable[[], Result]], *, hands: int = HANDS) -> list[Result]:
    """Run all jobs, here and on `hands` - 1 helping threads, and return their results in order.

    Who runs which job depends on time, so jobs must not depend on each other, nor call this themselves.
    Raises what a job raised.
    """
    results: dict[int, Result] = {}
    left = iter(enumerate(jobs))

    def work() -> None:
        for index, job in left:
            results[index] = job()

    helping = [_helpers(hands).submit(work) for _ in range(min(hands, len(jobs)) - 1)]
    try:
        work()
    finally:
        # A helper that is still busy elsewhere need not come any more.
        for late in [help for help in helping if not help.cancel()]:
            late.result()
    return [results[index] for index in range(len(jobs))]


def alone() -> None:
    """One thread for the kernels and OpenCV of this process: for one of several that share the cores."""
    numba.set_num_threads(1)
    cv2.setNumThreads(1)


def bands(rows: int, *, count: int = HANDS) -> list[tuple[int, int]]:
    """`rows` cut into `count` ranges (first, end) of about equal length."""
    cuts = [rows * k // count for k in range(count + 1)]
    return [(first, end) for first, end in itertools.pairwise(cuts) if end > first]


@cache
def _helpers(hands: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(hands - 1, "inhabit-helper")
