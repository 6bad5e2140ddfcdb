"""Training of the probes, one or both: each is written with its recipe and its error on held-out truth."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inhabit.evals.attribute_training import AttributeRecipe, train_attribute
from inhabit.evals.fitting import Progress, scene_progress
from inhabit.evals.motion_probe import MotionProbe
from inhabit.evals.motion_training import MotionRecipe, train_motion
from inhabit.evals.probes import Probes, load, save, spec_of
from inhabit.evals.reliability import reliability
from inhabit.evals.suite import Suite, suite_named

PROBES = ("motion", "attribute")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How both probes are trained, and on how much truth the judges of directives are tried."""

    motion: MotionRecipe = field(default_factory=MotionRecipe)
    attribute: AttributeRecipe = field(default_factory=AttributeRecipe)
    suite: Suite = field(default_factory=lambda: suite_named("quick"))
    judged_worlds: int = 40
    judged_per_world: int = 2


def train_probes(
    folder: Path,
    examples: Path,
    recipe: Recipe,
    progress: Progress,
    which: tuple[str, ...] = PROBES,
    start: Path | None = None,
) -> dict[str, Any]:
    """Train those of PROBES named in `which` and write them to `folder`; the other's files are left alone.

    Looks are drawn into `examples`, where those already drawn are used again. The attribute probe goes on
    from the one in folder `start`, if given. Returns what was written of recipes and errors on truth.
    """
    spec: dict[str, Any] = {}
    if "motion" in which:
        motion, spec["motion"] = train_motion(recipe.motion, progress)
        save(folder, "motion", motion, spec["motion"])
    if "attribute" in which:
        begun = None if start is None else load(start).attribute
        attribute, spec["attribute"] = train_attribute(recipe.attribute, examples, progress, begun)
        if start is not None:
            spec["attribute"]["went_on_from"] = spec_of(start, "attribute")["recipe"]
        spec["attribute"]["held_out_error"]["directives"] = reliability(
            Probes(MotionProbe(), attribute), recipe.suite, recipe.judged_worlds, recipe.judged_per_world,
            scene_progress("judge the truth", recipe.judged_worlds, progress),
        )  # fmt: skip
        save(folder, "attribute", attribute, spec["attribute"])
    return spec
