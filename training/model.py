"""The multi-task encoder: MiniLM with a word-shape embedding and all heads."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from kg.pipeline.encoder.words import SHAPES
from training.labels import Labels
from training.pairs import TYPES
from training.relation_tables import PROPERTIES

WIDTH, LAYERS, ATTENTION_HEADS, INNER = 384, 6, 12, 1536
SHAPE_WIDTH, ARC, LABEL, HIDDEN = 32, 256, 96, 384
MIXED_LAYERS = (2, 3, 5)
MIDDLE = 2  # the layer that the relation head's own layers go on from
MAX_DISTANCE = 20


class Layer(nn.Module):
    """A BERT layer (post-norm)."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm1, self.norm2 = (nn.LayerNorm(WIDTH, eps=1e-12) for _ in range(2))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """x [batch, pieces, width]; mask [batch, 1, 1, pieces], True where attended to."""
        batch, pieces, _ = x.shape
        shape = (batch, pieces, ATTENTION_HEADS, WIDTH // ATTENTION_HEADS)
        q, k, v = (f(x).view(shape).transpose(1, 2) for f in (self.query, self.key, self.value))
        attended = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        attended = attended.transpose(1, 2).reshape(batch, pieces, WIDTH)
        x = self.norm1(x + self.dropout(self.out(attended)))
        return self.norm2(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Word pieces and shapes to the vectors of every layer."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.shapes = nn.Embedding(len(SHAPES), WIDTH)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor | None) -> list[Tensor]:
        """ids, shapes [batch, pieces] -> one [batch, pieces, width] a layer."""
        positions = self.positions.weight[: ids.shape[1]]
        x = self.dropout(self.norm(self.words(ids) + positions + self.shapes(shapes)))
        if mask is not None:
            mask = mask[:, None, None, :]
        outputs = []
        for layer in self.layers:
            x = layer(x, mask)
            outputs.append(x)
        return outputs

    def load_base(self, path: Path) -> None:
        """Take the weights of all-MiniLM-L6-v2 (safetensors)."""
        base = load_file(path)
        state = self.state_dict()
        state["words.weight"] = base["embeddings.word_embeddings.weight"]
        state["positions.weight"] = (
            base["embeddings.position_embeddings.weight"]
            + base["embeddings.token_type_embeddings.weight"][0]
        )
        names = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "out": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for part in ("weight", "bias"):
            state[f"norm.{part}"] = base[f"embeddings.LayerNorm.{part}"]
            for layer in range(LAYERS):
                for ours, theirs in names.items():
                    state[f"layers.{layer}.{ours}.{part}"] = base[
                        f"encoder.layer.{layer}.{theirs}.{part}"
                    ]
        self.load_state_dict(state)


def _mlp(size: int, out: int, dropout: float) -> nn.Sequential:
    return nn.Sequential(nn.Linear(size, out), nn.GELU(), nn.Dropout(dropout))


class Parser(nn.Module):
    """Biaffine arcs and labels; position 0 of the heads is a learned root."""

    def __init__(self, size: int, labels: int, dropout: float) -> None:
        super().__init__()
        self.root = nn.Parameter(torch.randn(size) * 0.02)
        self.arc_dep, self.arc_head = _mlp(size, ARC, dropout), _mlp(size, ARC, dropout)
        self.label_dep, self.label_head = _mlp(size, LABEL, dropout), _mlp(size, LABEL, dropout)
        self.arc = nn.Linear(ARC, ARC)  # its bias scores a head alone
        self.label = nn.Linear(LABEL + 1, labels * (LABEL + 1), bias=False)
        nn.init.zeros_(self.arc.weight)
        nn.init.zeros_(self.label.weight)
        self.labels = labels

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """x [batch, words, size] -> arc scores [batch, words, 1 + words], and the
        label vectors of dependents [batch, words, .] and heads [batch, 1 + words, .]."""
        batch = x.shape[0]
        heads = torch.cat([self.root.expand(batch, 1, -1), x], dim=1)
        arcs = self.arc(self.arc_dep(x)) @ self.arc_head(heads).transpose(1, 2)
        return arcs, _with_one(self.label_dep(x)), _with_one(self.label_head(heads))

    def label_scores(self, dep: Tensor, head: Tensor) -> Tensor:
        """Scores [..., labels] of pairs of label vectors [..., LABEL + 1]."""
        weighted = self.label(dep).unflatten(-1, (self.labels, LABEL + 1))
        return (weighted @ head.unsqueeze(-1)).squeeze(-1)

    def all_label_scores(self, dep: Tensor, head: Tensor) -> Tensor:
        """[batch, words, labels, 1 + words]: every dependent with every head."""
        batch, words, _ = dep.shape
        weighted = self.label(dep).reshape(batch, words * self.labels, LABEL + 1)
        return (weighted @ head.transpose(1, 2)).reshape(batch, words, self.labels, -1)


def _with_one(x: Tensor) -> Tensor:
    return torch.cat([x, torch.ones_like(x[..., :1])], dim=-1)


class Relations(nn.Module):
    """Properties of pairs of mentions: an auxiliary task that teaches the vectors of the
    top layer what the relation head needs. Not exported."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.subject, self.object = (nn.Linear(2 * width, width) for _ in range(2))
        self.between = nn.Linear(width, width)
        self.types = nn.ModuleList(nn.Embedding(len(TYPES), width) for _ in range(2))
        self.distance = nn.Embedding(2 * MAX_DISTANCE + 1, width)
        self.out = nn.Sequential(nn.GELU(), nn.Dropout(dropout), nn.Linear(width, len(PROPERTIES)))

    def forward(self, top: Tensor, window: Tensor, ends: Tensor, types: Tensor) -> Tensor:
        """top [batch, words, width]; window [n], ends [n, 4], types [n, 2] -> [n, properties]."""
        first, last, other_first, other_last = (top[window, ends[:, k]] for k in range(4))
        sums = torch.nn.functional.pad(top.float().cumsum(1), (0, 0, 1, 0))
        left = torch.minimum(ends[:, 1], ends[:, 3]) + 1
        right = torch.maximum(ends[:, 0], ends[:, 2])
        right = torch.maximum(left, right)
        mean = (sums[window, right] - sums[window, left]) / (right - left).clamp(min=1)[:, None]
        distance = (ends[:, 2] - ends[:, 0]).clamp(-MAX_DISTANCE, MAX_DISTANCE) + MAX_DISTANCE
        return self.out(
            self.subject(torch.cat([first, last], -1))
            + self.object(torch.cat([other_first, other_last], -1))
            + self.between(mean)
            + self.types[0](types[:, 0])
            + self.types[1](types[:, 1])
            + self.distance(distance)
        )


