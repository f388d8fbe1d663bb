"""The relation head in torch, on the same inputs as kg.pipeline.relations."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from kg.pipeline.relations import DISTANCES, KINDS, MAX_SENTENCES, PATHS, RELATIONS, TYPES, Pairs, mean_between

VECTOR, HIDDEN = 384, 256


class Head(nn.Module):
    """Parameter names are those of the stored arrays."""

    def __init__(self, properties: int, dropout: float = 0.3) -> None:
        super().__init__()
        sizes = {"type": len(TYPES), "kind": len(KINDS), "relation": len(RELATIONS)}
        shapes = {"distance": DISTANCES, "sentences": MAX_SENTENCES + 1, "path": PATHS}
        self.matrices = nn.ParameterDict()
        for side in ("subject", "object"):
            self.matrices[side] = _uniform(4 * VECTOR, HIDDEN)
            for name, size in sizes.items():
                self.matrices[f"{side}_{name}"] = nn.Parameter(torch.randn(size, HIDDEN) * 0.02)
        for name, size in shapes.items():
            self.matrices[f"pair_{name}"] = nn.Parameter(torch.randn(size, HIDDEN) * 0.02)
        for name in ("between", "path", "top"):
            self.matrices[name] = _uniform(VECTOR, HIDDEN)
        self.matrices["inner"] = _uniform(HIDDEN, HIDDEN)
        self.matrices["out"] = _uniform(HIDDEN, properties)
        for name, size in (("bias", HIDDEN), ("inner_bias", HIDDEN)):
            self.matrices[name] = nn.Parameter(torch.zeros(size))
        self.matrices["out_bias"] = nn.Parameter(torch.full((properties,), -3.0))
        self.dropout = nn.Dropout(dropout)

    def forward(self, features: Features) -> Tensor:
        """Logits [n, properties]."""
        w = self.matrices
        hidden = w["bias"][None]
        spots = self.dropout(features.spots)
        for side, end in (("subject", 0), ("object", 1)):
            mention = spots @ w[side]
            for k, name in enumerate(("type", "kind", "relation")):
                mention = mention + w[f"{side}_{name}"][features.classes[:, k]]
            hidden = hidden + mention[features.ends[:, end]]
        for k, name in enumerate(("distance", "sentences", "path")):
            hidden = hidden + w[f"pair_{name}"][features.shape[:, k]]
        for name, part in (("between", features.between), ("path", features.path), ("top", features.top)):
            hidden = hidden + self.dropout(part) @ w[name]
        hidden = self.dropout(torch.relu(hidden)) @ w["inner"] + w["inner_bias"]
        return self.dropout(torch.relu(hidden)) @ w["out"] + w["out_bias"]


def _uniform(rows: int, columns: int) -> nn.Parameter:
    return nn.Parameter(torch.randn(rows, columns) * (1.5 / rows) ** 0.5)


class Features:
    """Pairs with their vectors gathered, as tensors; `labels` [n, properties]."""

    def __init__(self, vectors: npt.NDArray[np.float32], pairs: Pairs, labels: npt.NDArray[np.int8]) -> None:
        tokens = np.vstack([vectors, np.zeros_like(vectors[:1])])
        counts = np.maximum((pairs.path >= 0).sum(1), 1)[:, None]
        self.spots = _half(tokens[pairs.spots].reshape(-1, 4 * VECTOR))
        self.between = _half(mean_between(tokens, pairs.between))
        self.path = _half(tokens[pairs.path].sum(1) / counts)
        self.top = _half(tokens[pairs.top])
        self.classes, self.ends, self.shape = (
            torch.from_numpy(x) for x in (pairs.classes, pairs.ends, pairs.shape)
        )
        self.labels = torch.from_numpy(labels)


def _half(x: npt.NDArray[np.float32]) -> Tensor:
    return torch.from_numpy(x.astype(np.float16))


def joined(parts: Sequence[Features]) -> Features:
    """Several passages as one batch of float32."""
    batch = Features.__new__(Features)
    for name in ("spots", "between", "path", "top"):
        setattr(batch, name, torch.cat([getattr(p, name) for p in parts]).float())
    for name in ("classes", "shape", "labels"):
        setattr(batch, name, torch.cat([getattr(p, name) for p in parts]))
    offsets = np.cumsum([0, *(len(p.spots) for p in parts[:-1])])
    batch.ends = torch.cat([p.ends + int(o) for p, o in zip(parts, offsets, strict=True)])
    return batch


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
