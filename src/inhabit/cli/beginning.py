"""How a world that is played without a browser begins: from words, a script's header, or a picture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from inhabit.core.camera import Size
    from inhabit.core.picture import Picture
    from inhabit.core.ports import Engine
    from inhabit.core.shape import Shape
    from inhabit.inputs.script import Script
    from inhabit.runtime.beginning import Start

DEFAULT_FPS = 30.0
DEFAULT_SIZE = "640x360"


def start_of(script: Script, *, prompt: str | None, seed: int | None, fps: float | None) -> Start:
    """An option given outranks the script's header, which outranks the first preset."""
    from inhabit.core.camera import Size
    from inhabit.inputs.values import parse_number, parse_seed, parse_text
    from inhabit.runtime.beginning import Start
    from inhabit.runtime.pictures import Pictures
    from inhabit.runtime.presets import PRESETS

    header, preset = script.header, PRESETS[0]
    picture = None if header.picture is None else Pictures.all(script.pictures).named(header.picture)
    return Start(
        seed=first_of(None if seed is None else parse_seed(seed), header.seed, preset.seed),
        prompt=first_of(
            None if prompt is None else parse_text(prompt, "prompt"),
            header.prompt,
            preset.prompt if picture is None else "",
        ),
        size=first_of(header.size, Size.parse(DEFAULT_SIZE)),
        fps=first_of(None if fps is None else parse_number(fps, "fps", 1.0, 120.0), header.fps, DEFAULT_FPS),
        picture=picture,
    )


def with_picture(start: Start, path: Path, prompt: str | None) -> Start:
    """The same start from a picture in a file, and no words but those of `prompt`; raises BadInputError."""
    picture = load_picture(path)
    return replace(start, picture=picture, prompt=start.prompt if prompt is not None else "")


def load_picture(path: Path) -> Picture:
    """Read a picture from a file; raises BadInputError naming the file. Says what was left out of it."""
    from inhabit.core.errors import BadInputError
    from inhabit.inputs.picture import BYTES_LIMIT, read_picture

    try:
        with path.open("rb") as file:
            data = file.read(BYTES_LIMIT + 1)
    except OSError as error:
        raise BadInputError("bad_picture", f"{path} cannot be read: {error.strerror}") from error
    given = read_picture(data, str(path))
    for remark in given.remarks:
        click.echo(f"inhabit: {path.name}: {remark}", err=True)
    return given.picture


def size_for(engine: Engine, wanted: Size | Shape | None, start: Start, script: Script) -> Size:
    """The size that is wanted of an engine: as given, or as the script says, or the one that leaves least of
    a picture out; raises BadInputError with all it can make."""
    from inhabit.core.shape import Shape, by_shape, meant

    if wanted is None and start.picture is not None and script.header.size is None:
        wanted = start.picture.nearest((Shape.of(start.size), *by_shape(engine.sizes())))
    return meant(wanted, engine.sizes(), start.size, engine.name)


def first_of(*values: Any) -> Any:
    """The first that was given."""
    return next(value for value in values if value is not None)
