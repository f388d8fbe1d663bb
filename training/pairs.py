"""Pairs of mentions as arrays, for the relation task."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from training.labels import IGNORE
from training.relation_data import RelationPassage
from training.relation_tables import PROPERTIES

TYPES = ("", "PERSON", "ORG", "PLACE", "NORP", "EVENT", "WORK", "PRODUCT", "LAW", "MISC", "DATE")
_MAX_PAIRS = 300


class Pairs(NamedTuple):
    """ends [n, 4]: first and last word of subject and object; types [n, 2];
    labels [n, properties]: 1, 0 or IGNORE."""

    ends: npt.NDArray[np.int64]
    types: npt.NDArray[np.int64]
    labels: npt.NDArray[np.int8]


def relation_pairs(passage: RelationPassage, words: Sequence[tuple[int, int]]) -> Pairs | None:
    """All pairs of mentions within reach; words: their offsets."""
    spans = [_words_of(m.start, m.end, words) for m in passage.mentions]
    column = {name: i for i, name in enumerate(PROPERTIES)}
    base = np.full(len(PROPERTIES), IGNORE, dtype=np.int8)
    base[[column[p] for p in passage.known]] = 0
    ends, types, labels = [], [], {}
    for i, s in enumerate(spans):
        for j, o in enumerate(spans):
            if i != j and s and o and abs(s[0] - o[0]) < 60:
                labels[i, j] = base.copy()
                ends.append((*s, *o))
                types.append([TYPES.index(passage.mentions[k].type) for k in (i, j)])
    for triples, value in ((passage.unknown, IGNORE), (passage.facts, 1)):
        for i, j, name in triples:
            if (i, j) in labels:
                labels[i, j][column[name]] = value
    if not ends or len(ends) > _MAX_PAIRS * 3:
        return None
    return Pairs(np.array(ends), np.array(types), np.array(list(labels.values())))


def _words_of(start: int, end: int, words: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """First and last word of a stretch of text."""
    inside = [i for i, (s, e) in enumerate(words) if s < end and start < e]
    return (inside[0], inside[-1]) if inside else None
