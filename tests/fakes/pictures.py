"""Small moving pictures to encode, and a way to see them again."""

from __future__ import annotations

import av
import numpy as np

from inhabit.core.camera import Size
from inhabit.core.frame import PlanarFrame
from inhabit.transport.codec import EncodedFrame, H264Encoder

SIZE = Size(160, 90)


def picture(index: int = 0, size: Size = SIZE) -> PlanarFrame:
    """A slanted gradient that moves with `index`."""
    rows, columns = np.mgrid[: size.height_px, : size.width_px]
    half = (size.height_px // 2, size.width_px // 2)
    return PlanarFrame(
        (40 + (rows + columns + 3 * index) % 160).astype(np.uint8),
        np.full(half, 110, np.uint8),
        np.full(half, 150, np.uint8),
    )


def encoded(count: int, *, keys: tuple[int, ...] = ()) -> list[EncodedFrame]:
    """The first `count` pictures as H.264 at 30 fps, with key frames forced at `keys`."""
    encoder = H264Encoder(SIZE, 30)
    return [encoder.encode(picture(i), i / 30, force_key=i in keys) for i in range(count)]


def decoded(frames: list[EncodedFrame]) -> list[av.VideoFrame]:
    """What a decoder that starts here sees."""
    decoder = av.CodecContext.create("h264", "r")
    assert isinstance(decoder, av.VideoCodecContext)
    found = [frame for one in frames for frame in decoder.decode(av.Packet(one.data))]
    return found + decoder.decode(None)
