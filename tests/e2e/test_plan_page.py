"""The planner's page in a real browser before the real server: sliders that recompute at once."""

from __future__ import annotations

import re

import pytest

from tests.e2e.conftest import Visit
from tests.e2e.visitor import Visitor

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def opened(visitor: Visitor, at: str = "") -> Visitor:
    """The page, answered for the first time."""
    visitor.page.goto(f"{visitor.url}plan/{at}")
    visitor.wait("window.inhabit !== undefined && inhabit.answers > 0")
    return visitor


def said(here: Visitor) -> str:
    return here.page.inner_text("#said")


def set_to(here: Visitor, knob: str, place: float) -> None:
    """Move a slider as a hand does, and wait for its answer."""
    before = here.page.evaluate("inhabit.answers")
    here.page.evaluate(
        """([id, place]) => {
          const input = document.getElementById(id);
          input.value = place;
          input.dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        [f"knob-{knob}", place],
    )
    here.wait(f"inhabit.answers > {before}")


def test_a_slider_recomputes_at_once_and_the_address_keeps_it(visit: Visit) -> None:
    here = opened(visit(), "#queue")
    before = said(here)
    assert "of the servers are busy" in before
    set_to(here, "servers", 120)
    assert said(here) != before
    places = here.page.inner_text("#knobs .knob:nth-child(3) output").split()[0]
    assert f"servers={places}" in here.page.url
    again = opened(visit(), here.page.url.partition("/plan/")[2])
    assert said(again) == said(here)


def test_what_cannot_be_is_said_with_the_way_out_and_mended_by_the_next_move(visit: Visit) -> None:
    here = opened(visit(), "#queue")
    set_to(here, "servers", 20)
    assert re.search(r"grows for ever; give at least \d+ servers", said(here))
    assert here.page.locator("#shown[data-stale]").count() == 1
    set_to(here, "servers", 140)
    assert "of the servers are busy" in said(here)
    assert here.page.locator("#shown[data-stale]").count() == 0


def test_every_question_answers_with_figures(visit: Visit) -> None:
    here = opened(visit())
    for tab in here.page.locator("#tabs button").all():
        before = here.page.evaluate("inhabit.answers")
        tab.click()
        here.wait(f"inhabit.answers > {before}")
        assert here.page.locator("#shown details").count() > 0, tab.inner_text()
        assert here.page.locator("#said[data-refused]").count() == 0, said(here)


def test_it_is_used_by_keyboard_alone(visit: Visit) -> None:
    here = opened(visit(), "#capacity")
    keyboard = here.page.keyboard
    here.page.focus('[role="tab"][aria-selected="true"]')
    before = here.page.evaluate("inhabit.answers")
    keyboard.press("ArrowRight")
    here.wait(f"inhabit.answers > {before}")
    assert here.page.inner_text("#asks").startswith("How long do people wait")
    keyboard.press("Tab")
    before = here.page.evaluate("inhabit.answers")
    was = here.page.inner_text("#knobs output >> nth=0")
    keyboard.press("ArrowRight")
    here.wait(f"inhabit.answers > {before}")
    assert here.page.inner_text("#knobs output >> nth=0") != was
    here.page.focus("#shown summary >> nth=0")
    keyboard.press("Enter")
    assert here.page.is_visible("#shown details[open] .why")


def test_a_figure_that_is_open_stays_open_while_its_slider_moves(visit: Visit) -> None:
    here = opened(visit(), "#queue")
    here.page.click("#shown summary >> nth=1")
    set_to(here, "servers", 130)
    assert here.page.locator("#shown details[open]").count() == 1


@pytest.mark.parametrize("question", ["capacity", "queue", "memory", "economics"])
def test_a_phone_in_portrait_scrolls_down_and_never_sideways(visit: Visit, question: str) -> None:
    here = opened(visit(**PHONE), f"#{question}")
    assert here.page.evaluate("document.documentElement.scrollWidth") <= 390
    tabs = here.page.evaluate("[...document.querySelectorAll('#tabs button')].map((e) => e.offsetHeight)")
    assert min(tabs) >= 44


def test_with_reduced_motion_nothing_moves(visit: Visit) -> None:
    here = opened(visit(reduced_motion="reduce"), "#queue")
    moving = (
        "[...document.querySelectorAll('*')].filter((e) => getComputedStyle(e).transitionDuration !== '0s')"
    )
    assert here.page.evaluate(f"{moving}.length") == 0


def test_the_world_links_to_it(visit: Visit) -> None:
    here = visit().enter()
    assert here.page.get_attribute("#hud .more a", "href") == "plan/"
