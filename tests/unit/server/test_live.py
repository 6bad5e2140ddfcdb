"""The server from a client's side: hello, events and what becomes of them, recordings, goodbyes."""

from __future__ import annotations

import contextlib
import io
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import av
import pytest
from starlette.testclient import TestClient

from inhabit.core.camera import Size
from inhabit.core.ports import Rendered, Rung
from inhabit.inputs.control import Control
from inhabit.inputs.script import read_script
from inhabit.runtime.beginning import Start
from inhabit.runtime.clock import RealClock
from inhabit.runtime.ladder import ladder_for, standard_rungs
from inhabit.runtime.replay import Replay
from inhabit.runtime.session import Session
from inhabit.runtime.worker import Worker
from inhabit.server.app import create_app
from inhabit.server.settings import Settings
from inhabit.transport.codec import EncodedFrame
from inhabit.transport.recording import Recording
from inhabit.transport.websocket import Allowance
from tests.fakes.engine import ToyEngine, ToyState
from tests.fakes.pictures import decoded
from tests.fakes.visitor import Visitor
from tests.unit.transport.test_recording import SmallDisk

FPS = 30.0


@contextlib.contextmanager
def serving(engine: ToyEngine, settings: Settings) -> Iterator[TestClient]:
    """The whole server, in this process."""
    with Worker(engine, RealClock()) as worker, TestClient(create_app(worker, settings)) as client:
        yield client


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Quick, small, and recording into a folder of the test's own."""
    return Settings(size=Size(128, 128), fps=FPS, recordings=tmp_path / "recordings", state_every_s=0.05)


@pytest.fixture
def engine() -> ToyEngine:
    return ToyEngine()


@pytest.fixture
def client(settings: Settings, engine: ToyEngine) -> Iterator[TestClient]:
    with serving(engine, settings) as client:
        yield client


@pytest.fixture
def visitor(client: TestClient) -> Iterator[Visitor]:
    """Somebody who is in."""
    with Visitor(client) as visitor:
        assert visitor.enter()["type"] == "welcome"
        yield visitor


def as_h264(visitor: Visitor) -> list[EncodedFrame]:
    return [EncodedFrame(packet.payload, packet.key) for packet in visitor.frames]


def test_welcome_says_what_the_page_needs(client: TestClient) -> None:
    with Visitor(client, seed=5, prompt="a lake", size="128x128", fps=50) as visitor:
        welcome = visitor.enter()
    assert (welcome["seed"], welcome["prompt"], welcome["size"], welcome["fps"]) == (
        5,
        "a lake",
        "128x128",
        50,
    )
    assert (welcome["resumed"], welcome["codec"]) == (False, "avc1")
    assert welcome["codec_string"].startswith("avc1.42")
    assert {"name", "size", "steps", "carries"} == set(welcome["rungs"][0])
    assert {"name", "title", "prompt"} == set(welcome["presets"][0])
    assert "noir" in welcome["styles"] and "desert" in welcome["biomes"]
    assert (welcome["model"], welcome["device"], welcome["checkpoint"]) == ("toy", "paper", "toy-0")
    assert welcome["attributes"]["biome"] == "meadow"


def test_the_picture_begins_with_a_key_frame_and_decodes(visitor: Visitor) -> None:
    visitor.see(5)
    assert [packet.key for packet in visitor.frames] == [True, False, False, False, False]
    indices = [packet.frame_index for packet in visitor.frames]
    assert indices == sorted(set(indices))
    assert len(decoded(as_h264(visitor))) == 5


def test_a_browser_without_webcodecs_gets_jpegs(client: TestClient) -> None:
    with Visitor(client, codecs=["mjpeg"]) as visitor:
        assert visitor.enter()["codec_string"] == "mjpeg"
        packet = visitor.see()[0]
    assert packet.mjpeg and packet.key
    assert packet.payload.startswith(b"\xff\xd8")


def test_an_event_is_accepted_then_applied_then_in_the_frame(visitor: Visitor) -> None:
    visitor.see()
    id = visitor.do("directive", text="make it rain")
    applied = visitor.applied(id)
    told = [said for said in visitor.heard if said.get("id") == id]
    assert [said["type"] for said in told] == ["accepted", "applied"]
    assert told[0]["seq"] == told[1]["seq"] == applied["seq"]
    assert 0.0 <= applied["ms"] < 5000.0
    while visitor.see()[0].seq < applied["seq"]:
        pass
    assert visitor.frames[-1].frame_index >= applied["frame_index"]
    assert visitor.frames[-2].frame_index < applied["frame_index"]
    assert visitor.frames[-1].epoch == applied["epoch"]


