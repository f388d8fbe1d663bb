"""Names that articles put side by side in brackets: "Moonshot AI (月之暗面)", 阿里巴巴（Alibaba）, acronyms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from kg.resolve import names

_BEFORE = 120  # characters before a bracket that may hold the name


class Pair(NamedTuple):
    """A name and another one for the same thing, as written."""

    outside: str
    inside: str


_BRACKET = re.compile(r"\s?[(（]\s?[\"“「《]?([^()（）\n]{2,80}?)[\"”」》]?\s?[)）]")
_CUE = re.compile(r"^(?:以下简称|下称|简称|hereinafter|known as|or simply|short for)[：:\s]*[\"“「]?", re.I)
_NO_NAME = re.compile(
    r"^[\d\W]+$|\b(?:NYSE|NASDAQ|Nasdaq|HKEX|SSE|SZSE|LSE|TSE|HK|SH|SZ)\b|\.(?:HK|SH|SZ|O|N)\b|\b(?:19|20)\d\d\b"
    r"|[,;:，；：。]|^(?:left|right|pictured|photo|image|see|also|e\.g|i\.e)\b|^[图左右注]"
)


class Bracket(NamedTuple):
    """What stands in one bracket of an article, with the text `before` it; `announced` by "short for" or the like."""

    before: str
    inside: str
    announced: bool


def brackets(text: str) -> Iterator[Bracket]:
    """The brackets of a text that may hold a name: no tickers, dates, lists or explanations in lower case."""
    for match in _BRACKET.finditer(text):
        inside = _CUE.sub("", match[1]).strip(" \"“”「」")
        if len(inside) < 2 or _NO_NAME.search(inside) or inside[0].islower() or not names.key(inside):
            continue
        before = text[max(0, match.start() - _BEFORE):match.start()].rstrip("\"”」》* ")
        yield Bracket(before, inside, bool(_CUE.match(match[1])))


class Written:
    """Names as articles write them, to look for in front of a bracket."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._forms = set(forms)

    @cached_property
    def _keys(self) -> set[str]:
        return {names.key(form) for form in self._forms}

    def pair(self, bracket: Bracket) -> Pair | None:
        """The two names of a bracket of which at least one is written in some article, None where there are none.

        They are a name and its translation (one side Chinese, the other Latin), its acronym, or a short form that the
        text announces. Places and explanations ("Kimi (Moonshot AI)") are none.
        """
        outside = self._ending(bracket.before)
        if not outside and names.key(bracket.inside) in self._keys:
            outside = _written_ending(bracket.before, bracket.inside)
        if outside and names.key(outside) and _same_thing(outside, bracket.inside, bracket.announced):
            return Pair(outside, bracket.inside)
        return None

    def _ending(self, before: str) -> str | None:
        """The longest of the names that the text ends with, at a word's beginning."""
        for start in range(len(before)):
            if (name := before[start:]) in self._forms:
                glued = start and re.match(r"[A-Za-z\d]", before[start - 1])
                if not glued or names.is_han(name):
                    return name
        return None


def _written_ending(before: str, inside: str) -> str | None:
    """The capitalised words that the text ends with; for an acronym, as many as it has letters."""
    if names.is_han(before[-1:]):
        return None
    match = re.search(r"(?:[A-Z\d][\w'’.&-]*)(?:\s(?:of|for|and|the|on|&|[A-Z\d][\w'’.&-]*))*$", before)
    if not match:
        return None
    tokens = match.group().split()
    if not names.is_han(inside):
        starts = (" ".join(tokens[index:]) for index in range(len(tokens)))
        return next((full for full in starts if names.is_acronym(inside, full)), None)
    while tokens and tokens[0].lower() in names.words("articles"):
        tokens.pop(0)
    return " ".join(tokens) or None


def _same_thing(outside: str, inside: str, announced: bool) -> bool:
    translated = names.is_han(outside) != names.is_han(inside)
    return translated or announced or names.is_acronym(inside, outside) or names.is_acronym(outside, inside)
