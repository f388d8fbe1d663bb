"""Amounts of money, percentages, counts, ranks and durations in text, with normalised values.

`quantities("up to $300-350 million", "en")` gives one record of value "300000000/350000000", unit "USD", comparator
"<=". Pure functions over text; words and units are in `units.toml`. Bare numbers without unit or counted noun are no
quantities, nor are the numbers of names ("Qwen 2.5", "S&P 500"); years are the business of `dates`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from kg.extract.values.amount import Quantity, after, before
from kg.extract.values.counts import counts_en, counts_zh, durations
from kg.extract.values.money import elided_currencies, joined_currencies, money
from kg.extract.values.numbers import alternatives, tables
from kg.extract.values.percentages import fractions_en, fractions_zh, multiples_en, percentages
from kg.extract.values.ranks import ranks_en, ranks_zh

__all__ = ["Quantity", "quantities"]

Reader = Callable[[str], Iterator[Quantity]]


@cache
def _readers() -> Mapping[str, tuple[Reader, ...]]:
    """Readers by language, in the order in which they may claim a stretch of text."""
    return {
        "en": (*money("en"), *percentages("en"), fractions_en, multiples_en, durations("en"), ranks_en, counts_en),
        "zh": (*money("zh"), *percentages("zh"), fractions_zh, durations("zh"), ranks_zh, counts_zh),
    }


def quantities(text: str, language: str) -> list[Quantity]:
    """All quantities of the text in reading order, none overlapping; `language` is "en" or "zh"."""
    found: list[Quantity] = []
    for reader in _readers()[language]:
        for quantity in reader(text):
            if not any(quantity.start < other.end and other.start < quantity.end for other in found):
                found.append(quantity)
    found.sort(key=lambda quantity: quantity.start)
    compared = [replace(q, comparator=q.comparator or _comparator(text, q, language)) for q in found]
    return joined_currencies(text, elided_currencies(text, compared))


def _comparator(text: str, quantity: Quantity, language: str) -> str | None:
    """The sign of the words right before the quantity ("more than", 超过), or right after it ("or so", 左右)."""
    following = after(text, quantity.end)
    for match in (_before(language).search(before(text, quantity.start)), _after(language).match(following)):
        # "over three years" says how long something takes, not that it takes longer.
        if match and not (quantity.kind == "duration" and match[1].lower() == "over"):
            return _signs(language)[re.sub(r"[\s-]+", " ", match[1].lower())]
    more = {"zh": r"\d*[万亿千百]?[多余]", "en": r"\d[^ ]*\+"}[language]
    return ">" if re.match(more, quantity.text) or (language == "en" and following.startswith("+")) else None


@cache
def _signs(language: str) -> Mapping[str, str]:
    return {word: sign for sign, words in tables()[language]["comparators"].items() for word in words}


@cache
def _before(language: str) -> re.Pattern[str]:
    words = alternatives(_signs(language))
    if language == "zh":
        return re.compile(rf"({words})[达了为过]?(?:\s|人民币)?$")
    return re.compile(rf"\b({words})\s+(?:a\s+|the\s+|another\s+)?$", re.I)


@cache
def _after(language: str) -> re.Pattern[str]:
    return re.compile({"zh": "(左右|上下)", "en": r"\s(or so)\b"}[language])
