"""Sessions that are kept, over HTTP: looked at, named, deleted and had back, taken along and brought in."""

from __future__ import annotations

from pathlib import Path

import pytest

from inhabit.core.camera import Size
from inhabit.server.settings import Settings
from inhabit.server.storage.place import Place, place_of
from tests.fakes.visitor import Visitor
from tests.unit.server.test_kept import serving


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return place_of(tmp_path / "data")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    folder = tmp_path / "recordings"
    return Settings(size=Size(128, 128), recordings=folder, state_every_s=0.05, snapshot_every_s=0.5)


@pytest.fixture
def session(place: Place, settings: Settings) -> str:
    """A session of two branches that somebody has left."""
    with serving(place, settings) as (client, _), Visitor(client, seed=5, prompt="a lake") as visitor:
        welcome = visitor.enter()
        visitor.see(30)
        visitor.say({"type": "rewind", "id": "r", "frame": 9, "name": "again"})
        visitor.hear("moved")
        visitor.see(20)
    return welcome["session"]


def test_a_session_is_shown_without_what_is_secret(place: Place, settings: Settings, session: str) -> None:
    with serving(place, settings) as (client, _):
        told = client.get(f"/v1/sessions/{session}").json()
        assert (told["seed"], told["prompt"], [b["name"] for b in told["branches"]]) == (
            5,
            "a lake",
            ["main", "again"],
        )
        assert "token" not in told and "manifest" not in told["snapshots"][0]
        pictures = [shot["thumbnail"] for shot in told["snapshots"] if shot["thumbnail"]]
        assert client.get(pictures[0]).content.startswith(b"\xff\xd8")
        assert session not in client.get("/metrics").text
        assert client.get("/v1/sessions").status_code in (404, 405)


def test_names_change_and_what_is_deleted_can_be_had_back(
    place: Place, settings: Settings, session: str
) -> None:
    with serving(place, settings) as (client, _):
        at = f"/v1/sessions/{session}"
        assert client.patch(at, json={"title": "Mine"}).json()["title"] == "Mine"
        main, again = (branch["id"] for branch in client.get(at).json()["branches"])
        renamed = client.patch(f"{at}/branches/{main}", json={"name": "first"}).json()
        assert renamed["branches"][0]["name"] == "first"
        assert client.delete(f"{at}/branches/{again}").json()["code"] == "is_head"
        assert client.delete(f"{at}/branches/{main}").json()["branches"][0]["deleted_s"] is not None
        assert client.post(f"{at}/branches/{main}/restore").json()["branches"][0]["deleted_s"] is None
        client.delete(at)
        with Visitor(client, open={"session": session}) as visitor:
            assert visitor.enter()["code"] == "no_session"
        client.post(f"{at}/restore")
        with Visitor(client, open={"session": session}) as visitor:
            assert visitor.enter()["session"] == session
            assert client.delete(at).status_code == 409


def test_a_session_is_taken_along_and_lived_in_elsewhere(
    place: Place, settings: Settings, session: str, tmp_path: Path
) -> None:
    with serving(place, settings) as (client, _):
        file = client.get(f"/v1/sessions/{session}/export").content
    with serving(place_of(tmp_path / "elsewhere"), settings) as (client, _):
        brought = client.post("/v1/sessions/import", content=file).json()
        assert brought["id"] != session and len(brought["branches"]) == 2
        with Visitor(client, open={"session": brought["id"]}) as visitor:
            assert visitor.enter()["prompt"] == "a lake"
            assert visitor.see(1)[0].frame_index > 9


def test_what_is_not_a_session_or_comes_from_another_page_is_refused(
    place: Place, settings: Settings, session: str
) -> None:
    with serving(place, settings) as (client, archive):
        refused = client.post("/v1/sessions/import", content=b"PK nonsense")
        assert refused.status_code == 422 and refused.json()["code"] == "bad_file"
        other = {"origin": "https://evil.example"}
        assert client.delete(f"/v1/sessions/{session}", headers=other).json()["code"] == "bad_origin"
        assert client.get("/v1/sessions/nobody").status_code == 404
        assert len(archive.store.sessions()) == 1
