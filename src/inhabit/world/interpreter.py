"""Words into the world: a small transformer reads a text and says which attributes it moves, and to where.

Blocks of attention mix the tokens of the text and one for the whole of the current attributes; then one
token for each group of answers (hour, the scalars, biome, style, understood) looks at them. A group's
answer is a gate (does the text speak of it?), how likely each value is, and for hour and scalars whether a
change of what is there is meant, so that "less fog" and "two hours later" are exact wherever a world stands.
Reading text has no sampling in it: the same words under the same attributes always mean the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import gelu, scaled_dot_product_attention

from inhabit.core.attributes import BIOMES, SCALARS, STYLES, VECTOR_WIDTH, Attributes
from inhabit.core.errors import BadInputError
from inhabit.core.known import FIRST, Known
from inhabit.tokens.text import TextTokenizer
from inhabit.world import checkpoint
from inhabit.world.packing import unpacked

Kind = Literal["prompt", "directive"]
KINDS: tuple[Kind, ...] = ("prompt", "directive")
PART = "interpreter"
WINDOW_TOKENS = 48
"""Longer texts are read in windows of whole sentences where possible, and what they say is merged."""
GROUPS = 1 + len(SCALARS) + 3
"""Answer tokens: hour, scalars in order, biome, style, understood."""
HOURS, LEVELS = 24, 11
"""Values are told apart by the hour and by the tenth."""
NEAR = 2
"""Values so many hours or tenths apart are near enough to be meant alike."""
SPOKEN = 0.5
"""A group is spoken of when its gate is more likely open than not."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text asks for: targets (hour in [0, 24), scalars in [0, 1]), a biome, a style by name.

    Whatever the text doesn't speak of is absent. `understood` in [0, 1] is how sure the network is that
    everything asked for is something that this world has.
    """

    targets: dict[str, float] = field(default_factory=dict)
    biome: str | None = None
    style: str | None = None
    understood: float = 0.0


class Answers(NamedTuple):
    """The network's raw answers; b texts, g = 1 + len(SCALARS) groups with a value (hour first).

    `gate` [b, g + 2] logits (then biome, style); `change` [b, g] logits of being meant as a change; `clock`
    [b, HOURS] logits of every full hour; `level` [b, s, LEVELS] logits of scalars from 0 to 1; `shift` [b, g]
    changes, hours first, in [-12, 12], scalars in [-1, 1]; `biome` [b, 5], `style` [b, s], of those
    known, `understood` [b] logits.
    """

    gate: Tensor
    change: Tensor
    clock: Tensor
    level: Tensor
    shift: Tensor
    biome: Tensor
    style: Tensor
    understood: Tensor


class ReadingBlock(nn.Module):
    """Attention of `x` to `seen` (itself by default), then an MLP; on normalised input, added on."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.before_attention, self.before_mlp = nn.LayerNorm(width), nn.LayerNorm(width)
        self.query, self.pair, self.out = (nn.Linear(width, width * n) for n in (1, 2, 1))
        self.up, self.down = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)

    def forward(self, x: Tensor, valid: Tensor, seen: Tensor | None = None) -> Tensor:
        """[b, n, m], with `valid` bool [b, k] of the tokens looked at, `seen` [b, k, m] -> [b, n, m]."""
        b, n, m = x.shape
        own = self.before_attention(x)
        looked_at = own if seen is None else self.before_attention(seen)
        q = self.query(own).view(b, n, self.heads, -1).transpose(1, 2)
        k, v = self.pair(looked_at).view(b, looked_at.shape[1], 2, self.heads, -1).permute(2, 0, 3, 1, 4)
        mixed = scaled_dot_product_attention(q, k, v, attn_mask=valid[:, None, None])
        x = x + self.out(mixed.transpose(1, 2).reshape(b, n, m))
        return x + self.down(gelu(self.up(self.before_mlp(x))))


class Interpreter(nn.Module):
    """Reads texts; weights are shared and nothing is remembered between readings. It answers with the styles
    that are `known`."""

    def __init__(
        self,
        tokenizer: TextTokenizer,
        width: int = 96,
        layers: int = 2,
        heads: int = 4,
        *,
        known: Known = FIRST,
    ) -> None:
        super().__init__()
        self.tokenizer = tokenizer
        self.words = nn.Linear(tokenizer.width, width)
        self.sense = nn.Sequential(nn.Linear(tokenizer.width, 2 * width), nn.GELU())
        self.sensed = nn.Linear(2 * width, width)
        self.places = nn.Parameter(0.02 * torch.randn(WINDOW_TOKENS, width))
        self.groups = nn.Parameter(0.5 * torch.randn(GROUPS, width))
        self.present = nn.Parameter(0.5 * torch.randn(1 + len(SCALARS), 2, width))
        self.whole = nn.Linear(VECTOR_WIDTH, width)
        self.kind = nn.Embedding(len(KINDS), width)
        self.blocks = nn.ModuleList(ReadingBlock(width, heads) for _ in range(layers))
        self.answering = ReadingBlock(width, 2 * heads)
        self.last = nn.LayerNorm(width)
        self.valued = nn.Parameter(torch.randn(1 + len(SCALARS), width, 3) / width**0.5)
        self.levels = nn.Parameter(torch.randn(len(SCALARS), width, LEVELS) / width**0.5)
        self.clock = nn.Linear(width, HOURS)
        self.biome, self.style = nn.Linear(width, 1 + len(BIOMES)), nn.Linear(width, 1 + len(known.styles))
        self.understood = nn.Linear(width, 1)

    def forward(self, vectors: Tensor, valid: Tensor, attributes: Tensor, kind: Tensor) -> Answers:
        """Answers to b texts of n tokens.

        `vectors` [b, n, w] from the tokenizer, `valid` [b, n] bool, `attributes` [b, VECTOR_WIDTH],
        `kind` [b] int64, an index into KINDS.
        """
        scaled = vectors * vectors.shape[-1] ** 0.5
        text = self.words(scaled) + self.sensed(self.sense(scaled)) + self.places[: vectors.shape[1]]
        whole = self.whole(attributes) + self.kind(kind)
        x = torch.cat([whole[:, None], text], dim=1)
        valid = torch.cat([torch.ones_like(valid[:, :1]), valid], dim=1)
        for block in self.blocks:
            x = block(x, valid)
        return self._answers(self.last(self.answering(self._about(attributes), valid, x)))

    def _about(self, attributes: Tensor) -> Tensor:
        """Group tokens that know what is there now: [b, GROUPS, m]."""
        scalars = attributes[:, 2 : 2 + len(SCALARS)]
        now = torch.stack([scalars, torch.ones_like(scalars)], -1)
        now = torch.cat([attributes[:, None, :2], now], dim=1)
        groups = self.groups.expand(attributes.shape[0], -1, -1).clone()
        groups[:, : now.shape[1]] += torch.einsum("bgv,gvm->bgm", now, self.present)
        return groups

    def _answers(self, x: Tensor) -> Answers:
        count = 1 + len(SCALARS)
        raw = torch.einsum("bgm,gmv->bgv", x[:, :count], self.valued)
        biome, style = self.biome(x[:, count]), self.style(x[:, count + 1])
        shift = torch.tanh(raw[..., 2])
        return Answers(
            gate=torch.cat([raw[..., 0], biome[:, :1], style[:, :1]], dim=1),
            change=raw[..., 1],
            clock=self.clock(x[:, 0]),
            level=torch.einsum("bsm,sml->bsl", x[:, 1:count], self.levels),
            shift=torch.cat([12.0 * shift[:, :1], shift[:, 1:]], dim=1),
            biome=biome[:, 1:],
            style=style[:, 1:],
            understood=self.understood(x[:, count + 2])[:, 0],
        )

    @torch.inference_mode()
    def read(self, text: str, attributes: Attributes, kind: Kind) -> Reading:
        """What `text` asks of a world that has `attributes`.

        Raises BadInputError for another kind than prompt and directive. Text without any word reads as
        nothing, not understood.
        """
        if kind not in KINDS:
            raise BadInputError("bad_kind", f"kind {kind!r} is not one of {', '.join(KINDS)}")
        windows = split_windows(self.tokenizer, text)
        if not windows:
            return Reading()
        vectors, valid = pad([self.tokenizer.table[ids] for ids in windows])
        about = torch.from_numpy(attributes.vector()).expand(len(windows), -1)
        kinds = torch.full((len(windows),), KINDS.index(kind))
        answers = self(vectors, valid, about, kinds)
        return merge([reading(answers, row, attributes) for row in range(len(windows))])


def reading(answers: Answers, row: int, attributes: Attributes) -> Reading:
    """One row of answers in words and numbers, for a world that has `attributes`."""
    gates = torch.sigmoid(answers.gate[row]).tolist()
    changes = torch.sigmoid(answers.change[row]).tolist()
    shifts = answers.shift[row].tolist()
    targets: dict[str, float] = {}
    if gates[0] > SPOKEN:
        moved, hour = attributes.hour + shifts[0], likeliest(answers.clock[row], circular=True)
        targets["hour"] = (moved if changes[0] > SPOKEN else hour) % 24.0
    for i, name in enumerate(SCALARS):
        if gates[1 + i] > SPOKEN:
            moved = getattr(attributes, name) + shifts[1 + i]
            level = likeliest(answers.level[row, i]) / (LEVELS - 1)
            targets[name] = min(max(moved if changes[1 + i] > SPOKEN else level, 0.0), 1.0)
    biome = BIOMES[int(answers.biome[row].argmax())] if gates[-2] > SPOKEN else None
    style = STYLES[int(answers.style[row].argmax())] if gates[-1] > SPOKEN else None
    return Reading(targets, biome, style, float(torch.sigmoid(answers.understood[row])))


def likeliest(logits: Tensor, *, circular: bool = False) -> float:
    """The place among n that has most of the probability within NEAR of it, and the mean of that; places lie
    in a row, or a `circular` one.

    A word that may mean two strengths is read as between them where that is near enough to both, and else as
    the likelier one: the mean of all would be neither.
    """
    share = torch.softmax(logits, -1).numpy()
    reach = np.arange(-NEAR, NEAR + 1)
    around = np.arange(len(share))[:, None] + reach
    held = share[around % len(share)] * (circular or (around >= 0) & (around < len(share)))
    # Of places that hold the same, the one in whose middle it lies.
    best = int(np.argmax((held * (1.0 - 0.01 * np.abs(reach))).sum(axis=1)))
    return best + float((held[best] * reach).sum() / held[best].sum())


def merge(readings: Sequence[Reading]) -> Reading:
    """What several windows of one text say together: the later wins; understood only if all are."""
    whole = Reading(understood=1.0)
    for part in readings:
        whole = Reading(
            whole.targets | part.targets,
            part.biome or whole.biome,
            part.style or whole.style,
            min(whole.understood, part.understood),
        )
    return whole


def split_windows(tokenizer: TextTokenizer, text: str) -> list[np.ndarray]:
    """Token ids of `text` in windows of at most WINDOW_TOKENS, whole sentences together where they fit."""
    ids = tokenizer.ids(text)
    if len(ids) <= WINDOW_TOKENS:
        return [ids] if len(ids) else []
    windows: list[np.ndarray] = []
    for sentence in re.split(r"(?<=[.;!?\n])\s+", text):
        ids = tokenizer.ids(sentence)
        if windows and len(windows[-1]) + len(ids) <= WINDOW_TOKENS:
            windows[-1] = np.concatenate([windows[-1], ids])
        else:
            windows += [ids[i : i + WINDOW_TOKENS] for i in range(0, len(ids), WINDOW_TOKENS)]
    return windows


def pad(rows: Sequence[np.ndarray]) -> tuple[Tensor, Tensor]:
    """Rows [n_i, w] to one float32 [b, n, w] padded with zeros, and bool [b, n] of what is real."""
    longest = max(len(row) for row in rows)
    vectors = np.zeros((len(rows), longest, rows[0].shape[1]), dtype=np.float32)
    valid = np.zeros((len(rows), longest), dtype=bool)
    for i, row in enumerate(rows):
        vectors[i, : len(row)], valid[i, : len(row)] = row, True
    return torch.from_numpy(vectors), torch.from_numpy(valid)


def load_interpreter(folder: Path | None = None, tokenizer: TextTokenizer | None = None) -> Interpreter:
    """The interpreter of a checkpoint folder (the shipped pocket by default), on CPU, ready to read.

    Raises CheckpointError, naming the file, when it is missing, truncated or of another shape.
    """
    folder = folder or checkpoint.shipped()
    known = checkpoint.read_known(folder)
    interpreter = Interpreter(tokenizer or TextTokenizer(), known=known)
    tensors = unpacked(checkpoint.read_part(folder, PART))
    named = {f"{PART}.{name}": value for name, value in tensors.items()}
    checkpoint.fill(interpreter, named, PART, f"{folder.name}/{PART}.safetensors")
    return interpreter.eval()
