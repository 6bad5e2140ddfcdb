"""How many hosts to start and to stop: decided purely, for one house or many at once."""

from __future__ import annotations

import numpy as np

from inhabit.plan.simulation.policy import Change, decide, wanted_hosts
from inhabit.plan.simulation.scenario import Scaling

SCALING = Scaling(buffer_slots=3, every_s=30.0, idle_s=60.0, least=1, most=10)


def test_hosts_hold_who_is_there_and_the_buffer() -> None:
    assert wanted_hosts(SCALING, 4, needed=5, broken=0) == 2
    assert wanted_hosts(SCALING, 4, needed=6, broken=0) == 3


def test_limits_are_kept_and_broken_hosts_count() -> None:
    assert wanted_hosts(SCALING, 4, needed=1000, broken=0) == 10
    assert wanted_hosts(SCALING, 4, needed=1000, broken=4) == 6
    assert wanted_hosts(Scaling(0, 30.0, 60.0, least=1), 4, needed=0, broken=0) == 1


def test_what_is_missing_is_ordered_once() -> None:
    assert decide(SCALING, 4, needed=10, ready=2, starting=0, broken=0, idle=0) == Change(start=2, stop=0)
    assert decide(SCALING, 4, needed=10, ready=2, starting=2, broken=0, idle=0) == Change(start=0, stop=0)


def test_only_hosts_that_are_idle_are_given_back() -> None:
    assert decide(SCALING, 4, needed=2, ready=6, starting=0, broken=0, idle=1) == Change(start=0, stop=1)
    assert decide(SCALING, 4, needed=2, ready=6, starting=0, broken=0, idle=6) == Change(start=0, stop=4)
    assert decide(SCALING, 4, needed=2, ready=6, starting=0, broken=0, idle=0) == Change(start=0, stop=0)


def test_many_houses_are_decided_at_once() -> None:
    change = decide(
        SCALING,
        4,
        needed=np.array([10, 2]),
        ready=np.array([2, 6]),
        starting=np.array([0, 0]),
        broken=np.array([0, 0]),
        idle=np.array([0, 6]),
    )
    assert change.start.tolist() == [2, 0]
    assert change.stop.tolist() == [0, 4]
