"""The Chinese encoder at run time: names with their classes, and a vector for every word.

A small multilingual network, trained in training/zh, run by onnxruntime. It reads the words of the tagger, cut into
pieces.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from kg.pipeline.chinese.pieces import BASE, Cut, Pieces, window
from kg.pipeline.chinese.scene import ORGANIZATION, PERSON, PLACE, Name
from kg.pipeline.chinese.words import sentences
from kg.pipeline.encoder.decode import BioDecoder
from kg.pipeline.session import Session

CHINESE = Path(__file__).parents[1] / "models" / "zh"
WEIGHTS = "encoder.onnx"
WIDTH = 768  # the top layer and a middle one
WINDOW, LONGEST = 160, 500  # pieces: whole sentences up to the first, one sentence alone up to the second
#: Classes of the ontology under each label; the first where the network is unsure which.
UNDER = {
    "PERSON": (PERSON,),
    "ORG": (ORGANIZATION, "Company", "BusinessUnit", "GovernmentBody", "NewsOutlet", "University"),
    "PLACE": (PLACE, "Country", "City", "Region"),
    "PRODUCT": ("Product", "AIModel", "SoftwareProduct", "Device", "Service"),
    "LAW": ("LegalInstrument",), "EVENT": ("Event",), "WORK": ("CreativeWork",),
}
SURE = 0.5
Span = tuple[int, int]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Reading:
    """What the network says of a text's pieces [n]: `ner` [n, labels] log-probabilities, `kind` [n, classes]
    probabilities, `vectors` [n, 768]."""

    cut: Cut
    ner: Floats
    kind: Floats
    vectors: Floats
    labels: Sequence[str]
    classes: Sequence[str]

    def names(self) -> Iterator[Name]:
        """Names with their classes, in order; none of one character."""
        for start, end, label in BioDecoder(self.labels).spans(self.ner):
            first, last = self.cut.starts[start], self.cut.ends[end - 1]
            if label in UNDER and last - first > 1:
                yield Name(first, last, self._class(start, end, label))

    def _class(self, start: int, end: int, label: str) -> str:
        """The class under the label that the pieces speak for, where they do."""
        mean = self.kind[start:end].mean(axis=0)
        among = {c: float(mean[self.classes.index(c)]) for c in UNDER[label] if c in self.classes}
        best = max(among, key=lambda c: among[c], default="")
        return best if best and among[best] >= SURE * sum(among.values()) else UNDER[label][0]

    def tensor(self, words: Sequence[Span]) -> Floats:
        """[words, 768]: for each word the mean of its pieces, zero where it has none."""
        out = np.zeros((len(words), WIDTH), dtype=np.float32)
        starts, ends = np.asarray(self.cut.starts), np.asarray(self.cut.ends)
        if not len(starts):
            return out
        first = np.searchsorted(ends, [s for s, _ in words], side="right")
        last = np.searchsorted(starts, [e for _, e in words], side="left")
        for i, (a, b) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
            if a < b:
                out[i] = self.vectors[a:b].mean(axis=0)
        return out


class Reader:
    """Runs the network."""

    def __init__(self, folder: Path = CHINESE, threads: int = 1) -> None:
        self.folder = folder
        self.session = Session(folder / WEIGHTS, threads)

    @cached_property
    def pieces(self) -> Pieces:
        return Pieces(Tokenizer.from_file(str(self.folder / BASE)))

    @cached_property
    def meta(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = json.loads((self.folder / "meta.json").read_text(encoding="utf-8"))
        return found

    def read(self, text: str, words: Sequence[Span]) -> Reading:
        """The reading of a text in simplified characters, cut into words."""
        cut = self.pieces.cut(text, words)
        found = [self.session.run(None, {"ids": window(cut.ids[a:b])}) for a, b in _windows(text, cut)]
        labels, classes = self.meta["labels"], self.meta["classes"]
        widths = (len(labels), len(classes), WIDTH)
        ner, kind, vectors = (
            np.concatenate([part[k] for part in found]) if found else np.zeros((0, width), dtype=np.float32)
            for k, width in enumerate(widths)
        )
        return Reading(cut, ner, kind, vectors, labels, classes)


def _windows(text: str, cut: Cut) -> Iterator[Span]:
    """Runs of pieces: whole sentences, as many as a window holds."""
    bounds = np.searchsorted(np.asarray(cut.starts, dtype=np.int64), [end for _, end in sentences(text)]).tolist()
    start = last = 0
    for bound in bounds:
        if bound - start > WINDOW and last > start:
            yield start, last
            start = last
        while bound - start > LONGEST:
            yield start, start + LONGEST
            start += LONGEST
        last = bound
    if start < len(cut.ids):
        yield start, len(cut.ids)
