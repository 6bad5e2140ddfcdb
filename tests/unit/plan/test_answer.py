"""An answer is data that programs and people can read: finite JSON, figures by name, origins told apart."""

from __future__ import annotations

import json
import math

import pytest

from inhabit.plan.answer import Answer, Column, Plot, Series, Table, heads
from inhabit.plan.figure import Figure, Input

RATE = Input("fps frame rate", 30.0, "fps", "given", "as asked")
SHARE = Input("h headroom", 0.85, "share", "assumed", "because")
ANSWER = Answer(
    "A title",
    "It does.",
    (
        Figure("interval", 33.3, "ms", "1000 / fps", (RATE,)),
        Figure("no end", math.inf, "", "h", (SHARE, RATE)),
    ),
    (Table("Parts", heads("name", "takes [ms]"), (("a", 1.0), ("b", None), ("c", math.inf))),),
    (Plot("Curve", Column("x"), Column("y", "ms"), (Series("s", ((1.0, 2.0), (2.0, math.inf))),)),),
    ("Mind this.",),
)


def test_its_json_is_finite_and_whole() -> None:
    found = json.loads(json.dumps(ANSWER.as_json(), allow_nan=False))
    assert set(found) == {"title", "said", "figures", "tables", "plots", "notes", "origins"}
    assert found["figures"][0]["formula"] == "1000 / fps"
    assert found["figures"][1]["value"] is None
    assert found["tables"][0]["columns"][1] == {"name": "takes", "unit": "ms"}
    assert found["tables"][0]["rows"] == [["a", 1.0], ["b", None], ["c", None]]
    assert found["plots"][0]["series"][0]["points"] == [[1.0, 2.0], [2.0, None]]


def test_its_inputs_are_told_apart_by_origin_each_once() -> None:
    assert ANSWER.inputs("given") == (RATE,)
    assert ANSWER.as_json()["origins"] == {
        "measured": [],
        "sourced": [],
        "assumed": ["h headroom"],
        "given": ["fps frame rate"],
    }


def test_figures_and_tables_are_found_by_name() -> None:
    assert ANSWER.figure("interval").value == 33.3
    assert ANSWER.table("Parts").rows[0] == ("a", 1.0)
    with pytest.raises(KeyError, match="interval"):
        ANSWER.figure("slack")
    with pytest.raises(KeyError, match="Parts"):
        ANSWER.table("slack")


def test_a_row_that_does_not_fit_its_heads_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="2 cells under 1 heads"):
        Table("Parts", heads("name"), (("a", 1.0),))
