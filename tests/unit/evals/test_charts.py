"""Charts draw what there is: curves with a legend, and bars from a floor to a ceiling."""

from __future__ import annotations

import math
import re

from inhabit.evals.charts import Chart, Line, drawn, gauge


def mark_at(svg: str) -> float:
    found = re.search(r'class="mark" x="([\d.]+)"', svg)
    assert found
    return float(found[1]) + 1.0


def test_a_bar_goes_from_floor_to_ceiling() -> None:
    assert (
        mark_at(gauge(20.0, 30.0, 20.0)) < mark_at(gauge(25.0, 30.0, 20.0)) < mark_at(gauge(30.0, 30.0, 20.0))
    )


def test_fewer_may_be_better() -> None:
    assert mark_at(gauge(2.0, 1.0, 75.0)) > mark_at(gauge(60.0, 1.0, 75.0))


def test_what_is_beyond_its_bounds_is_marked_so() -> None:
    assert "beyond" in gauge(40.0, 30.0, 20.0) and "beyond" not in gauge(25.0, 30.0, 20.0)


def test_without_bounds_or_figure_there_is_no_bar() -> None:
    assert (
        gauge(None, 1.0, 0.0)
        == gauge(1.0, None, 0.0)
        == gauge(math.nan, 1.0, 0.0)
        == gauge(1.0, 1.0, 1.0)
        == ""
    )


def test_lines_have_names_and_points() -> None:
    svg = drawn(Chart("Return", "seconds", "dB", [Line("world", [(5.0, 24.0), (20.0, 22.0)])]))
    assert svg.count("<circle") == 2 and "world" in svg and 'aria-label="Return: dB over seconds"' in svg


def test_what_is_no_number_is_left_out() -> None:
    points = [(1.0, 2.0), (2.0, math.nan)]
    assert drawn(Chart("t", "x", "y", [Line("a", points)])).count("<circle") == 1
    assert drawn(Chart("t", "x", "y", [Line("a", [(1.0, math.nan)])])) == ""


def test_names_cannot_break_the_page() -> None:
    assert "<script>" not in drawn(Chart("<script>", "x", "y", [Line("<script>", [(0.0, 1.0)])]))
