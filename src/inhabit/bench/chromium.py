"""A headless Chromium with one tab, driven over its own DevTools protocol: keys, mouse, words, questions.

As thin as it can be (chromedevtools.github.io/devtools-protocol), because the browser shares its cores with
what is being measured, and so that measuring needs nothing but a browser.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from websockets.sync.client import ClientConnection, connect

from inhabit.core.camera import Size
from inhabit.core.errors import InhabitError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
START_S, ANSWER_S = 60.0, 60.0
_FLAGS = (
    "--headless=new",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--remote-debugging-port=0",
)


def find_browser(named: str | None = None) -> str:
    """The browser's program: the one named, else the first of NAMES on the path.

    Raises InhabitError (`no_browser`).
    """
    for name in (named,) if named else NAMES:
        found = shutil.which(name)
        if found is not None:
            return found
    wanted = f"{named} is not a program" if named else f"none of {', '.join(NAMES)} is installed"
    raise InhabitError(
        "no_browser",
        f"no Chromium to measure with: {wanted}; install one (apt-get install chromium) or name it with "
        "--browser",
    )


@contextlib.contextmanager
def tab_on(url: str, program: str, window: Size) -> Iterator[Tab]:
    """A tab that shows `url` in a fresh profile; the browser is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="inhabit-browser-", ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [program, *_flags(profile, window), "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            with connect(_page_address(process, Path(profile)), max_size=None) as socket:
                tab = Tab(socket, process.pid)
                tab.call("Page.navigate", url=url)
                yield tab
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
            process.kill()


class Tab:
    """One page. Every method returns once the browser has done it."""

    def __init__(self, socket: ClientConnection, pid: int) -> None:
        self.pid = pid
        self._socket = socket
        self._ids = itertools.count(1)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One command of the protocol; raises InhabitError (`browser_failed`) with the browser's words."""
        id = next(self._ids)
        self._socket.send(json.dumps({"id": id, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._socket.recv(timeout=ANSWER_S))
            if answer.get("id") == id:
                break
        if "error" in answer:
            raise InhabitError("browser_failed", f"{method}: {answer['error'].get('message')}")
        return answer["result"]

    def ask(self, expression: str) -> Any:
        """The value of a JavaScript expression, waited for if it is a promise."""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            words = details.get("exception", {}).get("description") or details.get("text")
            raise InhabitError("browser_failed", f"the page said: {words}")
        return result["result"].get("value")

    def wait(self, condition: str, within_s: float = ANSWER_S) -> None:
        """Until a JavaScript condition holds; raises InhabitError (`browser_failed`) if it never does."""
        ends_s = time.monotonic() + within_s
        while not self.ask(
            f"(() => {{ try {{ return Boolean({condition}); }} catch {{ return false; }} }})()"
        ):
            if time.monotonic() > ends_s:
                raise InhabitError("browser_failed", f"not within {within_s:g} s: {condition}")
            time.sleep(0.1)

    def key(self, code: str, *, down: bool) -> None:
        """Press or let go a key by its place on the keyboard (`KeyW`, `ArrowLeft`)."""
        key = code.removeprefix("Key").lower() if code.startswith("Key") else code
        self.call("Input.dispatchKeyEvent", type="rawKeyDown" if down else "keyUp", code=code, key=key)

    def mouse(self, kind: str, x_px: float, y_px: float) -> None:
        """`mousePressed`, `mouseMoved` or `mouseReleased` with the left button."""
        self.call(
            "Input.dispatchMouseEvent", type=kind, x=x_px, y=y_px, button="left", buttons=1, clickCount=1
        )


def _flags(profile: str, window: Size) -> tuple[str, ...]:
    sandbox = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    size = f"--window-size={window.width_px},{window.height_px}"
    return (*_FLAGS, *sandbox, size, f"--user-data-dir={profile}")


def _page_address(process: subprocess.Popen[bytes], profile: Path) -> str:
    """The tab's own WebSocket, once the browser listens."""
    note, ends_s = profile / "DevToolsActivePort", time.monotonic() + START_S
    while time.monotonic() < ends_s and process.poll() is None:
        with contextlib.suppress(OSError, ValueError, StopIteration):
            port = int(note.read_text().splitlines()[0])
            with urlopen(f"http://127.0.0.1:{port}/json/list", timeout=5) as answer:
                targets = json.loads(answer.read())
            return next(one["webSocketDebuggerUrl"] for one in targets if one["type"] == "page")
        time.sleep(0.1)
    raise InhabitError("browser_failed", f"the browser did not start within {START_S:g} s")
