"""`inhabit sessions`: what is kept, from a command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from inhabit.cli.main import main
from inhabit.server.storage.archive import open_store
from inhabit.server.storage.place import place_of
from tests.fakes.keeping import NOW_S
from tests.unit.server.storage.test_bundle import filled


def run(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["sessions", arguments[0], *arguments[1:], "--data", str(data)])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def session(data: Path) -> str:
    store = open_store(place_of(data))
    id = filled(store)
    store.update(id, is_open=False)
    store.close()
    return id


def test_sessions_are_listed_and_shown(data: Path, session: str) -> None:
    assert session in run(data, "list").stdout
    assert [one["id"] for one in json.loads(run(data, "list", "--json").stdout)] == [session]
    told = json.loads(run(data, "show", session).stdout)
    assert [(branch["name"], branch["end"]) for branch in told["branches"]] == [("main", 5), ("other", 4)]


def test_a_session_goes_into_a_file_and_out_of_it(data: Path, session: str, tmp_path: Path) -> None:
    file = tmp_path / "one.inhabit"
    assert run(data, "export", session, str(file)).exit_code == 0
    brought = run(data, "import", str(file)).stdout.split()[-1]
    assert brought != session and brought in run(data, "list").stdout


def test_a_file_that_is_none_is_refused_in_a_sentence(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "one.inhabit"
    file.write_bytes(b"not a session")
    refused = run(data, "import", str(file))
    assert refused.exit_code == 2 and "bad_file" in refused.stderr and "Traceback" not in refused.output


def test_verify_finds_what_is_damaged(data: Path, session: str) -> None:
    assert run(data, "verify").exit_code == 0
    path = next(path for path in (data / "files").rglob("*") if path.is_file())
    path.write_bytes(b"spoilt")
    found = run(data, "verify", session)
    assert found.exit_code == 1 and "not what was written" in found.stdout


def test_prune_removes_what_was_deleted_long_ago_but_first_only_says_so(data: Path, session: str) -> None:
    store = open_store(place_of(data))
    store.update(session, deleted_s=NOW_S - 1e9)
    store.close()
    assert f"would remove {session}" in run(data, "prune", "--dry-run").stdout
    assert session in run(data, "list", "--deleted").stdout
    assert f"removed {session}" in run(data, "prune").stdout
    assert session not in run(data, "list", "--deleted").stdout


def test_a_session_that_is_not_there_is_said_so(data: Path) -> None:
    refused = run(data, "show", "nobody")
    assert refused.exit_code == 2 and "nobody" in refused.stderr
