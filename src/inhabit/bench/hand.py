"""A hand at the keys and the mouse of a page: what it does when, and doing it in real time."""

from __future__ import annotations

import time
from dataclasses import dataclass

from inhabit.bench.chromium import Tab
from inhabit.core.camera import Size

WINDOW = Size(1280, 720)

LEGS = (
    ("KeyW",),
    ("KeyW", "ArrowRight"),
    ("KeyD",),
    ("ArrowLeft",),
    ("KeyS", "ArrowUp"),
    ("KeyA", "ArrowDown"),
)
LEG_S, WISH_EVERY_S, DRAG_EVERY_S = 1.0, 7.0, 5.0
WISHES = ("make it rain", "turn to night", "clear the sky", "morning light", "more fog")


@dataclass(frozen=True, slots=True)
class Deed:
    """Something a hand does at `at_s`: keys down from now on, or a drag, or words."""

    at_s: float
    keys: tuple[str, ...] | None = None
    drag_px: tuple[int, int] | None = None
    words: str = ""


def deeds(seconds: float) -> list[Deed]:
    """A walk with turns, a drag and a wish now and then, in order of time; at the end nothing is held."""
    plan = [Deed(i * LEG_S, keys=LEGS[i % len(LEGS)]) for i in range(int(seconds / LEG_S))]
    drags = range(1, int(seconds / DRAG_EVERY_S) + 1)
    plan += [Deed((i - 0.3) * DRAG_EVERY_S, drag_px=(90 * (-1) ** i, 20 * (-1) ** i)) for i in drags]
    wishes = range(1, int(seconds / WISH_EVERY_S) + 1)
    plan += [Deed((i - 0.5) * WISH_EVERY_S, words=WISHES[i % len(WISHES)]) for i in wishes]
    return [*sorted(plan, key=lambda deed: deed.at_s), Deed(seconds, keys=())]


def play(tab: Tab, seconds: float) -> None:
    """Do what `deeds` says, in real time."""
    began_s, held = time.monotonic(), ()
    for deed in deeds(seconds):
        time.sleep(max(began_s + deed.at_s - time.monotonic(), 0.0))
        if deed.keys is not None:
            held = _hold(tab, held, deed.keys)
        if deed.drag_px is not None:
            _drag(tab, deed.drag_px)
        if deed.words:
            event = f"{{ kind: 'directive', text: '{deed.words}' }}"
            tab.ask(f"void inhabit.session.send({event})")


def _hold(tab: Tab, held: tuple[str, ...], keys: tuple[str, ...]) -> tuple[str, ...]:
    for key in held:
        if key not in keys:
            tab.key(key, down=False)
    for key in keys:
        if key not in held:
            tab.key(key, down=True)
    return keys


def _drag(tab: Tab, by_px: tuple[int, int]) -> None:
    x_px, y_px = WINDOW.width_px / 2, WINDOW.height_px / 2
    tab.mouse("mousePressed", x_px, y_px)
    for step in range(1, 7):
        tab.mouse("mouseMoved", x_px + by_px[0] * step / 6, y_px + by_px[1] * step / 6)
    tab.mouse("mouseReleased", x_px + by_px[0], y_px + by_px[1])
