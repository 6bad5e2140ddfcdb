"""Trains the interpreter on captions of the simulator's grammar, and says how well it reads.

Texts are made as fast as they are used, so none comes twice. What keeps it from learning the grammar by
heart: noise on the word vectors, dropped words, slips of the finger, and requests for things picked at
random from the whole vocabulary, which must move nothing.

    python -m inhabit.training.interpreter runs/interpreter
"""

from __future__ import annotations

import itertools
import json
import logging
import math
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, smooth_l1_loss

from inhabit.core.attributes import BIOMES, SCALARS, STYLES, Attributes
from inhabit.sim.captions import SPLITS, Caption, Split, directives, prompts
from inhabit.tokens.text import TextTokenizer, lexicon
from inhabit.training.loop import Log, Plan, slow_weights, train
from inhabit.world.interpreter import (
    KINDS,
    PART,
    WINDOW_TOKENS,
    Answers,
    Interpreter,
    Reading,
    load_interpreter,
    pad,
)

PROMPT_SHARE = 0.35
PASS = 32
"""Texts per forward pass."""
NOISE = 0.09
"""Largest spread of the noise on word vectors, whose rows have length 1 over 64 dimensions."""
DROPPED = 0.04
SLIPPED = 0.06
STRANGE_COSINE = 0.42
"""A word counts as strange to this world when nothing in the lexicon is nearer to it than this."""
HOUR_SLACK_H, SCALAR_SLACK = 2.0, 0.22
"""How near a reading must come to count as obeyed."""
KEYS = "qwertyuiop asdfghjkl zxcvbnm"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Goals:
    """What the answers to b captions should be; a mask is 1 where its value counts."""

    gate: Tensor
    change: Tensor
    clock: Tensor
    level: Tensor
    shift: Tensor
    biome: Tensor
    style: Tensor
    understood: Tensor


class InterpreterStage:
    """The training loop's view: endless batches of train-split captions and their loss."""

    def __init__(self, batch: int, seed: int) -> None:
        self.tokenizer = TextTokenizer()
        self.module: nn.Module = Interpreter(self.tokenizer)
        self.batch, self.seed = batch, seed
        self.strangers = strangers(self.tokenizer)

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
        kept = ids[rng.random(len(ids)) >= DROPPED] if rng.random() < 0.5 else ids
        return self.tokenizer.table[kept if len(kept) else ids]


def random_attributes(rng: np.random.Generator) -> Attributes:
    """Any world at all, extremes included, because requests must be read in all of them."""
    scalars = {name: float(np.clip(rng.uniform(-0.25, 1.15), 0.0, 1.0)) for name in SCALARS}
    world = replace(Attributes(hour=float(rng.uniform(0.0, 24.0))), **scalars)
    return world.with_biome(BIOMES[rng.integers(len(BIOMES))]).with_style(STYLES[rng.integers(len(STYLES))])


def one_caption(
    rng: np.random.Generator, world: Attributes, split: Split, strange: Sequence[str] = ()
) -> Caption:
    """A prompt or a directive for `world`."""
    if rng.random() < PROMPT_SHARE:
        return next(prompts(rng, split, strangers=strange))
    return next(directives(rng, world, split, strangers=strange))


def strangers(tokenizer: TextTokenizer, count: int = 6000) -> tuple[str, ...]:
    """Frequent whole words that have nothing to do with what this world is talked about in."""
    table = tokenizer.table
    known = [int(i) for word in lexicon() for i in tokenizer.ids(word)[:1] if tokenizer.word(int(i)) == word]
    nearest = np.concatenate([(rows @ table[known].T).max(axis=1) for rows in np.array_split(table, 16)])
    far = [tokenizer.word(int(i)) for i in np.flatnonzero(nearest < STRANGE_COSINE)]
    return tuple(word for word in far if word.isalpha() and len(word) > 2)[:count]


