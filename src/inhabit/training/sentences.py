"""The public sentence model that the word table is distilled from: all-MiniLM-L6-v2, a BERT of six layers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import gelu, layer_norm, linear, scaled_dot_product_attention

HEADS = 12


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


def sentence_tokenizer(folder: Path) -> Tokenizer:
    """The model's own wordpieces, without padding."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    return tokenizer


@torch.inference_mode()
def embed(model: SentenceModel, tokenizer: Tokenizer, texts: list[str], batch: int = 256) -> np.ndarray:
    """float32 [len(texts), 384], unit rows, each text by itself. A `##` piece is looked up, not split."""
    begin, end = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    ids = [[begin, *_ids(tokenizer, text), end] for text in texts]
    # Texts of like length share a batch, so that little of the work is padding.
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    out = np.zeros((len(texts), 384), np.float32)
    for start in range(0, len(order), batch):
        some = order[start : start + batch]
        longest = max(len(ids[i]) for i in some)
        padded = torch.tensor([ids[i] + [0] * (longest - len(ids[i])) for i in some])
        valid = torch.tensor([[at < len(ids[i]) for at in range(longest)] for i in some])
        out[some] = model.pooled(padded, valid).numpy()
    return out / np.linalg.norm(out, axis=1, keepdims=True)


def _ids(tokenizer: Tokenizer, text: str) -> list[int]:
    known = tokenizer.token_to_id(text)
    return [known] if known is not None else tokenizer.encode(text, add_special_tokens=False).ids
