"""What every test shares: quick rooms first, marks by folder, and hypothesis without a stopwatch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).parent.parent
ORDER = ("house", "unit", "property", "golden", "gpu", "e2e")

# Two busy cores make any deadline a lie; examples are the same on every machine.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if folder(item) in ("e2e", "gpu"):
            item.add_marker(folder(item))
    without_accelerator(items)
    items.sort(key=lambda item: ORDER.index(folder(item)) if folder(item) in ORDER else len(ORDER))


def without_accelerator(items: list[pytest.Item]) -> None:
    """Skip, with a reason, what needs an accelerator where there is none."""
    needing = [item for item in items if item.get_closest_marker("gpu")]
    if needing and not accelerator():
        for item in needing:
            item.add_marker(pytest.mark.skip(reason="needs an accelerator, and this machine has none"))


def accelerator() -> bool:
    import torch

    return torch.cuda.is_available()


def folder(item: pytest.Item) -> str:
    """The first folder under tests: unit, house, ..."""
    return item.path.relative_to(ROOT / "tests").parts[0]


@pytest.fixture(scope="session", autouse=True)
def data_of_nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Servers that tests start keep nothing where a person's sessions are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INHABIT_DATA", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT
