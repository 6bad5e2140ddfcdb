"""What people may name that the simulator can show and a checkpoint was not trained on: found by its words.

The interpreter reads such words as the nearest thing that it knows; whoever said them is told so
(`remarks.py`). Pure.
"""

from __future__ import annotations

import re

from inhabit.core.known import Known

STYLE_WORDS = {
    "watercolour": r"water-?\s?colou?rs?|aquarelles?",
    "gouache": r"gouaches?",
    "papercut": r"paper-?\s?cuts?|paper cut-?\s?outs?|cut paper|layered paper",
}
"""Later styles and what they are called, as patterns of whole words."""
STORM_WORDS = r"lightning|thunderbolts?"


def unlearnt(text: str, known: Known) -> tuple[str, ...]:
    """Names of what a text speaks of that is not known, in the order in which the world has them."""
    styles = [name for name in STYLE_WORDS if name not in known.styles and _said(text, STYLE_WORDS[name])]
    return (*styles, *(["lightning"] if not known.storms and _said(text, STORM_WORDS) else []))


def _said(text: str, pattern: str) -> bool:
    return re.search(rf"\b({pattern})\b", text, re.IGNORECASE) is not None
