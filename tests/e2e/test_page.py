"""The page in a real browser before the real server: what a person does, and what they then see.

INHABIT_TEST_ENGINE=real runs the same tests on the trained world instead of the toy.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from urllib.request import urlopen

import av
import numpy as np
import pytest

from tests.e2e.conftest import Visit
from tests.e2e.visitor import drift_px

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


class TestMoving:
    def test_turning_right_moves_the_picture_left_and_turning_left_moves_it_right(self, visit: Visit) -> None:
        here = visit().enter()
        with here.holding("ArrowRight"):
            right = _drifts_px(here.shown(8))
        with here.holding("ArrowLeft"):
            left = _drifts_px(here.shown(8))
        assert np.median(right) < 0 < np.median(left)

    def test_a_key_let_go_stops_the_camera(self, visit: Visit) -> None:
        here = visit().enter()
        with here.holding("KeyW"):
            here.wait_frames(5)
        assert here.answer()["what"] == "let go"
        here.wait_frames(2)
        assert here.settles(lambda: here.pose()["z_m"])

    def test_dragging_takes_hold_of_the_picture(self, visit: Visit) -> None:
        here = visit().enter()
        yaw_rad = here.pose()["yaw_rad"]
        mouse = here.page.mouse
        mouse.move(700, 300)
        mouse.down()
        mouse.move(500, 300, steps=6)
        mouse.up()
        assert here.answer()["kind"] == "look"
        here.wait(f"inhabit.state.state.pose.yaw_rad > {yaw_rad} + 0.1")

    def test_a_thumb_low_on_the_left_walks(self, visit: Visit) -> None:
        here = visit(**PHONE).enter()
        touch = here.page.context.new_cdp_session(here.page)
        _touch(touch, "touchStart", 80, 600)
        _touch(touch, "touchMove", 80, 540)
        assert here.answer()["what"] == "forward"
        _touch(touch, "touchEnd")
        here.wait("inhabit.trace.at(-1).what === 'let go'")


class TestSaying:
    def test_a_directive_is_applied_seen_and_said_to_be(self, visit: Visit) -> None:
        here = visit().enter()
        before = here.picture()
        here.say("make it rain")
        answer = here.answer()
        assert (answer["kind"], answer["status"]) == ("directive", "visible")
        assert here.frame()["frame_index"] >= answer["frame_index"] > 0
        here.wait("document.querySelector('#ack').textContent.includes('visible after')")
        here.wait_frames(45)
        assert np.abs(here.picture() - before).mean() > 0.5

    def test_shift_enter_describes_the_world_anew(self, visit: Visit) -> None:
        here = visit().enter()
        here.say("a desert at night", anew=True)
        assert here.answer()["kind"] == "prompt"
        assert here.frame()["epoch"] == 0

    def test_a_refusal_says_why(self, visit: Visit) -> None:
        here = visit().enter()
        here.page.evaluate("void inhabit.session.send({ kind: 'set', name: 'rain', value: 7 })")
        answer = here.answer()
        assert (answer["status"], "7" in answer["why"]) == ("rejected", True)
        here.wait("document.querySelector('#recent').textContent.includes('not done')")

    def test_sliders_set_the_world_and_words_move_the_sliders(self, visit: Visit) -> None:
        here = visit().enter()
        here.press("o")
        here.page.focus("#set-fog")
        here.press("End")
        assert here.answer()["what"] == "fog 100 %"
        here.wait("inhabit.state.state.attributes.fog > 0.9")


class TestLiving:
    def test_pause_freezes_within_two_frames_and_resume_goes_on_from_there(self, visit: Visit) -> None:
        here = visit().enter()
        here.press("p")
        answer = here.answer()
        here.wait("inhabit.state.life.kind === 'paused'")
        assert here.settles(lambda: here.frame()["frame_index"])
        assert here.frame()["frame_index"] <= answer["frame_index"] + 2
        assert here.settles(here.picture)
        frozen, pose = here.frame(), here.pose()
        here.press("p")
        here.wait_until_live()
        here.wait_frames(2)
        assert here.frame()["epoch"] == frozen["epoch"]
        assert here.pose() == pytest.approx(pose, abs=0.05)

    def test_reset_begins_a_new_epoch(self, visit: Visit) -> None:
        here = visit().enter()
        with here.holding("KeyW"):
            here.wait_frames(10)
        here.press("Backspace")
        assert here.answer()["kind"] == "reset"
        here.wait("inhabit.lastFrame().epoch === 1")
        here.wait("inhabit.state.state.epoch === 1 && Math.abs(inhabit.state.state.pose.z_m) < 0.5")

    def test_the_trace_shows_all_of_it(self, visit: Visit) -> None:
        here = visit().enter()
        here.say("turn to night")
        here.answer()
        here.press("p")
        here.answer()
        here.press("p")
        here.answer()
        here.press("t")
        rows = here.page.locator("#trace-list li")
        assert rows.locator("b").all_inner_texts() == ["resume", "pause", "“turn to night”"]
        assert all(" ms" in text for text in rows.locator(".ms").all_inner_texts())
        assert all("visible from frame" in text for text in rows.locator("small").all_inner_texts())
        said = "[...document.querySelectorAll('#recent li b')].map((one) => one.textContent).join()"
        here.wait(f"{said} === 'pause,resume'")

    def test_a_broken_connection_comes_back_to_the_same_world(self, visit: Visit) -> None:
        here = visit().enter()
        with here.holding("KeyD"):
            here.wait_frames(20)
        here.answer()
        here.wait_frames(20)
        before, epoch = here.pose(), here.frame()["epoch"]
        here.page.evaluate("inhabit.drop()")
        here.wait("inhabit.state.life.kind === 'reconnecting'")
        here.wait_until_live()
        here.wait_frames(2)
        assert here.state()["welcome"]["resumed"]
        assert here.frame()["epoch"] == epoch
        assert here.pose()["x_m"] == pytest.approx(before["x_m"], abs=0.3)
        assert abs(before["x_m"]) > 1.0

    def test_reloading_the_page_comes_back_to_the_same_world(self, visit: Visit) -> None:
        here = visit().enter()
        here.page.reload()
        here.wait_until_live()
        assert here.state()["welcome"]["resumed"]

    def test_a_server_that_is_gone_is_said_in_words(self, visit: Visit) -> None:
        here = visit()
        here.page.route_web_socket("**/v1/live", lambda socket: socket.close())
        here.page.goto(here.url)
        here.page.wait_for_selector("#veil:not([hidden])")
        assert "does not answer" in here.page.inner_text("#veil")


class TestKeeping:
    def test_a_recording_opens_with_the_right_number_of_frames(self, visit: Visit, tmp_path: Path) -> None:
        here = visit().enter()
        here.press("c")
        here.wait("inhabit.state.state.recording !== null")
        here.wait_frames(40)
        here.press("c")
        link = here.page.locator("#notices a")
        link.wait_for()
        film = tmp_path / "film.mp4"
        with urlopen(str(link.get_attribute("href"))) as answer:
            film.write_bytes(answer.read())
        said = int(str(link.get_attribute("download")).split("_")[1])
        assert _frames(film) == said > 10  # of 40 ticks, a busy machine skips some

    def test_a_picture_is_kept_as_png(self, visit: Visit) -> None:
        here = visit().enter()
        with here.page.expect_download() as kept:
            here.press("v")
        assert Path(kept.value.path()).read_bytes().startswith(b"\x89PNG")

    def test_the_link_leads_back_to_the_place(self, visit: Visit) -> None:
        here = visit().enter("?seed=99&prompt=a+snowy+valley")
        assert (here.state()["welcome"]["seed"], here.state()["welcome"]["prompt"]) == (99, "a snowy valley")


class TestEntering:
    def test_a_card_leads_into_a_world(self, visit: Visit) -> None:
        here = visit()
        here.page.goto(here.url)
        here.page.locator("#cards button").nth(2).click()
        here.page.wait_for_selector("#start", state="hidden")
        here.wait("inhabit.lastFrame().epoch === 1")

    def test_words_lead_into_a_world_by_keyboard_alone(self, visit: Visit) -> None:
        here = visit()
        here.page.goto(here.url)
        here.wait("!document.querySelector('#start-skip').disabled")
        here.page.keyboard.type("a quiet lake")
        here.press("Enter")
        here.page.wait_for_selector("#start", state="hidden")
        assert here.trace()[-1]["what"] == "“a quiet lake”"
        here.press("o")
        here.page.wait_for_selector("#world:not([hidden])")
        here.press("Escape")
        here.page.wait_for_selector("#world", state="hidden")

    @pytest.mark.parametrize("sheet", ["world", "trace", "hud"])
    def test_on_a_phone_every_sheet_fits(self, visit: Visit, sheet: str) -> None:
        here = visit(**PHONE).enter()
        here.page.tap(f"#{sheet}-button")
        box = here.page.locator(f"#{sheet}").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert here.page.evaluate("document.documentElement.scrollWidth") <= 390

    def test_a_browser_without_webcodecs_gets_jpeg(self, visit: Visit) -> None:
        here = visit()
        here.page.add_init_script("delete window.VideoDecoder")
        here.enter()
        assert here.state()["welcome"]["codec"] == "mjpeg"
        assert here.picture().std() > 0

    def test_a_browser_that_cannot_play_what_it_promised_falls_back_to_jpeg(self, visit: Visit) -> None:
        here = visit()
        here.page.add_init_script(
            "const real = VideoDecoder.isConfigSupported; let asked = 0;"
            "VideoDecoder.isConfigSupported = (config) =>"
            "  asked++ === 0 ? real.call(VideoDecoder, config) : Promise.resolve({ supported: false });"
        )
        here.enter()
        assert (here.state()["welcome"]["codec"], here.state()["welcome"]["resumed"]) == ("mjpeg", True)

    def test_with_reduced_motion_nothing_is_animated(self, visit: Visit) -> None:
        here = visit(reduced_motion="reduce").enter()
        here.press("o")
        assert here.page.evaluate("document.getAnimations().length") == 0


def test_the_first_response_is_measured(visit: Visit, record_property: Callable[[str, object], None]) -> None:
    here = visit().enter()
    for key in ("KeyW", "KeyA", "ArrowRight", "KeyS", "KeyD") * 3:
        with here.holding(key):
            pass
        here.answer()
    times_ms = here.times_ms()
    assert len(times_ms) == 30
    assert min(times_ms) > 0
    for share in (50, 95):
        record_property(f"first_response_p{share}_ms", float(np.percentile(times_ms, share)))


def _drifts_px(pictures: list[np.ndarray]) -> list[int]:
    return [drift_px(before, after) for before, after in pairwise(pictures)]


def _frames(film: Path) -> int:
    with av.open(os.fspath(film)) as container:
        return sum(1 for _ in container.decode(video=0))


def _touch(session: object, kind: str, *at: int) -> None:
    """One finger, as the browser's own protocol sends it."""
    points = [{"x": at[0], "y": at[1]}] if at else []
    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})  # type: ignore[attr-defined]
