"""Padlocks on the page: what they hold stays, what was held is said, and they show the server's word.

INHABIT_TEST_ENGINE=real runs the same tests on the trained world instead of the toy.
"""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Visit
from tests.e2e.visitor import Visitor

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
NOON = "?seed=7&prompt=green+hills+at+ten+in+the+morning"
TARGET_PX = 44
"""What a thumb hits."""


def press(here: Visitor, lock: str) -> None:
    """Press a padlock of the open world sheet, and see it turn."""
    button = here.page.locator(f"#world [data-lock={lock}]")
    wanted = "false" if button.get_attribute("aria-pressed") == "true" else "true"
    button.click()
    here.page.wait_for_selector(f"#world [data-lock={lock}][aria-pressed={wanted}]")


def hour(here: Visitor) -> float:
    return here.state()["state"]["attributes"]["hour"]


def test_a_locked_time_of_day_stays_and_the_trace_says_what_was_held(visit: Visit) -> None:
    here = visit().enter(NOON)
    here.press("o")
    before = hour(here)
    press(here, "time")
    here.say("make it night")
    answer = here.answer()
    assert (answer["held"], answer["why"][:16]) == (["time"], "Time is locked: ")
    here.wait("document.querySelector('#ack').textContent.includes('Time is locked: kept at')")
    here.press("t")
    here.wait("document.querySelector('#trace-list li small').textContent.includes('Held. Time is locked')")
    here.wait_frames(60)
    assert hour(here) == pytest.approx(before, abs=1e-3)
    press(here, "time")
    here.say("make it night")
    assert here.answer()["held"] == []
    here.wait("inhabit.state.state.attributes.hour > 20 || inhabit.state.state.attributes.hour < 5")


def test_a_slider_on_something_locked_goes_back_and_says_why(visit: Visit) -> None:
    here = visit().enter(NOON)
    here.press("o")
    press(here, "weather")
    before = here.page.locator("#set-rain").input_value()
    here.page.focus("#set-rain")
    here.press("End")
    here.wait("inhabit.trace.at(-1).what === 'rain 100 %'")
    answer = here.answer()
    assert (answer["status"], "unlock the weather" in answer["why"]) == ("rejected", True)
    here.wait("document.querySelector('#notices').textContent.includes('Weather is locked')")
    here.wait(f"document.querySelector('#set-rain').value === '{before}'")


def test_a_chip_on_something_locked_goes_back(visit: Visit) -> None:
    here = visit().enter(NOON)
    here.press("o")
    press(here, "style")
    here.page.locator("input[name=style][value=noir]").click(force=True)
    assert here.answer()["status"] == "rejected"
    here.page.wait_for_selector("input[name=style][value=painted]:checked", state="attached")


def test_a_locked_camera_ignores_keys_and_says_so(visit: Visit) -> None:
    here = visit().enter(NOON)
    here.press("k")
    here.page.wait_for_selector("#camera-held", state="visible")
    before = here.pose()
    with here.holding("KeyW"):
        here.wait_frames(10)
    assert here.pose() == before
    assert next(one for one in here.trace() if one["what"] == "forward")["held"] == ["camera"]
    here.page.click("#camera-held")
    here.page.wait_for_selector("#camera-held", state="hidden")
    with here.holding("KeyW"):
        here.wait(f"inhabit.state.state.pose.z_m > {before['z_m']} + 1")


def test_beginning_again_opens_the_locks_and_says_so(visit: Visit) -> None:
    here = visit().enter(NOON)
    here.press("o")
    press(here, "style")
    here.press("Backspace")
    here.page.wait_for_selector("#world [data-lock=style][aria-pressed=false]")
    here.wait("document.querySelector('#ack').textContent.includes('style is no longer locked')")


def test_a_padlock_is_worked_by_keyboard_and_knows_its_name(visit: Visit) -> None:
    here = visit().enter(NOON)
    here.press("o")
    lock = here.page.get_by_role("button", name="Lock the style")
    lock.focus()
    here.press("Enter")
    here.page.get_by_role("button", name="Unlock the style", pressed=True).wait_for()


def test_a_lock_is_still_shown_after_the_page_was_loaded_again(visit: Visit) -> None:
    here = visit().enter(NOON)
    here.press("o")
    press(here, "set")
    here.page.reload()
    here.wait_until_live()
    assert here.page.evaluate("inhabit.locks") == ["set"]
    assert here.page.locator("#world [data-lock=set]").get_attribute("aria-pressed") == "true"


def test_on_a_phone_a_thumb_hits_every_padlock(visit: Visit) -> None:
    here = visit(**PHONE).enter(NOON)
    here.page.tap("#world-button")
    for lock in here.page.locator("#world .lock").all():
        lock.scroll_into_view_if_needed()
        box = lock.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= TARGET_PX
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390
