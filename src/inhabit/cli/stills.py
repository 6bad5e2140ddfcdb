"""`inhabit stills`: the presets' pictures for the start page, and a contact sheet of them."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder for NAME.jpg."
)
@click.option(
    "--sheet", type=click.Path(path_type=Path, dir_okay=False), help="Also write all in one picture."
)
@click.option(
    "--checkpoint", type=click.Path(path_type=Path), help="Folder of a trained world (default: shipped)."
)
def command(out: Path, sheet: Path | None, checkpoint: Path | None) -> None:
    """Let the model make one picture of every preset."""
    from PIL import Image

    from inhabit.core.camera import Size
    from inhabit.frames.pixels import planes_to_rgb
    from inhabit.runtime.load import load_engine
    from inhabit.studio.stills import contact_sheet, stills

    out.mkdir(parents=True, exist_ok=True)
    pictures = []
    for still in stills(load_engine(checkpoint), Size(640, 360)):
        picture = planes_to_rgb(still.picture)
        Image.fromarray(picture).save(out / f"{still.preset.name}.jpg", quality=86)
        pictures.append(picture)
        click.echo(f"wrote {out / still.preset.name}.jpg")
    if sheet is not None:
        Image.fromarray(contact_sheet(pictures, columns=4)).save(sheet)
        click.echo(f"wrote {sheet}")
