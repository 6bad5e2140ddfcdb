"""How near the picture is to the truth: the next frame, and what comes of it open loop.

From a context of true past frames the world is given the true camera poses. The ceiling is the
autoencoder alone, the floor the last true frame repeated; sharpness is gradient energy over the
truth's, beside the autoencoder's and a blurred truth's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from inhabit.core.frame import PlanarFrame
from inhabit.evals import metrics
from inhabit.evals.album import Cell, row
from inhabit.evals.section import SPENT, Done, Found, Numbers
from inhabit.evals.stage import Context, Stage
from inhabit.evals.suite import Suite
from inhabit.evals.truth import Episode
from inhabit.evals.world import CONTEXT_TICKS, EvalWorld
from inhabit.inputs.control import Control

BLUR_SIGMA_PX = 2.0
"""The floor of sharpness: the truth under this Gaussian."""

SHEET_CLIPS = 4


@dataclass(frozen=True, slots=True)
class Fidelity:
    """The section: scores of one context per episode."""

    suite: Suite
    name: str = "fidelity"
    album: str = "stills"
    shares_context: bool = True

    @property
    def count(self) -> int:
        return self.suite.fidelity_clips

    def units(self, index: int) -> int:
        return 1

    def judge(self, stage: Stage, index: int, done: Done) -> Found:
        """Judge one context: the next frame at every step count and, for the first few, open loop."""
        context, scores = stage.context(index), defaultdict[str, list[float]](list)
        shots = _next_frame(stage.world, context, self.suite, scores)
        if index < self.suite.open_loop_clips:
            for steps in self.suite.sweep:
                run = _open_loop(stage.world, context, self.suite, steps, scores)
                shots += run if steps == self.suite.play_steps else []
        done(1)
        return Found(dict(scores), _rows(shots) if index < SHEET_CLIPS else [])

    def figures(self, found: list[Numbers]) -> dict[str, Any]:
        """`fidelity.{steps}`, `open_loop.{seconds}` and `sharpness` of the next frame."""
        scores = defaultdict[str, list[float]](list)
        for numbers in found:
            for key, values in numbers.items():
                if key != SPENT:
                    scores[key] += values
        return _figures(scores, self.suite)


def true_control(episode: Episode, tick: int) -> Control:
    """The control that commands the episode's true pose at `tick`."""
    return Control(tick, 1.0 / episode.fps, motion=episode.motions[tick - 1], pose=episode.poses[tick])


Shot = tuple[str, PlanarFrame, PlanarFrame, PlanarFrame]
"""Label, truth, model, copy."""


def _next_frame(
    world: EvalWorld, context: Context, suite: Suite, scores: dict[str, list[float]]
) -> list[Shot]:
    episode, state, tick = context.episode, context.state, CONTEXT_TICKS + 1
    true, last = episode.frame(tick), episode.frame(CONTEXT_TICKS)
    coded = world.reconstruct(true, episode.poses[tick], episode.attributes, tick / episode.fps)
    _score(scores, "autoencoder", coded, true)
    _score(scores, "copy", last, true)
    _score(scores, "blurred", metrics.blurred(true, BLUR_SIGMA_PX), true)
    shots: list[Shot] = []
    for steps in suite.steps:
        made = world.render(state, true_control(episode, tick), steps)[1]
        _score(scores, f"steps {steps}", made, true)
        if steps == suite.play_steps:
            shots = [("next frame", true, made, last)]
    return shots


def _open_loop(
    world: EvalWorld, context: Context, suite: Suite, steps: int, scores: dict[str, list[float]]
) -> list[Shot]:
    episode, state = context.episode, context.state
    last, shots = episode.frame(CONTEXT_TICKS), list[Shot]()
    due = {round(seconds * suite.fps): seconds for seconds in suite.open_loop_s}
    for ahead in range(1, max(due) + 1):
        tick = CONTEXT_TICKS + ahead
        state, made = world.render(state, true_control(episode, tick), steps)
        if ahead in due:
            true = episode.frame(tick)
            _score(scores, f"after {due[ahead]:g} by {steps}", made, true)
            if steps != suite.play_steps:
                continue
            _score(scores, f"copy after {due[ahead]:g}", last, true)
            time_s, pose = tick / episode.fps, episode.poses[tick]
            coded = world.reconstruct(true, pose, episode.attributes, time_s)
            _score(scores, f"autoencoder after {due[ahead]:g}", coded, true)
            shots.append((f"open loop {due[ahead]:g} s", true, made, last))
    return shots


def _score(scores: dict[str, list[float]], key: str, made: PlanarFrame, true: PlanarFrame) -> None:
    scores[f"{key} psnr"].append(metrics.psnr_db(made, true))
    scores[f"{key} ssim"].append(metrics.ssim(made, true))
    energy = max(metrics.gradient_energy(true), 1e-6)
    scores[f"{key} sharpness"].append(metrics.gradient_energy(made) / energy)


def _figures(scores: dict[str, list[float]], suite: Suite) -> dict[str, Any]:
    def psnr_and_ssim(key: str) -> dict[str, float]:
        return {"psnr_db": metrics.mean(scores[f"{key} psnr"]), "ssim": metrics.mean(scores[f"{key} ssim"])}

    bounds = {
        "autoencoder_db": metrics.mean(scores["autoencoder psnr"]),
        "autoencoder_ssim": metrics.mean(scores["autoencoder ssim"]),
        "copy_last_db": metrics.mean(scores["copy psnr"]),
        "copy_last_ssim": metrics.mean(scores["copy ssim"]),
        "clips": len(scores["copy psnr"]),
    }
    play = suite.play_steps
    fidelity = {str(steps): psnr_and_ssim(f"steps {steps}") | bounds for steps in suite.steps}
    open_loop = {
        f"{seconds:g}": psnr_and_ssim(f"after {seconds:g} by {play}")
        | {
            "copy_last_db": metrics.mean(scores[f"copy after {seconds:g} psnr"]),
            "autoencoder_db": metrics.mean(scores[f"autoencoder after {seconds:g} psnr"]),
            "copy_last_ssim": metrics.mean(scores[f"copy after {seconds:g} ssim"]),
            "sharpness": _sharpness(scores[f"after {seconds:g} by {play} sharpness"]),
            "clips": len(scores[f"after {seconds:g} by {play} psnr"]),
            "by_steps": {str(n): psnr_and_ssim(f"after {seconds:g} by {n}") for n in suite.sweep},
        }
        for seconds in suite.open_loop_s
    }
    sharpness = {
        "next_frame": _sharpness(scores[f"steps {suite.play_steps} sharpness"]),
        "next_frame_autoencoder": _sharpness(scores["autoencoder sharpness"]),
        "next_frame_blurred_truth": _sharpness(scores["blurred sharpness"]),
    }
    return {"fidelity": fidelity, "open_loop": open_loop, "sharpness": sharpness}


def _sharpness(ratios: Iterable[float]) -> float:
    return metrics.geometric_mean(ratios)


def _rows(shots: list[Shot]) -> list[list[Cell]]:
    return [
        row([(f"truth: {label}", true) for label, true, _, _ in shots]),
        row([(f"model: {label}", made) for label, _, made, _ in shots]),
        row([(f"copy: {label}", last) for label, _, _, last in shots]),
    ]
