"""How well an interpreter reads: every caption's reading against its meaning, per split, kind and topic."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from inhabit.core.attributes import Attributes
from inhabit.sim.captions import SPLITS, Caption, Split, directives, prompts
from inhabit.training.hearsay import random_attributes
from inhabit.world.interpreter import KINDS, Interpreter, Reading

HOUR_SLACK_H, SCALAR_SLACK = 2.0, 0.22
"""How near a reading must come to count as obeyed."""


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
