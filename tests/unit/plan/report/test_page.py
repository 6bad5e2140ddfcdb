"""The page of a report: well formed, self-contained, and nothing in it but what was said."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from inhabit.plan.report.page import page
from inhabit.plan.report.report import report
from inhabit.plan.report.scenario import parse
from tests.fakes.scenarios import SMALL

MOST_BYTES = 300_000
VOID = {"meta", "br", "path", "circle"}


class Reader(HTMLParser):
    """Which tags are open, and every address that a browser would ask for."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.asked: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.asked += [value for name in ("src", "href", "action", "srcset") if (value := told.get(name))]
        if told.get("id"):
            self.ids.append(str(told["id"]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def text_of(scenario: str) -> str:
    return page(report(parse(scenario, "a.toml")), remade_by="inhabit plan report a.toml")


def readers(root: Path) -> list[tuple[str, str]]:
    folder = root / "docs" / "plans"
    return [(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.html"))]


def check(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    assert reader.open == []
    assert all(address.startswith("#") for address in reader.asked)
    assert {address[1:] for address in reader.asked} <= set(reader.ids)
    assert "<script" not in text and "@import" not in text and not re.search(r"url\((?!data:)", text)
    return reader


def test_a_page_is_well_formed_and_asks_nobody_for_anything() -> None:
    check(text_of(SMALL))


def test_what_a_scenario_says_is_text_and_never_markup() -> None:
    text = text_of(SMALL.replace('"A house"', "'A <script>alert(1)</script> & \"house\"'"))
    check(text)
    assert "A &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;house&quot;" in text


def test_every_figure_shows_what_it_rests_on_and_opens_to_its_formula() -> None:
    text = text_of(SMALL)
    details = re.findall(r"<details>.*?</details>", text, re.DOTALL)
    assert len(details) > 30
    for each in details:
        assert re.search(r"<i class=(measured|sourced|assumed)>", each), each
        assert "<code>=" in each
    assert "class=given" not in text


def test_commands_in_prose_are_code() -> None:
    assert "<code>inhabit plan capacity</code>" in text_of(SMALL)


@pytest.mark.parametrize("name", ["laptop", "pixverse", "studio"])
def test_the_shipped_reports_are_whole_small_and_of_their_scenarios(root: Path, name: str) -> None:
    text = dict(readers(root))[name]
    check(text)
    assert len(text.encode()) < MOST_BYTES
    scenario = (root / "docs" / "plans" / f"{name}.toml").read_text(encoding="utf-8")
    title = re.search(r'^title = "(.*)"', scenario, re.MULTILINE)
    assert title is not None and f"<h1>{title[1]}</h1>" in text
    assert f"inhabit plan report docs/plans/{name}.toml" in text
