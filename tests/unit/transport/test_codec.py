"""Pictures to bytes: one packet per picture, key frames where asked, colours that come back."""

from __future__ import annotations

import io

import av
import cv2
import numpy as np
import pytest

from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError
from inhabit.core.frame import PlanarFrame
from inhabit.transport.codec import (
    H264Encoder,
    MjpegEncoder,
    codec_string,
    encoder_for,
    resized,
)
from tests.fakes.pictures import SIZE, decoded, encoded, picture


def test_each_picture_gives_one_packet_at_once_and_decodes_to_itself() -> None:
    frames = decoded(encoded(5))
    assert len(frames) == 5
    for index, frame in enumerate(frames):
        luma = frame.to_ndarray()[: SIZE.height_px]
        assert np.abs(luma.astype(int) - picture(index).luma).mean() < 4.0


def test_key_frames_come_first_every_two_seconds_and_on_demand() -> None:
    encoder = H264Encoder(SIZE, 10)
    keys = [encoder.encode(picture(i), i / 10, force_key=i == 5).key for i in range(40)]
    assert [i for i, key in enumerate(keys) if key] == [0, 5, 25]


def test_a_decoder_can_start_at_any_key_frame() -> None:
    encoder = H264Encoder(SIZE, 30)
    frames = [encoder.encode(picture(i), i / 30, force_key=i == 4) for i in range(8)]
    assert frames[4].data.startswith((b"\0\0\0\1\x67", b"\0\0\1\x67"))
    assert len(decoded(frames[4:])) == 4


def test_media_time_may_start_over() -> None:
    encoder = H264Encoder(SIZE, 30)
    frames = [encoder.encode(picture(i), pts_s, force_key=False) for i, pts_s in enumerate((9.0, 0.0, 0.0))]
    assert len(decoded(frames)) == 3


def test_the_stream_says_that_it_is_bt709_limited_range_and_needs_no_reordering() -> None:
    frame = decoded(encoded(1))[0]
    assert (frame.colorspace, frame.color_range) == (1, 1)
    with av.open(io.BytesIO(encoded(1)[0].data), format="h264") as stream:
        assert stream.streams.video[0].codec_context.has_b_frames is False


def test_the_codec_string_names_the_profile_and_level_that_are_in_the_stream() -> None:
    encoder = H264Encoder(SIZE, 30)
    parameters = encoder.encode(picture(), 0.0, force_key=False).data.split(b"\x67", 1)[1]
    assert codec_string(SIZE, 30) == f"avc1.{parameters[:3].hex().upper()}"
    assert codec_string(Size(640, 360), 30) == "avc1.42C01E"
    assert codec_string(Size(1920, 1080), 30) == "avc1.42C028"


def test_a_ceiling_on_the_bit_rate_holds() -> None:
    noise = np.random.default_rng(0)
    encoder = H264Encoder(SIZE, 30, bitrate_bps=100_000)
    half = (SIZE.height_px // 2, SIZE.width_px // 2)
    size_bytes = 0
    for index in range(60):
        luma = noise.integers(16, 236, (SIZE.height_px, SIZE.width_px)).astype(np.uint8)
        grey = np.full(half, 128, np.uint8)
        size_bytes += len(encoder.encode(PlanarFrame(luma, grey, grey), index / 30, force_key=False).data)
    assert size_bytes * 8 / 2.0 < 300_000


@pytest.mark.parametrize("codec", ["avc1", "mjpeg"])
def test_a_picture_of_another_size_is_refused_in_words(codec: str) -> None:
    with pytest.raises(BadInputError, match="320x180"):
        encoder_for(codec, SIZE, 30).encode(picture(size=Size(320, 180)), 0.0, force_key=False)


@pytest.mark.parametrize("rgb", [(255, 0, 0), (0, 200, 0), (30, 60, 220), (255, 255, 255), (0, 0, 0)])
def test_a_jpeg_shows_the_colours_that_the_planes_meant(rgb: tuple[int, int, int]) -> None:
    red, green, blue = (value / 255 for value in rgb)
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    values = (16 + 219 * luma, 128 + 224 * (blue - luma) / 1.8556, 128 + 224 * (red - luma) / 1.5748)
    shapes = ((90, 160), (45, 80), (45, 80))
    planes = [np.full(shape, round(v), np.uint8) for v, shape in zip(values, shapes, strict=True)]
    frame = MjpegEncoder(SIZE, 30).encode(PlanarFrame(*planes), 0.0, force_key=False)
    image = cv2.imdecode(np.frombuffer(frame.data, np.uint8), cv2.IMREAD_COLOR)
    assert frame.key
    assert image is not None
    assert np.abs(image[45, 80, ::-1].astype(int) - rgb).max() <= 6


def test_a_picture_can_be_brought_to_another_size() -> None:
    larger = resized(picture(), Size(320, 180))
    assert larger.size == Size(320, 180)
    assert larger.red.shape == (90, 160)
    assert abs(float(larger.luma.mean()) - float(picture().luma.mean())) < 2.0
    assert resized(larger, larger.size) is larger
