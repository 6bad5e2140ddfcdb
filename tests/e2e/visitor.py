"""Somebody at the page: a browser tab, and what a person would do with it and see on it.

Everything is waited for, nothing slept for. Times are the page's own, on the clock of the browser.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from playwright.sync_api import Page

WAIT_MS = 60_000
BROWSER_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Pictures travel as text: a list of numbers would be wrapped one by one on its way out of the browser.
TEXT = "(w, h) => btoa(inhabit.readPixels(w, h).rgba.map((value) => String.fromCharCode(value)).join(''))"
READ = f"([w, h]) => ({TEXT})(w, h)"
WATCH = f"""([count, w, h]) => new Promise((resolve) => {{
  const seen = [];
  const stop = inhabit.session.player.shown.on(() => {{
    seen.push(({TEXT})(w, h));
    if (seen.length === count) {{ stop(); resolve(seen); }}
  }});
}})"""


class Visitor:
    """A tab on the page. `shown` are numpy pictures [height, width, 3] as they were on screen."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.troubles: list[str] = []
        self.requested: list[str] = []
        page.set_default_timeout(WAIT_MS)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("request", lambda request: self.requested.append(request.url))

    def enter(self, query: str = "?seed=7&prompt=green+hills+at+noon") -> Visitor:
        """Open the page at a place (so without the start screen) and wait for a living picture."""
        self.page.goto(self.url + query)
        return self.wait_until_live()

    def wait_until_live(self) -> Visitor:
        self.wait("inhabit.state.life.kind === 'live' && inhabit.state.state !== null")
        return self

    def wait(self, condition: str) -> None:
        """Until a JavaScript condition holds on the page."""
        self.page.wait_for_function(condition)

    def wait_frames(self, count: int) -> None:
        """Until that many more frames have been made and shown."""
        target = self.frame()["frame_index"] + count
        self.wait(f"inhabit.lastFrame().frame_index >= {target}")

    def say(self, text: str, *, anew: bool = False) -> None:
        """Type into the prompt bar."""
        self.page.keyboard.press("/")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Shift+Enter" if anew else "Enter")
        self.page.keyboard.press("Escape")

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    @contextmanager
    def holding(self, key: str) -> Iterator[None]:
        """Hold a key down; the picture has answered when the block begins."""
        self.page.keyboard.down(key)
        try:
            self.answer()
            yield
        finally:
            self.page.keyboard.up(key)

    def answer(self) -> dict[str, Any]:
        """What became of the last input, once it is settled."""
        self.wait("['visible', 'rejected', 'lost'].includes(inhabit.trace.at(-1)?.status)")
        return self.trace()[-1]

    def trace(self) -> list[dict[str, Any]]:
        return self.page.evaluate("inhabit.trace")

    def times_ms(self) -> list[float]:
        """Input to visible of everything so far."""
        return self.page.evaluate("inhabit.times_ms")

    def state(self) -> dict[str, Any]:
        return self.page.evaluate("inhabit.state")

    def pose(self) -> dict[str, float]:
        """Where the server says the camera is, not before the picture now on screen."""
        shown = self.frame()
        said = "inhabit.state.state"
        self.wait(f"{said}.epoch > {shown['epoch']} || {said}.frame_index >= {shown['frame_index']}")
        return self.state()["state"]["pose"]

    def frame(self) -> dict[str, Any]:
        """The stamp of the picture on screen."""
        return self.page.evaluate("inhabit.lastFrame()")

    def shown(self, count: int, width: int = 160, height: int = 40) -> list[np.ndarray]:
        """The next pictures on screen, shrunk."""
        seen = self.page.evaluate(WATCH, [count, width, height])
        return [picture(one, width, height) for one in seen]

    def picture(self, width: int = 160, height: int = 90) -> np.ndarray:
        """The picture on screen now, shrunk."""
        return picture(self.page.evaluate(READ, [width, height]), width, height)

    def settles(self, read: Callable[[], Any], frames: int = 15) -> bool:
        """Whether `read` gives the same before and after half a second of the browser's time."""
        before = read()
        self.page.wait_for_timeout(frames * 1000 / 30)
        return bool(np.all(before == read()))


def picture(text: str, width: int, height: int) -> np.ndarray:
    """float32 [height, width, 3] of RGBA bytes in reading order, base64."""
    rgba = np.frombuffer(base64.b64decode(text), dtype=np.uint8)
    return rgba.astype(np.float32).reshape(height, width, 4)[..., :3]


def drift_px(before: np.ndarray, after: np.ndarray, reach: int = 12) -> int:
    """By how many pixels the picture moved to the right: the shift with the smallest difference."""

    def difference(shift: int) -> float:
        width = before.shape[1] - abs(shift)
        left, right = max(-shift, 0), max(shift, 0)
        return float(np.abs(before[:, left : left + width] - after[:, right : right + width]).mean())

    return min(range(-reach, reach + 1), key=difference)
