"""A picture as somebody hands it in, read without trusting it: bytes in, a `core.picture.Picture` out.

Only four formats are tried, the header is looked at before a pixel is decoded, and what may be decoded is
bounded in bytes and pixels, and so in time and memory. What is kept is plain: turned upright, transparency
laid on white, no larger than a world can use, and without whatever else a file holds (where a photograph was
taken, for instance), because logs travel.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from PIL import Image, ImageOps

from inhabit.core.errors import BadInputError
from inhabit.core.picture import Picture

Result = TypeVar("Result")

BYTES_LIMIT = 16 * 1024 * 1024
PIXELS_LIMIT = 40_000_000
SIDE_LEAST_PX = 64
LONGEST = 4.0
"""A picture may be so many times as wide as high, or as high as wide."""
KEPT_SIDE_PX = 640
"""The shorter side is kept no longer than this: no canvas has a longer one."""
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
SAVED = "save it as PNG, JPEG or WebP"

MOVES = "It moves: the world begins from its first picture."
CLEAR = "It is transparent in places: those count as white."
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    struct.error,
    zlib.error,
)
"""What Pillow raises for a file that breaks off or contradicts itself; there is no one class for it."""
_OTHERS = (
    (b"%PDF", "a PDF"),
    (b"<svg", "an SVG drawing"),
    (b"<?xml", "an XML file, perhaps an SVG drawing"),
    (b"BM", "a BMP picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"\x1aE\xdf\xa3", "a film (WebM or Matroska)"),
    (b"\xffO\xffQ", "a JPEG 2000 picture"),
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"PK\x03\x04", "a ZIP archive"),
)
_BOXES = {
    b"avif": "an AVIF picture",
    b"avis": "an AVIF picture",
    b"heic": "a HEIC photograph",
    b"heix": "a HEIC photograph",
    b"mif1": "a HEIF photograph",
}


@dataclass(frozen=True, slots=True)
class Given:
    """A picture that was taken, and what there is to say of how, in whole sentences."""

    picture: Picture
    remarks: tuple[str, ...] = ()


def read_picture(data: bytes, name: str = "the picture") -> Given:
    """Read what somebody handed in; `name` is what errors call it.

    Raises BadInputError naming the value and the fix: `empty_picture`, `picture_too_large` (over BYTES_LIMIT
    or PIXELS_LIMIT), `picture_too_small`, `bad_picture_shape`, `not_a_picture` (another kind of file) or
    `broken_picture`.
    """
    _check_weight(data, name)
    image = _opened(data, name)
    _check_size(image.width, image.height, name)
    moves = _tried(lambda: bool(getattr(image, "is_animated", False)), name)
    rgb, said = _decoded(image, name)
    rgb = _shrunk(rgb)
    return Given(_kept(rgb), ((MOVES,) if moves else ()) + said)


def kept_picture(png: bytes, name: str) -> Picture:
    """A picture as a log kept it, byte for byte; raises BadInputError as `read_picture` does, and for
    anything that would not have been kept (`not_a_picture`)."""
    _check_weight(png, name)
    image = _opened(png, name)
    _check_size(image.width, image.height, name)
    if image.format != "PNG" or image.mode != "RGB" or min(image.size) > KEPT_SIDE_PX:
        raise BadInputError("not_a_picture", f"{name} is not as it was kept: export the log again")
    _loaded(image, name)
    return Picture(png, image.width, image.height)


def pixels_of(picture: Picture) -> np.ndarray:
    """uint8 [height, width, 3], RGB."""
    with Image.open(io.BytesIO(picture.png), formats=("PNG",)) as image:
        return np.array(image)


def _check_weight(data: bytes, name: str) -> None:
    if not data:
        raise BadInputError("empty_picture", f"{name} is empty (0 bytes): choose a file with a picture in it")
    if len(data) > BYTES_LIMIT:
        raise too_heavy(f"{len(data) / 1e6:.1f} MB", name)


def too_heavy(weight: str, name: str = "the picture") -> BadInputError:
    """The refusal of a file that weighs more than BYTES_LIMIT."""
    limit = f"{BYTES_LIMIT // 2**20} MiB"
    return BadInputError(
        "picture_too_large", f"{name} weighs {weight}: {limit} are the limit, so shrink it or {SAVED}"
    )


def _opened(data: bytes, name: str) -> Image.Image:
    """The file's header; nothing is decoded yet."""
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise BadInputError(
            "picture_too_large", f"{name} has more pixels than fit in memory: shrink it to 4000x4000 or less"
        ) from error
    except _BROKEN as error:
        raise _no_picture(data, name) from error


