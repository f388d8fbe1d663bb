"""Passages with pairs of mentions as padded batches for the relation head."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from spacy.tokens import Doc
from torch import Tensor

from kg.pipeline.mention_layers import marks_of
from kg.pipeline.pairs import Candidate, Pairs, relations_of


@dataclass
class Item:
    """vectors [words, width] in half precision; marks [words, 4]; labels [pairs, properties]."""

    vectors: npt.NDArray[np.float16]
    marks: npt.NDArray[np.int64]
    pairs: Pairs
    labels: npt.NDArray[np.int8]

    @classmethod
    def of(cls, doc: Doc, mentions: Sequence[Candidate], pairs: Pairs, labels: npt.NDArray[np.int8]) -> Item:
        marks = marks_of([m[:2] for m in mentions], pairs.classes, relations_of(doc))
        return cls(np.asarray(doc.tensor, dtype=np.float16), marks, pairs, labels)

    def only(self, rows: npt.NDArray[np.int64], labels: npt.NDArray[np.int8]) -> Item:
        """The item with these pairs alone, and their labels."""
        chosen = {name: getattr(self.pairs, name)[rows] for name in ("ends", "between", "path", "top", "shape")}
        return Item(self.vectors, self.marks, self.pairs._replace(**chosen), labels)


class Batch(NamedTuple):
    """vectors, marks, mask: [items, words, ..]; the rest as in `Pairs`, with places among all words of the batch, whose
    number stands for none, and labels [n, properties]."""

    vectors: Tensor
    marks: Tensor
    mask: Tensor
    spots: Tensor
    classes: Tensor
    ends: Tensor
    between: Tensor
    path: Tensor
    top: Tensor
    shape: Tensor
    labels: Tensor


def collate(items: Sequence[Item]) -> Batch:
    width = max(len(item.vectors) for item in items)
    none = len(items) * width
    vectors = np.zeros((len(items), width, items[0].vectors.shape[1]), dtype=np.float32)
    marks = np.zeros((len(items), width, 4), dtype=np.int64)
    mask = np.zeros((len(items), width), dtype=bool)
    rows, mentions = [], 0
    for n, item in enumerate(items):
        size, at, p = len(item.vectors), n * width, item.pairs
        vectors[n, :size], marks[n, :size], mask[n, :size] = item.vectors, item.marks, True
        places = (np.where(column < 0, none, column + at) for column in (p.spots, p.path, p.top))
        spots, path, top = places
        rows.append((spots, p.classes, p.ends + mentions, p.between + at, path, top, p.shape, item.labels))
        mentions += len(p.spots)
    columns = (torch.from_numpy(np.concatenate(column)) for column in zip(*rows, strict=True))
    return Batch(*map(torch.from_numpy, (vectors, marks, mask)), *columns)


def grouped(items: Sequence[Item], words: int, rng: random.Random) -> list[list[Item]]:
    """Items of like length together, `words` a batch with padding; in random order."""
    batches: list[list[Item]] = [[]]
    for item in sorted(items, key=lambda item: len(item.vectors) + rng.random() * 8):
        if batches[-1] and len(item.vectors) * (len(batches[-1]) + 1) > words:
            batches.append([])
        batches[-1].append(item)
    rng.shuffle(batches)
    return batches
