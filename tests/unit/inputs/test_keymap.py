"""Keys by their place on the keyboard."""

from __future__ import annotations

import json
from pathlib import Path

from inhabit.inputs.events import AXES, Move
from inhabit.inputs.keymap import KEYMAP, move_of, published


def test_held_keys_add_up_and_opposites_cancel() -> None:
    assert move_of(["KeyW", "ArrowLeft"]) == Move(dolly=1.0, yaw=-1.0)
    assert move_of(["KeyW", "KeyS"]) == Move()
    assert move_of([]) == Move()


def test_keys_that_mean_nothing_do_nothing() -> None:
    assert move_of(["F13", "KeyW", "KeyW"]) == Move(dolly=1.0)


def test_every_axis_can_be_driven_both_ways() -> None:
    assert sorted(KEYMAP.values()) == sorted((axis, sign) for axis in AXES for sign in (-1.0, 1.0))


def test_the_table_is_published_as_json() -> None:
    assert json.loads(json.dumps(published()))["KeyW"] == {"axis": "dolly", "direction": 1.0}


def test_the_page_holds_the_same_table(root: Path) -> None:
    page = (root / "src/inhabit/web/js/input/keys.js").read_text()
    for code, (axis, direction) in KEYMAP.items():
        assert f'{code}: ["{axis}", {direction:g}]' in page
