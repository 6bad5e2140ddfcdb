"""A page of somebody else's may not steer a world; our own page, a named one and any program may."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError
from inhabit.runtime.clock import RealClock
from inhabit.runtime.worker import Worker
from inhabit.server.app import create_app
from inhabit.server.origin import check_origin
from inhabit.server.settings import Settings
from tests.fakes.engine import ToyEngine

HELLO = {"type": "hello", "protocol_version": 1, "codecs": ["avc1"]}


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        (None, "localhost:8000", ()),
        ("http://localhost:8000", "localhost:8000", ()),
        ("http://LOCALHOST:8000", "localhost:8000", ()),
        ("https://worlds.example", "worlds.example", ()),
        ("https://worlds.example", "worlds.example:443", ()),
        ("http://[::1]:8000", "[::1]:8000", ()),
        ("https://friend.example", "localhost:8000", ("https://friend.example",)),
        ("https://anybody.example", "localhost:8000", ("*",)),
        ("null", "localhost:8000", ("null",)),
    ],
)
def test_these_may_come_in(origin: str | None, host: str, allowed: tuple[str, ...]) -> None:
    check_origin(origin, host, allowed)


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        ("https://evil.example", "localhost:8000", ()),
        ("http://localhost:9000", "localhost:8000", ()),
        ("http://localhost.evil.example:8000", "localhost:8000", ()),
        ("http://127.0.0.1:8000", "localhost:8000", ()),
        ("null", "localhost:8000", ()),
        ("file://", "localhost:8000", ()),
        ("", "localhost:8000", ()),
        ("http://[", "localhost:8000", ()),
        ("https://evil.example", None, ()),
        ("http://friend.example", "localhost:8000", ("https://friend.example",)),
    ],
)
def test_these_may_not_and_hear_why(origin: str, host: str | None, allowed: tuple[str, ...]) -> None:
    with pytest.raises(BadInputError, match="--allow-origin") as caught:
        check_origin(origin, host, allowed)
    assert caught.value.code == "bad_origin"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(size=Size(128, 128), recordings=tmp_path)


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with (
        Worker(ToyEngine(), RealClock()) as worker,
        TestClient(create_app(worker, replace(settings, allowed_origins=("https://friend.example",)))) as it,
    ):
        yield it


def test_a_foreign_page_is_told_why_and_gets_no_world(client: TestClient) -> None:
    with client.websocket_connect("/v1/live", headers={"origin": "https://evil.example"}) as socket:
        socket.send_json(HELLO)
        said = socket.receive_json()
        assert (said["type"], said["code"]) == ("error", "bad_origin")
        assert "evil.example" in said["message"]
        assert socket.receive()["code"] == 1008
    assert client.get("/healthz").json()["sessions"] == 0


@pytest.mark.parametrize("origin", ["http://testserver", "https://friend.example"])
def test_our_own_page_and_a_named_one_are_welcome(client: TestClient, origin: str) -> None:
    with client.websocket_connect("/v1/live", headers={"origin": origin}) as socket:
        socket.send_json(HELLO)
        assert socket.receive_json()["type"] == "welcome"
