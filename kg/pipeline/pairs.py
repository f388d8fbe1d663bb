"""Pairs of mentions as arrays: what the relation head knows of each beside the vectors of words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

#: Start and end token (exclusive), coarse type, kind.
Candidate = tuple[int, int, str, str]
Ints = npt.NDArray[np.int64]

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


def relations_of(doc: Doc) -> Ints:
    """[tokens]: the class of each token's relation in the parse."""
    return np.array([_relation(token.dep_) for token in doc], dtype=np.int64)


def _relation(dep: str) -> int:
    for name in (dep, dep.split(":")[0], "dep"):
        if name in RELATIONS:
            return RELATIONS.index(name)
    raise ValueError(dep)
