"""When two names, or two numbers, are the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

Names = frozenset[tuple[str, ...]]
"""Names a thing may go by, each as its words; every Chinese character is a word."""

_WORD = re.compile(r"[㐀-鿿]|[^\W㐀-鿿]+")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE]\d+)?")
_LEADING = frozenset({"the", "a", "an", "its", "their", "his", "her", "this", "that", "these", "those"})


def same(names: Names, others: Names) -> bool:
    """Whether any of the names is one of the others.

    >>> same(to_names(["the Alibaba Token Hub unit"]), to_names(["Alibaba Token Hub"]))
    True
    >>> same(to_names(["Alibaba Cloud"]), to_names(["Alibaba"]))
    False
    """
    return any(_same(*sorted((one, other), key=len)) for one in names for other in others)


def _same(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    if 2 * len(short) <= len(long):
        return False
    return any(long[at:at + len(short)] == short for at in range(len(long) - len(short) + 1))


def to_names(texts: Iterable[str | None]) -> Names:
    """The texts as words: lower case, without punctuation, leading articles and possessive endings."""
    return frozenset(words for text in texts if text and (words := _words(text)))


def _words(text: str) -> tuple[str, ...]:
    plain = re.sub(r"['’]s\b", "", unicodedata.normalize("NFKC", text)).casefold()
    words = _WORD.findall(plain)
    while len(words) > 1 and words[0] in _LEADING:
        words = words[1:]
    return tuple(words)


def to_number(value: object) -> Decimal | None:
    """The number in "CNY 380000000000", "52.44", 5; None where there is none."""
    found = _NUMBER.search(str(value).replace(",", "")) if value is not None else None
    try:
        return Decimal(found[0]).normalize() if found else None
    except InvalidOperation:
        return None
