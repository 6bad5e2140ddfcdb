"""`pocket`: 960x540 at 30 fps on two cores; trainable on two cores in hours."""

from __future__ import annotations

from inhabit.core.spec import WorldSpec
from inhabit.training.loop import Plan
from inhabit.training.recipe import Recipe


def pocket() -> Recipe:
    """The shipped model."""
    return Recipe(
        spec=WorldSpec(name="pocket"),
        clips=520,
        look_clips=700,
        first_seed=1,
        seed=1,
        canvas=Plan(steps=6000, peak=2e-3),
        canvas_batch=16,
        look=Plan(steps=4000, peak=2e-3),
        look_batch=5,
        eye=Plan(steps=1800, peak=1.5e-3),
        eye_batch=6,
        texture=Plan(steps=1500, peak=4e-4, warmup=100),
        texture_batch=12,
        dynamics=Plan(steps=30000, peak=6e-4, warmup=500),
        dynamics_batch=16,
        interpreter_steps=12_000,
    )


def tiny() -> Recipe:
    """The whole recipe in a minute, for tests: the same code, nothing learned worth seeing."""
    return Recipe(
        spec=WorldSpec(name="tiny", coarse=16, middle=32, model=64, layers=1, heads=2),
        clips=2,
        look_clips=1,
        first_seed=1,
        seed=1,
        canvas=Plan(steps=3, warmup=1),
        canvas_batch=2,
        look=Plan(steps=3, warmup=1),
        look_batch=2,
        eye=Plan(steps=3, warmup=1),
        eye_batch=2,
        texture=Plan(steps=3, warmup=1),
        texture_batch=2,
        dynamics=Plan(steps=3, warmup=1),
        dynamics_batch=2,
        interpreter_steps=2,
    )
