"""The shape of the picture on the page: chosen, shown whole, kept until a reset, and refused in words.

INHABIT_TEST_ENGINE=real runs the same tests on the trained world instead of the toy.
"""

from __future__ import annotations

import pytest

from tests.e2e.conftest import ENGINE_NAME, Visit
from tests.e2e.visitor import Visitor

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
UPRIGHT, OTHERWISE = ([72, 128], [128, 128]) if ENGINE_NAME == "toy" else ([360, 640], [640, 360])
PREPARING_MS = 120_000


def drawn(here: Visitor) -> list[int]:
    """Width and height of the picture as it was made, in pixels."""
    return here.page.evaluate(
        "[document.querySelector('#picture').width, document.querySelector('#picture').height]"
    )


def wait_drawn(here: Visitor, size: list[int]) -> None:
    canvas = "document.querySelector('#picture')"
    condition = f"{canvas}.width === {size[0]} && {canvas}.height === {size[1]}"
    here.page.wait_for_function(condition, timeout=PREPARING_MS)


def is_whole(here: Visitor) -> bool:
    box = here.page.locator("#picture").bounding_box()
    view = here.page.viewport_size
    assert box is not None and view is not None
    across = box["x"] >= -0.5 and box["x"] + box["width"] <= view["width"] + 0.5
    return across and box["y"] >= -0.5 and box["y"] + box["height"] <= view["height"] + 0.5


def test_a_chosen_shape_is_the_shape_of_the_picture(visit: Visit) -> None:
    here = visit().enter()
    assert drawn(here) == OTHERWISE
    here.press("o")
    here.page.check("input[name=shape][value='9:16']", force=True)
    wait_drawn(here, UPRIGHT)
    assert is_whole(here)
    assert here.page.locator("input[name=shape]:checked").get_attribute("value") == "9:16"
    assert here.frame()["epoch"] == 1
    assert (here.state()["welcome"]["seed"], here.state()["welcome"]["prompt"]) == (7, "green hills at noon")
    here.press("Backspace")
    here.wait("inhabit.lastFrame().epoch === 2")
    assert drawn(here) == UPRIGHT


def test_rungs_are_those_of_the_shape(visit: Visit) -> None:
    here = visit().enter()
    here.press("o")
    here.page.check("input[name=shape][value='9:16']", force=True)
    wait_drawn(here, UPRIGHT)
    rungs = here.page.locator("input[name=rung]").evaluate_all("all => all.map((one) => one.value)")
    assert rungs[0] == "auto"
    assert all(rung.startswith(f"{UPRIGHT[0]}x{UPRIGHT[1]}/") for rung in rungs[1:])


def test_a_phone_held_upright_gets_an_upright_picture_and_all_of_it(visit: Visit) -> None:
    here = visit(**PHONE).enter()
    wait_drawn(here, UPRIGHT)
    assert is_whole(here)


def test_a_wide_window_shows_all_of_the_picture_too(visit: Visit) -> None:
    here = visit(viewport={"width": 1440, "height": 900}).enter()
    assert is_whole(here)


def test_the_address_may_name_a_shape_or_a_size_and_so_does_the_link(visit: Visit) -> None:
    here = visit().enter("?seed=7&prompt=a+lake&size=9:16")
    wait_drawn(here, UPRIGHT)
    assert here.page.evaluate("inhabit.session.place.size") == "9:16"
    here.enter(f"?seed=7&prompt=a+lake&size={UPRIGHT[0]}x{UPRIGHT[1]}")
    wait_drawn(here, UPRIGHT)


@pytest.mark.parametrize("size", ["21:9", "800x600"])
def test_a_size_that_cannot_be_made_is_refused_with_what_can(visit: Visit, size: str) -> None:
    here = visit()
    here.page.goto(f"{here.url}?seed=7&prompt=a+lake&size={size}")
    here.wait("document.querySelector('#veil-text').textContent.includes('choose one of')")
    here.page.click("#veil-button")
    here.wait_until_live()
    assert drawn(here) == OTHERWISE
