"""`inhabit inspect`: a world opened up. What its state holds and how large each part is, which weights belong
to the update g and which to the renderer h, what a pass costs on paper and a frame cost here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from inhabit.inputs.script import Script

DEFAULT_SECONDS = 3.0
LETTER_WORDS = {"g": "update", "h": "renderer", "entry": "a true picture enters"}


@click.command()
@click.option(
    "--checkpoint", type=click.Path(path_type=Path), help="Folder of a trained world (default: shipped)."
)
@click.option("--log", type=click.Path(path_type=Path), help="Open the world that this event log leads to.")
@click.option(
    "--seconds",
    type=float,
    help=f"How long to wander before looking (default: {DEFAULT_SECONDS:g}, or the log's length).",
)
@click.option("--prompt", help="What the world is (default: the log's, else the first preset's).")
@click.option("--size", help="Picture, WIDTHxHEIGHT or a shape like 9:16 (default: the log's, else 640x360).")
@click.option(
    "--json",
    "json_at",
    default="-",
    show_default=True,
    help="Where the JSON line goes; - is standard output.",
)
def command(
    checkpoint: Path | None,
    log: Path | None,
    seconds: float | None,
    prompt: str | None,
    size: str | None,
    json_at: str,
) -> None:
    """Open a world up: its state S part by part, the weights of g and of h, FLOP and milliseconds."""
    from inhabit.cli.beginning import size_for, start_of
    from inhabit.cli.places import check_writable, hand_over
    from inhabit.cli.play import (
        frames_of,
        load_script,
        wanted_size,
        warn_of_other_weights,
    )

    if json_at != "-":
        check_writable(Path(json_at))
    script = load_script(log)
    start, wanted = start_of(script, prompt=prompt, seed=None, fps=None), wanted_size(size)
    frames = frames_of(script, start.fps, seconds if seconds is not None or log else DEFAULT_SECONDS)
    script = script if log else wandering(script, start.fps, frames)
    click.echo("inhabit: loading weights ...", err=True)
    from inhabit.runtime.load import load_engine

    engine = load_engine(checkpoint)
    warn_of_other_weights(script, engine)
    start = replace(start, size=size_for(engine, wanted, start, script))
    found = inspected(engine, start, script, frames, checkpoint)
    click.echo(table(found), err=True)
    hand_over(found, json_at)


def wandering(script: Script, fps: float, frames: int) -> Script:
    """The same script with a player who walks and looks about, so that there is something to remember."""
    from inhabit.bench.player import wander
    from inhabit.inputs.script import Entry

    steps = enumerate(islice(wander(fps), frames))
    return replace(script, entries=tuple(Entry(event, frame) for frame, said in steps for event in said))


def inspected(engine: Any, start: Any, script: Script, frames: int, folder: Path | None) -> dict[str, Any]:
    """Play, and look at what is there then."""
    from inhabit.bench.inspection import cost_of, state_of, weights_of, work_of
    from inhabit.cli.play import DEFAULT_STEPS, progress, replay_of
    from inhabit.runtime.budget import Budget
    from inhabit.runtime.clock import RealClock
    from inhabit.world import checkpoint

    replay, clock = replay_of(engine, start, script, DEFAULT_STEPS), RealClock()
    stages, count = Budget(1000.0 / start.fps, window_frames=frames), 0
    began_s = clock.now()
    for frame in progress(replay.frames(frames), frames):
        stages.add(frame.stamp.stages_ms)
        count += 1
    took_s = clock.now() - began_s
    return {
        "model": engine.name,
        "checkpoint": engine.checkpoint_hash,
        "device": engine.device,
        "size": str(replay.session.size),
        "state": state_of(replay.state),
        "weights": weights_of(folder or checkpoint.shipped()),
        "work": work_of(engine.spec_for(replay.session.size), replay.session.size),
        "cost": cost_of(stages.spread(), count, took_s),
    }


def table(found: Mapping[str, Any]) -> str:
    """The same for people."""
    state, weights, work, cost = (found[name] for name in ("state", "weights", "work", "cost"))
    lines = [
        f"{found['model']} on {found['device']}, {found['size']}, canvas {work['canvas']}",
        "",
        f"S, the state: {amount(state['bytes'])}",
        *(f"  {name:<13}{amount(p['bytes']):>10}  {p['holds']}" for name, p in state["parts"].items()),
    ]
    for letter, words in LETTER_WORDS.items():
        own = {name: one for name, one in weights.items() if one["letter"] == letter}
        lines += ["", f"{letter}, {words}: {sum(one['parameters'] for one in own.values()):,} parameters"]
        lines += [
            f"  {name:<13}{amount(one['bytes']):>10}  {one['parameters']:>11,} parameters"
            f"{flop(work['pass_flop'].get(name))}"
            for name, one in own.items()
        ]
    lines += [
        "",
        f"A frame: {work['frame_flop'] / 1e9:.2f} GFLOP of networks on the mean while the camera moves; "
        f"{cost['ms_a_frame']:g} ms here over {cost['frames']} frames, one after the other",
        *(
            f"  {name:<13}{spread['p50_ms']:>9.2f}  ms at p50, {spread['p95_ms']:.2f} at p95"
            for name, spread in cost["stages"].items()
        ),
    ]
    return "\n".join(lines)


def amount(size_bytes: int) -> str:
    """Bytes in the unit that fits."""
    for unit, scale in (("MB", 1e6), ("kB", 1e3)):
        if size_bytes >= scale:
            return f"{size_bytes / scale:.1f} {unit}"
    return f"{size_bytes} B"


def flop(count: int | None) -> str:
    """What one pass costs, where the work model knows it."""
    return "" if count is None else f", {count / 1e9:.2f} GFLOP a pass"
