"""Vectors of words that know which of them are mentions, for the relation head.

A few layers of a transformer, trained in training/relations.py, over what the encoder left of a paragraph: each
word's vectors of a middle and of the top layer, whether it stands in a mention and of which type and kind, and its
relation in the parse.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from kg.pipeline.session import Session

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
GRAPH = "relations.onnx"


class MentionLayers:
    """Runs the layers of a folder on one Doc at a time, so that what else is read changes nothing."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self.session = Session(folder / GRAPH, threads)

    def __call__(self, doc: Doc, marks: Ints) -> Floats:
        """Vectors [tokens, 384]; `marks` as from `marks_of`."""
        vectors = np.asarray(doc.tensor, dtype=np.float32)
        found: Floats = self.session.run(["hidden"], {"vectors": vectors, "marks": marks})[0]
        return found


def marks_of(spans: Sequence[tuple[int, int]], classes: Ints, relations: Ints) -> Ints:
    """[tokens, 4]: type and kind of the mention a token is in, 1 for its first token and 2 for the others, the token's
    relation; counted from 1, 0 is none. classes [mentions, 2 or more]: type, kind; relations [tokens]."""
    marks = np.zeros((len(relations), 4), dtype=np.int64)
    marks[:, 3] = relations + 1
    for (start, end), (kind_of_thing, kind, *_) in zip(spans, classes.tolist(), strict=True):
        marks[start:end, :3] = kind_of_thing + 1, kind + 1, 2
        marks[start, 2] = 1
    return marks
