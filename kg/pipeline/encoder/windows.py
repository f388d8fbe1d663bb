"""Long texts: windows that restart at a sentence start, so that no sentence is cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from kg.pipeline.encoder.network import Scores

#: Pieces of a window; the later ones are tried when a sentence is longer than the earlier.
SIZES = (148, 296, 500)
Preset = Sequence[bool | None]


def sentences(
    words: Sequence[str],
    sizes: Sequence[int],
    preset: Preset,
    network: Callable[[Sequence[str]], Scores],
) -> Iterator[tuple[int, int, int, Scores]]:
    """(offset, start, end, scores) of each sentence: words[start:end], and the scores of
    the window that begins at `offset`.

    sizes: word pieces of each word. preset: True where a sentence must start, False where
    it must not, None where the network decides.
    """
    at = 0
    while at < len(words):
        end, scores, starts = _window(words, sizes, preset, at, network)
        complete = end == len(words) or len(starts) == 1
        bounds = [*starts, end] if complete else starts
        for start, stop in pairwise(bounds):
            yield at, start, stop, scores
        at = bounds[-1]


def _window(
    words: Sequence[str],
    sizes: Sequence[int],
    preset: Preset,
    at: int,
    network: Callable[[Sequence[str]], Scores],
) -> tuple[int, Scores, list[int]]:
    """The end of the window that begins at `at`, its scores and its sentence starts."""
    for limit in SIZES:
        end = window_end(sizes, at, limit)
        scores = network(words[at:end])
        starts = sentence_starts(scores, preset[at:end], at)
        if len(starts) > 1 or end == len(words):
            break
    return end, scores, starts


def window_end(sizes: Sequence[int], at: int, limit: int) -> int:
    """Where a window of at most `limit` pieces ends; it holds one word at least."""
    end, total = at + 1, sizes[at]
    while end < len(sizes) and total + sizes[end] <= limit:
        total += sizes[end]
        end += 1
    return end


def sentence_starts(scores: Scores, preset: Preset, at: int) -> list[int]:
    """Sentence starts of a window: its first word, the preset ones, the predicted ones."""
    predicted = scores.start > 0.5
    predicted[0] = True
    for i, fixed in enumerate(preset):
        if fixed is not None and i:
            predicted[i] = fixed
    return [at + int(i) for i in np.flatnonzero(predicted)]
