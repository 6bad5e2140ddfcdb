"""`inhabit play`: the same session as in the browser, without one, as fast as it goes.

Time is counted in frames, so the machine's speed changes nothing in the picture: the same seed, prompt
and script give the same frames. `--digest` prints a hash over all of them. An event log that a live
session exported is a script too, and plays to the frames that were streamed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inhabit.cli.beginning import DEFAULT_SIZE, size_for, start_of, with_picture

if TYPE_CHECKING:
    from inhabit.core.camera import Size
    from inhabit.core.frame import HostFrame
    from inhabit.core.ports import Engine
    from inhabit.core.shape import Shape
    from inhabit.inputs.script import Script
    from inhabit.runtime.beginning import Start
    from inhabit.runtime.replay import Replay

DEFAULT_STEPS = 2
DEFAULT_SECONDS = 10.0
AFTER_SCRIPT_S = 2.0
SECONDS_LIMIT = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where to put what."""

    out: Path | None
    report: Path | None
    digest: bool


@click.command()
@click.option("--prompt", help="What the world is (default: the script's, else the first preset's).")
@click.option("--script", "script_at", type=click.Path(path_type=Path), help="Events as JSON lines.")
@click.option(
    "--seconds",
    type=float,
    help="Length (default: 10, or until 2 s after the script's last event).",
)
@click.option(
    "--seed", type=int, help="Which world of that prompt (default: the script's, else the preset's)."
)
@click.option(
    "--size", help=f"Picture, WIDTHxHEIGHT or a shape like 9:16 (default: the script's, else {DEFAULT_SIZE})."
)
@click.option("--picture", "picture_at", type=click.Path(path_type=Path), help="Begin from this picture.")
@click.option("--fps", type=float, help="Frames per second (default: the script's, else 30).")
@click.option(
    "--steps",
    type=click.IntRange(1, 64),
    default=DEFAULT_STEPS,
    show_default=True,
    help="Denoising steps a frame, unless the script says otherwise.",
)
@click.option(
    "--checkpoint", type=click.Path(path_type=Path), help="Folder of a trained world (default: shipped)."
)
@click.option("--out", type=click.Path(path_type=Path), help="Write the clip here (MP4).")
@click.option("--report", type=click.Path(path_type=Path), help="Write what happened here (JSON).")
@click.option(
    "--digest", is_flag=True, help="Print the SHA-256 over all raw frames, alone, on standard output."
)
def command(
    prompt: str | None,
    script_at: Path | None,
    seconds: float | None,
    seed: int | None,
    size: str | None,
    picture_at: Path | None,
    fps: float | None,
    steps: int,
    checkpoint: Path | None,
    out: Path | None,
    report: Path | None,
    digest: bool,  # noqa: FBT001
) -> None:
    """Run a session without a browser: into a clip, a report, a digest, or all three."""
    from inhabit.cli.places import check_writable

    if out is None and report is None and not digest:
        raise click.UsageError("nothing would be kept: give --out, --report or --digest")
    for path in filter(None, (out, report)):
        check_writable(path)
    script = load_script(script_at)
    start, wanted = start_of(script, prompt=prompt, seed=seed, fps=fps), wanted_size(size)
    start = start if picture_at is None else with_picture(start, picture_at, prompt)
    frames = frames_of(script, start.fps, seconds)
    click.echo("inhabit: loading weights ...", err=True)
    from inhabit.runtime.load import load_engine

    engine = load_engine(checkpoint)
    warn_of_other_weights(script, engine)
    start = replace(start, size=size_for(engine, wanted, start, script))
    replay = replay_of(engine, start, script, steps)
    made = keep(replay, frames, start, Outputs(out, report, digest), engine)
    if digest:
        click.echo(made["digest"])


def load_script(path: Path | None) -> Script:
    """Read a script from a file; raises BadInputError naming the file and the line."""
    from inhabit.core.errors import BadInputError
    from inhabit.inputs.script import Script, read_script

    if path is None:
        return Script()
    try:
        with path.open(encoding="utf-8") as lines:
            return read_script(lines, path.name)
    except UnicodeDecodeError as error:
        raise BadInputError("bad_script", f"{path} is not UTF-8 text: give a file of JSON lines") from error
    except OSError as error:
        raise BadInputError("bad_script", f"{path} cannot be read: {error.strerror}") from error


def wanted_size(text: str | None) -> Size | Shape | None:
    """A size or a shape as somebody typed it; raises BadInputError naming it."""
    from inhabit.core.shape import parse_size

    return None if text is None else parse_size(text)


