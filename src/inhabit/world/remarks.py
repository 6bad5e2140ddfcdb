"""What a world says of words that it cannot follow, or only in part: never silent, and never a riddle.

A remark belongs to what it is about, so that whoever said it hears it beside their own line of the trace.
Pure.
"""

from __future__ import annotations

from inhabit.core.attributes import Attributes
from inhabit.core.known import FIRST, Known
from inhabit.core.locks import CAMERA
from inhabit.core.ports import Remark
from inhabit.world.locks import Verdict, kept_words
from inhabit.world.state import Wish
from inhabit.world.unlearnt import unlearnt

LIMIT = 60
"""Characters of somebody's words that are said back."""
CAN = "It listens to English, for the time of day, weather, biome, style and the lie of the land."
CAMERA_STAYS = "Camera is locked: kept where it is. Unlock it to move."


def of_text(
    text: str, asked: Wish, verdict: Verdict, kept: Attributes, *, understood: bool, known: Known = FIRST
) -> Remark | None:
    """What there is to say of a prompt or a directive that asked for a wish, of which the verdict lets some
    through, in a world whose networks know the attributes `known`; None if it is simply done."""
    said, taken = f"“{_short(text)}”", _words(verdict.wish)
    missing = " and ".join(unlearnt(text, known))
    if missing:
        instead = f"takes {taken} from {said}." if taken else f"leaves {said} out. {CAN}"
        words = f"This world has not learnt {missing} yet: it {instead}"
    elif not understood and taken:
        words = f"This world cannot show all of {said}: it takes {taken} from it."
    elif not understood:
        words = f"This world does not know how to show {said} and leaves it out. {CAN}"
    elif not _words(asked):
        words = f"{said} asks for nothing that this world has. {CAN}"
    else:
        words = ""
    words = " ".join(filter(None, (words, kept_words(verdict.held, kept))))
    return Remark(text, words, verdict.held) if words else None


def of_hand(attribute: str, verdict: Verdict, kept: Attributes) -> Remark | None:
    """What there is to say of a slider or a chip; None if it was free."""
    return Remark(attribute, kept_words(verdict.held, kept), verdict.held) if verdict.held else None


def of_camera() -> Remark:
    """What there is to say when a locked camera is asked to move."""
    return Remark(CAMERA, CAMERA_STAYS, (CAMERA,))


def _words(wish: Wish) -> str:
    names = [name for name in (wish.biome, wish.style) if name is not None]
    for name, goal in wish.scalars.items():
        names.append(f"{int(goal):02d}:{int(goal % 1 * 60):02d}" if name == "hour" else f"{name} {goal:.0%}")
    return ", ".join(names)


def _short(text: str) -> str:
    return text if len(text) <= LIMIT else text[: LIMIT - 1] + "…"
