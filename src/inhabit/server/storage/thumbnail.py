"""A small JPEG of a picture, to tell one moment from another by."""

from __future__ import annotations

from inhabit.core.camera import Size
from inhabit.core.frame import PlanarFrame
from inhabit.transport.codec import MjpegEncoder, resized

LONGER_PX = 192


def thumbnail(picture: PlanarFrame) -> bytes:
    """JPEG, LONGER_PX on the longer side or as large as the picture if that is smaller."""
    size = small(picture.size)
    return MjpegEncoder(size, 1.0).encode(resized(picture, size), 0.0, force_key=True).data


def small(size: Size) -> Size:
    """A thumbnail's size: the same proportions, even sides of at least 64 pixels."""
    share = min(LONGER_PX / max(size.width_px, size.height_px), 1.0)
    width, height = (max(2 * round(share * side / 2), 64) for side in (size.width_px, size.height_px))
    return Size(width, height)
