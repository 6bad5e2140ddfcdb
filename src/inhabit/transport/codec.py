"""Pictures to bytes: H.264 for WebCodecs and recordings, JPEG for browsers without it.

The H.264 is what a live picture wants: no B-frames, no look-ahead, one packet out for each picture in,
Annex B with SPS and PPS before every key frame, so that a decoder can start anywhere a key frame is.
An encoder is bound to one picture size; another size needs another encoder. None of them is
thread-safe; libav releases the interpreter while it encodes, so run them beside the event loop.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

import av
import numpy as np
from av.video.frame import PictureType
from av.video.reformatter import ColorRange, Colorspace

from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError
from inhabit.core.frame import PlanarFrame

KEY_INTERVAL_S = 2.0
BITS_PER_PIXEL = 0.4
"""Ceiling of the bit rate unless one is asked for; calm pictures stay well below it."""

_CRF = 21
_X264 = "scenecut=0:repeat-headers=1:annexb=1:deblock=0,0"
_JPEG_QSCALE = 4
_BT709 = 1
_LEVELS = ((30, 1620, 40_500), (31, 3600, 108_000), (32, 5120, 216_000), (40, 8192, 245_760),
           (42, 8704, 522_240), (51, 36_864, 983_040), (52, 36_864, 2_073_600))  # fmt: skip
"""H.264 table A-1: level times ten, macroblocks per picture, macroblocks per second."""


@dataclass(frozen=True, slots=True)
class EncodedFrame:
    """One encoded picture; `key` if a decoder can start at it."""

    data: bytes
    key: bool


class Encoder(Protocol):
    """What the server asks of a codec."""

    @property
    def name(self) -> str:
        """`avc1` or `mjpeg`, as in docs/wire.md."""
        ...

    @property
    def size(self) -> Size: ...

    def encode(self, picture: PlanarFrame, pts_s: float, *, force_key: bool) -> EncodedFrame: ...


class H264Encoder:
    """x264, zerolatency, BT.709 limited range, a key frame every 2 s; by default of Baseline profile.

    Constant quality under a bit-rate ceiling of `bitrate_bps` (BITS_PER_PIXEL by default). By default as fast
    as x264 can be, but with its deblocking filter: 0.8 dB below the next preset at much the same rate, for
    two thirds of the time, in the decoder too.
    """

    name = "avc1"

    def __init__(
        self,
        size: Size,
        fps: float,
        *,
        bitrate_bps: int | None = None,
        preset: str = "ultrafast",
        threads: int = 1,
    ) -> None:
        self.size = size
        self._count = 0
        ceiling_bps = bitrate_bps or default_bitrate_bps(size, fps)
        self._context = _context("libx264", size, fps, "yuv420p", threads)
        self._context.colorspace = self._context.color_primaries = self._context.color_trc = _BT709
        self._context.color_range = ColorRange.MPEG
        self._context.options = {
            "preset": preset,
            "tune": "zerolatency",
            "level": str(_level(size, fps)),
            "crf": str(_CRF),
            "maxrate": str(ceiling_bps),
            "bufsize": str(ceiling_bps // 2),
            "forced-idr": "1",
            "x264-params": f"keyint={round(KEY_INTERVAL_S * fps)}:{_X264}",
        }

    def encode(self, picture: PlanarFrame, pts_s: float, *, force_key: bool) -> EncodedFrame:
        """Encode the next picture; raises BadInputError (`bad_size`) for one of another size.

        `pts_s` belongs to the packet, not to the encoder: the encoder counts pictures, because media
        time starts over with every reset and x264 insists on rising time.
        """
        frame = video_frame(_of_size(picture, self.size))
        frame.pts, self._count = self._count, self._count + 1
        frame.pict_type = PictureType.I if force_key else PictureType.NONE
        (packet,) = self._context.encode(frame)
        return EncodedFrame(bytes(packet), packet.is_keyframe)


class MjpegEncoder:
    """One JPEG per picture: BT.601 full range, as browsers expect it. Every picture is a key frame."""

    name = "mjpeg"

    def __init__(self, size: Size, fps: float) -> None:
        self.size = size
        self._count = 0
        self._context = _context("mjpeg", size, fps, "yuvj420p", threads=1)
        self._context.color_range = ColorRange.JPEG
        self._context.qmin = self._context.qmax = _JPEG_QSCALE

    def encode(self, picture: PlanarFrame, pts_s: float, *, force_key: bool) -> EncodedFrame:
        """Encode the next picture; raises BadInputError (`bad_size`) for one of another size."""
        frame = video_frame(_of_size(picture, self.size)).reformat(
            format="yuvj420p",
            src_colorspace=Colorspace.ITU709,
            dst_colorspace=Colorspace.ITU601,
            src_color_range=ColorRange.MPEG,
            dst_color_range=ColorRange.JPEG,
        )
        frame.pts, self._count = self._count, self._count + 1
        (packet,) = self._context.encode(frame)
        return EncodedFrame(bytes(packet), key=True)


def encoder_for(codec: str, size: Size, fps: float) -> Encoder:
    """An encoder by its name on the wire."""
    return H264Encoder(size, fps) if codec == H264Encoder.name else MjpegEncoder(size, fps)


def codec_string(size: Size, fps: float) -> str:
    """What WebCodecs wants to hear: constrained Baseline at the lowest level that holds `size` and `fps`."""
    return f"avc1.42C0{_level(size, fps):02X}"


def default_bitrate_bps(size: Size, fps: float) -> int:
    """The bit-rate ceiling used when none is asked for."""
    return round(size.width_px * size.height_px * fps * BITS_PER_PIXEL)


def video_frame(picture: PlanarFrame) -> av.VideoFrame:
    """The picture as libav holds it, tagged BT.709 limited range."""
    frame = av.VideoFrame(picture.size.width_px, picture.size.height_px, "yuv420p")
    for plane, source in zip(frame.planes, (picture.luma, picture.blue, picture.red), strict=True):
        rows, columns = source.shape
        _pixels(plane)[:rows, :columns] = source
    frame.colorspace, frame.color_range = Colorspace.ITU709, ColorRange.MPEG
    return frame


def resized(picture: PlanarFrame, size: Size) -> PlanarFrame:
    """The picture scaled to `size`, whatever its proportions were."""
    if picture.size == size:
        return picture
    scaled = video_frame(picture).reformat(width=size.width_px, height=size.height_px)
    return PlanarFrame(*(_pixels(plane)[: plane.height, : plane.width].copy() for plane in scaled.planes))


def _pixels(plane: Any) -> np.ndarray:
    """The plane's own memory, uint8 [rows, line_size]: wider than the picture, for alignment."""
    return np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)


def _of_size(picture: PlanarFrame, size: Size) -> PlanarFrame:
    if picture.size != size:
        raise BadInputError(
            "bad_size", f"a picture of {picture.size} came to an encoder of {size}: make another"
        )
    return picture


def _context(codec: str, size: Size, fps: float, pixels: str, threads: int) -> Any:
    context: Any = av.CodecContext.create(codec, "w")
    context.width, context.height, context.pix_fmt = size.width_px, size.height_px, pixels
    context.framerate = Fraction(fps).limit_denominator(1001)
    context.time_base = 1 / context.framerate
    context.thread_count = threads
    return context


def _level(size: Size, fps: float) -> int:
    blocks = -(-size.width_px // 16) * -(-size.height_px // 16)
    fitting = (level for level, picture, second in _LEVELS if blocks <= picture and blocks * fps <= second)
    return next(fitting, _LEVELS[-1][0])
