"""`inhabit plan budget | response | steps`: does a frame fit, how soon does it answer, how many steps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from inhabit.cli.plan_machine import calibrated, device_named, measured, spec_of
from inhabit.cli.plan_options import fps_option, hardware_option, precision_option, spec_option
from inhabit.cli.plan_page import shown
from inhabit.cli.plan_units import FPS, MILLISECONDS, SHARE, numbers, pairs
from inhabit.core.errors import BadInputError

if TYPE_CHECKING:
    from inhabit.plan.answer import Answer
    from inhabit.plan.budget import Stage


@click.command("budget")
@fps_option
@click.option(
    "--stage",
    "stages",
    multiple=True,
    metavar="NAME=MS[@LANE]",
    help="A stage and what it takes; may be repeated. Stages of one lane never overlap "
    "(default: what was measured here, else the post's six).",
)
@click.option("--reserve", type=SHARE, help="Of the interval, kept for slow frames (default: none).")
@calibrated
@shown()
def budget_command(
    fps: float | None,
    stages: tuple[str, ...],
    reserve: float | None,
    calibration_at: Path | None,
    uncalibrated: bool,  # noqa: FBT001
) -> Answer:
    """Does a frame fit its interval? Stage by stage, with the slack and what binds."""
    from inhabit.plan.answers import budget

    told = [_stage(name, value) for name, value in pairs(stages, "--stage")] or None
    here = None if told else measured(calibration_at, uncalibrated=uncalibrated)
    return budget.answer(fps=fps, stages=told, reserve=reserve, measured=here)


def _stage(name: str, text: str) -> Stage:
    from inhabit.plan.budget import Stage

    takes, _, lane = text.partition("@")
    return Stage(name, MILLISECONDS.convert(takes, None, None), lane.strip())


@click.command("response")
@fps_option
@click.option("--wanted", "wanted_ms", type=MILLISECONDS, help="Stay under this (default: 100 ms).")
@click.option("--input", "input_ms", type=MILLISECONDS, help="Capturing an input (default: 5 ms).")
@click.option("--processing", "processing_ms", type=MILLISECONDS, help="Other work (default: 10 ms).")
@calibrated
@shown()
def response_command(
    fps: float | None,
    wanted_ms: float | None,
    input_ms: float | None,
    processing_ms: float | None,
    calibration_at: Path | None,
    uncalibrated: bool,  # noqa: FBT001
) -> Answer:
    """How soon does the picture answer, and how deep may the pipeline be?"""
    from inhabit.plan.answers import response

    return response.answer(
        fps=fps,
        wanted_ms=wanted_ms,
        input_ms=input_ms,
        processing_ms=processing_ms,
        measured=measured(calibration_at, uncalibrated=uncalibrated),
    )


@click.command("steps")
@click.option("--step", "step_ms", type=MILLISECONDS, help="Time of a step (default: measured, else 25 ms).")
@click.option("--alpha", type=float, help="Bend of the quality curve (default: the post's guess of 1).")
@click.option("--fps", "target_fps", type=FPS, help="The rate that looks smooth (default: 30).")
@click.option("--most", "most_steps", type=int, help="Most steps looked at (default: 50).")
@click.option(
    "--measured",
    "pairs_of",
    multiple=True,
    metavar="STEPS,QUALITY",
    help="A measured quality; two or more give alpha.",
)
@click.option("--device", "device_name", help="Time of a step by this device's sheet instead.")
@hardware_option
@precision_option
@spec_option
@calibrated
@shown(plotted=True)
def steps_command(
    step_ms: float | None,
    alpha: float | None,
    target_fps: float | None,
    most_steps: int | None,
    pairs_of: tuple[str, ...],
    device_name: str | None,
    hardware_at: Path | None,
    precision: str | None,
    spec_at: Path | None,
    calibration_at: Path | None,
    uncalibrated: bool,  # noqa: FBT001
) -> Answer:
    """How many denoising steps are best at a rate?"""
    from inhabit.plan.answers import steps

    return steps.answer(
        step_ms=step_ms,
        alpha=alpha,
        target_fps=target_fps,
        most_steps=most_steps,
        pairs=[_pair(text) for text in pairs_of] or None,
        device=device_named(device_name, hardware_at),
        precision=precision,
        spec=spec_of(spec_at),
        measured=measured(calibration_at, uncalibrated=uncalibrated),
    )


def _pair(text: str) -> tuple[float, float]:
    found = numbers(text, "--measured")
    if len(found) != 2:
        raise BadInputError("bad_pair", f"--measured {text!r} is not STEPS,QUALITY, for example 4,0.98")
    return found[0], found[1]
