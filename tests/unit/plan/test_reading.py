"""An answer in words: nothing is left to compute, and nothing says more than the answer does."""

from __future__ import annotations

import json

from inhabit.plan.answers import queue, response
from inhabit.plan.figure import Figure, Input
from inhabit.plan.reading import as_json, read, read_figure


def test_a_figure_tells_its_value_its_formula_with_the_numbers_and_each_source() -> None:
    given = Input("fps frame rate", 30.0, "fps", "sourced", "a post")
    found = read_figure(Figure("interval", 1000.0 / 30.0, "ms", "1000 / fps", (given,), note="each"))
    assert (found.value, found.formula, found.put_in) == ("33.33 ms", "1000 / fps", "1000 / 30")
    assert found.rests_on == ("sourced",)
    only = found.inputs[0]
    assert (only.letter, only.meaning, only.value, only.source) == ("fps", "frame rate", "30 fps", "a post")


def test_where_putting_in_says_nothing_new_it_is_not_said() -> None:
    assert read_figure(Figure("x", 1.0, "", "one")).put_in == ""


def test_the_weakest_origin_stands_first() -> None:
    inputs = tuple(Input(name, 1.0, "", name, "") for name in ("measured", "assumed", "sourced"))
    assert read_figure(Figure("x", 1.0, "", "y", inputs)).rests_on == ("assumed", "sourced", "measured")


def test_all_of_an_answer_is_plain_texts() -> None:
    found = as_json(read(queue.answer()))
    assert json.loads(json.dumps(found)).keys() == found.keys()
    assert found["plots"][0]["svg"].startswith("<svg")
    assert all(isinstance(cell, str) for row in found["tables"][0]["rows"] for cell in row)


def test_columns_of_words_are_told_from_columns_of_numbers() -> None:
    table = read(response.answer()).tables[1]
    assert [table.heads[place] for place in table.words] == ["name", "what it means"]
