"""Stepping into a picture on the page: chosen, dropped or pasted, shown first, entered, or refused."""

from __future__ import annotations

import base64

import pytest

from tests.e2e.conftest import Visit
from tests.e2e.visitor import Visitor
from tests.fakes.photographs import file_of, halves

PICTURE = file_of(halves(180, 180))
BROKEN = PICTURE[:200]
BRING = """([data, how]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], "hill.png", { type: "image/png" }));
  const init = { bubbles: true, cancelable: true };
  if (how === "paste") {
    document.body.dispatchEvent(new ClipboardEvent("paste", { ...init, clipboardData: carried }));
  } else for (const kind of ["dragenter", "dragover", "drop"])
    document.body.dispatchEvent(new DragEvent(kind, { ...init, dataTransfer: carried }));
}"""


def bring(here: Visitor, how: str, data: bytes = PICTURE) -> None:
    """Drop or paste a file."""
    here.page.evaluate(BRING, [base64.b64encode(data).decode(), how])


def mood(here: Visitor, wanted: str) -> None:
    here.wait(f"document.querySelector('#arrival').dataset.mood === '{wanted}'")


@pytest.mark.parametrize("how", ["drop", "paste"])
def test_a_picture_is_shown_and_entered_with_the_keyboard(visit: Visit, how: str) -> None:
    here = visit().enter()
    bring(here, how)
    mood(here, "taken")
    assert here.page.locator("#arrival-picture").is_visible()
    assert not here.page.locator("#arrival-veil").is_visible()
    here.press("Enter")
    answer = here.answer()
    assert (answer["kind"], answer["status"]) == ("reset", "visible")
    here.wait("inhabit.lastFrame().epoch === 1 && !document.querySelector('#arrival').open")


def test_from_the_start_screen_by_its_button_with_words_beside_it(visit: Visit) -> None:
    here = visit()
    here.page.goto(here.url)
    here.wait_until_live()
    with here.page.expect_file_chooser() as chooser:
        here.page.click("#start .bring")
    chooser.value.set_files({"name": "hill.png", "mimeType": "image/png", "buffer": PICTURE})
    mood(here, "taken")
    here.page.fill("#arrival-text", "snow at dusk")
    here.page.click("#arrival-go")
    here.wait("inhabit.lastFrame().epoch === 1 && document.querySelector('#start').hidden")
    assert here.page.evaluate("inhabit.session.place.prompt") == "snow at dusk"


def test_one_that_is_refused_says_why_and_the_world_goes_on(visit: Visit) -> None:
    here = visit().enter()
    bring(here, "drop", BROKEN)
    mood(here, "refused")
    assert "broken" in here.page.inner_text("#arrival-words")
    assert here.page.is_disabled("#arrival-go")
    here.wait_frames(3)
    bring(here, "drop")
    mood(here, "taken")
    here.press("Escape")
    here.wait("!document.querySelector('#arrival').open")
    assert here.frame()["epoch"] == 0


def test_on_a_phone_nothing_lies_outside_of_the_screen(visit: Visit) -> None:
    here = visit(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).enter()
    bring(here, "paste")
    mood(here, "taken")
    box = here.page.locator("#arrival-go").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["y"] + box["height"] <= 844
