"""The probes read what they are shown, keep their shape on disk, and refuse files that are not theirs."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from inhabit.core.errors import CheckpointError
from inhabit.evals.attribute_training import AttributeRecipe
from inhabit.evals.motion_probe import flow_features, small
from inhabit.evals.motion_training import MotionRecipe
from inhabit.evals.probe_training import Recipe, train_probes
from inhabit.evals.probes import Probes, load, save, spec_of
from inhabit.evals.suite import Suite


def texture(seed: int = 0) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(size=(120, 200)).astype(np.float32)
    return np.clip(128.0 + 400.0 * cv2.GaussianBlur(noise, (0, 0), 3.0), 0, 255).astype(np.uint8)


def test_flow_reads_a_known_shift_in_pixels() -> None:
    big = texture()
    before, after = big[10:100, 10:170], big[8:98, 13:173]
    flow = flow_features(np.ascontiguousarray(before), np.ascontiguousarray(after))
    assert float(np.median(flow[0])) * 4.0 == pytest.approx(-3.0, abs=0.2)
    assert float(np.median(flow[1])) * 4.0 == pytest.approx(2.0, abs=0.2)


def test_flow_sees_at_night_what_it_sees_by_day() -> None:
    big = texture()
    dark = (big / 12).astype(np.uint8)
    flow = flow_features(np.ascontiguousarray(dark[:90, :160]), np.ascontiguousarray(dark[:90, 3:163]))
    assert float(np.median(flow[0])) * 4.0 == pytest.approx(-3.0, abs=0.4)


def test_pictures_are_shrunk_by_area() -> None:
    fine = np.tile(np.array([[0, 255], [255, 0]], np.uint8), (180, 320))
    assert np.abs(small(fine).astype(int) - 128).max() <= 1


def save_both(probes: Probes, folder: Path) -> None:
    save(folder, "motion", probes.motion, {})
    save(folder, "attribute", probes.attribute, {})


def test_probes_survive_the_disk_as_half_floats_within_two_megabytes_and_a_half(
    untrained_probes: Probes, tmp_path: Path
) -> None:
    save_both(untrained_probes, tmp_path)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 2_500_000
    again = load(tmp_path)
    flows, pictures = torch.randn(2, 8, 45, 80), torch.rand(2, 6, 90, 160)
    assert torch.allclose(again.motion(flows), untrained_probes.motion(flows), atol=1e-2)
    assert torch.allclose(again.attribute(pictures), untrained_probes.attribute(pictures), atol=1e-2)


def test_writing_one_probe_leaves_the_other_and_its_figures_alone(
    untrained_probes: Probes, tmp_path: Path
) -> None:
    save(tmp_path, "motion", untrained_probes.motion, {"seed": 1})
    held = (tmp_path / "motion.safetensors").read_bytes()
    save(tmp_path, "attribute", untrained_probes.attribute, {"seed": 2})
    assert (tmp_path / "motion.safetensors").read_bytes() == held
    spec = json.loads((tmp_path / "spec.json").read_text())
    assert spec == {"motion": {"seed": 1}, "attribute": {"seed": 2}}


def test_missing_and_truncated_probes_are_refused_with_the_fix(
    untrained_probes: Probes, tmp_path: Path
) -> None:
    with pytest.raises(CheckpointError, match="train-probes"):
        load(tmp_path / "nowhere")
    save_both(untrained_probes, tmp_path)
    held = tmp_path / "motion.safetensors"
    held.write_bytes(held.read_bytes()[:1000])
    with pytest.raises(CheckpointError, match=r"motion\.safetensors"):
        load(tmp_path)


def test_probes_without_their_recipe_are_no_beginning(untrained_probes: Probes, tmp_path: Path) -> None:
    save_both(untrained_probes, tmp_path)
    (tmp_path / "spec.json").unlink()
    with pytest.raises(CheckpointError, match=r"spec\.json does not say how the attribute probe was made"):
        spec_of(tmp_path, "attribute")


@pytest.mark.slow
def test_the_recipe_runs_from_drawing_to_saved_probes(small_suite: Suite, tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    recipe = Recipe(
        MotionRecipe(scenes=1, pairs=4, looks=4, check_scenes=1, epochs=1, batch=8),
        AttributeRecipe(scenes=1, places=3, check_scenes=1, epochs=1, batch=8),
        suite=small_suite,
        judged_worlds=1,
        judged_per_world=1,
    )
    spec = train_probes(
        tmp_path / "probes", tmp_path / "drawn", recipe, lambda what, share: told.append((what, share))
    )
    assert {what for what, share in told if share == 1.0} == {
        "draw motion",
        "draw held-out motion",
        "motion probe",
        "draw looks",
        "draw held-out looks",
        "attribute probe",
        "judge the truth",
    }
    error = spec["attribute"]["held_out_error"]
    assert error["examples"] == 9
    assert set(error["directives"]) == {"line_up", "read_alone", "count"}
    load(tmp_path / "probes")
