"""Work shared by the cores comes back whole and in order."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from inhabit.core.team import bands, together


def test_results_come_in_the_order_of_the_jobs() -> None:
    assert together([partial(pow, 2, k) for k in range(20)], hands=3) == [2**k for k in range(20)]
    assert together([]) == []


def test_a_failing_job_is_told() -> None:
    with pytest.raises(ZeroDivisionError):
        together([partial(divmod, 1, k) for k in range(3)], hands=2)


def test_two_jobs_run_at_once() -> None:
    meeting = threading.Barrier(2, timeout=60)
    assert sorted(together([meeting.wait, meeting.wait], hands=2)) == [0, 1]


@pytest.mark.parametrize("rows", [1, 2, 7, 360])
def test_bands_cover_every_row_once(rows: int) -> None:
    covered = [row for first, end in bands(rows, count=3) for row in range(first, end)]
    assert covered == list(range(rows))
