"""The whole recipe at toy size: every stage runs, resumes, and ends in a checkpoint that loads."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from inhabit.core.errors import BadInputError
from inhabit.runtime.networks import load_modules
from inhabit.training.loop import Plan
from inhabit.training.recipes.pocket import tiny
from inhabit.training.stages import RUNNERS, STAGES, run_canvas
from inhabit.training.store import Store
from inhabit.world import checkpoint


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    for stage in STAGES:
        RUNNERS[stage](tiny(), folder, lambda line: None)
    return folder


def test_it_ends_in_a_checkpoint_that_loads(run: Path) -> None:
    folder = run / "checkpoint"
    checkpoint.verify(folder)
    frames, dynamics = load_modules(checkpoint.read_spec(folder), folder)
    assert set(frames) == {"encoder", "painter", "look", "eye"}
    assert sum(p.numel() for p in dynamics.parameters()) > 0


def test_the_shipped_painter_takes_latents_as_the_shipped_encoder_makes_them(run: Path) -> None:
    held = checkpoint.read_part(run / "checkpoint", "frames")
    for name in ("mean", "scale"):
        assert torch.equal(held[f"painter.{name}"], held[f"encoder.{name}"])
        assert held[f"painter.{name}"].std() > 0


def test_a_finished_stage_does_nothing_when_run_again(run: Path) -> None:
    before = (run / "canvas.json").read_text()
    run_canvas(tiny(), run, lambda line: None)
    assert (run / "canvas.json").read_text() == before


def test_a_longer_plan_goes_on_where_the_shorter_one_ended(run: Path) -> None:
    lines: list[str] = []
    longer = replace(tiny(), canvas=Plan(steps=4, warmup=1))
    run_canvas(longer, run, lines.append)
    assert json.loads((run / "canvas.json").read_text())["step"] == 4
    assert lines[-1].startswith("step 4/4")


def test_the_recorded_truth_is_what_the_recipe_asked_for(run: Path) -> None:
    walks, looks = Store(run / "walks"), Store(run / "looks")
    assert walks.clips == 2
    assert looks.clips == 1
    assert walks["tone"].max() > walks["tone"].min()
    assert (looks["clearance_m"][:] > 0).all()


def test_a_missing_store_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="inhabit train --stage"):
        Store(tmp_path)