def slip(rng: np.random.Generator, text: str) -> str:
    """The text with one letter swapped, dropped, doubled or hit beside its key."""
    at = int(rng.integers(len(text)))
    if not text[at].isalpha():
        return text
    match int(rng.integers(4)):
        case 0:
            return text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]
        case 1:
            return text[:at] + text[at + 1 :]
        case 2:
            return text[: at + 1] + text[at:]
        case _:
            beside = KEYS[(KEYS.find(text[at].lower()) + 1) % len(KEYS)].strip() or text[at]
            return text[:at] + beside + text[at + 1 :]


def goals(said: Sequence[Caption], worlds: Sequence[Attributes]) -> Goals:
    """The answers that are wanted, from the captions' meanings."""
    count = 1 + len(SCALARS)
    gate, change = np.zeros((len(said), count + 2), np.float32), np.zeros((len(said), count), np.float32)
    level, shift = np.zeros((len(said), len(SCALARS)), np.float32), np.zeros((len(said), count), np.float32)
    clock = np.zeros((len(said), 2), np.float32)
    for row, (caption, world) in enumerate(zip(said, worlds, strict=True)):
        meaning = caption.meaning
        for name, value in meaning.targets.items():
            group = 0 if name == "hour" else 1 + SCALARS.index(name)
            gate[row, group], change[row, group] = 1.0, name in meaning.relative
            if name == "hour":
                clock[row] = math.sin(value * math.tau / 24), math.cos(value * math.tau / 24)
                shift[row, 0] = math.remainder(value - world.hour, 24.0)
            else:
                level[row, group - 1], shift[row, group] = value, value - getattr(world, name)
        gate[row, count], gate[row, count + 1] = meaning.biome is not None, meaning.style is not None
    return Goals(
        *(torch.from_numpy(part) for part in (gate, change, clock, level, shift)),
        biome=torch.tensor([BIOMES.index(c.meaning.biome) if c.meaning.biome else -100 for c in said]),
        style=torch.tensor([STYLES.index(c.meaning.style) if c.meaning.style else -100 for c in said]),
        understood=torch.tensor([float(c.meaning.understood) for c in said]),
    )


def score(answers: Answers, want: Goals) -> tuple[Tensor, dict[str, float]]:
    """The loss and its parts. Values count only where the text speaks of them."""
    spoken = want.gate[:, : want.change.shape[1]]
    absolute, relative = spoken * (1 - want.change), spoken * want.change
    gate = binary_cross_entropy_with_logits(answers.gate, want.gate) * want.gate.shape[1]
    change = _mean(binary_cross_entropy_with_logits(answers.change, want.change, reduction="none"), spoken)
    clock = _mean((1 - (answers.clock * want.clock).sum(-1)), absolute[:, 0])
    level = _mean(smooth_l1_loss(answers.level, want.level, reduction="none", beta=0.1), absolute[:, 1:])
    scale = torch.tensor([1 / 4.0] + [2.0] * len(SCALARS))
    off = smooth_l1_loss(answers.shift * scale, want.shift * scale, reduction="none", beta=0.1)
    shift = _mean(off, relative * _unclamped(want))
    biome = cross_entropy(answers.biome, want.biome) if (want.biome >= 0).any() else answers.biome.sum() * 0
    style = cross_entropy(answers.style, want.style) if (want.style >= 0).any() else answers.style.sum() * 0
    understood = binary_cross_entropy_with_logits(answers.understood, want.understood)
    parts = {
        "gate": gate, "change": change, "clock": 2 * clock, "level": 2 * level, "shift": 2 * shift,
        "biome": 0.5 * biome, "style": 0.5 * style, "understood": 0.5 * understood,
    }  # fmt: skip
    return torch.stack(list(parts.values())).sum(), {
        name: float(part.detach()) for name, part in parts.items()
    }


def _mean(values: Tensor, mask: Tensor) -> Tensor:
    return (values * mask).sum() / mask.sum().clamp(min=1.0)


