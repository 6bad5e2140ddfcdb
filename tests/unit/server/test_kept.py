"""Sessions that are never lost: killed servers, saved moments, forks, the way back, from a client's side."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from inhabit.core.camera import Size
from inhabit.inputs.events import Reset
from inhabit.inputs.script import Script, read_script
from inhabit.runtime.beginning import Start
from inhabit.runtime.clock import RealClock
from inhabit.runtime.ladder import ladder_for, standard_rungs
from inhabit.runtime.pictures import Pictures
from inhabit.runtime.replay import Comparison, Replay
from inhabit.runtime.session import Session
from inhabit.runtime.sizes import Sizes
from inhabit.runtime.worker import Worker
from inhabit.server.app import create_app
from inhabit.server.settings import Settings
from inhabit.server.storage.archive import Archive, open_archive
from inhabit.server.storage.place import Place, place_of
from tests.fakes.engine import ToyEngine
from tests.fakes.photographs import file_of, halves
from tests.fakes.visitor import Said, Visitor

FPS = 30.0


class Power(Archive):
    """An archive whose plug can be pulled: what was not written by then never is."""

    def pull(self) -> None:
        self.settle = lambda within_s=0.0: True
        for writer in (self.records, self.shots):
            writer.submit = lambda job, done=None: None


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return place_of(tmp_path / "data")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        size=Size(128, 128),
        fps=FPS,
        recordings=tmp_path / "recordings",
        state_every_s=0.05,
        snapshot_every_s=1.0,
    )


@contextlib.contextmanager
def serving(place: Place, settings: Settings) -> Iterator[tuple[TestClient, Power]]:
    """The whole server, in this process, keeping its sessions."""
    opened = open_archive(place)
    archive = Power(opened.store, records=opened.records, shots=opened.shots)
    with (
        contextlib.closing(archive),
        Worker(ToyEngine(), RealClock()) as worker,
        TestClient(create_app(worker, settings, archive=archive)) as client,
    ):
        yield client, archive


def killed(place: Place, settings: Settings, **hello: object) -> tuple[Said, int, str]:
    """A session that had a directive applied when the server died; its welcome, the frame, and its log."""
    with serving(place, settings) as (client, archive), Visitor(client, **hello) as visitor:
        welcome = visitor.enter()
        visitor.see(20)
        visitor.do("move", dolly=1.0)
        applied = visitor.applied(visitor.do("directive", text="make it night"))
        visitor.see(20)
        text = client.get(f"/v1/sessions/{welcome['session']}/events").text
        archive.pull()
        visitor.see(5)
    return welcome, applied["frame_index"], text


def replayed(script: Script) -> Comparison:
    """The frames of a log made anew, compared with those that were streamed."""
    header, engine = script.header, ToyEngine()
    assert header.seed is not None and header.size is not None and header.fps

    sizes = Sizes(engine.sizes(), "toy", lambda size: ladder_for(standard_rungs(engine.sizes(), size)))
    pictures = Pictures.all(script.pictures)
    first = None if header.picture is None else pictures.named(header.picture)
    start = Start(header.seed, header.prompt or "", header.size, header.fps, first)
    ladder = sizes.ladder_of(header.size)
    session = Session(start, ladder, checkpoint="toy-0", sizes=sizes, pictures=pictures)
    comparison = Comparison(script.entries)
    for frame in Replay(engine, session, script.entries).frames(comparison.end_frame):
        comparison.add(frame)
    return comparison


def log(client: TestClient, session: str, **query: str) -> Script:
    return read_script(client.get(f"/v1/sessions/{session}/events", params=query).text.splitlines())


def test_after_the_server_was_killed_the_same_world_goes_on(place: Place, settings: Settings) -> None:
    welcome, frame, before = killed(place, settings, seed=5, prompt="a lake")
    with (
        serving(place, settings) as (client, _),
        Visitor(client, resume_token=welcome["resume_token"]) as again,
    ):
        back = again.enter()
        assert back["resumed"] and back["session"] == welcome["session"] and back["seed"] == 5
        assert "stopped without a word" in back["recovered"]
        assert back["attributes"]["hour"] == 22.0
        first = again.see(20)[0]
        assert first.frame_index > frame and first.epoch > 0
        after = log(client, welcome["session"])
        told = [line for line in before.splitlines() if "digest" not in line]
        whole = client.get(f"/v1/sessions/{welcome['session']}/events").text
        assert [line for line in whole.splitlines() if "digest" not in line][: len(told)] == told
        agreement = replayed(after).agreement
        assert agreement.whole and agreement.witnessed > 40


def test_keys_that_were_held_when_the_server_died_are_let_go(place: Place, settings: Settings) -> None:
    welcome, _, _ = killed(place, settings)
    with (
        serving(place, settings) as (client, _),
        Visitor(client, resume_token=welcome["resume_token"]) as again,
    ):
        again.enter()
        again.see(20)
        poses = [again.hear("state")["pose"] for _ in range(6)]
        assert poses[-1] == poses[-2]


def test_an_orderly_goodbye_is_told_from_a_crash(place: Place, settings: Settings) -> None:
    with serving(place, settings) as (client, _), Visitor(client) as visitor:
        token = visitor.enter()["resume_token"]
        visitor.see(5)
    with serving(place, settings) as (client, _), Visitor(client, resume_token=token) as again:
        assert "where it was left" in again.enter()["recovered"]


def test_a_world_can_be_opened_by_its_id_long_after(place: Place, settings: Settings) -> None:
    with serving(place, settings) as (client, _), Visitor(client) as visitor:
        session = visitor.enter()["session"]
        visitor.see(30)
    with serving(place, settings) as (client, _):
        with Visitor(client, open={"session": session, "frame": 10}) as again:
            back = again.enter()
            assert back["session"] == session and back["resumed"]
            assert again.see(1)[0].frame_index == 10
        with Visitor(client, open={"session": "nobody's"}) as other:
            refused = other.enter()
            assert refused["type"] == "error" and refused["code"] == "no_session"


def test_going_back_makes_a_branch_that_leads_elsewhere_and_loses_nothing(
    place: Place, settings: Settings
) -> None:
    with serving(place, settings) as (client, _), Visitor(client) as visitor:
        welcome = visitor.enter()
        visitor.see(12)
        visitor.applied(visitor.do("directive", text="in neon"))
        visitor.see(30)
        visitor.say({"type": "rewind", "id": "r1", "frame": 8, "name": "again"})
        moved = visitor.hear("moved")
        assert (moved["id"], moved["frame_index"], moved["name"]) == ("r1", 8, "again")
        assert moved["branch"] != welcome["branch"] and moved["epoch"] == 1
        assert visitor.hear("state")["attributes"]["style"] == "painted"
        visitor.see(40)
        first = next(packet for packet in visitor.frames if packet.epoch == 1)
        assert first.frame_index == 8 and first.key
        visitor.applied(visitor.do("directive", text="make it night"))
        visitor.see(20)
        for branch, words in ((welcome["branch"], "in neon"), (moved["branch"], "make it night")):
            script = log(client, welcome["session"], branch=branch)
            assert [words] == [e.event.text for e in script.entries if hasattr(e.event, "text")]  # pyright: ignore
            assert replayed(script).agreement.whole
        visitor.say({"type": "go", "id": "g1", "branch": welcome["branch"]})
        there = visitor.hear("moved")
        assert there["branch"] == welcome["branch"] and there["frame_index"] > 40


def test_saving_and_forking_leave_the_world_where_it_is(place: Place, settings: Settings) -> None:
    with serving(place, settings) as (client, archive), Visitor(client) as visitor:
        welcome = visitor.enter()
        visitor.see(5)
        visitor.say({"type": "save", "id": "s1", "name": "the good one"})
        saved = visitor.hear("saved")
        visitor.say({"type": "fork", "id": "f1"})
        forked = visitor.hear("forked")
        assert forked["parent"] == welcome["branch"] and forked["name"] == "branch 2"
        shots = archive.store.shots([welcome["branch"]])
        assert [(s.id, s.frame) for s in shots if s.name == "the good one"] == [
            (saved["snapshot"], saved["frame_index"])
        ]
        assert archive.store.files.get(shots[-1].thumbnail or "").startswith(b"\xff\xd8")
        assert visitor.see(1)[0].epoch == 0


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"type": "rewind", "frame": 100_000}, "no_frame"),
        ({"type": "rewind", "frame": 1, "branch": "nowhere"}, "no_branch"),
        ({"type": "go", "branch": "nowhere"}, "no_branch"),
    ],
)
def test_what_cannot_be_gone_to_is_refused_and_the_world_goes_on(
    place: Place, settings: Settings, message: Said, code: str
) -> None:
    with serving(place, settings) as (client, _), Visitor(client) as visitor:
        visitor.enter()
        visitor.see(5)
        visitor.say({"id": "x1", **message})
        refused = visitor.hear("rejected")
        assert (refused["id"], refused["code"]) == ("x1", code)
        visitor.see(5)


def test_a_damaged_snapshot_is_passed_over_and_the_world_is_lived_again(
    place: Place, settings: Settings
) -> None:
    welcome, frame, _ = killed(place, settings)
    for path in Path(place.files).rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-1])
    with (
        serving(place, settings) as (client, _),
        Visitor(client, resume_token=welcome["resume_token"]) as again,
    ):
        assert again.enter()["resumed"]
        assert again.see(1)[0].frame_index > frame


def test_a_disk_that_is_full_stops_no_world_and_is_said(place: Place, settings: Settings) -> None:
    with serving(place, settings) as (client, archive), Visitor(client) as visitor:
        visitor.enter()
        visitor.see(5)
        archive.store.database.dispose()
        path = Path(place.database.removeprefix("sqlite:///"))
        path.rename(path.with_name("away"))
        path.mkdir()
        applied = visitor.applied(visitor.do("directive", text="in neon"))
        assert applied["kept"] is False
        assert "not being saved" in visitor.until(lambda said: bool(said.get("notice")))["notice"]
        visitor.see(5)


def test_without_an_archive_nothing_is_kept_and_that_is_said(settings: Settings) -> None:
    with (
        Worker(ToyEngine(), RealClock()) as worker,
        TestClient(create_app(worker, settings)) as client,
        Visitor(client) as visitor,
    ):
        visitor.enter()
        visitor.say({"type": "save", "id": "s1"})
        assert visitor.hear("rejected")["code"] == "not_kept"


# --- worlds that begin from a picture ---


def handed_in(client: TestClient, width: int) -> str:
    """A picture that somebody handed in; its name."""
    return client.post("/v1/pictures", content=file_of(halves(width, 128))).json()["picture"]


def test_a_world_that_began_from_a_picture_survives_a_killed_server_and_begins_from_it_again(
    place: Place, settings: Settings
) -> None:
    with serving(place, settings) as (client, archive):
        name = handed_in(client, 128)
        with Visitor(client, picture=name) as visitor:
            welcome = visitor.enter()
            visitor.see(20)
            visitor.applied(visitor.do("directive", text="make it night"))
            visitor.see(10)
            archive.pull()
    with (
        serving(place, settings) as (client, _),
        Visitor(client, resume_token=welcome["resume_token"]) as again,
    ):
        back = again.enter()
        assert back["resumed"] and back["attributes"]["hour"] == 22.0
        again.see(10)
        again.applied(again.do("reset"))
        again.see(10)
        script = log(client, welcome["session"])
        assert script.header.picture == name and [one.name for one in script.pictures] == [name]
        resets = [e.event.picture for e in script.entries if isinstance(e.event, Reset)]
        assert resets == [name]
        assert replayed(script).agreement.whole


def test_a_world_that_was_reset_to_a_picture_goes_elsewhere_in_one_file_and_is_gone_back_in(
    place: Place, settings: Settings, tmp_path: Path
) -> None:
    with serving(place, settings) as (client, _), Visitor(client, seed=5, prompt="a lake") as visitor:
        session = visitor.enter()["session"]
        visitor.see(12)
        name = handed_in(client, 128)
        begun = visitor.applied(visitor.do("reset", picture=name))["frame_index"]
        visitor.see(12)
        visitor.say({"type": "rewind", "id": "r1", "frame": 6})
        visitor.hear("moved")
        visitor.see(20)
        visitor.say({"type": "rewind", "id": "r2", "frame": begun + 3, "branch": visitor.heard[0]["branch"]})
        visitor.hear("moved")
        visitor.see(20)
        assert replayed(log(client, session)).agreement.whole
        file = client.get(f"/v1/sessions/{session}/export").content
    with serving(place_of(tmp_path / "elsewhere"), settings) as (client, _):
        made = client.post("/v1/sessions/import", content=file).json()
        scripts = [log(client, made["id"], branch=branch["id"]) for branch in made["branches"]]
        assert all(replayed(script).agreement.whole for script in scripts)
        assert [one.name for one in scripts[-1].pictures] == [name]
        with Visitor(client, open={"session": made["id"]}) as other:
            assert other.enter()["resumed"]
            other.applied(other.do("reset"))
            other.see(5)
            assert replayed(log(client, made["id"])).agreement.whole
        damaged = bytearray(file)
        damaged[file.find(f"files/{name}".encode()) + 80] ^= 1  # in the picture's own bytes
        refused = client.post("/v1/sessions/import", content=bytes(damaged))
        assert refused.status_code == 422 and "cannot be opened" in refused.json()["message"]
