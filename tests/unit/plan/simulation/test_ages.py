"""Cohorts: people by how long they have been there."""

from __future__ import annotations

import numpy as np
import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan.simulation.ages import Cohorts, Queue, staying_shares
from inhabit.plan.simulation.durations import Exponential, Fixed, Lognormal, survival


def test_shares_that_stay_add_up_to_the_mean_length() -> None:
    for length in (Exponential(300.0), Fixed(300.0), Lognormal(300.0, 0.8)):
        shares = staying_shares(lambda age_s, length=length: survival(length, age_s), 20.0)
        assert shares.sum() * 20.0 == pytest.approx(300.0, rel=2e-4), length
        assert (np.diff(shares) <= 0.0).all()


def test_sessions_of_one_length_all_end_in_the_step_they_must() -> None:
    shares = staying_shares(lambda age_s: survival(Fixed(60.0), age_s), 20.0)
    assert shares.tolist() == [1.0, 1.0, 1.0]


def test_a_step_far_too_short_is_refused() -> None:
    with pytest.raises(BadInputError, match="give a longer step_s") as refused:
        staying_shares(lambda age_s: survival(Exponential(3600.0), age_s), 0.5)
    assert refused.value.code == "step_too_short"


def test_cohorts_leave_as_their_lengths_say() -> None:
    rng = np.random.default_rng(1)
    cohorts = Cohorts(staying_shares(lambda age_s: survival(Exponential(100.0), age_s), 10.0), 2)
    cohorts.join(np.array([100_000, 0]), rng)
    first = cohorts.total[0]
    for _ in range(10):
        cohorts.pass_step(rng)
    assert cohorts.total[0] / first == pytest.approx(np.exp(-1.0), rel=0.02)
    assert cohorts.total[1] == 0


def test_a_share_of_all_ages_can_be_lost_at_once() -> None:
    rng = np.random.default_rng(2)
    cohorts = Cohorts(np.array([1.0, 0.5]), 2)
    cohorts.join(np.array([10_000, 10_000]), rng)
    lost = cohorts.lose(np.array([0.25, 0.0]), rng)
    assert lost[0] == pytest.approx(2500, abs=200)
    assert lost[1] == 0
    assert (cohorts.total + lost).tolist() == [10_000, 10_000]


def test_who_waits_longest_starts_first() -> None:
    rng = np.random.default_rng(3)
    queue = Queue(None, 1, oldest=5)
    queue.serve(np.array([0]), np.array([4]))
    queue.pass_step(rng)
    started = queue.serve(np.array([5]), np.array([3]))
    assert started[0, :3].tolist() == [1, 4, 0]
    assert queue.total.tolist() == [2]


def test_who_came_last_finds_no_place() -> None:
    queue = Queue(None, 2, oldest=5)
    queue.serve(np.array([0, 0]), np.array([7, 2]))
    assert queue.refuse(4).tolist() == [3, 0]
    assert queue.total.tolist() == [4, 2]


def test_patience_runs_out() -> None:
    rng = np.random.default_rng(4)
    queue = Queue(np.array([1.0, 1.0]), 1, oldest=5)
    queue.serve(np.array([0]), np.array([9]))
    assert queue.pass_step(rng).sum() == 0
    assert queue.pass_step(rng)[0].tolist() == [0, 9]
    assert queue.total.tolist() == [0]


def test_the_patient_are_kept_however_old() -> None:
    rng = np.random.default_rng(5)
    queue = Queue(None, 1, oldest=2)
    queue.serve(np.array([0]), np.array([9]))
    for _ in range(10):
        queue.pass_step(rng)
    assert queue.ages[0].tolist() == [0, 0, 9]
