"""A bounded waiting room: who is sent away, and how long those let in wait."""

from __future__ import annotations

from typing import Any

import mpmath
import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan import erlang, queueing
from inhabit.plan.waiting_room import bounded_waits


def exact_chances(servers: int, room: int, erlangs: float) -> list[Any]:
    """P(n inside) for n = 0..servers + room, from the balance of neighbouring states alone."""
    with mpmath.workdps(40):
        weights = [mpmath.mpf(1)]
        for n in range(1, servers + room + 1):
            weights.append(weights[-1] * mpmath.mpf(erlangs) / min(n, servers))
        total = mpmath.fsum(weights)
        return [weight / total for weight in weights]


@pytest.mark.parametrize("load", [0.2, 0.95, 1.0, 1.3, 20.0])
@pytest.mark.parametrize(("servers", "room"), [(1, 0), (1, 3), (4, 1), (10, 200), (300, 50)])
def test_states_balance_exactly(servers: int, room: int, load: float) -> None:
    erlangs = servers * load
    chances = exact_chances(servers, room, erlangs)
    waits = bounded_waits(erlangs, 1.0, servers, room)
    queue_mean = float(mpmath.fsum(j * chance for j, chance in enumerate(chances[servers:])))
    inside_mean = float(mpmath.fsum(n * chance for n, chance in enumerate(chances)))
    admitted = 1 - chances[-1]
    assert waits.refused_share == pytest.approx(float(chances[-1]), rel=1e-9)
    assert waits.queue_mean == pytest.approx(queue_mean, rel=1e-9)
    assert waits.inside_mean == pytest.approx(inside_mean, rel=1e-9)
    assert waits.wait_share == pytest.approx(float(mpmath.fsum(chances[servers:-1]) / admitted), rel=1e-9)
    assert waits.queue_s == pytest.approx(queue_mean / float(erlangs * admitted), rel=1e-9)


@pytest.mark.parametrize("erlangs", [3.0, 9.0, 30.0])
def test_the_wait_of_those_let_in_is_the_area_under_its_distribution(erlangs: float) -> None:
    waits = bounded_waits(erlangs, 1.0, 10, 12)
    step_s = 0.005
    area_s = sum(waits.longer_share((k + 0.5) * step_s) * step_s for k in range(2000))
    assert area_s == pytest.approx(waits.queue_s, rel=1e-4)
    assert waits.longer_share(0.0) == pytest.approx(waits.wait_share, rel=1e-12)


def test_without_places_to_wait_it_is_erlang_b() -> None:
    waits = bounded_waits(10.0, 30.0, 310, 0)
    assert waits.refused_share == pytest.approx(erlang.blocking(310, 300.0), rel=1e-12)
    assert (waits.wait_share, waits.queue_s, waits.longer_share(0.0)) == (0.0, 0.0, 0.0)


def test_with_places_for_everybody_it_is_erlang_c() -> None:
    bounded, endless = bounded_waits(10.0, 30.0, 310, 20_000), queueing.waits(10.0, 30.0, 310)
    assert bounded.refused_share < 1e-100
    assert bounded.wait_share == pytest.approx(endless.wait_share, rel=1e-12)
    assert bounded.queue_s == pytest.approx(endless.queue_s, rel=1e-12)
    assert bounded.longer_share(3.0) == pytest.approx(endless.longer_share(3.0), rel=1e-9)


def test_more_than_can_be_served_is_no_error_but_sends_people_away() -> None:
    waits = bounded_waits(20.0, 1.0, 10, 1000)
    assert waits.refused_share == pytest.approx(0.5, rel=1e-12)
    assert waits.utilisation == pytest.approx(1.0, rel=1e-12)
    assert waits.queue_s == pytest.approx(99.9, rel=1e-3)


def test_a_large_room_before_many_servers_does_not_overflow() -> None:
    waits = bounded_waits(1e6, 1.0, 500_000, 100_000)
    assert waits.refused_share == pytest.approx(0.5, rel=1e-9)
    light = bounded_waits(1e5, 1.0, 500_000, 1_000)
    assert (light.refused_share, light.wait_share) == (0.0, 0.0)


def test_nobody_coming_is_refused_nothing() -> None:
    waits = bounded_waits(0.0, 30.0, 4, 10)
    assert (waits.refused_share, waits.queue_s, waits.inside_mean) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("room", [-1, 2.5, 10**8])
def test_an_absurd_room_is_refused(room: int) -> None:
    with pytest.raises(BadInputError, match="room"):
        bounded_waits(1.0, 1.0, 1, room)
