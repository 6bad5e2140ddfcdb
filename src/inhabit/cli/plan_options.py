"""Options that several questions of `inhabit plan` share: one name, one meaning, one help text."""

from __future__ import annotations

from pathlib import Path

import click

from inhabit.cli.plan_units import FPS, MILLISECONDS

hardware_option = click.option(
    "--hardware", "hardware_at", type=click.Path(path_type=Path), help="A table of your own (TOML)."
)
spec_option = click.option(
    "--spec", "spec_at", type=click.Path(path_type=Path), help="A checkpoint's spec.json."
)
fps_option = click.option("--fps", type=FPS, help="Frames per second (default: 30).")
size_option = click.option("--size", help="Picture, WIDTHxHEIGHT (default: 640x360).")
precision_option = click.option("--precision", help="fp32, fp16, int8, ... on that device.")
overhead_option = click.option(
    "--overhead", "overhead_ms", type=MILLISECONDS, help="Paid once a batch on that device (default: none)."
)
