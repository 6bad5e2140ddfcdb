"""`inhabit replay`: play a live session's exported log again, and say whether the frames came out the same.

The log (`GET /v1/sessions/{id}/events`) holds seed, checkpoint, every event at the frame that took it, the
strides and rungs of a machine that was busy, and a digest of each frame that was streamed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from inhabit.core.frame import HostFrame
    from inhabit.core.ports import Engine
    from inhabit.inputs.script import Script
    from inhabit.runtime.replay import Agreement, Comparison

DIFFERENT = 1
"""Exit status when a frame came out different."""


@click.command()
@click.argument("log", type=click.Path(path_type=Path))
@click.option(
    "--checkpoint", type=click.Path(path_type=Path), help="Folder of a trained world (default: shipped)."
)
@click.option("--out", type=click.Path(path_type=Path), help="Write what was seen as a clip (MP4).")
@click.option("--json", "as_json", is_flag=True, help="End with one line of JSON instead of a sentence.")
@click.pass_context
def command(
    context: click.Context,
    log: Path,
    checkpoint: Path | None,
    out: Path | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Play LOG, the exported log of a live session, and compare every frame with the one that was streamed.

    Exit status 0: all are identical. 1: some are not.
    """
    from inhabit.cli.places import check_writable
    from inhabit.cli.play import load_script, warn_of_other_weights

    if out is not None:
        check_writable(out)
    script = load_script(log)
    refuse_without_witness(script, log)
    click.echo("inhabit: loading weights ...", err=True)
    from inhabit.runtime.load import load_engine

    engine = load_engine(checkpoint)
    warn_of_other_weights(script, engine)
    agreement = compare(engine, script, out)
    click.echo(json.dumps(report_of(agreement)) if as_json else sentence(agreement))
    if not agreement.whole:
        context.exit(DIFFERENT)


def refuse_without_witness(script: Script, log: Path) -> None:
    """Raises BadInputError (`no_digests`) for a script that nothing could be compared with."""
    from inhabit.core.errors import BadInputError

    if not any(entry.digest for entry in script.entries):
        raise BadInputError(
            "no_digests",
            f"{log} says nothing of how its frames looked: give a log that a live session exported "
            "(GET /v1/sessions/ID/events), or play it with `inhabit play --script`",
        )


def compare(engine: Engine, script: Script, out: Path | None) -> Agreement:
    """Play the log to the last frame it bears witness to, into a clip if `out` is given."""
    from inhabit.cli.beginning import start_of
    from inhabit.cli.clip import Clip
    from inhabit.cli.play import DEFAULT_STEPS, progress, replay_of
    from inhabit.runtime.replay import Comparison

    start = start_of(script, prompt=None, seed=None, fps=None)
    replay = replay_of(engine, start, script, DEFAULT_STEPS)
    comparison = Comparison(script.entries)
    frames = comparison.end_frame
    with ExitStack() as files:
        clip = files.enter_context(Clip(out, start.size, start.fps)) if out else None
        for frame in progress(compared(replay.frames(frames), comparison), frames):
            if clip is not None:
                clip.add(frame)
    return comparison.agreement


def compared(frames: Iterator[HostFrame], comparison: Comparison) -> Iterator[HostFrame]:
    """The same frames, each compared on its way."""
    for frame in frames:
        comparison.add(frame)
        yield frame


def report_of(agreement: Agreement) -> dict[str, Any]:
    """What came out, JSON-ready."""
    return {
        "streamed": agreement.witnessed,
        "identical": agreement.same,
        "first_different": agreement.first_other,
    }


def sentence(agreement: Agreement) -> str:
    """What came out, in words."""
    told = f"{agreement.same} of {agreement.witnessed} frames identical"
    return (
        told if agreement.first_other is None else f"{told}; frame {agreement.first_other} is the first other"
    )
