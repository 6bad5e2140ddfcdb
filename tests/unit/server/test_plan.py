"""The planner's routes: questions with knobs, answers in words, refusals with their reason."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from inhabit.plan.questions import Here
from inhabit.runtime.worker import Worker
from inhabit.server.app import create_app
from inhabit.server.settings import Settings
from tests.fakes.clock import ManualClock
from tests.fakes.engine import ToyEngine
from tests.fakes.measurement import MACHINE, measured


@pytest.fixture
def client() -> Iterator[TestClient]:
    clock = ManualClock()
    with Worker(ToyEngine(), clock) as worker:
        app = create_app(worker, Settings(here=Here(MACHINE, measured())), clock)
        yield TestClient(app)


def test_questions_come_with_their_knobs_and_the_machine_that_is_asked(client: TestClient) -> None:
    found = client.get("/v1/plan").json()
    assert [each["key"] for each in found["questions"]][:2] == ["capacity", "queue"]
    assert found["machine"] == {
        "name": "this machine",
        "processor": "AMD EPYC",
        "cores": 2,
        "measured_on": "2026-11-22",
    }
    cores = next(knob for knob in found["questions"][0]["knobs"] if knob["key"] == "cores")
    assert cores["start"] == 2


def test_an_answer_is_words_ready_to_be_shown(client: TestClient) -> None:
    found = client.get("/v1/plan/queue", params={"servers": 70}).json()
    assert "of the servers are busy" in found["said"]
    assert found["plots"][0]["svg"].startswith("<svg")
    load = found["figures"][0]
    assert (load["name"], load["value"]) == ("load", "50 busy servers")


@pytest.mark.parametrize(
    ("address", "code", "said"),
    [
        ("queue?servers=10", "unstable_queue", "give at least 51 servers"),
        ("queue?servers=lots", "bad_number", "give a number"),
        ("queue?servrs=10", "unknown_knob", "did you mean 'servers'"),
        ("quee", "unknown_question", "did you mean 'queue'"),
        ("memory?device=<script>", "bad_choice", "is not known"),
    ],
)
def test_what_cannot_be_answered_is_400_with_the_reason(
    client: TestClient, address: str, code: str, said: str
) -> None:
    refused = client.get(f"/v1/plan/{address}")
    assert refused.status_code == 400
    assert refused.headers["content-type"] == "application/json"
    assert refused.json()["code"] == code
    assert said in refused.json()["message"]


def test_the_page_is_served_beside_the_world(client: TestClient) -> None:
    page = client.get("/plan")
    assert page.status_code == 200
    assert "Plan · inhabit" in page.text