def test_a_lock_holds_is_shown_and_what_it_held_is_said(visitor: Visitor) -> None:
    visitor.applied(visitor.do("lock", name="time", on=True))
    visitor.until(lambda said: said["type"] == "state" and said["locks"] == ["time"])
    held = visitor.applied(visitor.do("directive", text="make it night"))
    assert (held["held"], held["notice"]) == (["time"], "Time is locked: kept at 10:00.")
    assert "notice" not in visitor.applied(visitor.do("directive", text="in neon"))
    refused = visitor.do("set", name="hour", value=3.0)
    rejected = visitor.until(lambda said: said["type"] == "rejected")
    assert (rejected["id"], rejected["code"]) == (refused, "locked")
    assert "unlock it" in rejected["message"]
    visitor.applied(visitor.do("reset"))
    state = visitor.until(lambda said: said["type"] == "state" and said["locks"] == [])
    assert state["notice"] == "The world began anew: time is no longer locked."


def test_a_reset_may_change_the_shape_and_says_so_before_its_first_picture(visitor: Visitor) -> None:
    visitor.see(2)
    applied = visitor.applied(visitor.do("reset", size="9:16"))
    reshaped = visitor.hear("reshaped")
    assert (reshaped["size"], reshaped["rungs"][0]["size"]) == ("72x128", "72x128")
    assert reshaped["codec_string"].startswith("avc1.42")
    (packet,) = visitor.see(1)
    assert (packet.key, packet.epoch) == (True, applied["epoch"])
    picture = decoded([EncodedFrame(packet.payload, key=True)])[0]
    assert (picture.width, picture.height) == (72, 128)


def test_a_shape_instead_of_a_size_is_the_size_nearest_to_the_servers_own(client: TestClient) -> None:
    with Visitor(client, size="9:16") as visitor:
        welcome = visitor.enter()
        assert (welcome["size"], welcome["shapes"][1]) == ("72x128", {"shape": "9:16", "sizes": ["72x128"]})
    with Visitor(client, size="4:3") as visitor:
        refused = visitor.enter()
    assert (refused["type"], refused["code"]) == ("error", "bad_size")
    assert "1:1 (64x64, 128x128), 9:16 (72x128)" in refused["message"]


def test_while_a_shape_is_prepared_the_client_is_told_so(settings: Settings) -> None:
    engine, released = ToyEngine(), threading.Event()
    engine.unequipped = {Size(72, 128)}
    engine.before_equip = lambda _size: released.wait(timeout=10)
    with serving(engine, settings) as client, Visitor(client) as visitor:
        visitor.enter()
        visitor.see()
        visitor.do("reset", size="9:16")
        visitor.until(lambda said: said["type"] == "state" and said["status"] == "preparing")
        released.set()
        visitor.until(lambda said: said["type"] == "reshaped")
        visitor.until(lambda said: said["type"] == "state" and said["status"] == "running")


