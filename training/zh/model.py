"""The Chinese encoder: the layers of a multilingual base with heads for names, their classes and relations."""

from __future__ import annotations

from pathlib import Path

from safetensors.torch import load_file
from torch import Tensor, nn

from training.model import WIDTH, Layer, Relations
from training.zh.data import CLASSES, NER_LABELS

LAYERS, BELOW = 10, 3


class Encoder(nn.Module):
    """Pieces to the vectors of the top layer and of the one three below."""

    def __init__(self, pieces: int, layers: int = LAYERS, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(pieces, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))

    def forward(self, ids: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
        """ids [batch, pieces] -> twice [batch, pieces, width]."""
        x = self.dropout(self.norm(self.words(ids) + self.positions.weight[: ids.shape[1]]))
        if mask is not None:
            mask = mask[:, None, None, :]
        outputs = [x]
        for layer in self.layers:
            outputs.append(layer(outputs[-1], mask))
        return outputs[-1], outputs[-1 - BELOW]


class Model(nn.Module):
    """`ner` and `kind` score each piece; `relations` scores pairs of mentions and is not exported."""

    def __init__(self, pieces: int, layers: int = LAYERS, dropout: float = 0.2) -> None:
        super().__init__()
        self.encoder = Encoder(pieces, layers)
        self.ner = _head(len(NER_LABELS), dropout)
        self.kind = _head(len(CLASSES), dropout)
        self.dropout = nn.Dropout(dropout)
        self.relations = Relations(WIDTH, dropout)

    def load_base(self, path: Path) -> None:
        """Take the embeddings and the lower layers of the base."""
        base = load_file(path)
        state = self.encoder.state_dict()
        self.encoder.load_state_dict({name: base[name] for name in state})


def _head(labels: int, dropout: float) -> nn.Sequential:
    return nn.Sequential(nn.Linear(WIDTH, 256), nn.GELU(), nn.Dropout(dropout), nn.Linear(256, labels))


def forward(model: Model, ids: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """(names [.., labels], classes [.., CLASSES], top and middle vectors [.., width]) of ids [batch, pieces]."""
    top, middle = model.encoder(ids, mask)
    features = model.dropout(top)
    return model.ner(features), model.kind(features), top, middle

