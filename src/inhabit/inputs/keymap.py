"""Which key moves what: the one table, served to the page and used by scripted players.

Keys are named by `KeyboardEvent.code`, that is by place on the keyboard, so that W A S D lies under the
same fingers in every layout.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from inhabit.inputs.events import AXES, Move

KEYMAP: Mapping[str, tuple[str, float]] = {
    "KeyW": ("dolly", 1.0),
    "KeyS": ("dolly", -1.0),
    "KeyD": ("truck", 1.0),
    "KeyA": ("truck", -1.0),
    "KeyR": ("pedestal", 1.0),
    "KeyF": ("pedestal", -1.0),
    "ArrowRight": ("yaw", 1.0),
    "ArrowLeft": ("yaw", -1.0),
    "ArrowUp": ("pitch", 1.0),
    "ArrowDown": ("pitch", -1.0),
    "KeyE": ("roll", 1.0),
    "KeyQ": ("roll", -1.0),
    "KeyX": ("zoom", 1.0),
    "KeyZ": ("zoom", -1.0),
}
"""Key code to the axis of `Move` it drives and the direction."""


def move_of(held: Iterable[str]) -> Move:
    """The `Move` of the keys that are held; opposite keys cancel, unknown keys do nothing."""
    pushed = dict.fromkeys(AXES, 0.0)
    for code in set(held) & KEYMAP.keys():
        axis, direction = KEYMAP[code]
        pushed[axis] += direction
    return Move(**pushed)


def published() -> dict[str, dict[str, float | str]]:
    """The table as JSON for clients: code to {axis, direction}."""
    return {code: {"axis": axis, "direction": direction} for code, (axis, direction) in KEYMAP.items()}