def test_a_hundred_directives_against_a_lock_change_nothing_and_are_all_answered(visitor: Visitor) -> None:
    visitor.applied(visitor.do("lock", name="time", on=True))
    said = [
        {"type": "event", "id": f"f{n}", "event": {"kind": "directive", "text": "make it night"}}
        for n in range(100)
    ]
    visitor.flood(said)
    answers: dict[str, str] = {}
    while len(answers) < 100:
        one = visitor.until(lambda said: said["type"] in ("applied", "rejected"))
        ids = one.get("ids", [one["id"]])
        answers |= dict.fromkeys(ids, one.get("code") or one["held"][0])
    assert set(answers.values()) <= {"time", "too_many_events"}
    state = visitor.hear("state")
    assert (state["attributes"]["hour"], state["status"]) == (10.0, "running")


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ({"kind": "fly"}, "unknown_event"),
        ({"kind": "prompt", "text": "   "}, "bad_prompt"),
        ({"kind": "prompt", "text": "x" * 2001}, "bad_prompt"),
        ({"kind": "prompt", "text": 3}, "bad_prompt"),
        ({"kind": "move", "yaw": 2}, "out_of_range"),
        ({"kind": "preset", "name": "atlantis"}, "unknown_preset"),
        ({"kind": "quality", "rung": "8k"}, "unknown_rung"),
        ({"kind": "lock", "name": "moon", "on": True}, "bad_name"),
        ({"kind": "lock", "name": "character", "on": True}, "not_here"),
        ({"kind": "lock", "name": "style", "on": "yes"}, "bad_flag"),
    ],
)
def test_a_bad_event_is_rejected_with_a_code_and_the_session_goes_on(
    visitor: Visitor, event: dict[str, object], code: str
) -> None:
    visitor.say({"type": "event", "id": "bad", "event": event})
    rejected = visitor.hear("rejected")
    assert (rejected["id"], rejected["code"], rejected["retryable"]) == ("bad", code, False)
    visitor.applied(visitor.do("move", dolly=1.0))


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("{", "bad_json"),
        ('{"type": "dance"}', "unknown_type"),
        ('{"type": "event", "id": "n", "event": {"kind": "move", "yaw": NaN}}', "bad_json"),
        (
            json.dumps({"type": "event", "id": "b", "event": {"kind": "prompt", "text": "x" * 70_000}}),
            "too_large",
        ),
        ('{"type": "hello", "protocol_version": 1, "codecs": ["avc1"]}', "greeted"),
    ],
)
def test_a_bad_message_is_answered_and_the_session_goes_on(visitor: Visitor, raw: str, code: str) -> None:
    visitor.socket.send_text(raw)
    assert visitor.hear("error")["code"] == code
    visitor.see(3)


def test_nothing_works_before_hello(client: TestClient) -> None:
    with Visitor(client) as visitor:
        visitor.do("pause")
        assert visitor.hear("error")["code"] == "hello_first"
        assert visitor.hear("closed")["code"] == 1008


def test_a_hello_that_asks_too_much_may_be_said_again(client: TestClient) -> None:
    with Visitor(client, size="640x360") as visitor:
        refusal = visitor.enter()
        assert (refusal["code"], "128x128" in refusal["message"]) == ("bad_size", True)
        visitor.hello["size"] = "64x64"
        assert visitor.enter()["type"] == "welcome"


def test_who_says_nothing_is_sent_away(settings: Settings, engine: ToyEngine) -> None:
    brisk = replace(settings, hello_within_s=0.05)
    with serving(engine, brisk) as client, Visitor(client) as visitor:
        assert visitor.hear("error")["code"] == "hello_first"
        assert visitor.hear("closed")["code"] == 1008


def test_state_tells_how_the_world_is_doing(visitor: Visitor) -> None:
    visitor.applied(visitor.do("set", name="fog", value=0.7))
    visitor.see(5)
    state = [visitor.hear("state") for _ in range(3)][-1]
    assert (state["status"], state["epoch"], state["recording"]) == ("running", 0, None)
    assert set(state["counters"]) == {"late", "dropped", "repeated", "skipped"}
    assert {"generate", "encode", "commit"} <= set(state["stages_ms"])
    assert set(state["stages_ms"]["encode"]) == {"p50", "p95"}
    assert state["attributes"]["fog"] == pytest.approx(0.7)
    assert state["budget_ms"] == pytest.approx(1000.0 / FPS, abs=0.01)
    assert "yaw_rad" in state["pose"]


def test_pause_freezes_the_picture_and_resume_goes_on_from_the_same_world(visitor: Visitor) -> None:
    visitor.see(3)
    paused = visitor.applied(visitor.do("pause"))
    visitor.hear_status("paused")
    seen = len(visitor.frames)
    for _ in range(5):
        visitor.hear("state")
    assert len(visitor.frames) == seen
    assert visitor.frames[-1].frame_index == paused["frame_index"]
    visitor.applied(visitor.do("resume"))
    assert visitor.see()[0].frame_index == paused["frame_index"] + 1
    assert visitor.frames[-1].epoch == 0


