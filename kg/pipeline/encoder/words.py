"""Words as the encoder sees them: shape classes and word pieces.

Training and run time share this file, so that both see the same input.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

#: The order is the index of the embedding; 0 is for [CLS], [SEP] and padding.
SHAPES = (
    "special",
    "lower",
    "title",
    "upper",
    "letter",
    "digits",
    "mixed",
    "alphanumeric",
    "abbreviation",
    "punctuation",
    "symbol",
    "ideographic",
    "other",
)
MAX_PIECES_PER_WORD = 8
_INDEX = {name: i for i, name in enumerate(SHAPES)}


def word_shape(word: str) -> int:
    """Index in SHAPES of a word's class ("Apple" is title, "iPhone" mixed)."""
    return _INDEX[_shape_name(word)]


def _shape_name(word: str) -> str:
    letters = [c for c in word if c.isalpha()]
    digits = any(c.isdigit() for c in word)
    if not letters:
        return "digits" if digits else _mark_name(word)
    if not any(c.lower() != c.upper() for c in letters):
        return "ideographic"
    if digits:
        return "alphanumeric"
    return _letters_name(word, letters)


def _mark_name(word: str) -> str:
    if not word:
        return "other"
    return "punctuation" if unicodedata.category(word[0]).startswith("P") else "symbol"


def _letters_name(word: str, letters: Sequence[str]) -> str:
    uppers = sum(c.isupper() for c in letters)
    if uppers == 0:
        return "lower"
    if "." in word:
        return "abbreviation"
    if uppers == len(letters):
        return "letter" if uppers == 1 else "upper"
    return "title" if uppers == 1 and letters[0].isupper() else "mixed"


class Pieces(NamedTuple):
    """One window as arrays: ids and shapes [pieces], first and word_shapes [words]."""

    ids: npt.NDArray[np.int64]
    shapes: npt.NDArray[np.int64]
    first: npt.NDArray[np.int64]
    word_shapes: npt.NDArray[np.int64]


class WordPieces:
    """Cuts words into at most eight pieces each, with a cache of seen words."""

    def __init__(self, tokenizer: Tokenizer, cache_size: int = 100_000) -> None:
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer = tokenizer
        self._cache: dict[str, tuple[int, ...]] = {}
        self._cache_size = cache_size
        vocabulary = self.vocabulary
        self._cls, self._sep, self._unk = (vocabulary[t] for t in ("[CLS]", "[SEP]", "[UNK]"))

    @classmethod
    def from_file(cls, path: Path) -> WordPieces:
        return cls(Tokenizer.from_file(str(path)))

    @property
    def vocabulary(self) -> dict[str, int]:
        """Piece -> id; the ids of whole words are in order of how common they are."""
        found: dict[str, int] = self._tokenizer.get_vocab()
        return found

    def of(self, word: str) -> tuple[int, ...]:
        """Piece ids of one word: never empty, at most MAX_PIECES_PER_WORD."""
        found = self._cache.get(word)
        if found is None:
            ids = self._tokenizer.encode(word[:100], add_special_tokens=False).ids
            found = tuple(ids[:MAX_PIECES_PER_WORD]) or (self._unk,)
            if len(self._cache) < self._cache_size:
                self._cache[word] = found
        return found

    def window(self, words: Iterable[str]) -> Pieces:
        """[CLS] word pieces [SEP] of a window of words."""
        ids, shapes = [self._cls], [0]
        first, word_shapes = [], []
        for word in words:
            pieces = self.of(word)
            shape = word_shape(word)
            first.append(len(ids))
            word_shapes.append(shape)
            ids.extend(pieces)
            shapes.extend([shape] * len(pieces))
        arrays = ([*ids, self._sep], [*shapes, 0], first, word_shapes)
        return Pieces(*(np.asarray(a, dtype=np.int64) for a in arrays))
