"""The recipe's stages, each resumable, each reading what the one before left in the run folder."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Callable
from pathlib import Path

import torch

from inhabit.frames.autoencoder import CanvasEncoder
from inhabit.frames.decoder import Painter
from inhabit.runtime.networks import load_modules
from inhabit.training.canvas import CanvasStage, calibrate
from inhabit.training.dynamics import DynamicsStage
from inhabit.training.gallery import hang
from inhabit.training.interpreter import train_interpreter
from inhabit.training.light import EyeStage, LookStage
from inhabit.training.loop import Log, slow_weights, train
from inhabit.training.moments import MomentSource
from inhabit.training.ranges import measure
from inhabit.training.recipe import Recipe
from inhabit.training.record import record_looks, record_walks
from inhabit.training.store import Store
from inhabit.training.texture import TextureStage
from inhabit.world import checkpoint

STAGES = ("walks", "looks", "canvas", "look", "eye", "texture", "dynamics", "interpreter", "export")


def run_walks(recipe: Recipe, run: Path, log: Log, stop_after_s: float = math.inf) -> None:
    """Record walks."""
    del stop_after_s
    record_walks(
        run / "walks",
        clips=recipe.clips,
        first_seed=recipe.first_seed,
        size=recipe.spec.canvas,
        progress=_teller(log),
    )


def run_looks(recipe: Recipe, run: Path, log: Log, stop_after_s: float = math.inf) -> None:
    """Record looks, of worlds that come after those of the walks."""
    del stop_after_s
    first = recipe.first_seed + recipe.clips
    record_looks(
        run / "looks",
        clips=recipe.look_clips,
        first_seed=first,
        size=recipe.spec.canvas,
        progress=_teller(log),
    )


def _teller(log: Log, did: str = "recorded", what: str = "clips") -> Callable[[int, int], None]:
    told = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        if done - told >= total / 40 or done == total:
            log(f"{did} {done}/{total} {what}")
            told = done

    return tell


def run_canvas(
    recipe: Recipe, run: Path, log: Log, stop_after_s: float = math.inf, device: str = "cpu"
) -> None:
    """Train the canvas autoencoder."""
    stage = CanvasStage(recipe.spec, Store(run / "walks"), batch=recipe.canvas_batch, device=device)
    train(stage, recipe.canvas, run / "canvas.pt", seed=recipe.seed, log=log, stop_after_s=stop_after_s)


def run_look(
    recipe: Recipe, run: Path, log: Log, stop_after_s: float = math.inf, device: str = "cpu"
) -> None:
    """Train the look."""
    stage = LookStage(recipe.spec, Store(run / "looks"), batch=recipe.look_batch, device=device)
    train(stage, recipe.look, run / "look.pt", seed=recipe.seed, log=log, stop_after_s=stop_after_s)


def run_eye(recipe: Recipe, run: Path, log: Log, stop_after_s: float = math.inf, device: str = "cpu") -> None:
    """Train the eye."""
    stage = EyeStage(recipe.spec, Store(run / "looks"), batch=recipe.eye_batch, device=device)
    train(stage, recipe.eye, run / "eye.pt", seed=recipe.seed, log=log, stop_after_s=stop_after_s)


def run_texture(
    recipe: Recipe, run: Path, log: Log, stop_after_s: float = math.inf, device: str = "cpu"
) -> None:
    """Go on with the painter, against a judge."""
    encoder = trained_encoder(recipe, run)
    stage = TextureStage(
        recipe.spec,
        Store(run / "walks"),
        encoder,
        _painter_weights(run / "canvas.pt", encoder),
        batch=recipe.texture_batch,
        device=device,
    )
    train(stage, recipe.texture, run / "texture.pt", seed=recipe.seed, log=log, stop_after_s=stop_after_s)


def run_dynamics(
    recipe: Recipe, run: Path, log: Log, stop_after_s: float = math.inf, device: str = "cpu"
) -> None:
    """Train the dynamics on latents of the finished canvas autoencoder."""
    store, spec = Store(run / "walks"), recipe.spec
    encoder, painter = trained_encoder(recipe, run), Painter(spec).eval()
    painter.load_state_dict(_painter_weights(_painted_last(run), encoder))
    gallery = hang(store, spec, encoder, painter, _teller(log, "encoded", "frames"))
    source = MomentSource(gallery, spec, recipe.dynamics_batch, seed=recipe.seed)
    stage = DynamicsStage(spec, source, device=device)
    train(stage, recipe.dynamics, run / "dynamics.pt", seed=recipe.seed, log=log, stop_after_s=stop_after_s)


def run_interpreter(recipe: Recipe, run: Path, log: Log, stop_after_s: float = math.inf) -> None:
    """Train the interpreter of words."""
    folder = run / "interpreter"
    folder.mkdir(parents=True, exist_ok=True)
    train_interpreter(
        folder, seed=recipe.seed, steps=recipe.interpreter_steps, progress=log, stop_after_s=stop_after_s
    )


def run_export(
    recipe: Recipe, run: Path, log: Log, stop_after_s: float = math.inf, *, out: Path | None = None
) -> None:
    """Write what the run has learned so far as a checkpoint; other files in the folder stay."""
    del stop_after_s
    out = out or run / "checkpoint"
    encoder = trained_encoder(recipe, run)
    frames = {f"encoder.{k}": v for k, v in encoder.state_dict().items()}
    frames |= {f"painter.{k}": v for k, v in _painter_weights(_painted_last(run), encoder).items()}
    frames |= slow_weights(run / "look.pt") | slow_weights(run / "eye.pt")
    dynamics = {f"dynamics.{k}": v for k, v in slow_weights(run / "dynamics.pt").items()}
    checkpoint.write(out, recipe.spec, {"frames": frames, "dynamics": dynamics})
    words = run / "interpreter" / "interpreter.safetensors"
    if words.exists():
        shutil.copyfile(words, out / words.name)
    log("measuring what goes through the layers")
    stores = Store(run / "walks"), Store(run / "looks")
    ranges = measure(recipe.spec, *stores, *load_modules(recipe.spec, out), recipe.seed)
    (out / checkpoint.RANGES).write_text(json.dumps(ranges, indent=1) + "\n")
    checkpoint.seal(out)
    log(f"wrote {out}")


def _painted_last(run: Path) -> Path:
    """The checkpoint of the last stage that trained the painter."""
    return run / "texture.pt" if (run / "texture.pt").exists() else run / "canvas.pt"


def _painter_weights(trained: Path, encoder: CanvasEncoder) -> dict[str, torch.Tensor]:
    """A painter that takes latents as `encoder` standardises them."""
    own = {k: v for k, v in slow_weights(trained).items() if k.startswith("painter.")}
    held = {name.removeprefix("painter."): value for name, value in own.items()}
    return held | {"mean": encoder.mean, "scale": encoder.scale}


def trained_encoder(recipe: Recipe, run: Path) -> CanvasEncoder:
    """The encoder of a run, calibrated on its own truth (once: the calibration is kept beside it)."""
    encoder = CanvasEncoder(recipe.spec).eval()
    weights = slow_weights(run / "canvas.pt")
    encoder.load_state_dict({k[8:]: v for k, v in weights.items() if k.startswith("encoder.")})
    kept = run / "latents.pt"
    if kept.exists():
        held = torch.load(kept, weights_only=True)
        encoder.mean.copy_(held["mean"])
        encoder.scale.copy_(held["scale"])
    else:
        calibrate(encoder, recipe.spec, Store(run / "walks"))
        torch.save({"mean": encoder.mean, "scale": encoder.scale}, kept)
    return encoder


RUNNERS: dict[str, Callable[..., None]] = {
    "walks": run_walks,
    "looks": run_looks,
    "canvas": run_canvas,
    "look": run_look,
    "eye": run_eye,
    "texture": run_texture,
    "dynamics": run_dynamics,
    "interpreter": run_interpreter,
    "export": run_export,
}
