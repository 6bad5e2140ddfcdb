"""The page's own modules, each by itself, where it must agree with the server or decide something.

They run in the browser they are written for; nothing else understands them.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from inhabit.inputs.keymap import KEYMAP
from inhabit.transport.packet import MediaPacket, pack

Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def ask(browser: Browser, url: str) -> Iterator[Ask]:
    """Evaluates an expression over a module, `m`, with an argument, `a`."""
    page = browser.new_page()
    page.goto(url + "icon.svg")

    def evaluate(module: str, expression: str, argument: object = None) -> Any:
        address = f"{url}js/{module}.js"
        return page.evaluate(
            f"async (a) => {{ const m = await import('{address}'); return {expression}; }}", argument
        )

    yield evaluate
    page.close()


class TestWire:
    def test_reads_the_packets_the_server_packs(self, ask: Ask) -> None:
        packet = MediaPacket(3, 4_000_000_000, 1.25, True, False, 7.5, 41, 2, b"\x00\x00\x00\x01abc")
        text = base64.b64encode(pack(packet)).decode()
        read = ask(
            "wire",
            "(() => { const p = m.unpack(Uint8Array.from(atob(a), (c) => c.charCodeAt(0)).buffer);"
            " return { ...p, payload: Array.from(p.payload) }; })()",
            text,
        )
        assert read == {
            "epoch": 3,
            "frame_index": 4_000_000_000,
            "pts_s": 1.25,
            "key": True,
            "mjpeg": False,
            "make_ms": 7.5,
            "last_seq": 41,
            "rung_index": 2,
            "payload": [0, 0, 0, 1, 97, 98, 99],
        }

    @pytest.mark.parametrize("data", [[], [1] * 31, [9] + [0] * 40])
    def test_refuses_what_is_no_packet(self, ask: Ask, data: list[int]) -> None:
        read = "(() => { try { m.unpack(new Uint8Array(a).buffer); } catch (e) { return e.name; } })()"
        assert ask("wire", read, data) == "RangeError"

    def test_skips_messages_of_a_newer_server(self, ask: Ask) -> None:
        assert ask("wire", 'm.parseMessage(\'{"type":"weather_report"}\')') is None

    def test_an_attribute_may_be_a_name_or_weights(self, ask: Ask) -> None:
        assert ask("wire", "m.chosenName([0.2, 0.8], ['a', 'b'])") == "b"
        assert ask("wire", "m.chosenName('a', ['a', 'b'])") == "a"


class TestKeys:
    def test_are_those_the_server_publishes(self, ask: Ask) -> None:
        assert {code: tuple(held) for code, held in ask("input/keys", "m.HELD_KEYS").items()} == dict(KEYMAP)


class TestAxes:
    @pytest.mark.parametrize(
        ("sources", "mixed"),
        [
            ([], {}),
            ([{"dolly": 1}, {"dolly": 1}], {"dolly": 1}),
            ([{"yaw": 1}, {"yaw": -1}], {}),
            ([{"truck": 0.004}], {}),
            ([{"pitch": -0.333}], {"pitch": -0.34}),
        ],
    )
    def test_sources_add_up_within_full_speed(
        self, ask: Ask, sources: list[Any], mixed: dict[str, float]
    ) -> None:
        assert ask("input/axes", "m.mix(a)", sources) == mixed

    def test_a_resting_controller_asks_for_nothing(self, ask: Ask) -> None:
        pad = {"axes": [0.1, -0.1, 0.05, 0], "buttons": []}
        assert set(ask("input/gamepad", "m.padAxes(a)", pad).values()) == {0}


class TestTrace:
    LIVES = """(() => {
      const t = new m.Trace();
      const sent = (id, event, ms) => t.sent(id, event, ms);
      const applied = (id, frame_index, ms) => t.applied({ id, seq: 1, epoch: 0, frame_index, ms: 9 }, ms);
      const shown = (frame_index, at_ms) => t.shown({ epoch: 0, frame_index, at_ms });
      %s
      return t.entries;
    })()"""

    def test_counts_from_the_input_to_the_first_picture_that_knows_of_it(self, ask: Ask) -> None:
        story = "sent('a', { kind: 'pause' }, 100); applied('a', 7, 130); shown(6, 140); shown(8, 160);"
        (entry,) = ask("trace", self.LIVES % story)
        assert (entry["status"], entry["frame_index"], entry["ms"]) == ("visible", 7, 60)

    def test_knows_a_picture_that_came_before_its_announcement(self, ask: Ask) -> None:
        story = "sent('a', { kind: 'resume' }, 100); shown(7, 150); applied('a', 7, 155);"
        (entry,) = ask("trace", self.LIVES % story)
        assert (entry["status"], entry["ms"]) == ("visible", 50)

    def test_a_pause_that_shows_in_an_older_picture_is_seen_when_it_is_heard_of(self, ask: Ask) -> None:
        story = "shown(7, 90); sent('a', { kind: 'pause' }, 100); applied('a', 7, 112);"
        (entry,) = ask("trace", self.LIVES % story)
        assert entry["ms"] == 12

    def test_a_drag_is_one_line_with_the_response_of_its_first_moment(self, ask: Ask) -> None:
        look = "{ kind: 'look', dx: 0.1, dy: 0 }"
        begun = f"sent('a', {look}, 0); applied('a', 1, 20); shown(1, 40);"
        story = begun + f"sent('b', {look}, 50); applied('b', 3, 90); shown(3, 190);"
        (entry,) = ask("trace", self.LIVES % story)
        assert (entry["count"], entry["status"], entry["ms"]) == (2, "visible", 40)

    def test_says_why_something_was_refused(self, ask: Ask) -> None:
        story = "sent('a', { kind: 'pause' }, 0); t.rejected({ id: 'a', message: 'too many' });"
        (entry,) = ask("trace", self.LIVES % story)
        assert (entry["status"], entry["why"]) == ("rejected", "too many")

    def test_what_was_on_its_way_when_the_connection_broke_is_lost(self, ask: Ask) -> None:
        (entry,) = ask(
            "trace", self.LIVES % "sent('a', { kind: 'pause' }, 0); t.lost(); applied('a', 3, 50);"
        )
        assert entry["status"] == "lost"

    def test_forgets_the_oldest(self, ask: Ask) -> None:
        story = "for (let i = 0; i < 500; i++) sent(`${i}`, { kind: 'pause' }, i);"
        assert len(ask("trace", self.LIVES % story)) == 200

    @pytest.mark.parametrize(("share", "value"), [(0.5, 2), (0.95, 4), (1, 4)])
    def test_quantiles_are_values_that_happened(self, ask: Ask, share: float, value: float) -> None:
        assert ask("trace", "m.quantile([4, 1, 3, 2], a)", share) == value


OPEN = {"kind": "open", "attempt": 0, "retry_at_ms": 0, "code": "", "reason": ""}


class TestLife:
    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({}, "live"),
            ({"began_ms": 995}, "waking…"),
            ({"status": "paused"}, "paused"),
            ({"status": "preparing", "now_ms": 9000}, "preparing…"),
            ({"now_ms": 3000}, "stalled 2 s"),
            ({"connection": {**OPEN, "kind": "waiting"}}, "reconnecting…"),
            ({"connection": {**OPEN, "kind": "waiting"}, "ever_open": False}, "connecting…"),
            ({"connection": {**OPEN, "kind": "ended"}}, "ended"),
        ],
    )
    def test_is_said_truly(self, ask: Ask, change: dict[str, Any], words: str) -> None:
        seen = {
            "connection": OPEN,
            "status": "running",
            "began_ms": 50,
            "last_picture_ms": 990,
            "now_ms": 1000,
            "ever_open": True,
        }
        assert ask("life", "m.life(a)", seen | change)["words"] == words

    def test_an_end_says_what_the_server_said_and_what_to_do(self, ask: Ask) -> None:
        ended = {**OPEN, "kind": "ended", "code": "idle", "reason": "10 minutes went by without input"}
        advice = ask("life", "m.advice(a, true, 0)", ended)
        assert "10 minutes went by without input." in advice["text"]
        assert advice["button"] == "Wake a new one"

    @pytest.mark.parametrize(("attempt", "wait_ms"), [(1, 400), (3, 1600), (6, 2000), (60, 2000)])
    def test_comes_back_within_seconds_however_long_the_server_was_away(
        self, ask: Ask, attempt: int, wait_ms: int
    ) -> None:
        assert ask("connection", "m.backoffMs(a, 0)", attempt) == wait_ms
        assert wait_ms < ask("connection", "m.backoffMs(a, 0.99)", attempt) <= 1.25 * wait_ms

    def test_a_server_that_says_how_long_is_obeyed(self, ask: Ask) -> None:
        assert ask("connection", "m.backoffMs(a, 0, 30000)", 1) == 30_000


class TestPlace:
    @pytest.mark.parametrize(
        ("place", "query"),
        [
            ({"preset": "ember-coast", "seed": 3, "prompt": "x"}, "?preset=ember-coast"),
            ({"seed": 0, "prompt": "a lake & a moon"}, "?seed=0&prompt=a+lake+%26+a+moon"),
            ({"seed": 5, "size": "960x540"}, "?seed=5&size=960x540"),
        ],
    )
    def test_a_link_and_its_place(self, ask: Ask, place: dict[str, Any], query: str) -> None:
        link = ask("place", "m.linkTo('http://here/?old=1#top', a)", place)
        assert link == f"http://here/{query}"

    @pytest.mark.parametrize("seed", ["", "-1", "1.5", "seven", "99999999999"])
    def test_a_seed_that_is_no_seed_is_none(self, ask: Ask, seed: str) -> None:
        assert ask("place", "m.placeFrom(`?seed=${a}`).seed === undefined", seed)


class TestPicture:
    @pytest.mark.parametrize(
        ("picture", "window"),
        [
            ((640, 360), (1440, 900)),
            ((640, 360), (390, 844)),
            ((360, 640), (390, 844)),
            ((360, 640), (1440, 900)),
            ((480, 480), (1440, 900)),
        ],
    )
    def test_is_whole_and_as_large_as_it_fits(
        self, ask: Ask, picture: tuple[int, int], window: tuple[int, int]
    ) -> None:
        placed = ask("picture", "m.place(...a, 'whole')", [*picture, *window])
        width, height = placed["width_px"], placed["height_px"]
        assert width / height == pytest.approx(picture[0] / picture[1], abs=0.01)
        assert (width, height)[width / window[0] < height / window[1]] in window
        assert placed["left_px"] >= 0 and placed["left_px"] + width <= window[0]
        assert placed["top_px"] >= 0 and placed["top_px"] + height <= window[1]

    @pytest.mark.parametrize(("fit", "full"), [("whole", False), ("fill", True)])
    def test_does_as_it_is_told(self, ask: Ask, fit: str, full: bool) -> None:
        assert ask("picture", "m.place(640, 360, 390, 844, a)", fit)["full"] == full


class TestShapes:
    @pytest.mark.parametrize(
        ("window", "size"),
        [([390, 844], "9:16"), ([1440, 900], None), ([844, 390], None), ([900, 900], None)],
    )
    def test_an_upright_window_asks_for_an_upright_picture(
        self, ask: Ask, window: list[int], size: str | None
    ) -> None:
        assert ask("shapes", "m.fittingSize(...a) ?? null", window) == size

    def test_a_size_belongs_to_a_shape(self, ask: Ask) -> None:
        shapes = [{"shape": "1:1", "sizes": ["480x480"]}, {"shape": "9:16", "sizes": ["360x640", "540x960"]}]
        assert ask("shapes", "m.shapeOf('540x960', a)", shapes) == "9:16"
        assert ask("shapes", "m.shapeOf('7x7', a)", shapes) == ""


class TestMeasures:
    def test_leave_out_sums_and_mark_what_is_done_beside(self, ask: Ask) -> None:
        stages_ms = {name: {"p50": 1, "p95": 2} for name in ("wait", "read", "make", "encode", "show")}
        assert [(one["name"], one["beside"]) for one in ask("hud", "m.stages(a)", stages_ms)] == [
            ("read", False),
            ("encode", True),
        ]


class TestWords:
    @pytest.mark.parametrize(
        ("event", "words"),
        [
            ({"kind": "move", "dolly": 1, "yaw": -0.4}, "forward, turn left"),
            ({"kind": "move"}, "let go"),
            ({"kind": "set", "name": "hour", "value": 6.5}, "06:30"),
            ({"kind": "set", "name": "rain", "value": 0.256}, "rain 26 %"),
            ({"kind": "directive", "text": "make it rain"}, "“make it rain”"),
            ({"kind": "preset", "name": "ember-coast"}, "go to ember coast"),
            ({"kind": "lock", "name": "style", "on": True}, "lock style"),
            ({"kind": "reset", "size": "9:16"}, "picture 9:16"),
        ],
    )
    def test_say_what_somebody_did(self, ask: Ask, event: dict[str, Any], words: str) -> None:
        assert ask("words", "m.describe(a)", event) == words
