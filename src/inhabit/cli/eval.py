"""`inhabit eval`: judge a world against the simulator's truth; `inhabit eval train-probes` makes the judges.

The table goes to standard error, the JSON line is the last on standard output. The report, its pictures and
what was found so far go to a folder: a run that was broken off goes on from there.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from inhabit.cli.bars import Bars

if TYPE_CHECKING:
    from inhabit.evals.judge import Judgement
    from inhabit.evals.truth import Truth
    from inhabit.evals.world import EvalWorld

SECTIONS = (
    "fidelity",
    "control",
    "directives",
    "response",
    "revisit",
    "steadiness",
    "held",
    "identity",
    "drift",
)


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--suite", "suite_name", default="quick", show_default=True, help="tiny, quick or full.")
@click.option(
    "--world",
    "world_name",
    type=click.Choice(["engine", "sim", "copy"]),
    default="engine",
    show_default=True,
    help="The trained world, the simulator itself (ceiling), or the last frame repeated (floor).",
)
@click.option("--checkpoint", type=click.Path(path_type=Path), help="Folder of weights, else the shipped.")
@click.option("--probes", "probes_at", type=click.Path(path_type=Path), help="Folder of probes.")
@click.option(
    "--section", "sections", multiple=True, type=click.Choice(SECTIONS), help="Only this; may be repeated."
)
@click.option("--steps", default=None, type=click.IntRange(1, 64), help="Denoising steps of every section.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Write report.html and contact sheets into this folder; a run broken off goes on from it.",
)
@click.option("--json", "json_at", default=None, help="Write the JSON line here; - is standard output.")
@click.pass_context
def command(
    context: click.Context,
    suite_name: str,
    world_name: str,
    checkpoint: Path | None,
    probes_at: Path | None,
    sections: tuple[str, ...],
    steps: int | None,
    out: Path | None,
    json_at: str | None,
) -> None:
    """Judge the model on held-out worlds, with a ceiling and a floor beside every figure.

    The full suite takes hours: give it a folder (--out), and start it again when it was broken off.
    """
    if context.invoked_subcommand is not None:
        return
    from inhabit.evals.judge import judge
    from inhabit.evals.keep import asked_of, folder_for
    from inhabit.evals.probes import WEIGHTS, load
    from inhabit.evals.report import json_line, table
    from inhabit.evals.suite import suite_named
    from inhabit.evals.truth import Truth

    suite = suite_named(suite_name)
    suite = suite if steps is None else suite.at(steps)
    writable(out, json_at)
    probes, truth = load(probes_at or WEIGHTS), Truth(suite.size, suite.fps)
    world = _world(world_name, truth, checkpoint)
    keep = None if out is None else folder_for(out / "kept", asked_of(world, probes_at or WEIGHTS, suite))
    with Bars() as bars:
        judgement = judge(world, truth, probes, suite, bars, sections or SECTIONS, keep)
    click.echo(table(judgement.figures), err=True)
    if out is not None:
        _save(judgement, out)
    _write(json_line(judgement.figures), json_at or "-")


@command.command("train-probes")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the probes, else the shipped.")
@click.option(
    "--probe",
    "which",
    multiple=True,
    type=click.Choice(["motion", "attribute"]),
    help="Only this; the other is left as it is.",
)
@click.option(
    "--examples", type=click.Path(path_type=Path), help="Draw pictures here and reuse them, else throw away."
)
@click.option("--scenes", default=None, type=click.IntRange(1, 100_000), help="Worlds each learns from.")
@click.option("--epochs", default=None, type=click.IntRange(1, 1_000), help="How often each world is seen.")
@click.option(
    "--start",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The attribute probe goes on from the one in this folder.",
)
def train_probes_command(
    out: Path | None,
    which: tuple[str, ...],
    examples: Path | None,
    scenes: int | None,
    epochs: int | None,
    start: Path | None,
) -> None:
    """Train the two probes on the simulator (about an hour on one core; with --examples it can be broken off
    and goes on when run again)."""
    from tempfile import TemporaryDirectory

    import torch

    from inhabit.evals.probe_training import PROBES, Recipe, train_probes
    from inhabit.evals.probes import WEIGHTS
    from inhabit.evals.report import json_line

    torch.set_num_threads(1)
    asked = {"scenes": scenes, "epochs": epochs}
    given = {name: value for name, value in asked.items() if value is not None}
    recipe = Recipe()
    recipe = replace(
        recipe, motion=replace(recipe.motion, **given), attribute=replace(recipe.attribute, **given)
    )
    with Bars() as bars, TemporaryDirectory() as drawn:
        drawn_at = examples or Path(drawn)
        spec = train_probes(out or WEIGHTS, drawn_at, recipe, bars.share, which or PROBES, start)
    click.echo(json_line(spec))


@command.command("check-judges")
@click.option("--probes", "probes_at", type=click.Path(path_type=Path), help="Folder of probes.")
@click.option(
    "--worlds", default=32, show_default=True, type=click.IntRange(1, 1_000), help="Worlds to try in."
)
@click.option("--json", "json_at", default=None, help="Write the JSON line here; - is standard output.")
def check_judges_command(probes_at: Path | None, worlds: int, json_at: str | None) -> None:
    """How often those who judge directives are right, on true pictures of known looks (three minutes)."""
    from inhabit.evals.probes import WEIGHTS, load
    from inhabit.evals.reliability import reliability
    from inhabit.evals.report import json_line
    from inhabit.evals.suite import suite_named

    writable(None, json_at)
    with Bars() as bars:
        done = bars.begin("worlds", worlds)
        figures = reliability(load(probes_at or WEIGHTS), suite_named("quick"), worlds, 4, done)
    _write(json_line(figures), json_at or "-")


@command.command("card")
@click.argument("figures_at", metavar="FIGURES", type=click.File("r", encoding="utf-8"))
@click.option(
    "--checkpoint",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of weights, else the shipped.",
)
def card_command(figures_at: TextIO, checkpoint: Path | None) -> None:
    """Write the figures of a JSON line (a file, or - for standard input) into the card beside the weights."""
    from inhabit.evals.card import figures_of, save_card
    from inhabit.world.checkpoint import shipped

    path = (checkpoint or shipped()) / "card.md"
    save_card(path, figures_of(figures_at.read(), figures_at.name))
    click.echo(f"figures written into {path}", err=True)


def writable(out: Path | None, json_at: str | None) -> None:
    """Refuse before minutes are spent; raises OutputError naming the path."""
    from inhabit.core.errors import OutputError

    try:
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
        if json_at not in (None, "-"):
            Path(str(json_at)).touch()
    except OSError as problem:
        message = f"{problem.filename} cannot be written: choose another place"
        raise OutputError("bad_out", message) from problem


def _world(name: str, truth: Truth, checkpoint: Path | None) -> EvalWorld:
    if name == "copy":
        from inhabit.evals.world import CopyLastWorld

        return CopyLastWorld()
    if name == "sim":
        from inhabit.evals.sim_world import SimWorld

        return SimWorld(truth)
    from inhabit.evals.engine_world import load_world

    return load_world(checkpoint)


def _save(judgement: Judgement, out: Path) -> None:
    from inhabit.evals.page import save_page

    save_page(judgement.figures, judgement.albums, out / "report.html")
    for name, album in judgement.albums.items():
        album.save(out / f"{name}.png")


def _write(line: str, json_at: str) -> None:
    if json_at == "-":
        click.echo(line)
    else:
        Path(json_at).write_text(line + "\n")
