"""Ranks: the place of something in an order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.values.amount import Quantity, values
from kg.extract.values.numbers import alternatives, number_pattern, tables, to_decimal

_SUPERLATIVE = (
    r"[\s-](?:largest|biggest|most|highest|busiest|place|fastest|richest|smallest|best|worst|longest|oldest)\b"
)
_NO_PERIOD = (
    r"(?![\s-](?:quarter|half|month|year|week|day|century|time|of\s[A-Z]|birthday|anniversary))"
    r"(?!\s(?:of\s)?[A-Z][a-z]+\s\d)"
)


def ranks_en(text: str) -> Iterator[Quantity]:
    """ "third-largest", "ranked third", "500th", "No. 2", "top ten": the place as a number."""
    words = tables()["en"]["ordinals"]
    word = alternatives(words)
    pattern = "|".join((
        rf"(?P<word>\b{word})(?={_SUPERLATIVE})",
        rf"\b(?:ranked|ranks|ranking)\s(?P<ranked>{word}|\d+)\b",
        rf"\b(?P<figure>\d+)(?:st|nd|rd|th)\b{_NO_PERIOD}",
        # "Law No. 3" and "robot Xiaolu No. 3" are names: nothing but a small word or a sign stands before a place.
        r"(?<![A-Z][a-z] )(?<![a-z] )\bNo\.\s(?P<no>\d{1,2})\b",
        r"(?:\bthe|['’]s)\snumber\s(?P<number>one|two|three)\b",
        rf"\b(?i:top)[\s-](?P<top>{number_pattern('en')})\b(?!%)",
    ))
    for match in re.finditer(pattern, text):
        group = str(match.lastgroup)
        stated = match[group].lower()
        value = str(words[stated]) if stated in words else values(stated, None, "en")
        yield Quantity(match.group(), match.start(), match.end(), "rank", value, None, "<=" if group == "top" else None)


def ranks_zh(text: str) -> Iterator[Quantity]:
    """ "第二大", "排名前十": the place as a number; no quarters, days or chapters."""
    number = number_pattern("zh")
    pattern = "|".join((
        rf"第(?P<nth>{number})(?<!\.\d)(?=[大名位高代]|[，。；、,.;）)]|$)",
        rf"(?:排名|位列|位居|名列|跻身|进入)(?:\S{{0,4}}?)前(?P<top>{number})",
    ))
    for match in re.finditer(pattern, text):
        group = str(match.lastgroup)
        value = str(to_decimal(match[group], "zh"))
        yield Quantity(match.group(), match.start(), match.end(), "rank", value, None, "<=" if group == "top" else None)
