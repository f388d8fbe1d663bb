"""Marks within a paragraph that are no words of it: footnote marks, emphasis, link addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import SetAside

FOOTNOTE = re.compile(
    r"[\[［〔](?:\^\w{1,20}|\d{1,3}(?:\s*[,，、–-]\s*\d{1,3})*|注\d{0,3}|citation needed)[\]］〕](?!\()"
)
LINK = re.compile(r"(?P<open>!?\[)[^\[\]\n]{0,300}(?P<address>\]\([^()\s]{1,2000}(?:\s+\"[^\"\n]{0,200}\")?\))")
# The same mark on both sides of words, at the edge of a word outside: "5 * 3" and "snake_case_name" are none.
EMPHASIS = re.compile(
    r"(?<![\w*_`])(?P<open>\*{1,3}|_{1,3}|`{1,2})(?=[^\s*_`])(?:[^*_`]|(?<=\w)_(?=\w)){1,600}?(?<=\S)(?P<close>(?P=open))"
    r"(?![\w*_`])"
)
CHINESE_BOLD = re.compile(r"(?P<open>\*\*)(?=[^\s*])[^*]{1,600}(?<=\S)(?P<close>\*\*)")


def marks(text: str, start: int, end: int) -> list[SetAside]:
    """The marks in `[start, end)` of `text`, in order, none overlapping another."""
    found: list[SetAside] = []
    for mark in sorted(_all(text, start, end), key=lambda s: (s.start, -s.end)):
        if not found or mark.start >= found[-1].end:
            found.append(mark)
    return found


def _all(text: str, start: int, end: int) -> Iterator[SetAside]:
    for match in FOOTNOTE.finditer(text, start, end):
        yield SetAside(*match.span(), "footnote mark")
    for match in LINK.finditer(text, start, end):
        yield SetAside(*match.span("open"), "link")
        yield SetAside(*match.span("address"), "link")
    for pattern in (EMPHASIS, CHINESE_BOLD):
        for match in pattern.finditer(text, start, end):
            yield SetAside(*match.span("open"), "emphasis mark")
            yield SetAside(*match.span("close"), "emphasis mark")