def _unclamped(want: Goals) -> Tensor:
    """1 where the wanted change did not run into 0 or 1, so that it shows how far the words go."""
    free = (want.level > 0.0) & (want.level < 1.0)
    return torch.cat([torch.ones_like(want.shift[:, :1]), free.float()], dim=1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a reading stands to what was meant: all that was asked came, nothing else moved, and whether
    "this I don't have" was told right."""

    obeyed: bool
    quiet: bool
    understood: bool

    @property
    def right(self) -> bool:
        """Obeyed, and nothing else moved."""
        return self.obeyed and self.quiet


def judge(caption: Caption, reading: Reading) -> Verdict:
    """Compare a reading with a caption's meaning; implied targets may come or not."""
    meaning = caption.meaning
    obeyed = all(_near(name, value, reading.targets.get(name)) for name, value in meaning.asked.items())
    obeyed = obeyed and meaning.biome in (None, reading.biome) and meaning.style in (None, reading.style)
    quiet = set(reading.targets) <= set(meaning.targets)
    quiet = quiet and (reading.biome is None) >= (meaning.biome is None)
    quiet = quiet and (reading.style is None) >= (meaning.style is None)
    return Verdict(obeyed, quiet, (reading.understood > 0.5) == meaning.understood)


def _near(name: str, wanted: float, read: float | None) -> bool:
    if read is None:
        return False
    if name == "hour":
        return abs(math.remainder(read - wanted, 24.0)) <= HOUR_SLACK_H
    return abs(read - wanted) <= SCALAR_SLACK


def sample(rng: np.random.Generator, split: Split, kind: str) -> Iterator[tuple[Caption, Attributes]]:
    """Captions of one kind, each with the world it is said in, without end."""
    while True:
        world = random_attributes(rng)
        yield next(prompts(rng, split) if kind == "prompt" else directives(rng, world, split)), world


def measure(interpreter: Interpreter, *, count: int = 1500, seed: int = 9) -> dict[str, dict[str, object]]:
    """Shares of texts read right, per split and kind, and per topic; `count` texts of each kind."""
    report: dict[str, dict[str, object]] = {}
    for split, kind in itertools.product(SPLITS, KINDS):
        rng = np.random.default_rng((seed, SPLITS.index(split), KINDS.index(kind)))
        topics: dict[str, list[bool]] = defaultdict(list)
        verdicts = []
        for caption, world in itertools.islice(sample(rng, split, kind), count):
            verdict = judge(caption, interpreter.read(caption.text, world, kind))
            verdicts.append(verdict)
            for topic in set(caption.meaning.topics):
                topics[topic].append(verdict.right)
        report[f"{split} {kind}"] = {
            "right": _share([v.right for v in verdicts]),
            "obeyed": _share([v.obeyed for v in verdicts]),
            "quiet": _share([v.quiet for v in verdicts]),
            "understood": _share([v.understood for v in verdicts]),
            "topics": {topic: _share(right) for topic, right in sorted(topics.items())},
        }
    return report


def _share(values: Sequence[bool]) -> float:
    return round(float(np.mean(values)), 4)


def train_interpreter(
    out: Path, *, seed: int = 0, steps: int = 2400, batch: int = 128, progress: Log = log.info
) -> Path:
    """Train in folder `out` (resumes there) and write `interpreter.safetensors`; returns its path."""
    stage = InterpreterStage(batch, seed)
    plan = Plan(steps=steps, peak=1.5e-3, warmup=150, ema=0.997, weight_decay=0.05)
    train(stage, plan, out / "interpreter.pt", seed=seed, log=progress)
    return export(out, {"seed": str(seed), "steps": str(steps), "batch": str(batch)})


def export(out: Path, metadata: dict[str, str]) -> Path:
    """Half-precision weights of the slow average, with how they were made."""
    weights = {
        name: value.half().contiguous() for name, value in slow_weights(out / "interpreter.pt").items()
    }
    path = out / f"{PART}.safetensors"
    save_file(weights, str(path), {"made_by": "inhabit.training.interpreter", **metadata})
    return path


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.set_num_threads(1)
    folder = Path(sys.argv[1])
    train_interpreter(folder, steps=int(sys.argv[2]) if len(sys.argv) > 2 else 2400)
    log.info(json.dumps(measure(load_interpreter(folder)), indent=1))
