"""Ids that sort by the time they were made and that nobody guesses: UUID version 7 (RFC 9562, 5.7). Pure."""

from __future__ import annotations

import re
from uuid import UUID

RANDOM_BYTES = 10
_UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def uuid7(unix_s: float, random: bytes) -> str:
    """The id of something made at `unix_s` (seconds since 1970), from RANDOM_BYTES random bytes; 74 of their
    bits are kept."""
    if len(random) != RANDOM_BYTES:
        raise ValueError(f"{len(random)} random bytes: give {RANDOM_BYTES}")
    value = (round(unix_s * 1000.0) & (2**48 - 1)) << 80 | int.from_bytes(random)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(UUID(int=value))


def is_uuid7(text: str) -> bool:
    """Whether a text is such an id as it is written here: lower case, with hyphens."""
    return _UUID7.fullmatch(text) is not None


def made_at_s(id: str) -> float:
    """When the thing with this id was made: seconds since 1970, to the millisecond."""
    return (UUID(id).int >> 80) / 1000.0
