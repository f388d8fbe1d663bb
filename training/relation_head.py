"""The relation head in torch, on the same inputs as kg.pipeline.relations, and the layers before it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.pipeline.pairs import DISTANCES, KINDS, MAX_SENTENCES, PATHS, RELATIONS, TYPES
from training.model import WIDTH, Layer
from training.relation_batches import Batch

HIDDEN = 256


class Layers(nn.Module):
    """Transformer layers over words, with the mentions marked (kg.pipeline.mention_layers)."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        sizes = (len(TYPES) + 1, len(KINDS) + 1, 3, len(RELATIONS) + 1)  # the columns of the marks
        self.marks = nn.ModuleList(nn.Embedding(size, WIDTH) for size in sizes)
        for table in self.marks:
            nn.init.normal_(table.weight, std=0.02)
        self.top = nn.Linear(WIDTH, WIDTH)
        nn.init.zeros_(self.top.weight)
        nn.init.zeros_(self.top.bias)
        self.layers = nn.ModuleList(Layer(0.1) for _ in range(layers))

    def forward(self, vectors: Tensor, marks: Tensor, mask: Tensor | None) -> Tensor:
        """vectors [batch, words, 2 * WIDTH]: top and middle layer; marks [batch, words, 4] -> [batch, words, WIDTH]."""
        x = vectors[..., WIDTH:] + self.top(vectors[..., :WIDTH])
        for k, table in enumerate(self.marks):
            x = x + table(marks[..., k])
        attended = mask[:, None, None, :] if mask is not None else None
        for layer in self.layers:
            x = layer(x, attended)
        return x


class Head(nn.Module):
    """Parameter names are those of the stored arrays."""

    def __init__(self, properties: int, dropout: float = 0.3) -> None:
        super().__init__()
        sizes = {"type": len(TYPES), "kind": len(KINDS), "relation": len(RELATIONS)}
        shapes = {"distance": DISTANCES, "sentences": MAX_SENTENCES + 1, "path": PATHS}
        self.matrices = nn.ParameterDict()
        for side in ("subject", "object"):
            self.matrices[side] = _uniform(4 * WIDTH, HIDDEN)
            for name, size in sizes.items():
                self.matrices[f"{side}_{name}"] = nn.Parameter(torch.randn(size, HIDDEN) * 0.02)
        for name, size in shapes.items():
            self.matrices[f"pair_{name}"] = nn.Parameter(torch.randn(size, HIDDEN) * 0.02)
        for name in ("between", "path", "top"):
            self.matrices[name] = _uniform(WIDTH, HIDDEN)
        self.matrices["inner"] = _uniform(HIDDEN, HIDDEN)
        self.matrices["out"] = _uniform(HIDDEN, properties)
        for name, size in (("bias", HIDDEN), ("inner_bias", HIDDEN)):
            self.matrices[name] = nn.Parameter(torch.zeros(size))
        self.matrices["out_bias"] = nn.Parameter(torch.full((properties,), -3.0))
        self.dropout = nn.Dropout(dropout)

    def forward(self, tokens: Tensor, batch: Batch) -> Tensor:
        """tokens [t + 1, WIDTH], the last for none -> logits [n, properties]."""
        w = self.matrices
        tokens = self.dropout(tokens)
        parts = tokens @ torch.cat([w["between"], w["path"], w["top"]], 1)
        between, path, top = parts.split(HIDDEN, 1)
        hidden = w["bias"][None]
        spots = tokens[batch.spots].reshape(len(batch.spots), 4 * WIDTH)
        for side, end in (("subject", 0), ("object", 1)):
            mention = spots @ w[side]
            for k, name in enumerate(("type", "kind", "relation")):
                mention = mention + w[f"{side}_{name}"][batch.classes[:, k]]
            hidden = hidden + mention[batch.ends[:, end]]
        for k, name in enumerate(("distance", "sentences", "path")):
            hidden = hidden + w[f"pair_{name}"][batch.shape[:, k]]
        sums = functional.pad(between.cumsum(0), (0, 0, 1, 0))
        start, end = batch.between.T
        steps = (batch.path < len(tokens) - 1).sum(1).clamp(min=1)
        hidden = hidden + (sums[end] - sums[start]) / (end - start).clamp(min=1)[:, None]
        hidden = hidden + path[batch.path].sum(1) / steps[:, None] + top[batch.top]
        hidden = self.dropout(torch.relu(hidden)) @ w["inner"] + w["inner_bias"]
        return self.dropout(torch.relu(hidden)) @ w["out"] + w["out_bias"]


class Network(nn.Module):
    """The head behind its layers."""

    def __init__(self, properties: int, layers: int) -> None:
        super().__init__()
        self.layers = Layers(layers)
        self.head = Head(properties)

    def forward(self, batch: Batch) -> Tensor:
        """Logits [n, properties]."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            vectors = self.layers(batch.vectors, batch.marks, batch.mask)
        tokens = vectors.float().reshape(-1, WIDTH)
        return self.head(torch.cat([tokens, torch.zeros(1, WIDTH)]), batch)


def _uniform(rows: int, columns: int) -> nn.Parameter:
    return nn.Parameter(torch.randn(rows, columns) * (1.5 / rows) ** 0.5)


def save(
    head: Head,
    properties: Sequence[str],
    allowed: npt.NDArray[np.bool_],
    scale: float,
    shift: float,
    path: Path,
) -> None:
    """Store a head as half-precision arrays."""
    arrays = {k: v.detach().numpy().astype(np.float16) for k, v in head.matrices.items()}
    arrays["scale"], arrays["shift"] = np.float32(scale), np.float32(shift)
    meta = json.dumps({"properties": list(properties)}).encode()
    part = path.with_suffix(".part.npz")
    np.savez_compressed(part, allowed=allowed, meta=np.frombuffer(meta, dtype=np.uint8), **arrays)
    part.replace(path)
