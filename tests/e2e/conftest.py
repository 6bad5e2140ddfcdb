"""A browser before a server of its own, shared by every test of the page."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.e2e.visitor import BROWSER_ARGS, Visitor

START_S = 300
ENGINE_NAME = os.environ.get("INHABIT_TEST_ENGINE", "toy")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

Visit = Callable[..., Visitor]


@pytest.fixture(scope="package")
def url(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[str]:
    """A server of our own, before the engine that INHABIT_TEST_ENGINE names."""
    with served(ENGINE_NAME, tmp_path_factory.mktemp("recordings"), root) as url:
        yield url


@contextlib.contextmanager
def served(engine: str, folder: Path, root: Path) -> Iterator[str]:
    """The address of a server before the `toy` or the `real` engine."""
    process = subprocess.Popen([sys.executable, "-m", "tests.e2e.host", str(folder), engine], cwd=root)
    try:
        yield f"http://localhost:{_port(process, folder)}/"
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window. By module, because Playwright's event loop runs as long as it is open."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=BROWSER_ARGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, url: str) -> Iterator[Visit]:
    """Opens tabs; each must have lived without a script error and asked nobody else for anything."""
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def open_tab(**options: object) -> Visitor:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 720}} | options)  # type: ignore[arg-type]
        contexts.append(context)
        visitors.append(Visitor(context.new_page(), url))
        return visitors[-1]

    yield open_tab
    for context in contexts:
        context.close()
    assert [visitor.troubles for visitor in visitors if visitor.troubles] == []
    assert {one for visitor in visitors for one in visitor.requested if not _is_ours(one, url)} == set()


def _port(process: subprocess.Popen[bytes], folder: Path) -> int:
    """The port, once the server listens; fails with the process."""
    note = folder / "port"
    for _ in range(START_S * 10):
        if note.exists() and note.read_text():
            return int(note.read_text())
        try:
            raise RuntimeError(f"the server ended with {process.wait(timeout=0.1)} before it listened")
        except subprocess.TimeoutExpired:
            continue
    raise TimeoutError(f"no server within {START_S} s")


def _is_ours(address: str, url: str) -> bool:
    return address.startswith((url, "data:", "blob:"))