def test_a_client_that_lost_its_place_gets_a_key_frame_even_while_paused(visitor: Visitor) -> None:
    visitor.see(3)
    visitor.say({"type": "keyframe"})
    while not visitor.see()[0].key:
        pass
    visitor.applied(visitor.do("pause"))
    visitor.hear_status("paused")
    last = visitor.frames[-1]
    visitor.say({"type": "keyframe"})
    again = visitor.see()[0]
    assert (again.key, again.frame_index) == (True, last.frame_index)


def test_reset_raises_the_epoch_and_starts_anew(visitor: Visitor, engine: ToyEngine) -> None:
    visitor.see(2)
    applied = visitor.applied(visitor.do("reset", seed=99, prompt="a desert"))
    assert applied["epoch"] == 1
    while visitor.frames[-1].epoch == 0:
        visitor.see()
    assert engine.births[-1] == (99, "a desert")


def test_a_killed_connection_finds_its_world_where_it_was(client: TestClient, engine: ToyEngine) -> None:
    with Visitor(client) as first:
        welcome = first.enter()
        first.applied(first.do("move", dolly=1.0))
        first.see(5)
    with Visitor(client, resume_token=welcome["resume_token"], codecs=["mjpeg"]) as second:
        back = second.enter()
        frame = second.see()[0]
        state = second.hear("state")
    assert (back["resumed"], back["session"]) == (True, welcome["session"])
    assert back["resume_token"] != welcome["resume_token"]
    assert frame.key
    assert frame.frame_index >= first.frames[-1].frame_index
    assert state["status"] == "running"
    assert len(engine.births) == 1
    assert state["pose"]["z_m"] > 0.0


def test_keys_that_were_held_are_let_go_when_the_client_vanishes(client: TestClient) -> None:
    with Visitor(client) as first:
        welcome = first.enter()
        first.applied(first.do("move", dolly=1.0))
    with Visitor(client, resume_token=welcome["resume_token"]) as second:
        second.enter()
        second.see(3)
        places = {second.hear("state")["pose"]["z_m"] for _ in range(4)}
    assert len(places) == 1


def test_a_world_that_was_paused_is_still_paused_and_shows_its_last_picture(client: TestClient) -> None:
    with Visitor(client) as first:
        welcome = first.enter()
        first.see(3)
        first.applied(first.do("pause"))
        first.hear_status("paused")
    with Visitor(client, resume_token=welcome["resume_token"]) as second:
        second.enter()
        frame = second.see()[0]
        assert (frame.key, frame.frame_index) == (True, first.frames[-1].frame_index)
        assert second.hear("state")["status"] == "paused"


def test_a_token_works_once(client: TestClient) -> None:
    with Visitor(client) as first:
        token = first.enter()["resume_token"]
    with Visitor(client, resume_token=token) as second:
        second.enter()
        second.applied(second.do("move"))
        with Visitor(client, resume_token=token) as third:
            welcome = third.enter()
            assert (welcome["type"], welcome["resumed"]) == ("welcome", False)


def test_opening_a_world_elsewhere_closes_it_here(client: TestClient) -> None:
    with Visitor(client) as first:
        token = first.enter()["resume_token"]
        with Visitor(client, resume_token=token) as second:
            assert second.enter()["resumed"] is True
            assert first.hear("bye")["code"] == "taken_over"
            assert first.hear("closed")["code"] == 1000
            first.hang_up()
            second.see(3)
            assert second.hear("state")["status"] == "running"


def test_beyond_capacity_the_client_hears_when_to_come_back(client: TestClient) -> None:
    with Visitor(client) as first, Visitor(client) as second, Visitor(client) as third:
        first.enter()
        second.enter()
        full = third.enter()
        assert (full["code"], full["retryable"]) == ("capacity", True)
        assert full["retry_after_ms"] >= 1000
        assert third.hear("closed")["code"] == 1013


def test_a_vanished_client_frees_its_place_after_the_grace(settings: Settings, engine: ToyEngine) -> None:
    brisk = replace(settings, max_sessions=1, grace_s=0.1)
    with serving(engine, brisk) as client:
        with Visitor(client) as first:
            session = first.enter()["session"]
            first.see(2)
        while client.get("/healthz").json()["sessions"]:
            pass
        with Visitor(client) as second:
            assert second.enter()["type"] == "welcome"
        assert client.get(f"/v1/sessions/{session}/events").status_code == 200


def test_an_idle_world_says_so_before_it_closes(settings: Settings, engine: ToyEngine) -> None:
    brisk = replace(settings, idle_s=0.4, idle_notice_s=0.3)
    with serving(engine, brisk) as client, Visitor(client) as visitor:
        visitor.enter()
        visitor.until(lambda said: said["type"] == "state" and "unless you do something" in said["notice"])
        assert visitor.hear("bye")["code"] == "idle"
        assert visitor.hear("closed")["code"] == 1000


def test_a_recording_has_the_frames_that_were_streamed(client: TestClient, visitor: Visitor) -> None:
    visitor.see(3)
    visitor.say({"type": "record", "on": True})
    visitor.until(lambda said: said["type"] == "state" and said["recording"] is not None)
    visitor.see(30)
    visitor.applied(visitor.do("pause"))
    visitor.hear_status("paused")
    visitor.say({"type": "record", "on": False})
    recorded = visitor.hear("recorded")
    answer = client.get(recorded["url"])
    assert (answer.status_code, answer.headers["content-type"]) == (200, "video/mp4")
    assert len(answer.content) == recorded["bytes"]
    with av.open(io.BytesIO(answer.content), "r") as file:
        assert sum(1 for _ in file.decode(video=0)) == recorded["frames"]
    dropped = visitor.hear("state")["counters"]["dropped"]  # by a busy machine: recorded, but not streamed
    streamed = len(visitor.frames) - [packet.key for packet in visitor.frames].index(True, 3)
    assert streamed <= recorded["frames"] <= streamed + dropped


def test_a_recording_survives_pause_reset_quality_and_a_lost_connection(client: TestClient) -> None:
    with Visitor(client) as first:
        welcome = first.enter()
        first.say({"type": "record", "on": True})
        first.until(lambda said: said["type"] == "state" and (said["recording"] or {}).get("bytes", 0) > 0)
        first.applied(first.do("quality", rung="64x64/1cc"))
        first.see(5)
        first.applied(first.do("pause"))
        first.say({"type": "keyframe"})
        first.applied(first.do("reset", seed=3))
        first.see(5)
    with Visitor(client, resume_token=welcome["resume_token"], codecs=["mjpeg"]) as second:
        second.enter()
        second.see(5)
        second.applied(second.do("quality", rung="128x128/4"))
        second.see(5)
        second.say({"type": "record", "on": False})
        recorded = second.hear("recorded")
    with av.open(io.BytesIO(client.get(recorded["url"]).content), "r") as file:
        frames = list(file.decode(video=0))
    assert len(frames) == recorded["frames"] >= 20
    assert {(frame.width, frame.height) for frame in frames} == {(128, 128)}
    assert {frame.is_corrupt for frame in frames} == {False}


def test_a_folder_that_cannot_be_written_is_said_and_the_session_goes_on(
    settings: Settings, visitor: Visitor
) -> None:
    settings.recordings.write_text("a file in the way")
    visitor.say({"type": "record", "on": True})
    error = visitor.hear("error")
    assert (error["code"], "--recordings" in error["message"]) == ("cannot_record", True)
    visitor.see(3)