def _no_picture(data: bytes, name: str) -> BadInputError:
    """What to say of bytes that are none of FORMATS, or whose header is broken."""
    kind = _kind(data)
    if kind is not None:
        return BadInputError("not_a_picture", f"{name} is {kind}, which can't be read here: {SAVED}")
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")) or data[8:12] == b"WEBP":
        return _broken(name)
    return BadInputError("not_a_picture", f"{name} is not a picture: choose a PNG, JPEG, WebP or GIF file")


def _kind(data: bytes) -> str | None:
    if data[4:8] == b"ftyp":
        return _BOXES.get(data[8:12], "a film (MP4)")
    head = data[:64].lstrip()
    return next((kind for magic, kind in _OTHERS if head.startswith(magic)), None)


def _broken(name: str) -> BadInputError:
    return BadInputError(
        "broken_picture",
        f"{name} is broken: it ends too early or contradicts itself, so save it anew",
    )


def _check_size(width_px: int, height_px: int, name: str) -> None:
    size = f"{width_px}x{height_px}"
    if width_px * height_px > PIXELS_LIMIT:
        raise BadInputError(
            "picture_too_large",
            f"{name} is {size}, {width_px * height_px / 1e6:.0f} megapixels: "
            f"{PIXELS_LIMIT // 1_000_000} are the limit, so shrink it",
        )
    if min(width_px, height_px) < SIDE_LEAST_PX:
        raise BadInputError(
            "picture_too_small",
            f"{name} is {size}, too small to see a place in: both sides need {SIDE_LEAST_PX} pixels or more",
        )
    longer, shorter = max(width_px, height_px), min(width_px, height_px)
    if longer > LONGEST * shorter:
        raise BadInputError(
            "bad_picture_shape",
            f"{name} is {size}, {longer / shorter:.1f} times as long as wide: "
            f"cut it to at most {LONGEST:g} times",
        )


def _decoded(image: Image.Image, name: str) -> tuple[Image.Image, tuple[str, ...]]:
    """The first picture of a file, upright, in RGB, and what there is to say of it."""
    image.draft(
        "RGB", (2 * KEPT_SIDE_PX, 2 * KEPT_SIDE_PX)
    )  # JPEGs are decoded smaller, where that is enough
    _loaded(image, name)
    upright = _tried(lambda: ImageOps.exif_transpose(image), name)
    if upright.mode.startswith("I") or upright.mode == "F":
        upright = _eight_bits(upright)
    if upright.has_transparency_data:
        layered = _tried(lambda: upright.convert("RGBA"), name)
        white = Image.new("RGBA", layered.size, "white")
        flat = Image.alpha_composite(white, layered).convert("RGB")
        seen_through = int(np.asarray(layered)[..., 3].min()) < 255
    else:
        flat, seen_through = _tried(lambda: upright.convert("RGB"), name), False
    return flat, (CLEAR,) if seen_through else ()


def _loaded(image: Image.Image, name: str) -> None:
    _tried(image.load, name)


def _tried(work: Callable[[], Result], name: str) -> Result:
    try:
        return work()
    except MemoryError as error:
        raise BadInputError(
            "picture_too_large", f"{name} needs more memory than there is: shrink it"
        ) from error
    except _BROKEN as error:
        raise _broken(name) from error


def _eight_bits(image: Image.Image) -> Image.Image:
    """Sixteen bits of grey as eight: Pillow would cut off instead."""
    values = np.asarray(image).astype(np.float64)
    top = 65535.0 if values.max() > 255 else 255.0
    return Image.fromarray((np.clip(values / top, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8))


def _shrunk(image: Image.Image) -> Image.Image:
    shorter = min(image.size)
    if shorter <= KEPT_SIDE_PX:
        return image
    width, height = (max(round(side * KEPT_SIDE_PX / shorter), 1) for side in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _kept(image: Image.Image) -> Picture:
    out = io.BytesIO()
    # A fresh image, so that no profile, date or place comes along.
    Image.fromarray(np.asarray(image)).save(out, "PNG", compress_level=6)
    return Picture(out.getvalue(), image.width, image.height)
