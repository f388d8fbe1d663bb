"""Numbers as written in English and Chinese, as exact decimals.

`number_pattern` gives the regular expression of one number, `to_decimal` its value; the words are in `units.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

TABLES = Path(__file__).with_name("units.toml")


@cache
def tables() -> Mapping[str, Any]:
    """The tables of `units.toml`."""
    return tomllib.loads(TABLES.read_text(encoding="utf-8"))


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first; a space matches any one blank or hyphen."""
    return _alternatives(frozenset(words))


@cache
def _alternatives(words: frozenset[str]) -> str:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"[\s-]") for word in ordered) + ")"


def plain(value: Decimal) -> str:
    """A decimal in plain notation, without exponent or trailing zeros: Decimal("7.5E+9") -> "7500000000"."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


# Bounded, so that a text of nothing but numbers costs no more than any other.
DIGITS = r"\d{1,3}(?:[,，]\d{3}){1,8}(?:\.\d{1,12})?|\d{1,24}(?:\.\d{1,12})?"


@cache
def number_pattern(language: str) -> str:
    """Regular expression of one number with its scale: "1.25 trillion", "two hundred", "3bn", "1.5万亿"."""
    if language == "zh":
        return rf"(?:(?:{DIGITS})(?:\s?(?=[十百千万萬亿億])[十百千]?[万萬]?[亿億]?)?(?:\d{{1,8}}[万萬])?|{_HAN_NUMBER})"
    en = tables()["en"]
    scale = alternatives(en["scales"])
    small = alternatives(en["numbers"])
    follow = rf"(?:[\s-](?:and[\s-])?(?:{small}|{scale})(?![a-z])){{0,8}}"
    suffix = alternatives(en["suffixes"])
    scaled = rf"(?:[\s\-\u2011](?i:{scale})(?![a-z])){{1,3}}"
    figures = rf"(?:{DIGITS})(?:{scaled}|\s?(?:bn|mn|tn)(?![A-Za-z])|{suffix}(?![A-Za-z]))?"
    words = rf"(?:(?:half[\s-])?an?[\s-]{scale}|{small}|{scale})(?![a-z]){follow}"
    return rf"(?:{figures}|(?i:{words}))"


_HAN_NUMBER = "(?:[零〇一二两兩三四五六七八九十百千]{1,16}(?:点[零〇一二三四五六七八九]{1,12})?[万萬]?[亿億]?)"


def to_decimal(text: str, language: str) -> Decimal:
    """The value of a number that `number_pattern` matched."""
    return _chinese(text) if language == "zh" else _english(text)


def _english(text: str) -> Decimal:
    en = tables()["en"]
    figures = re.match(DIGITS, text)
    if figures:
        value = Decimal(re.sub("[,，]", "", figures.group()))
        rest = text[figures.end():].strip(" -\u2011\u00a0")
        if rest in en["suffixes"]:
            return value * Decimal(en["suffixes"][rest])
        for word in re.split(r"[\s\-\u2011]+", rest.lower()):
            value *= Decimal(en["scales"].get(word, 1))
        return value
    if text.lower() in ("a", "an"):
        return Decimal(1)
    return _english_words(re.split(r"[\s-]+", text.lower()))


def _english_words(words: list[str]) -> Decimal:
    """Sum of groups: "two hundred and five thousand" -> 205000, "half a million" -> 500000."""
    numbers, scales = tables()["en"]["numbers"], tables()["en"]["scales"]
    factor = Decimal("0.5") if words[0] == "half" else Decimal(1)
    total = group = Decimal(0)
    for word in words:
        if word in numbers:
            group += numbers[word]
        elif scales.get(word, 0) >= 1000:
            total += (group or 1) * scales[word]
            group = Decimal(0)
        elif word in scales:
            group = (group or Decimal(1)) * scales[word]
    return factor * (total + group)


def _chinese(text: str) -> Decimal:
    """Split at the highest scale: "1.5万亿" is 1.5万 times 亿, "三百二十" is 三百 and 二十."""
    zh = tables()["zh"]
    text = re.sub(r"[,，\s]", "", text)
    if not text:
        return Decimal(0)
    for scale, value in sorted(zh["scales"].items(), key=lambda item: -item[1]):
        if scale in text:
            high, _, low = text.rpartition(scale)
            return (_chinese(high) if high else Decimal(1)) * Decimal(value) + _chinese(low)
    figures = "".join(str(zh["digits"].get(char, "." if char == "点" else char)) for char in text)
    return Decimal(figures)
