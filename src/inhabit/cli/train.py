"""`inhabit train`: the whole recipe, or one stage of it, with progress, checkpoints and resumption."""

from __future__ import annotations

import math
import signal
import time
from pathlib import Path

import click

STAGES = ("walks", "looks", "canvas", "look", "eye", "texture", "dynamics", "interpreter", "export")

LEARNING = ("canvas", "look", "eye", "texture", "dynamics")


@click.command()
@click.option(
    "--recipe", "recipe_name", type=click.Choice(["pocket", "tiny"]), default="pocket", show_default=True
)
@click.option(
    "--run",
    type=click.Path(path_type=Path),
    default=Path("runs/pocket"),
    show_default=True,
    help="Where the run is kept.",
)
@click.option(
    "--stage",
    "stages",
    type=click.Choice(STAGES),
    multiple=True,
    help="Only these stages (default: all, in order).",
)
@click.option(
    "--start",
    type=click.Path(path_type=Path),
    default=None,
    help="Begin an empty run with the weights of this checkpoint folder, such as the shipped one.",
)
@click.option(
    "--steps",
    type=click.IntRange(min=1),
    default=None,
    help="Train each stage for this many steps, not the recipe's; the learning rate falls over them.",
)
@click.option(
    "--minutes",
    type=float,
    default=math.inf,
    help="Stop each stage cleanly after this long; run again to go on.",
)
@click.option(
    "--device", default="cpu", show_default=True, help="Where the networks learn: cpu, cuda, cuda:1 …"
)
@click.option("--threads", type=int, default=0, help="CPU threads (default: all).")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="Where export writes (default: RUN/checkpoint).",
)
def command(
    recipe_name: str,
    run: Path,
    stages: tuple[str, ...],
    start: Path | None,
    steps: int | None,
    minutes: float,
    device: str,
    threads: int,
    out: Path | None,
) -> None:
    """Train a world model on the simulator's truth: from walks and looks to an exported checkpoint.

    Every stage goes on where it stopped, so interrupting is safe at any time.
    """
    import torch

    from inhabit.training.recipe import with_steps
    from inhabit.training.recipes import pocket as recipes
    from inhabit.training.stages import RUNNERS
    from inhabit.training.start import start_from

    if threads:
        torch.set_num_threads(threads)
    recipe = getattr(recipes, recipe_name)()
    if steps:
        recipe = with_steps(recipe, steps)
    if start:
        start_from(recipe, run, start)
    # A machine that goes away says SIGTERM: it ends like Ctrl-C, with what was learned kept.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for stage in stages or STAGES:
        began = time.monotonic()

        def log(line: str, stage: str = stage, began: float = began) -> None:
            click.echo(f"[{stage} {(time.monotonic() - began) / 60:5.1f} min] {line}")

        extra: dict[str, object] = {"out": out} if stage == "export" else {}
        if stage in LEARNING:
            extra["device"] = device
        RUNNERS[stage](recipe, run, log, minutes * 60, **extra)
