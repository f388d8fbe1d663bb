"""Coreference at the word: a mention is known by its head (Dobrovolskii 2021, "Word-level coreference resolution")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from training.data import Sentence

_AFTER_HEAD = re.compile(r",? (?:of|in|for|from|at|on|by|with|to|who|which|that)\b|,")
Span = tuple[int, int, int]  # first word, last word, chain


def spans_of(sentence: Sentence) -> list[Span]:
    """The coreferent mentions of a sentence, in order of their ends."""
    opened: list[tuple[int, int]] = []
    found = []
    for i, marks in enumerate(sentence.entities):
        for mark in re.finditer(r"\((\d+)\)|\((\d+)|(\d+)\)", marks):
            whole, begun, ended = mark.groups()
            if whole:
                found.append((i, i, int(whole)))
            elif begun:
                opened.append((i, int(begun)))
            else:
                start = next((k for k in reversed(range(len(opened))) if opened[k][1] == int(ended)), None)
                if start is not None:
                    found.append((opened.pop(start)[0], i, int(ended)))
    return found


def head_of(sentence: Sentence, first: int, last: int) -> int:
    """The first word of a span whose head lies outside it."""
    return next(i for i in range(first, last + 1) if not first <= sentence.heads[i] <= last)


def sentence_chains(sentence: Sentence) -> list[int]:
    """The chain of each word that heads a mention, else 0; of two mentions with one head the longer counts."""
    chains = [0] * len(sentence)
    for first, last, chain in sorted(spans_of(sentence), key=lambda s: s[1] - s[0]):
        chains[head_of(sentence, first, last)] = chain
    return chains


def passage_chains(row: dict[str, Any], words: Sequence[tuple[int, int]]) -> list[int]:
    """The chains of the words of a labelled passage (offsets), where the head is guessed by form: the last word before
    the first preposition, relative word or comma. A thing mentioned once is no chain."""
    ids = [m["id"] for m in row["mentions"] if m["id"][0] == "e"]
    chains = [0] * len(words)
    for m in sorted(row["mentions"], key=lambda m: m["start"] - m["end"]):
        if m["id"][0] == "e" and ids.count(m["id"]) > 1:
            cut = _AFTER_HEAD.search(m["text"])
            end = m["start"] + cut.start() if cut and cut.start() else m["end"]
            inside = [i for i, (s, e) in enumerate(words) if s < end and m["start"] < e]
            if inside:
                chains[inside[-1]] = int(m["id"][1:])
    return chains
