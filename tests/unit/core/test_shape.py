"""Shapes of pictures: how they are read, which size one means, and what a refusal offers."""

from __future__ import annotations

import pytest

from inhabit.core.camera import Size
from inhabit.core.errors import BadInputError
from inhabit.core.shape import Shape, by_shape, meant, parse_size

SIZES = tuple(map(Size.parse, ("640x360", "1280x720", "360x640", "720x1280", "480x480", "720x720")))


@pytest.mark.parametrize(
    ("text", "size"),
    [("640x360", Size(640, 360)), ("9:16", Shape(9, 16)), ("32:18", Shape(16, 9)), ("1:1", Shape(1, 1))],
)
def test_sizes_and_shapes_are_read(text: str, size: Size | Shape) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize(
    "text", ["0:1", "16:", ":9", "a:b", "16:9:1", "-1:2", "1" * 40 + ":1", "wide", "640"]
)
def test_what_is_neither_is_named(text: str) -> None:
    with pytest.raises(BadInputError) as caught:
        parse_size(text)
    assert caught.value.code == "bad_size"
    assert text[:20] in caught.value.message


def test_a_shape_means_its_size_with_about_as_many_pixels() -> None:
    assert meant(Shape(9, 16), SIZES, Size(640, 360), "toy") == Size(360, 640)
    assert meant(Shape(9, 16), SIZES, Size(1280, 720), "toy") == Size(720, 1280)
    assert meant(Shape(1, 1), SIZES, Size(640, 360), "toy") == Size(480, 480)


def test_nothing_asked_for_means_what_would_be_made_anyway() -> None:
    assert meant(None, SIZES, Size(1280, 720), "toy") == Size(1280, 720)


@pytest.mark.parametrize("wanted", [Size(800, 600), Shape(4, 3)])
def test_what_cannot_be_made_is_refused_with_all_that_can(wanted: Size | Shape) -> None:
    with pytest.raises(BadInputError, match="can't be made by toy") as caught:
        meant(wanted, SIZES, SIZES[0], "toy")
    assert str(wanted) in caught.value.message
    assert "16:9 (640x360, 1280x720), 9:16 (360x640, 720x1280), 1:1 (480x480" in caught.value.message


def test_sizes_are_grouped_by_shape() -> None:
    assert [str(shape) for shape in by_shape(SIZES)] == ["16:9", "9:16", "1:1"]
