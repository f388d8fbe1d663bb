"""Words as the Chinese encoder reads them: pieces of a unigram vocabulary, each at its place in the text.

Training and run time share this file, so that both see the same input.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer
from tokenizers.models import Unigram

BASE = "tokenizer.json"
START, PADDING, END, UNKNOWN = 0, 1, 2, 3
#: A piece of its own that stands for a hidden word in training.
MASKED = "<masked>"
SPACE = "▁"
MAX_PIECES_PER_WORD = 16
#: Full-width letters, figures and marks as the base was trained on them; one character each, so places stay.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


class Cut(NamedTuple):
    """The pieces [n] of a stretch of text: ids, and where each begins and ends in the text."""

    ids: list[int]
    starts: list[int]
    ends: list[int]


def tokenizer_of(vocabulary: Sequence[tuple[str, float]]) -> Tokenizer:
    """A tokenizer of (piece, log-probability); the fourth is for what is unknown."""
    return Tokenizer(Unigram(list(vocabulary), unk_id=UNKNOWN, byte_fallback=False))


class Pieces:
    """Cuts words into pieces, with a cache of seen words."""

    def __init__(self, tokenizer: Tokenizer, cache_size: int = 100_000) -> None:
        self.tokenizer = tokenizer
        self._cache: dict[str, tuple[list[int], list[tuple[int, int]]]] = {}
        self._cache_size = cache_size

    def cut(self, text: str, words: Iterable[tuple[int, int]]) -> Cut:
        """The pieces of the words [start, end) of a text, in order; white space has none."""
        cut = Cut([], [], [])
        for start, end in words:
            word = text[start:end].translate(_HALF_WIDTH)
            if not word.strip():
                continue
            opens = start == 0 or text[start - 1].isspace()
            ids, places = self._of(SPACE + word if opens else word)
            for piece, (a, b) in zip(ids, places, strict=True):
                a, b = max(0, a - opens), b - opens
                if b > a:  # the mark of a space alone is no piece
                    cut.ids.append(piece)
                    cut.starts.append(start + a)
                    cut.ends.append(start + b)
        return cut

    def _of(self, word: str) -> tuple[list[int], list[tuple[int, int]]]:
        found = self._cache.get(word)
        if found is None:
            encoded = self.tokenizer.encode(word[:100], add_special_tokens=False)
            found = (encoded.ids[:MAX_PIECES_PER_WORD], encoded.offsets[:MAX_PIECES_PER_WORD])
            if len(self._cache) < self._cache_size:
                self._cache[word] = found
        return found


def window(ids: Sequence[int]) -> npt.NDArray[np.int64]:
    """The pieces of a window between the marks of its start and end."""
    return np.asarray([START, *ids, END], dtype=np.int64)
