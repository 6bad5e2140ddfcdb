"""Trains the interpreter on captions of the simulator's grammar.

Texts are made as fast as they are used, so none comes twice. What keeps it from learning the grammar by
heart: noise on the word vectors, dropped words, slips of the finger, words that stand in for others near
them, and requests for things picked at random from the whole vocabulary, which must move nothing.

    python -m inhabit.training.interpreter runs/interpreter
"""

from __future__ import annotations

import json
import logging
import math
import sys
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from inhabit.core.attributes import Attributes
from inhabit.sim.captions import Caption
from inhabit.tokens.text import TextTokenizer
from inhabit.training.goals import goals, score
from inhabit.training.grading import measure
from inhabit.training.hearsay import one_caption, random_attributes, slip, stand_ins, strangers
from inhabit.training.loop import Log, Plan, slow_weights, train
from inhabit.world.interpreter import (
    KINDS,
    PART,
    WINDOW_TOKENS,
    Answers,
    Interpreter,
    load_interpreter,
    pad,
)
from inhabit.world.packing import packed

PASS = 32
"""Texts per forward pass."""
NOISE = 0.09
"""Largest spread of the noise on word vectors, whose rows have length 1 over 64 dimensions."""
DROPPED = 0.04
SLIPPED = 0.06
STOOD_IN = 0.16
"""How often a word that has stand-ins gives way to one, in every other text."""

log = logging.getLogger(__name__)


class InterpreterStage:
    """The training loop's view: endless batches of train-split captions and their loss."""

    def __init__(self, batch: int, seed: int) -> None:
        self.tokenizer = TextTokenizer()
        self.module: nn.Module = Interpreter(self.tokenizer)
        self.batch, self.seed = batch, seed
        self.strangers, self.stand_ins = strangers(self.tokenizer), stand_ins(self.tokenizer)

    def loss(self, step: int, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        """Loss over one fresh batch and its parts."""
        rng = np.random.default_rng((self.seed, step))
        worlds = [random_attributes(rng) for _ in range(self.batch)]
        said = [one_caption(rng, world, "train", self.strangers) for world in worlds]
        rows = [self._read(rng, caption) for caption in said]
        # Texts of like length share a pass: a third of the work of padding all to the longest.
        order = sorted(range(self.batch), key=lambda i: len(rows[i]))
        passes = [order[at : at + PASS] for at in range(0, self.batch, PASS)]
        told = [
            self._answers(
                [rows[i] for i in some], [worlds[i] for i in some], [said[i] for i in some], generator
            )
            for some in passes
        ]
        answers = Answers(*(torch.cat(parts) for parts in zip(*told, strict=True)))
        return score(answers, goals([said[i] for i in order], [worlds[i] for i in order]))

    def _answers(
        self,
        rows: list[np.ndarray],
        worlds: list[Attributes],
        said: list[Caption],
        generator: torch.Generator,
    ) -> Answers:
        vectors, valid = pad(rows)
        spread = NOISE * torch.rand(len(rows), 1, 1, generator=generator)
        vectors = vectors + spread * torch.randn(vectors.shape, generator=generator)
        about = torch.from_numpy(np.stack([world.vector() for world in worlds]))
        kinds = torch.tensor([KINDS.index(caption.kind) for caption in said])
        return self.module(vectors, valid, about, kinds)

    def _read(self, rng: np.random.Generator, caption: Caption) -> np.ndarray:
        text = slip(rng, caption.text) if rng.random() < SLIPPED else caption.text
        ids = self.tokenizer.ids(text)[:WINDOW_TOKENS]
        if rng.random() < 0.5:
            draws = rng.random(len(ids))
            ids = np.array(
                [
                    rng.choice(self.stand_ins[i]) if draw < STOOD_IN and i in self.stand_ins else i
                    for i, draw in zip(ids.tolist(), draws, strict=True)
                ],
                np.int64,
            )
        kept = ids[rng.random(len(ids)) >= DROPPED] if rng.random() < 0.5 else ids
        return self.tokenizer.table[kept if len(kept) else ids]


def train_interpreter(
    out: Path,
    *,
    seed: int = 0,
    steps: int = 12_000,
    batch: int = 96,
    progress: Log = log.info,
    stop_after_s: float = math.inf,
) -> Path:
    """Train in folder `out` (resumes there) and write `interpreter.safetensors`; returns its path.

    `stop_after_s` ends a session early, cleanly; what is written then is what was reached.
    """
    stage = InterpreterStage(batch, seed)
    plan = Plan(steps=steps, peak=2.5e-3, warmup=100, ema=0.997, weight_decay=0.05)
    reached = train(stage, plan, out / "interpreter.pt", seed=seed, log=progress, stop_after_s=stop_after_s)
    return export(out, {"seed": str(seed), "steps": str(reached), "batch": str(batch)})


def export(out: Path, metadata: dict[str, str]) -> Path:
    """The packed weights of the slow average, with how they were made."""
    path = out / f"{PART}.safetensors"
    weights = packed(slow_weights(out / "interpreter.pt"))
    save_file(weights, str(path), {"made_by": "inhabit.training.interpreter", **metadata})
    return path


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.set_num_threads(1)
    folder = Path(sys.argv[1])
    train_interpreter(folder, steps=int(sys.argv[2]) if len(sys.argv) > 2 else 12_000)
    log.info(json.dumps(measure(load_interpreter(folder)), indent=1))
