"""Pictures over plain HTTP: handed in, refused in words, and begun from over the live connection."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from inhabit.core.camera import Size
from inhabit.inputs.picture import BYTES_LIMIT, MOVES
from inhabit.inputs.script import read_script
from inhabit.runtime.clock import RealClock
from inhabit.runtime.worker import Worker
from inhabit.server.app import create_app
from inhabit.server.settings import Settings
from tests.fakes.engine import ToyEngine
from tests.fakes.photographs import file_of, halves, moving
from tests.fakes.visitor import Visitor


@pytest.fixture
def engine() -> ToyEngine:
    return ToyEngine()


@pytest.fixture
def client(engine: ToyEngine, tmp_path: Path) -> Iterator[TestClient]:
    settings = Settings(size=Size(128, 128), recordings=tmp_path, state_every_s=0.05)
    with Worker(engine, RealClock()) as worker, TestClient(create_app(worker, settings)) as client:
        yield client


def handed_in(client: TestClient, data: bytes, **headers: str) -> tuple[int, dict[str, Any]]:
    answer = client.post("/v1/pictures", content=data, headers=headers)
    return answer.status_code, answer.json()


class TestHandedIn:
    def test_what_was_taken_is_told(self, client: TestClient) -> None:
        status, said = handed_in(client, file_of(halves(90, 160), "JPEG"))
        assert (status, len(said["picture"]), said["shape"]) == (201, 64, "9:16")
        assert (said["width"], said["height"], said["left_out"], said["remarks"]) == (90, 160, 0.0, [])

    def test_one_that_moves_is_taken_and_it_is_said(self, client: TestClient) -> None:
        assert handed_in(client, moving())[1]["remarks"] == [MOVES]

    @pytest.mark.parametrize(
        ("data", "status", "code"),
        [
            (b"", 400, "empty_picture"),
            (b"hello", 415, "not_a_picture"),
            (file_of(halves())[:200], 400, "broken_picture"),
            (file_of(halves(40, 40)), 400, "picture_too_small"),
            (bytes(BYTES_LIMIT + 1), 413, "picture_too_large"),
        ],
    )
    def test_refusals_name_the_value_and_the_fix(
        self, client: TestClient, data: bytes, status: int, code: str
    ) -> None:
        answered, said = handed_in(client, data)
        assert (answered, said["code"]) == (status, code)
        assert len(said["message"]) > 20

    def test_more_than_was_said_is_not_read_to_its_end(self, client: TestClient) -> None:
        def endless() -> Iterator[bytes]:
            for _ in range(40):
                yield bytes(2**20)

        answer = client.post("/v1/pictures", content=endless())
        assert (answer.status_code, answer.json()["code"]) == (413, "picture_too_large")

    def test_other_pages_may_not(self, client: TestClient) -> None:
        status, said = handed_in(client, file_of(halves()), origin="https://elsewhere.example")
        assert (status, said["code"]) == (403, "bad_origin")


class TestBegunFrom:
    def test_the_world_begins_from_it_and_the_log_holds_it(
        self, client: TestClient, engine: ToyEngine
    ) -> None:
        name = handed_in(client, file_of(halves(90, 160)))[1]["picture"]
        with Visitor(client) as here:
            welcome = here.enter()
            assert here.applied(here.do("reset", picture=name))["epoch"] == 1
            log = client.get(f"/v1/sessions/{welcome['session']}/events").text
        assert {picture.name for picture, _ in engine.looked_at} == {name}
        assert [picture.name for picture in read_script(log.splitlines()).pictures] == [name]

    @pytest.mark.parametrize(
        ("picture", "code"), [("f" * 64, "unknown_picture"), ("cat.jpg", "bad_picture_name")]
    )
    def test_one_that_is_not_here_is_refused_and_the_world_goes_on(
        self, client: TestClient, picture: str, code: str
    ) -> None:
        with Visitor(client) as here:
            here.enter()
            here.do("reset", picture=picture)
            assert here.hear("rejected")["code"] == code
            assert here.applied(here.do("directive", text="rain"))["epoch"] == 0

    def test_hello_may_bring_one_along(self, client: TestClient, engine: ToyEngine) -> None:
        name = handed_in(client, file_of(halves(160, 160)))[1]["picture"]
        with Visitor(client, picture=name) as here:
            welcome = here.enter()
            here.see()
        assert (welcome["prompt"], welcome["size"]) == ("", "128x128")
        assert len(engine.looked_at) == 1
