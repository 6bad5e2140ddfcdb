"""How long do people wait?"""

from __future__ import annotations

import math

import pytest

from inhabit.core.errors import BadInputError
from inhabit.plan.answers.queue import answer


def test_the_posts_real_time_example_hardly_waits() -> None:
    found = answer()
    assert found.figure("utilisation").value == pytest.approx(0.9375)
    assert found.figure("share that waits at all").value == pytest.approx(1.657e-4, rel=1e-3)
    assert found.figure("load").value == 3000


def test_the_posts_batch_example_does_not_wait_at_all() -> None:
    found = answer(arrivals_per_s=10.0, service_s=30.0, servers=400)
    assert found.figure("share that waits at all").value == pytest.approx(2.3e-8, rel=0.02)
    assert found.figure("mean wait").value == pytest.approx(7e-9, rel=0.05)


def test_littles_law_ties_its_figures_together() -> None:
    found = answer(servers=3010)
    assert found.figure("waiting at once").value == pytest.approx(10.0 * found.figure("mean wait").value)
    assert found.figure("mean stay").value == pytest.approx(300.0 + found.figure("mean wait").value)


def test_the_servers_it_asks_for_are_enough_and_one_less_is_not() -> None:
    servers = int(answer(wait_share=0.05).figure("servers so that few wait at all").value)
    enough, short = answer(servers=servers), answer(servers=servers - 1)
    assert enough.figure("share that waits at all").value <= 0.05
    assert short.figure("share that waits at all").value > 0.05


def test_a_load_as_large_as_the_servers_is_refused_with_how_many_it_takes() -> None:
    with pytest.raises(BadInputError, match="give at least 3001 servers") as caught:
        answer(servers=3000)
    assert caught.value.code == "unstable_queue"


def test_a_bounded_room_sends_people_away_and_settles_at_any_load() -> None:
    found = answer(servers=2900, room=50)
    assert 0.03 < found.figure("share that is sent away").value < 0.04
    assert "sent away" in found.said
    nobody_waits = answer(servers=2900, room=0)
    assert nobody_waits.figure("mean wait of those let in").value == 0.0


def test_more_servers_never_make_more_people_wait() -> None:
    for series in answer().plots[0].series:
        heights = [y for _, y in series.points]
        assert heights == sorted(heights, reverse=True), series.name


def test_a_tiny_house_is_answered_too() -> None:
    found = answer(arrivals_per_s=0.001, service_s=60.0, servers=1)
    assert found.figure("share that waits at all").value == pytest.approx(0.06)


@pytest.mark.parametrize(
    "bad",
    [
        {"arrivals_per_s": -1.0},
        {"arrivals_per_s": math.nan},
        {"service_s": 0.0},
        {"service_s": math.inf},
        {"servers": 0},
        {"room": -1},
        {"wait_s": -1.0},
        {"wait_share": 0.0},
        {"wait_share": 5.0},
    ],
)
def test_numbers_that_cannot_be_are_refused(bad: dict[str, float]) -> None:
    with pytest.raises(BadInputError):
        answer(**bad)  # pyright: ignore[reportArgumentType]