def test_a_disk_that_fills_up_ends_the_recording_keeps_its_frames_and_the_session_goes_on(
    client: TestClient, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = partial(Recording, open_disk=lambda path: SmallDisk(path, 12_000))
    monkeypatch.setattr("inhabit.server.live.Recording", small)
    visitor.see()
    visitor.say({"type": "record", "on": True})
    error = visitor.hear("error")
    assert (error["code"], "space" in error["message"]) == ("cannot_record", True)
    recorded = visitor.hear("recorded")
    film = client.get(recorded["url"])
    with av.open(io.BytesIO(film.content), "r") as container:
        assert sum(1 for _ in container.decode(video=0)) == recorded["frames"] > 0
    visitor.applied(visitor.do("move", dolly=1.0))


def test_the_event_log_can_be_fetched_and_read_back(client: TestClient, visitor: Visitor) -> None:
    visitor.applied(visitor.do("directive", text="make it rain"))
    visitor.applied(visitor.do("set", name="hour", value=21))
    session = next(said for said in visitor.heard if said["type"] == "welcome")["session"]
    script = read_script(client.get(f"/v1/sessions/{session}/events").text.splitlines())
    assert script.header.checkpoint == "toy-0"
    assert {"Directive", "SetAttribute"} <= {type(entry.event).__name__ for entry in script.entries}
    witnessed = {entry.frame for entry in script.entries if entry.digest}
    assert {packet.frame_index for packet in visitor.frames} <= witnessed
    missing = client.get("/v1/sessions/nobody/events")
    assert (missing.status_code, "welcome.session" in missing.json()["detail"]) == (404, True)


class RememberingEngine(ToyEngine):
    """The toy, keeping the digest of every frame it made."""

    def __init__(self) -> None:
        super().__init__()
        self.made: dict[int, bytes] = {}

    def render(self, state: ToyState, control: Control, rung: Rung) -> Rendered:
        rendered = super().render(state, control, rung)
        self.made[control.frame_index] = self.develop(rendered).picture.digest()
        return rendered


def test_the_event_log_replays_to_the_frames_that_were_streamed(settings: Settings) -> None:
    engine = RememberingEngine()
    with serving(engine, settings) as client:
        with Visitor(client, seed=11, prompt="a lake") as visitor:
            session = visitor.enter()["session"]
            visitor.applied(visitor.do("move", dolly=1.0, yaw=0.3))
            visitor.applied(visitor.do("quality", rung="64x64/1cc"))
            visitor.applied(visitor.do("directive", text="make it rain"))
            visitor.applied(visitor.do("pause"))
            visitor.applied(visitor.do("resume"))
            visitor.applied(visitor.do("reset", seed=4))
            visitor.see(5)
        lines = client.get(f"/v1/sessions/{session}/events").text.splitlines()
    script, copy = read_script(lines), RememberingEngine()
    header = script.header
    assert (header.seed, header.prompt, header.size, header.fps) == (11, "a lake", settings.size, FPS)
    start = Start(11, "a lake", settings.size, FPS)
    ladder = ladder_for(standard_rungs(copy.sizes(), settings.size))
    replay = Replay(copy, Session(start, ladder, checkpoint=copy.checkpoint_hash), script.entries)
    last = max(packet.frame_index for packet in visitor.frames)
    assert len(list(replay.frames(last + 1))) >= len(visitor.frames)
    for packet in visitor.frames:
        assert copy.made[packet.frame_index] == engine.made[packet.frame_index]


def test_what_is_too_much_is_rejected_and_the_world_goes_on(settings: Settings, engine: ToyEngine) -> None:
    strict = replace(settings, allowance=Allowance(per_s=1.0, burst=20.0))
    with serving(engine, strict) as client, Visitor(client) as visitor:
        visitor.enter()
        visitor.see()
        turn = {"kind": "look", "dx": 0.001, "dy": 0.0}
        visitor.flood({"type": "event", "id": str(index), "event": turn} for index in range(200))
        said = visitor.hear("rejected")
        assert (said["code"], said["retryable"]) == ("rate_limit", True)
        before = visitor.frames[-1].frame_index
        assert visitor.see(5)[-1].frame_index > before


def test_an_engine_that_fails_for_good_ends_the_session_with_a_reason(settings: Settings) -> None:
    def fail(control: object, rung: object) -> None:
        raise RuntimeError("out of paint")

    engine = ToyEngine(before_render=fail)
    with serving(engine, settings) as client:
        with Visitor(client) as visitor:
            visitor.enter()
            assert "out of paint" in visitor.hear("bye")["message"]
            assert visitor.hear("closed")["code"] == 1011
        assert client.get("/healthz").json()["sessions"] == 0


def test_health_presets_metrics_and_the_page_answer(client: TestClient, visitor: Visitor) -> None:
    visitor.see(3)
    health = client.get("/healthz").json()
    assert (health["status"], health["model"], health["sessions"]) == ("ok", "toy", 1)
    assert client.get("/v1/presets").json()[0]["name"]
    metrics = client.get("/metrics").text
    assert 'inhabit_sessions{state="running"} 1' in metrics
    assert 'inhabit_frames_total{kind="made"}' in metrics
    assert client.get("/").headers["content-type"].startswith("text/html")
    assert client.get("/v1/recordings/0123456789abcdef.mp4").status_code == 404
    assert client.get("/v1/recordings/..%2f..%2fetc.mp4").status_code == 404
