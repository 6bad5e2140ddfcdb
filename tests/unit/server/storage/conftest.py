"""Both databases for every test of what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inhabit.server.storage.archive import open_store
from inhabit.server.storage.place import Place, place_of
from inhabit.server.storage.store import Store
from tests.fakes import postgres


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Postgres]:
    if postgres.program("initdb") is None:
        pytest.skip("PostgreSQL is not installed here: apt-get install postgresql")
    with postgres.running() as cluster:
        yield cluster


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty place, in a file or in a server."""
    if request.param == "sqlite":
        return place_of(tmp_path / "data")
    url = request.getfixturevalue("cluster").url()
    return place_of(tmp_path / "data", url)


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    store = open_store(place)
    yield store
    store.close()
