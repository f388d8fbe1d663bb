"""Shares: percentages, percentage points, fractions and multiples, in per cent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from kg.extract.values.amount import DASH, GLUE, Form, Quantity, before, values
from kg.extract.values.numbers import alternatives, number_pattern, plain, tables, to_decimal


def _percent_unit(text: str, match: re.Match[str]) -> tuple[str | None, Decimal]:
    word = match["unit"].lower().strip()
    if "basis" in word or "基点" in word:
        return "percentage point", Decimal("0.01")
    if "point" in word or "百分点" in word:
        return "percentage point", Decimal(1)
    return "%", {"成": Decimal(10), "倍": Decimal(100)}.get(word, Decimal(1))


def percentages(language: str) -> list[Form]:
    number, glue, dash = number_pattern(language), GLUE[language], DASH[language]
    if language == "zh":
        patterns = [
            rf"{glue}(?P<low>{number})(?:[%％])?(?:(?P<joint>{dash})(?P<high>{number}))?[多余]?"
            r"(?P<unit>\s?[%％]|个?百分点|个?基点|倍|成(?![立为功员本交果就长都]))",
            rf"(?P<unit>百分之)(?P<low>{number})(?:(?P<joint>{dash})(?P<high>{number}))?",
        ]
    else:
        unit = r"(?P<unit>\s?%|[\s-]per[\s-]?cent(?:age[\s-]points?)?\b|[\s-]pct\b|[\s-]basis[\s-]points?)"
        same = r"(?:\s?%|\sper\s?cent)?"
        patterns = [rf"{glue}(?P<low>{number}){same}(?:(?P<joint>{dash})(?P<high>{number}))?{unit}"]
    return [Form(re.compile(pattern), language, "percent", _percent_unit) for pattern in patterns]


_AFTER_FRACTION = r"(?=\s+(?:of(?!\s+(?:19|20)\d\d)|the|its|their|his|her|as|less|more|higher|lower|fewer)\b)"


def fractions_en(text: str) -> Iterator[Quantity]:
    """ "a third of", "by half", "two thirds": shares in per cent, rounded to two places."""
    words = tables()["en"]["fractions"]
    pattern = rf"\b(?:(?<=\bby )(?P<by>{alternatives(words)})\b|(?P<of>{alternatives(words)})\b{_AFTER_FRACTION})"
    for match in re.finditer(pattern, text, re.I):
        if re.search(r"\b(?:first|second|latter|other)\s$", before(text, match.start())):
            continue
        value = words[re.sub(r"[\s-]", " ", match.group().lower())]
        yield Quantity(match.group(), match.start(), match.end(), "percent", value, "%")


def fractions_zh(text: str) -> Iterator[Quantity]:
    words = tables()["zh"]["fractions"]
    for match in re.finditer(alternatives(words), text):
        yield Quantity(match.group(), match.start(), match.end(), "percent", words[match.group()], "%")
    han = number_pattern("zh")
    for match in re.finditer(rf"(?P<below>{han})分之(?P<above>{han})", text):
        below, above = to_decimal(match["below"], "zh"), to_decimal(match["above"], "zh")
        if below:
            share = plain(Decimal(f"{above * 100 / below:.2f}"))
            yield Quantity(match.group(), match.start(), match.end(), "percent", share, "%")


def multiples_en(text: str) -> Iterator[Quantity]:
    """ "three times its size", "threefold", "10x": multiples in per cent, as 三倍 is."""
    number = number_pattern("en")
    size = r"(?=\s+(?:as|the|its|their|more|larger|bigger|higher|faster|that)\b)"
    pattern = rf"{GLUE['en']}(?P<low>{number})(?:\s+times{size}|-?fold\b|x\b)"
    for match in re.finditer(pattern, text):
        value = values(match["low"], None, "en", Decimal(100))
        yield Quantity(match.group(), match.start(), match.end(), "percent", value, "%")
