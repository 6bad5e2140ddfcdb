"""A picture is like the true one that it resembles most, of what was asked, part of it, and other things."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from inhabit.core.attributes import Attributes
from inhabit.core.frame import PlanarFrame
from inhabit.evals.lineup import Lineup, looks, partway

NOON = Attributes(hour=12.0, cloud=0.2, fog=0.0)


def shot(look: Attributes) -> PlanarFrame:
    """A place whose fog is light and whose rain is colour."""
    chroma = np.full((2, 2), 128, np.uint8)
    luma = np.full((4, 4), 50 + round(100 * look.fog), np.uint8)
    return PlanarFrame(luma, chroma, np.full_like(chroma, 100 + round(100 * look.rain)))


def described(frame: PlanarFrame) -> np.ndarray:
    return np.array([frame.luma.mean(), frame.red.mean()], np.float32)


def told(frame: PlanarFrame, wanted: Attributes, names: list[str]) -> Attributes:
    return Lineup(shot, described).most_like(frame, looks(NOON, wanted, names))


def test_what_came_true_is_found() -> None:
    wanted = replace(NOON, fog=0.8, rain=0.9)
    assert told(shot(wanted), wanted, ["fog", "rain"]) == wanted


def test_a_part_that_was_left_out_is_found() -> None:
    wanted = replace(NOON, fog=0.8, rain=0.9)
    assert told(shot(replace(wanted, rain=0.0)), wanted, ["fog", "rain"]).rain == 0.0


def test_a_quarter_of_the_way_is_not_half_of_it() -> None:
    wanted = replace(NOON, fog=0.8)
    assert told(shot(replace(NOON, fog=0.2)), wanted, ["fog"]).fog == 0.2
    assert told(shot(replace(NOON, fog=0.6)), wanted, ["fog"]).fog > 0.4


def test_something_else_is_not_taken_for_what_was_asked() -> None:
    wanted = replace(NOON, fog=0.8)
    assert told(shot(replace(NOON, rain=1.0)), wanted, ["fog"]).fog < 0.4


def test_pictures_that_differ_a_little_are_still_told_apart() -> None:
    wanted = replace(NOON, fog=0.8)
    lighter = PlanarFrame(*(plane + 4 for plane in (shot(wanted).luma, shot(wanted).blue, shot(wanted).red)))
    assert told(lighter, wanted, ["fog"]) == wanted


def test_the_line_up_holds_everyone_once() -> None:
    lined_up = looks(NOON, replace(NOON, rain=0.9), ["rain"])
    assert len(lined_up) == len(set(lined_up))
    assert {NOON, replace(NOON, rain=0.9)} <= set(lined_up)
    assert any(look.main_style == "print" and look.rain == 0.9 for look in lined_up)


def test_the_hour_goes_the_shorter_way_round() -> None:
    late, early = replace(NOON, hour=23.0), replace(NOON, hour=3.0)
    assert partway(late, early, ["hour"], 0.5).hour == 1.0