class Chains(nn.Module):
    """Coreference of words within a window: an auxiliary task, as Relations. Not exported."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.word, self.antecedent = (_mlp(width, ARC, dropout) for _ in range(2))
        self.pair = nn.Linear(ARC, ARC)
        nn.init.zeros_(self.pair.weight)
        self.bias = nn.Parameter(torch.tensor(-4.0))

    def forward(self, top: Tensor) -> Tensor:
        """top [batch, words, width] -> [batch, words, words]: how well word i points at word j."""
        return self.pair(self.word(top)) @ self.antecedent(top).transpose(1, 2) + self.bias


class Model(nn.Module):
    def __init__(self, labels: Labels, dropout: float = 0.2) -> None:
        super().__init__()
        size = WIDTH + SHAPE_WIDTH
        self.encoder = Encoder()
        self.word_shapes = nn.Embedding(len(SHAPES), SHAPE_WIDTH)
        self.mix = nn.Parameter(torch.zeros(len(MIXED_LAYERS)))
        self.tag_features = _mlp(size, HIDDEN, dropout)
        self.xpos = nn.Linear(HIDDEN, len(labels.xpos))
        self.morph = nn.Linear(HIDDEN, len(labels.morph))
        self.lemma = nn.Linear(HIDDEN, len(labels.lemma))
        self.start = nn.Linear(size, 2)
        self.parser = Parser(size, len(labels.deprel), dropout)
        self.ner = nn.Sequential(_mlp(size, 256, dropout), nn.Linear(256, len(labels.ner)))
        self.dropout = nn.Dropout(dropout)
        self.relations = Relations(WIDTH, dropout)
        self.chains = Chains(WIDTH, dropout)

    def words(
        self, ids: Tensor, shapes: Tensor, mask: Tensor | None, first: Tensor, word_shapes: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """(mixed features, top features [batch, words, size], top and middle vectors [.., width])."""
        layers = self.encoder(ids, shapes, mask)
        weights = torch.softmax(self.mix, 0)
        mixed = sum(w * layers[i] for w, i in zip(weights, MIXED_LAYERS, strict=True))
        shaped = self.word_shapes(word_shapes)
        mixed, top, middle = (_gather(x, first) for x in (mixed, layers[-1], layers[MIDDLE]))
        features = (self.dropout(torch.cat([x, shaped], dim=-1)) for x in (mixed, top))
        return *features, top, middle


def _gather(x: Tensor, first: Tensor) -> Tensor:
    return x.gather(1, first.unsqueeze(-1).expand(-1, -1, x.shape[-1]))
