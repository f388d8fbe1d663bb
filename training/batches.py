"""Windows as padded batches of tensors."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor

from kg.pipeline.encoder.words import WordPieces
from training.labels import IGNORE
from training.windows import Window

Batch = dict[str, Tensor]


def endless(
    windows: Callable[[random.Random], Sequence[Window]],
    pieces: WordPieces,
    budget: int,
    seed: int,
) -> Iterator[Batch]:
    """Batches of about `budget` pieces, for ever; every pass makes its windows anew."""
    epoch = 0
    while True:
        rng = random.Random(f"{seed}-{epoch}")
        batches = group(list(windows(rng)), budget, rng)
        for batch in batches:
            yield collate(batch, pieces)
        epoch += 1


def group(windows: list[Window], budget: int, rng: random.Random) -> list[list[Window]]:
    """Windows of like length together, so that little is padding."""
    windows.sort(key=lambda w: w.pieces + rng.random() * 8)
    batches: list[list[Window]] = [[]]
    for window in windows:
        longest = max([window.pieces] + [w.pieces for w in batches[-1]])
        if batches[-1] and longest * (len(batches[-1]) + 1) > budget:
            batches.append([])
        batches[-1].append(window)
    rng.shuffle(batches)
    return batches


def collate(windows: Sequence[Window], pieces: WordPieces) -> Batch:
    """ids, shapes, mask [batch, pieces]; the others [batch, words]."""
    encoded = [pieces.window(w.words) for w in windows]
    batch = {
        "ids": _pad([e.ids.tolist() for e in encoded], 0),
        "shapes": _pad([e.shapes.tolist() for e in encoded], 0),
        "mask": _pad([[1] * len(e.ids) for e in encoded], 0).bool(),
        "first": _pad([e.first.tolist() for e in encoded], 0),
        "word_shapes": _pad([e.word_shapes.tolist() for e in encoded], 0),
    }
    for name in windows[0].labels:
        padding = 0 if name == "sentence" else IGNORE
        batch[name] = _pad([w.labels[name] for w in windows], padding)
    return batch | _pairs(windows)


def _pairs(windows: Sequence[Window]) -> Batch:
    """window [pairs], ends [pairs, 4], types [pairs, 2], relation [pairs, properties]."""
    found = [(i, w.pairs) for i, w in enumerate(windows) if w.pairs is not None]
    if not found:
        return {}
    return {
        "window": torch.cat([torch.full((len(p.ends),), i) for i, p in found]),
        "ends": torch.cat([torch.from_numpy(p.ends) for _, p in found]),
        "types": torch.cat([torch.from_numpy(p.types) for _, p in found]),
        "relation": torch.cat([torch.from_numpy(p.labels) for _, p in found]),
    }


def _pad(rows: Sequence[Sequence[int]], value: int) -> Tensor:
    width = max(len(r) for r in rows)
    return torch.tensor([[*r, *[value] * (width - len(r))] for r in rows])
