"""Pictures from outside: what is taken and how it is kept, and what is refused with the value and the fix."""

from __future__ import annotations

import base64
import json
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from inhabit.core.errors import BadInputError
from inhabit.core.shape import Shape
from inhabit.inputs.picture import (
    BYTES_LIMIT,
    CLEAR,
    KEPT_SIDE_PX,
    MOVES,
    kept_picture,
    pixels_of,
    read_picture,
)
from inhabit.inputs.picture_line import picture_line, read_picture_line
from tests.fakes.photographs import BLUE, RED, file_of, halves, land, moving, picture


def corners(data: bytes) -> tuple[np.ndarray, np.ndarray]:
    """Top left and bottom right pixel of what is kept of a file."""
    pixels = pixels_of(read_picture(data).picture)
    return pixels[0, 0], pixels[-1, -1]


def near(pixel: np.ndarray, colour: tuple[int, int, int]) -> bool:
    return bool(np.abs(pixel.astype(int) - colour).max() < 12)


class TestTaken:
    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
    def test_files_of_four_kinds(self, kind: str) -> None:
        left, right = corners(file_of(halves(), kind))
        assert near(left, RED)
        assert near(right, BLUE)

    def test_a_picture_that_was_held_sideways_is_turned_upright(self) -> None:
        exif = Image.Exif()
        exif[0x0112] = 6
        turned = read_picture(file_of(halves(), "JPEG", exif=exif, quality=95)).picture
        assert (turned.width_px, turned.height_px) == (90, 160)
        assert near(pixels_of(turned)[0, 0], RED)

    def test_nothing_else_of_the_file_is_kept(self) -> None:
        exif = Image.Exif()
        exif[0x010E] = "taken at home"
        kept = read_picture(file_of(halves(), "JPEG", exif=exif)).picture
        assert b"taken at home" not in kept.png
        assert b"eXIf" not in kept.png

    def test_transparency_counts_as_white_and_is_said(self) -> None:
        given = read_picture(file_of(Image.new("RGBA", (80, 80), (0, 0, 0, 0))))
        assert given.remarks == (CLEAR,)
        assert pixels_of(given.picture).min() == 255

    def test_grey_pictures_of_eight_and_sixteen_bits(self) -> None:
        ramp = np.tile(np.linspace(0, 255, 80, dtype=np.uint8), (80, 1))
        deep = Image.fromarray(ramp.astype(np.uint16) * 257)
        for image in (Image.fromarray(ramp), deep):
            assert np.array_equal(pixels_of(read_picture(file_of(image)).picture)[..., 1], ramp)

    @pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
    def test_the_first_picture_of_one_that_moves_and_it_is_said(self, kind: str) -> None:
        assert read_picture(moving(kind)).remarks == (MOVES,)
        assert near(corners(moving(kind))[1], BLUE)

    def test_no_larger_than_a_world_can_use(self) -> None:
        kept = read_picture(file_of(halves(3000, 2000), "JPEG")).picture
        assert (kept.width_px, kept.height_px) == (960, KEPT_SIDE_PX)

    def test_the_same_file_is_the_same_picture(self) -> None:
        assert picture() == picture()
        assert picture() != picture(160, 92)


def header_of(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds nothing."""
    body = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", len(body)) + b"IHDR" + body + struct.pack(">I", zlib.crc32(b"IHDR" + body))
    return b"\x89PNG\r\n\x1a\n" + chunk + b"\0\0\0\0IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))


REFUSED = {
    "empty": (b"", "empty_picture", "0 bytes"),
    "text": (b"hello there", "not_a_picture", "PNG, JPEG, WebP or GIF"),
    "noise": (bytes(range(256)), "not_a_picture", "PNG, JPEG, WebP or GIF"),
    "pdf": (b"%PDF-1.7 and so on", "not_a_picture", "a PDF"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_picture", "an SVG"),
    "heic": (b"\0\0\0\x18ftypheic" + bytes(40), "not_a_picture", "HEIC"),
    "film": (b"\0\0\0\x18ftypisom" + bytes(40), "not_a_picture", "a film"),
    "cut off": (file_of(land())[:900], "broken_picture", "save it anew"),
    "cut off early": (file_of(land())[:20], "broken_picture", "save it anew"),
    "cut off JPEG": (file_of(land(), "JPEG")[:2000], "broken_picture", "save it anew"),
    "tiny": (file_of(halves(40, 30)), "picture_too_small", "40x30"),
    "a strip": (file_of(halves(900, 100)), "bad_picture_shape", "900x100"),
    "a bomb": (header_of(30000, 30000), "picture_too_large", "shrink it"),
    "many pixels": (header_of(9000, 9000), "picture_too_large", "81 megapixels"),
    "heavy": (bytes(BYTES_LIMIT + 1), "picture_too_large", "16 MiB"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_is_named_with_the_fix(case: str) -> None:
    data, code, said = REFUSED[case]
    with pytest.raises(BadInputError) as refusal:
        read_picture(data, "holiday.jpg")
    assert (refusal.value.code, said in refusal.value.message) == (code, True), refusal.value.message
    assert "holiday.jpg" in refusal.value.message


class TestShape:
    def test_the_nearest_shape_leaves_least_out(self) -> None:
        shapes = [Shape(16, 9), Shape(9, 16), Shape(1, 1), Shape(4, 3)]
        assert picture(150, 100).nearest(shapes) == Shape(4, 3)
        assert picture(90, 160).nearest(shapes) == Shape(9, 16)
        assert picture(190, 100).nearest(shapes) == Shape(16, 9)

    def test_how_much_is_left_out(self) -> None:
        assert picture(160, 90).left_out(Shape(16, 9)) == 0
        assert picture(160, 80).left_out(Shape(1, 1)) == pytest.approx(0.5)


class TestLine:
    def test_a_picture_goes_through_a_line_of_a_script(self) -> None:
        line = picture_line(picture())
        assert read_picture_line(json.loads(line)) == picture()

    def test_other_bytes_than_the_name_says_are_refused(self) -> None:
        line = json.loads(picture_line(picture())) | {"png": base64.b64encode(picture(90, 90).png).decode()}
        with pytest.raises(BadInputError, match="other bytes"):
            read_picture_line(line)

    @pytest.mark.parametrize("png", [None, 7, "no base64!", ""])
    def test_what_is_no_picture_is_refused(self, png: object) -> None:
        with pytest.raises(BadInputError):
            read_picture_line({"picture": picture().name, "png": png})

    def test_only_what_would_have_been_kept_is_taken_back(self) -> None:
        with pytest.raises(BadInputError, match="export the log again"):
            kept_picture(file_of(halves(), "JPEG"), "it")
