"""Sentences that a parser cut in two: "In February 2026 | Orbix raised $3 million", "Orbix unveiled | Kestrel 2".

A sentence ends with a mark or with its paragraph. Where one ends with neither, and one of the two halves has no verb,
the half without a verb is put under the other one's root.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from spacy.attrs import DEP, HEAD
from spacy.tokens import Doc, Span, Token

from kg.extract.grammar import NOMINAL, is_predicate, marker


def join_cut(doc: Doc) -> Doc:
    """The same Doc, with cut sentences joined."""
    moved: dict[int, tuple[int, str]] = {}
    for first, second in pairwise(doc.sents):
        half = halves(first, second)
        if half is not None and half[1].i not in moved:
            root, under, label = half
            moved[root.i] = (under.i, label)
    if not moved:
        return doc
    rows: Any = doc.to_array([HEAD, DEP]).astype(np.uint64)
    for i, (head, label) in moved.items():
        rows[i, 0] = np.int64(head - i).astype(np.uint64)
        rows[i, 1] = doc.vocab.strings.add(label)
    return doc.from_array([HEAD, DEP], rows)


def halves(first: Span, second: Span) -> tuple[Token, Token, str] | None:
    """The root of the half without a verb, the root that it belongs under, and how; None for two real sentences."""
    last = first[-1]
    if last.is_punct or last.is_space or last.whitespace_ != " " or second[0].is_space:
        return None
    before, after = first.root, second.root
    spoken = [any(is_predicate(t) for t in s) for s in (first, second)]
    if spoken == [False, True] and before.pos_ in NOMINAL and (marker(before) or before.ent_type_ == "DATE"):
        return before, after, "obl"
    if spoken == [True, False] and before.pos_ == "VERB" and after.pos_ in NOMINAL:
        if marker(after):
            return after, before, "obl"
        if not any(c.dep_ in {"obj", "ccomp", "xcomp"} for c in before.children):
            return after, before, "obj"
    return None
