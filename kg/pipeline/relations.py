"""The relation head: which properties hold between two mentions, from the vectors of a Doc.

A small network over pairs, in numpy, trained in training/relations.py. It reads the
encoder's vectors (`doc.tensor`) at the ends of both mentions, at their heads and governors,
on the path between them in the parse and in the words between them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

#: Start and end token (exclusive), coarse type, kind.
Candidate = tuple[int, int, str, str]
Proposal = tuple[int, int, str, float]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

WEIGHTS = "relations.npz"
MODEL = Path(__file__).parent / "models" / "en"
#: Coarse types; what is not listed counts as MISC, "" is for pronouns.
TYPES = ("", "PERSON", "ORG", "PLACE", "NORP", "EVENT", "WORK", "PRODUCT", "LAW", "MISC", "DATE")
KINDS = ("name", "nominal", "pronoun", "relative", "time")
_RELATIONS = (
    "root nsubj nsubj:pass obj iobj obl obl:agent nmod nmod:poss appos compound flat conj amod "
    "nummod advmod acl acl:relcl advcl ccomp xcomp parataxis list det case dep"
)
RELATIONS = tuple(_RELATIONS.split())
RELATIVE = frozenset(("who", "whom", "whose", "which", "that", "where"))
MAX_DISTANCE, MAX_SENTENCES, MAX_PATH, REACH = 60, 2, 6, 3
_BUCKETS = np.array([1, 2, 3, 4, 5, 7, 10, 15, 22, 32, 45])
DISTANCES = 2 * len(_BUCKETS) + 2
PATHS = (REACH + 1) ** 2 + 1


class Pairs(NamedTuple):
    """Mentions [m] and ordered pairs of them [n]. Token -1 is none.

    spots [m, 4]: first, last, head and governor token. classes [m, 3]: type, kind, relation.
    ends [n, 2]: mentions. between [n, 2]: tokens from, to. path [n, MAX_PATH]: tokens.
    top [n]: the lowest common ancestor. shape [n, 3]: classes of distance, sentences, path.
    """

    spots: Ints
    classes: Ints
    ends: Ints
    between: Ints
    path: Ints
    top: Ints
    shape: Ints


class RelationHead:
    """Proposes properties of pairs of mentions, with probabilities."""

    def __init__(self, weights: Mapping[str, Floats], meta: Mapping[str, Sequence[str]]) -> None:
        self.weights = weights
        self.properties = tuple(meta["properties"])
        self.allowed: npt.NDArray[np.bool_] = weights["allowed"].astype(bool)

    @classmethod
    def load(cls, path: Path | None = None) -> RelationHead:
        """The head in a folder with relations.npz, by default the English model's."""
        with np.load((path or MODEL) / WEIGHTS) as stored:
            meta = json.loads(stored["meta"].tobytes().decode("utf-8"))
            arrays = {k: stored[k].astype(np.float32) for k in stored.files if k != "meta"}
        return cls(arrays, meta)

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
        vectors = [np.asarray(items[n][0].tensor, dtype=np.float32) for n in used]
        scores = self.probabilities(np.concatenate(vectors), stacked([pairs[n] for n in used], list(map(len, vectors))))
        ends = np.cumsum([len(pairs[n].ends) for n in used])[:-1]
        for n, part in zip(used, np.split(scores, ends), strict=True):
            found[n] = sorted(
                ((int(pairs[n].ends[k, 0]), int(pairs[n].ends[k, 1]), self.properties[p], float(part[k, p]))
                 for k, p in np.argwhere(part >= floor)),
                key=lambda f: (-f[3], f[:3]),
            )
        return found

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


