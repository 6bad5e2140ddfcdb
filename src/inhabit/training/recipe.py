"""What a recipe is: a spec, how much truth to record, and a plan per stage."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from inhabit.core.spec import WorldSpec
from inhabit.training.loop import Plan


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything a training run is, apart from where it is kept.

    `clips` walks are recorded from world `first_seed` on, then `look_clips` clips of looks. Batch sizes
    count crops (canvas, look, eye, texture) or moments (dynamics).
    """

    spec: WorldSpec
    clips: int
    look_clips: int
    first_seed: int
    seed: int
    canvas: Plan
    canvas_batch: int
    look: Plan
    look_batch: int
    eye: Plan
    eye_batch: int
    texture: Plan
    texture_batch: int
    dynamics: Plan
    dynamics_batch: int
    interpreter_steps: int


def with_steps(recipe: Recipe, steps: int) -> Recipe:
    """The recipe with every plan `steps` long."""
    plans = {field.name: getattr(recipe, field.name) for field in fields(recipe)}
    recipe = replace(recipe, interpreter_steps=steps)
    return replace(
        recipe, **{name: replace(plan, steps=steps) for name, plan in plans.items() if isinstance(plan, Plan)}
    )
