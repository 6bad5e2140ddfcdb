"""Pictures as people hand them in: files of every kind, good and bad, as bytes."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from inhabit.core.picture import Picture
from inhabit.inputs.picture import read_picture

RED, BLUE = (200, 60, 40), (40, 60, 200)


def halves(width: int = 160, height: int = 90) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image


def land(width: int = 640, height: int = 360) -> Image.Image:
    """Sky above land, both graded."""
    down = np.linspace(0.0, 1.0, height)[:, None, None]
    sky, ground = np.array([120, 160, 220]), np.array([70, 110, 50])
    rgb = np.where(down < 0.5, sky + 60 * down, ground * (1.5 - down)) * np.ones((1, width, 1))
    return Image.fromarray(rgb.astype(np.uint8))


def file_of(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """The image as a file."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def picture(width: int = 160, height: int = 90) -> Picture:
    """A picture that was taken in."""
    return read_picture(file_of(halves(width, height))).picture


def moving(kind: str = "GIF") -> bytes:
    """Two pictures, one after the other: halves, then grey."""
    return file_of(halves(), kind, save_all=True, append_images=[Image.new("RGB", (160, 90), (128,) * 3)])
