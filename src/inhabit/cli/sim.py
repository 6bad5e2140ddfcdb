"""`inhabit sim`: look at the ground truth that the model is trained and judged on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from inhabit.core.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np

    from inhabit.core.camera import Size


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Write clips and contact sheets of the simulator's worlds. The same seed gives the same pictures."""


@command.command("clip")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="World, look and walk.")
@click.option("--frames", type=click.IntRange(1), default=150, show_default=True, help="At 30 a second.")
@click.option("--size", default="640x360", show_default=True, help="Picture, WIDTHxHEIGHT.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help="An .mp4 file, or a folder for numbered PNG pictures.",
)
@click.option("--cast", is_flag=True, help="With characters, creatures and objects.")
@click.option(
    "--view",
    type=click.Choice(["third_person", "first_person", "walk"]),
    help="With a cast: who holds the camera. By chance unless given.",
)
def clip_command(seed: int, frames: int, size: str, out: Path, view: str | None, *, cast: bool) -> None:
    """A walk through one world."""
    from inhabit.core.camera import Size
    from inhabit.sim.clips import FPS, clip

    shape = Size.parse(size)
    pictures = clip(seed, frames, shape, cast=cast, view=view)
    if out.suffix == ".mp4":
        _write_video(pictures, out, shape, FPS)
    else:
        _write_pictures(pictures, out)
    click.echo(f"wrote {frames} frames of world {seed} to {out}")


@command.command("sheet")
@click.option("--size", default="184x104", show_default=True, help="Of one tile, WIDTHxHEIGHT.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A .png or .jpg file.")
@click.option("--cast", is_flag=True, help="With characters, creatures and objects.")
def sheet_command(size: str, out: Path, *, cast: bool) -> None:
    """Four worlds and a dozen looks on one picture."""
    from inhabit.core.camera import Size
    from inhabit.sim.clips import sheet

    _write_picture(sheet(Size.parse(size), cast=cast), out)
    click.echo(f"wrote {out}")


@command.command("cast")
@click.option("--size", default="96x96", show_default=True, help="Of one tile, WIDTHxHEIGHT.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A .png or .jpg file.")
def cast_command(size: str, out: Path) -> None:
    """Every character, creature and object, in all they do and under several looks."""
    from inhabit.core.camera import Size
    from inhabit.sim.portraits import cast_sheet

    _write_picture(cast_sheet(Size.parse(size)), out)
    click.echo(f"wrote {out}")


@command.command("almanac")
@click.option("--size", default="320x180", show_default=True, help="Of one tile, WIDTHxHEIGHT.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A .png or .jpg file.")
def almanac_command(size: str, out: Path) -> None:
    """The four seasons, every style and mood, and a storm."""
    from inhabit.core.camera import Size
    from inhabit.sim.almanac import almanac

    _write_picture(almanac(Size.parse(size)), out)
    click.echo(f"wrote {out}")


def _write_pictures(pictures: Iterable[np.ndarray], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError("cannot_write", f"cannot make the folder {folder}: {error.strerror}") from error
    for index, picture in enumerate(pictures):
        _write_picture(picture, folder / f"{index:05d}.png")


def _write_picture(picture: np.ndarray, path: Path) -> None:
    import cv2

    try:
        pressed = path.suffix.lower() in (".jpg", ".jpeg")
        how = [cv2.IMWRITE_JPEG_QUALITY, 85] if pressed else [cv2.IMWRITE_PNG_COMPRESSION, 9]
        done = cv2.imwrite(str(path), picture[..., ::-1], how)
    except cv2.error as error:
        raise OutputError("cannot_write", f"cannot write {path}: name it .png or .jpg") from error
    if not done:
        raise OutputError("cannot_write", f"cannot write {path}: does its folder exist and accept files?")


def _write_video(pictures: Iterable[np.ndarray], path: Path, size: Size, fps: int) -> None:
    import av

    from inhabit.cli.places import check_writable

    check_writable(path)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=fps, options={"crf": "18", "preset": "fast"})
        stream.width, stream.height, stream.pix_fmt = size.width_px, size.height_px, "yuv420p"
        for picture in pictures:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
