"""A plot as SVG: what can be drawn is, round numbers stand on the axes, nothing overflows."""

from __future__ import annotations

import math
from xml.etree import ElementTree

import pytest

from inhabit.plan.answer import Column, Plot, Series
from inhabit.plan.chart import HEIGHT, WIDTH, drawn, nice_step, visible

SVG = "{http://www.w3.org/2000/svg}"


def plot(*series: Series, scale: str = "linear") -> Plot:
    return Plot("A <title>", Column("servers"), Column("wait", "share"), series, scale)  # type: ignore[arg-type]


def test_a_plot_is_one_well_formed_svg_that_says_what_it_shows() -> None:
    found = ElementTree.fromstring(drawn(plot(Series("a & b", ((0.0, 0.1), (10.0, 0.5))))))
    assert found.tag == f"{SVG}svg"
    assert found.attrib["role"] == "img"
    assert found.attrib["aria-label"] == "A <title>: a & b"
    assert len(found.findall(f"{SVG}path[@class='s0']")) == 1


def test_points_are_circles_that_nothing_joins() -> None:
    found = ElementTree.fromstring(drawn(plot(Series("seen", ((0.0, 0.1), (1.0, 0.2)), "points"))))
    assert len(found.findall(f"{SVG}circle")) == 2


def test_everything_lies_inside_the_drawing() -> None:
    found = ElementTree.fromstring(drawn(plot(Series("a", ((3.0, 0.02), (977.0, 0.93))), scale="log")))
    for text in found.iter(f"{SVG}text"):
        assert 0.0 <= float(text.attrib["x"]) <= WIDTH
        assert 0.0 <= float(text.attrib["y"]) <= HEIGHT


def test_what_has_no_end_and_what_is_nothing_on_a_log_axis_is_left_out() -> None:
    series = Series("a", ((0.0, math.inf), (1.0, 0.0), (2.0, 0.5), (3.0, math.nan)))
    assert visible(series, log=True) == ((2.0, 0.5),)
    assert visible(series, log=False) == ((1.0, 0.0), (2.0, 0.5))


def test_a_plot_without_a_point_is_no_drawing() -> None:
    assert drawn(plot(Series("a", ((1.0, math.inf),)))) == ""


def test_one_point_alone_is_drawn() -> None:
    assert "<circle" in drawn(plot(Series("a", ((1.0, 0.0),), "points")))


@pytest.mark.parametrize(("span", "step"), [(1.0, 0.2), (10.0, 2.0), (110.0, 20.0), (0.06, 0.01), (6.0, 1.0)])
def test_ticks_are_at_round_numbers(span: float, step: float) -> None:
    assert nice_step(span) == pytest.approx(step)


def test_shares_are_told_in_per_cent_and_decades_each_once() -> None:
    svg = drawn(plot(Series("a", ((0.0, 0.0001), (1.0, 1.0))), scale="log"))
    assert all(f">{text}<" in svg for text in ("0.01%", "0.1%", "1%", "10%", "100%"))
