"""Single values as they arrive: texts, seeds, numbers and names, checked strictly.

Whatever is refused raises BadInputError with the value and the fix.
"""

from __future__ import annotations

from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError
from inhabit.core.shape import Shape, parse_size

TEXT_LIMIT = 2000
SEED_LIMIT = 2**53
SIZE_LIMIT = 16


def parse_text(value: object, what: str) -> str:
    """A text of 1 to 2,000 characters, stripped; `what` names it in the error (`prompt`)."""
    code = f"bad_{what}"
    if not isinstance(value, str):
        raise BadInputError(code, f"{what} {shown(value)} is not text: send a string")
    text = value.strip()
    if not text:
        raise BadInputError(code, f"{what} is empty: say something in 1 to {TEXT_LIMIT} characters")
    if len(text) > TEXT_LIMIT:
        raise BadInputError(code, f"{what} has {len(text)} characters: shorten it to {TEXT_LIMIT} or fewer")
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise BadInputError(code, f"{what} {shown(text)} holds half a character pair: send whole Unicode")
    return text


def parse_picture(value: object) -> Size | Shape:
    """A size (`640x360`) or a shape (`9:16`) as text."""
    if not isinstance(value, str) or len(value) > SIZE_LIMIT:
        raise BadInputError("bad_size", f"size {shown(value)} is not WIDTHxHEIGHT or a shape like 9:16")
    return parse_size(value)


def parse_seed(value: object) -> int:
    """A whole number in [0, 2**53), so that JavaScript can hold it too."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < SEED_LIMIT:
        raise BadInputError(
            "bad_seed", f"seed {shown(value)} is not a whole number from 0 to {SEED_LIMIT - 1}"
        )
    return value


def parse_number(value: object, name: str, low: float, high: float) -> float:
    """A finite number in [low, high]; `name` is what the error calls it."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadInputError("bad_number", f"{name} {shown(value)} is not a number")
    if not low <= value <= high:  # also refuses NaN, which compares false
        raise BadInputError(
            "out_of_range", f"{name} {shown(value)} is out of range: send {low:g} to {high:g}"
        )
    return float(value)


def shown(value: object) -> str:
    """A value as it appears in an error: in ASCII, cut to a line."""
    try:
        text = ascii(value)
    except ValueError:  # whole numbers of more than 4,300 digits have no repr
        text = f"a {type(value).__name__} too long to print"
    return text if len(text) <= 80 else f"{text[:77]}..."


def parse_name(value: object, what: str) -> str:
    """A name of 1 to 64 characters that somebody else knows; `what` is what the error calls it."""
    if not isinstance(value, str) or not 0 < len(value) <= 64:
        raise BadInputError("bad_name", f"{what} {shown(value)} is not a name of 1 to 64 characters")
    return value


def parse_flag(value: object, what: str) -> bool:
    """True or false and nothing that only looks like it; `what` is what the error calls it."""
    if not isinstance(value, bool):
        raise BadInputError("bad_flag", f"{what} {shown(value)} is not true or false")
    return value


def parse_choice(value: object, what: str, names: tuple[str, ...]) -> str:
    """One of `names`; `what` is what the error calls it."""
    if not isinstance(value, str) or value not in names:
        raise BadInputError("bad_name", f"{what} {shown(value)} is unknown: use one of {', '.join(names)}")
    return value