def pairs_of(doc: Doc, mentions: Sequence[Candidate]) -> Pairs:
    """The ordered pairs of mentions within reach, as the network reads them."""
    sentence = _sentence_numbers(doc)
    heads = [_head(doc, start, end) for start, end, _, _ in mentions]
    chains = [_ancestors(doc, head) for head in heads]
    rows = []
    for i, (start, end, _, _) in enumerate(mentions):
        for j, (other, other_end, _, _) in enumerate(mentions):
            apart = abs(sentence[start] - sentence[other])
            overlap = start < other_end and other < end
            if i == j or overlap or apart > MAX_SENTENCES or abs(other - start) > MAX_DISTANCE:
                continue
            top, path, reach = _route(chains[i], chains[j])
            between = (min(end, other_end), max(start, other, min(end, other_end)))
            shape = (_distance(other - start), min(apart, MAX_SENTENCES), reach)
            rows.append(((i, j), between, path, top, shape))
    spots = [
        (start, end - 1, head, -1 if doc[head].head.i == head else doc[head].head.i)
        for (start, end, _, _), head in zip(mentions, heads, strict=True)
    ]
    classes = [_classes(doc, m, head) for m, head in zip(mentions, heads, strict=True)]
    columns = zip(*rows, strict=True) if rows else ([], [], [], [], [])
    widths = ((-1, 2), (-1, 2), (-1, MAX_PATH), (-1,), (-1, 3))
    arrays = (np.array(list(c), dtype=np.int64).reshape(w) for c, w in zip(columns, widths, strict=True))
    first = (np.array(spots, dtype=np.int64).reshape(-1, 4), np.array(classes, dtype=np.int64).reshape(-1, 3))
    return Pairs(*first, *arrays)


def _sentence_numbers(doc: Doc) -> list[int]:
    numbers, n = [], -1
    for token in doc:
        n += bool(token.is_sent_start) or n < 0
        numbers.append(n)
    return numbers


def _head(doc: Doc, start: int, end: int) -> int:
    """The token of a span whose head is outside it."""
    return next((i for i in range(start, end) if not start <= doc[i].head.i < end), _root(doc, start, end))


def _root(doc: Doc, start: int, end: int) -> int:
    return next((i for i in range(start, end) if doc[i].head.i == i), end - 1)


def _ancestors(doc: Doc, i: int) -> list[int]:
    """A token and what it depends on, up to the root."""
    chain = [i]
    while doc[chain[-1]].head.i != chain[-1]:
        chain.append(doc[chain[-1]].head.i)
    return chain


def _route(a: Sequence[int], b: Sequence[int]) -> tuple[int, list[int], int]:
    """(lowest common ancestor, tokens on the path, class of the path's shape)."""
    places = {token: n for n, token in enumerate(b)}
    up = next((n for n, token in enumerate(a) if token in places), None)
    if up is None:
        return -1, [-1] * MAX_PATH, 0
    down = places[a[up]]
    path = [*a[1 : up + 1], *b[1:down]][:MAX_PATH] if up else list(b[1:down])[:MAX_PATH]
    shape = 1 + min(up, REACH) * (REACH + 1) + min(down, REACH)
    return a[up], path + [-1] * (MAX_PATH - len(path)), shape


def _distance(offset: int) -> int:
    """Class of a signed distance in tokens."""
    bucket = int(np.searchsorted(_BUCKETS, abs(offset), side="right"))
    return bucket if offset > 0 else DISTANCES // 2 + bucket


def _classes(doc: Doc, mention: Candidate, head: int) -> tuple[int, int, int]:
    start, _, coarse, kind = mention
    if kind == "pronoun" and doc[start].lower_ in RELATIVE:
        kind = "relative"
    if kind in ("pronoun", "relative"):
        coarse = ""
    if kind in ("time", "value"):
        kind, coarse = "time", "DATE"
    return (
        TYPES.index(coarse) if coarse in TYPES else TYPES.index("MISC"),
        KINDS.index(kind) if kind in KINDS else KINDS.index("nominal"),
        _relation(doc[head].dep_),
    )


def _relation(dep: str) -> int:
    for name in (dep, dep.split(":")[0], "dep"):
        if name in RELATIONS:
            return RELATIONS.index(name)
    raise ValueError(dep)
