"""A scenario that cannot be simulated is refused with the value and the fix."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan.simulation.arrivals import Recorded, Steady
from inhabit.plan.simulation.durations import Fixed
from inhabit.plan.simulation.scenario import Hosts, Scaling, Scenario, Tier, session_survival

HOUSE = Scenario(Steady(1.0), Fixed(10.0), Hosts(1, 4), horizon_s=100.0)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"horizon_s": -1.0}, "horizon_s is -1"),
        ({"warmup_s": 100.0}, "leave time to measure"),
        ({"session": None}, "session is missing"),
        ({"room": -1}, "room is -1"),
        ({"tiers": (Tier("free", 0.9), Tier("paid", 0.2))}, r"add up to 1\.1"),
        ({"hosts": Hosts(0, 4)}, "hosts is 0 and nothing starts any"),
        ({"scaling": Scaling(4, 1e-6, 60.0)}, "every_s"),
    ],
)
def test_what_does_not_go_together_is_refused(changes: dict[str, object], said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        replace(HOUSE, **changes)


def test_absurd_parts_are_refused_by_name() -> None:
    with pytest.raises(BadInputError, match="slots of a host is 0"):
        Hosts(1, 0)
    with pytest.raises(BadInputError, match="least hosts is 5, more than most hosts, 2"):
        Scaling(0, 60.0, 60.0, least=5, most=2)
    with pytest.raises(BadInputError, match="limit_s of free"):
        Tier("free", 1.0, 0.0)
    with pytest.raises(BadInputError, match=r"share of free is 90, .*give 0\.9"):
        Tier("free", 90.0)


def test_limits_of_the_tiers_cut_sessions_short() -> None:
    house = replace(HOUSE, tiers=(Tier("free", 0.75, 4.0), Tier("paid", 0.25)))
    assert session_survival(house, np.array([0.0, 3.9, 4.0, 9.9, 10.0])).tolist() == [
        1.0,
        1.0,
        0.25,
        0.25,
        0.0,
    ]


def test_a_log_brings_its_own_lengths() -> None:
    house = replace(HOUSE, session=None, arrivals=Recorded(((0.0, 1.0), (0.0, 2.0), (0.0, 4.0), (0.0, 4.0))))
    assert session_survival(house, np.array([0.0, 1.0, 3.0, 4.0])).tolist() == [1.0, 0.75, 0.5, 0.0]
