"""The ONNX graph: one window of words in, the scores of every head out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kg.pipeline.encoder.words import Pieces, WordPieces
from kg.pipeline.session import Session

WEIGHTS, TOKENIZER = "encoder.onnx", "tokenizer.json"
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


class Scores(NamedTuple):
    """What the network says of a window of n words; in the order of the graph's outputs."""

    xpos: Ints  # [n] class
    morph: Ints  # [n] class of UPOS and features
    lemma: Ints  # [n] edit rule
    start: Floats  # [n] probability that a sentence starts here
    arcs: Floats  # [n, 1 + n] score of each head; column 0 is the root
    labels: Ints  # [n, 1 + n] best relation to each head
    ner: Floats  # [n, BIO classes] log-probabilities
    hidden: Floats  # [n, 768] vectors of the top layer and of a middle one


class Network:
    """Runs the graph."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self.pieces = WordPieces.from_file(folder / TOKENIZER)
        self.session = Session(folder / WEIGHTS, threads)

    def scores(self, words: Sequence[str]) -> Scores:
        """Scores of one window; the caller sees to it that it is not too long."""
        window: Pieces = self.pieces.window(words)
        return Scores(*self.session.run(list(Scores._fields), window._asdict()))
