"""The door for pictures: what somebody hands in is read beside the sessions, bounded in weight and number."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from inhabit.core.errors import BadInputError
from inhabit.inputs.picture import BYTES_LIMIT, Given, read_picture, too_heavy
from inhabit.runtime.pictures import Pictures
from inhabit.runtime.sizes import Sizes


class PictureDoor:
    """Takes pictures in, one at a time: one may need a few hundred megabytes while it is read."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._turn = asyncio.Semaphore(1)

    async def take(self, body: AsyncIterator[bytes], said_bytes: str | None) -> Given:
        """Read what is handed in, `said_bytes` of it as its sender says, and keep it; raises BadInputError as
        `inputs.picture.read_picture` does, before all of it has come if it is too much."""
        if said_bytes is not None and said_bytes.isdecimal() and int(said_bytes) > BYTES_LIMIT:
            raise too_heavy(f"{int(said_bytes) / 1e6:.1f} MB")
        data = bytearray()
        async for part in body:
            data += part
            if len(data) > BYTES_LIMIT:
                raise too_heavy(f"more than {BYTES_LIMIT / 1e6:.1f} MB")
        async with self._turn:
            given = await asyncio.to_thread(read_picture, bytes(data))
        self._pictures.keep(given.picture)
        return given


def told(given: Given, sizes: Sizes) -> dict[str, Any]:
    """What a client hears of a picture that was taken."""
    picture = given.picture
    shape = picture.nearest(sizes.shapes())
    return {
        "picture": picture.name,
        "width": picture.width_px,
        "height": picture.height_px,
        "shape": str(shape),
        "left_out": round(picture.left_out(shape), 3),
        "remarks": list(given.remarks),
    }


def refusal_status(error: BadInputError) -> int:
    """The HTTP status of a refusal."""
    return {"picture_too_large": 413, "not_a_picture": 415, "bad_origin": 403}.get(error.code, 400)
