"""The relation head: which properties hold between two mentions, from the vectors of a Doc.

A small network over pairs, in numpy, trained in training/relations.py. It reads the
vectors of mention_layers.py at the ends of both mentions, at their heads and governors, on the
path between them in the parse and in the words between them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from kg.pipeline.mention_layers import MentionLayers, marks_of
from kg.pipeline.pairs import Candidate, Ints, Pairs, pairs_of, relations_of

WEIGHTS = "relations.npz"
MODEL = Path(__file__).parent / "models" / "en"
#: Subject and object as numbers of mentions, property, probability.
Proposal = tuple[int, int, str, float]
Floats = npt.NDArray[np.float32]


class RelationHead:
    """Proposes properties of pairs of mentions, with probabilities."""

    def __init__(
        self, weights: Mapping[str, Floats], meta: Mapping[str, Sequence[str]], layers: MentionLayers
    ) -> None:
        self.weights, self.layers = weights, layers
        self.properties = tuple(meta["properties"])
        self.allowed: npt.NDArray[np.bool_] = weights["allowed"].astype(bool)

    @classmethod
    def load(cls, path: Path | None = None) -> RelationHead:
        """The head in a folder with relations.npz, by default the English model's."""
        folder = path or MODEL
        with np.load(folder / WEIGHTS) as stored:
            meta = json.loads(stored["meta"].tobytes().decode("utf-8"))
            arrays = {k: stored[k].astype(np.float32) for k in stored.files if k != "meta"}
        return cls(arrays, meta, MentionLayers(folder))

    def propose(self, doc: Doc, mentions: Sequence[Candidate], floor: float = 0.05) -> list[Proposal]:
        """The proposals for one Doc, see `propose_all`."""
        return self.propose_all([(doc, mentions)], floor)[0]

    def propose_all(
        self, items: Sequence[tuple[Doc, Sequence[Candidate]]], floor: float = 0.05
    ) -> list[list[Proposal]]:
        """For each Doc (subject, object, property, probability) of at least `floor`, likeliest first.

        Subject and object are indices of the Doc's mentions. Pairs more than MAX_SENTENCES sentences or MAX_DISTANCE
        tokens apart are not looked at. All Docs are one product each: fetching the weights costs more than using them.
        """
        pairs = [self.possible(pairs_of(doc, mentions)) for doc, mentions in items]
        found: list[list[Proposal]] = [[] for _ in items]
        used = [n for n, some in enumerate(pairs) if len(some.ends)]
        if not used:
            return found
        vectors = [self.vectors(*items[n], pairs[n]) for n in used]
        scores = self.probabilities(np.concatenate(vectors), stacked([pairs[n] for n in used], list(map(len, vectors))))
        ends = np.cumsum([len(pairs[n].ends) for n in used])[:-1]
        for n, part in zip(used, np.split(scores, ends), strict=True):
            found[n] = sorted(
                ((int(pairs[n].ends[k, 0]), int(pairs[n].ends[k, 1]), self.properties[p], float(part[k, p]))
                 for k, p in np.argwhere(part >= floor)),
                key=lambda f: (-f[3], f[:3]),
            )
        return found

    def vectors(self, doc: Doc, mentions: Sequence[Candidate], pairs: Pairs) -> Floats:
        """[tokens, 384]: what the layers make of a Doc with its mentions."""
        return self.layers(doc, marks_of([m[:2] for m in mentions], pairs.classes, relations_of(doc)))

    def possible(self, pairs: Pairs) -> Pairs:
        """The pairs whose types allow a property at all."""
        kinds = pairs.classes[pairs.ends, 0]
        kept = self.allowed[kinds[:, 0], kinds[:, 1]].any(axis=1)
        return Pairs(pairs.spots, pairs.classes, *(column[kept] for column in pairs[2:]))

    def probabilities(self, vectors: Floats, pairs: Pairs) -> Floats:
        """[n, properties]; 0 where the types do not allow the property."""
        w = self.weights
        tokens = np.vstack([vectors, np.zeros_like(vectors[:1])])  # row -1 is none
        # There are fewer tokens than pairs, so tokens are projected first and then gathered and averaged.
        between = tokens @ w["between"]
        path, top = (projected(tokens, used, w[name]) for used, name in ((pairs.path, "path"), (pairs.top, "top")))
        spots = tokens[pairs.spots].reshape(len(pairs.spots), -1)
        hidden = w["bias"].copy()[None]
        for side, end in (("subject", pairs.ends[:, 0]), ("object", pairs.ends[:, 1])):
            mention = spots @ w[side]
            for k, name in enumerate(("type", "kind", "relation")):
                mention = mention + w[f"{side}_{name}"][pairs.classes[:, k]]
            hidden = hidden + mention[end]
        for k, name in enumerate(("distance", "sentences", "path")):
            hidden = hidden + w[f"pair_{name}"][pairs.shape[:, k]]
        on_path, counts = path[pairs.path].sum(1), (pairs.path >= 0).sum(1)
        hidden = hidden + mean_between(between, pairs.between)
        hidden = hidden + on_path / np.maximum(counts, 1)[:, None]
        hidden = hidden + top[pairs.top]
        hidden = np.maximum(np.maximum(hidden, 0) @ w["inner"] + w["inner_bias"], 0)
        logits = hidden @ w["out"] + w["out_bias"]
        kinds = pairs.classes[pairs.ends, 0]
        probabilities: Floats = 1 / (1 + np.exp(-(logits * w["scale"] + w["shift"])))
        probabilities[~self.allowed[kinds[:, 0], kinds[:, 1]]] = 0
        return probabilities


def stacked(parts: Sequence[Pairs], lengths: Sequence[int]) -> Pairs:
    """The pairs of several Docs as those of one whose tokens (`lengths`) and mentions follow each other."""
    tokens = np.cumsum([0, *lengths])
    mentions = np.cumsum([0, *(len(p.spots) for p in parts)])

    def moved(column: Ints, by: int) -> Ints:
        return np.where(column < 0, column, column + by)

    rows = [
        Pairs(moved(p.spots, at), p.classes, p.ends + first, p.between + at, moved(p.path, at), moved(p.top, at),
              p.shape)
        for p, at, first in zip(parts, tokens.tolist(), mentions.tolist(), strict=False)
    ]
    return Pairs(*(np.concatenate(column) for column in zip(*rows, strict=True)))


def projected(tokens: Floats, used: Ints, weights: Floats) -> Floats:
    """`tokens @ weights` for the rows that are used; the others stay zero."""
    out = np.zeros((len(tokens), weights.shape[1]), dtype=np.float32)
    rows = np.unique(used)
    out[rows] = tokens[rows] @ weights
    return out


def mean_between(tokens: Floats, between: Ints) -> Floats:
    """Mean vectors of stretches of tokens; zero where a stretch is empty."""
    sums = np.vstack([np.zeros_like(tokens[:1]), tokens.cumsum(0, dtype=np.float64)])
    length = np.maximum(between[:, 1] - between[:, 0], 1)[:, None]
    mean: Floats = ((sums[between[:, 1]] - sums[between[:, 0]]) / length).astype(np.float32)
    return mean