def frames_of(script: Script, fps: float, seconds: float | None) -> int:
    """How many frames to play: as asked, else until a little after the script's last event."""
    from inhabit.inputs.values import parse_number

    if seconds is not None:
        return max(round(parse_number(seconds, "seconds", 0.0, SECONDS_LIMIT) * fps), 1)
    ends_s = [entry.frame / fps if entry.frame is not None else entry.at_s or 0.0 for entry in script.entries]
    return round((max(ends_s) + AFTER_SCRIPT_S if ends_s else DEFAULT_SECONDS) * fps)


def warn_of_other_weights(script: Script, engine: Engine) -> None:
    """A log made with other weights plays, but not to the same frames."""
    made_with = script.header.checkpoint
    if made_with is not None and made_with != engine.checkpoint_hash:
        click.echo(
            f"inhabit: the script was recorded with checkpoint {made_with[:12]}, this is "
            f"{engine.checkpoint_hash[:12]}: its events will play, its frames will differ",
            err=True,
        )


def replay_of(engine: Engine, start: Start, script: Script, steps: int) -> Replay:
    """A session that stands on the asked rung; raises BadInputError for a size that can't be made."""
    from inhabit.runtime.ladder import STEPS, Ladder, ladder_for, rung_of, standard_rungs
    from inhabit.runtime.pictures import Pictures
    from inhabit.runtime.replay import Replay
    from inhabit.runtime.session import Session
    from inhabit.runtime.sizes import Sizes

    def ladder_of(size: Size) -> Ladder:
        rungs = standard_rungs(engine.sizes(), size, sorted({*STEPS, steps}, reverse=True))
        return ladder_for(rungs, rung_of(size, steps).name, pinned=True)

    sizes, pictures = Sizes(engine.sizes(), engine.name, ladder_of), Pictures.all(script.pictures)
    ladder = ladder_of(sizes.meant(start.size, start.size))
    hash = engine.checkpoint_hash
    session = Session(start, ladder, checkpoint=hash, sizes=sizes, pictures=pictures)
    return Replay(engine, session, script.entries)


def keep(replay: Replay, frames: int, start: Start, outputs: Outputs, engine: Engine) -> dict[str, Any]:
    """Play and write; returns the report. A clip that breaks off stays playable."""
    from inhabit.cli.clip import Clip, Digest
    from inhabit.runtime.budget import Budget
    from inhabit.runtime.clock import RealClock

    clock, digest, stages = RealClock(), Digest(), Budget(1000.0 / start.fps, window_frames=frames)
    began_s, count = clock.now(), 0
    with ExitStack() as files:
        clip = files.enter_context(Clip(outputs.out, start.size, start.fps)) if outputs.out else None
        for frame in progress(replay.frames(frames), frames):
            digest.add(frame.picture)
            stages.add(frame.stamp.stages_ms)
            count += 1
            if clip is not None:
                clip.add(frame)
    took_s = clock.now() - began_s
    made = report_of(replay, start, engine) | {
        "frames": count,
        "seconds": count / start.fps,
        "took_s": round(took_s, 3),
        "made_fps": round(count / max(took_s, 1e-9), 2),
        "digest": digest.text,
        "stages": {name: spread.to_json() for name, spread in stages.spread().items()},
    }
    if outputs.report is not None:
        save(outputs.report, made)
    click.echo(f"inhabit: {count} frames in {took_s:.1f} s, {made['made_fps']} a second", err=True)
    return made


def progress(frames: Iterable[HostFrame], count: int) -> Iterable[HostFrame]:
    """The same frames, with a bar on standard error."""
    with click.progressbar(frames, length=count, label="inhabit: playing", file=sys.stderr) as bar:
        yield from bar


def report_of(replay: Replay, start: Start, engine: Engine) -> dict[str, Any]:
    """What was played and what became of every event, as JSON."""
    session, summary = replay.session, replay.summary
    return {
        "model": engine.name,
        "device": engine.device,
        "checkpoint": engine.checkpoint_hash,
        "seed": start.seed,
        "prompt": start.prompt,
        "picture": None if start.picture is None else start.picture.name,
        "size": str(start.size),
        "fps": start.fps,
        "rung": session.ladder.rung.name,
        "epoch": session.epoch,
        "counters": asdict(session.counters),
        "applied": [{"seq": one.seq, "epoch": one.epoch, "frame": one.frame_index} for one in replay.applied],
        "pose": None if summary is None else asdict(summary.pose),
        "attributes": None if summary is None else asdict(summary.attributes),
        "notice": "" if summary is None else summary.notice,
    }


def save(path: Path, report: Mapping[str, Any]) -> None:
    """Write the report; raises OutputError naming the path."""
    from inhabit.core.errors import OutputError

    try:
        path.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise OutputError("cannot_write", f"{path} could not be written ({error.strerror})") from error
