"""Pairs of words one letter apart, found by 1-deletion keys without comparing all of them.

Two words that differ by one letter more, less, other or exchanged become equal when each loses one letter (or the
shorter one none). So each word is entered under itself and under every word it is with one letter less, by 64-bit
polynomial hashes that numpy computes for all words of one length at once; what shares an entry is compared for real.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.resolve import likeness

_BASE = np.uint64(0x9E3779B97F4A7C15 | 1)
_ENTRIES = 4_000_000  # entries made at once, so that memory stays bounded
_MOST = 30
"""Words under one entry that are still compared with each other."""

_Hashes = NDArray[np.uint64]
_Owners = NDArray[np.int32]


def one_apart(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each pair of the different words that is one letter apart, once, the word that comes first in `words` first."""
    hashes, owners = _entries(words)
    order = np.lexsort((owners, hashes))
    hashes, owners = hashes[order], owners[order]
    starts = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1])))
    ends = np.append(starts[1:], len(hashes))
    seen: set[tuple[int, int]] = set()
    for start, end in zip(starts[ends - starts > 1], ends[ends - starts > 1], strict=True):
        group = sorted(set(owners[start:end].tolist()))
        if len(group) > _MOST:
            continue
        for index, one in enumerate(group):
            for other in group[index + 1:]:
                if (one, other) not in seen and likeness.edited(words[one], words[other]):
                    seen.add((one, other))
    yield from ((words[one], words[other]) for one, other in sorted(seen))


def _entries(words: Sequence[str]) -> tuple[_Hashes, _Owners]:
    """The hashes of all words and their deletions, with the index of the word each comes from."""
    by_length: dict[int, list[int]] = defaultdict(list)
    for index, word in enumerate(words):
        by_length[len(word)].append(index)
    hashes: list[_Hashes] = [np.empty(0, np.uint64)]
    owners: list[_Owners] = [np.empty(0, np.int32)]
    for length, indices in sorted(by_length.items()):
        size = max(1, _ENTRIES // (length + 1))
        for start in range(0, len(indices), size):
            some = indices[start:start + size]
            made = _deletions([words[index] for index in some], length)
            hashes.append(made.ravel())
            owners.append(np.repeat(np.array(some, np.int32), length + 1))
    return np.concatenate(hashes), np.concatenate(owners)


def _deletions(words: Sequence[str], length: int) -> _Hashes:
    """For words of one length, a row each: the hash of the word, then of the word without each of its letters."""
    codes = np.frombuffer("".join(words).encode("utf-32-le"), np.uint32).reshape(len(words), length).astype(np.uint64)
    before = np.zeros((len(words), length + 1), np.uint64)  # before[:, i]: hash of the first i letters
    after = np.zeros((len(words), length + 1), np.uint64)  # after[:, i]: hash of the letters from i on
    power = np.ones(length + 1, np.uint64)
    with np.errstate(over="ignore"):
        for i in range(length):
            power[i + 1] = power[i] * _BASE
            before[:, i + 1] = before[:, i] * _BASE + codes[:, i]
        for i in range(length - 1, -1, -1):
            after[:, i] = codes[:, i] * power[length - 1 - i] + after[:, i + 1]
        without = before[:, :length] * power[length - 1::-1][:length] + after[:, 1:]
    return np.concatenate((after[:, :1], without), axis=1)
