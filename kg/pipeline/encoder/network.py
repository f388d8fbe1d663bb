"""The ONNX graph: one window of words in, the scores of every head out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import onnxruntime

from kg.pipeline.encoder.words import Pieces, WordPieces

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
    hidden: Floats  # [n, 384] vectors of the top layer


class Network:
    """Runs the graph. The session opens on first use, anew in every process."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self.folder = folder
        self.threads = threads
        self.pieces = WordPieces.from_file(folder / TOKENIZER)
        self._session: Any = None
        self._process = 0

    def __getstate__(self) -> dict[str, Any]:
        return {"folder": self.folder, "threads": self.threads}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]

    @property
    def session(self) -> Any:
        if self._session is None or self._process != os.getpid():
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = self.threads
            options.inter_op_num_threads = 1
            options.log_severity_level = 3
            self._session = onnxruntime.InferenceSession(
                str(self.folder / WEIGHTS), options, providers=["CPUExecutionProvider"]
            )
            self._process = os.getpid()
        return self._session

    def scores(self, words: Sequence[str]) -> Scores:
        """Scores of one window; the caller sees to it that it is not too long."""
        window: Pieces = self.pieces.window(words)
        return Scores(*self.session.run(list(Scores._fields), window._asdict()))
