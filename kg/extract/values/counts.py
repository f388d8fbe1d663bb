"""Counts with the noun they count, and durations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache

from kg.extract.values.amount import DASH, GLUE, Form, Quantity, after, before
from kg.extract.values.numbers import alternatives, number_pattern, tables
from kg.model import Span

# --- durations --------------------------------------------------------------------------------------------------------


def durations(language: str) -> Callable[[str], Iterator[Quantity]]:
    """A reader of "three years", "a week", "三个月": the number, and the unit of time as unit."""
    number, glue, dash = number_pattern(language), GLUE[language], DASH[language]
    units = alternatives(unit for unit, name in tables()[language]["durations"].items() if name)
    if language == "zh":
        # Four digits before 年 are a year, 第三年 is an order, 三年级 a form at school; 5周 but not 5周年.
        body = (rf"(?<![第同这那每某任]){glue}(?!\d{{4}}年)(?P<low>{number})(?:(?P<joint>{dash})(?P<high>{number}))?"
                rf"[多余几]?(?P<unit>{units})(?![代级月年度前后内初底末])")
        return Form(re.compile(body), language, "duration", _duration_unit("zh"))
    low = rf"(?:(?i:an?)(?=[\s-](?!second))|{number})"
    body = rf"{glue}(?P<low>{low})(?:(?P<joint>{dash})(?P<high>{number}))?[\s-](?P<unit>(?i:{units}))\b(?!'s|’s)"
    return _lasting(Form(re.compile(body), language, "duration", _duration_unit("en")))


def _duration_unit(language: str) -> Callable[[str, re.Match[str]], tuple[str | None, Decimal]]:
    def unit(text: str, match: re.Match[str]) -> tuple[str | None, Decimal]:
        return str(tables()[language]["durations"][match["unit"].lower()]), Decimal(1)

    return unit


_LASTS = re.compile(
    r"\b(?:for|in|within|over|about|than|nearly|almost|after|half|of|take[sn]?|took|last(?:s|ed)|under|around|by)\s$",
    re.I,
)


def _lasting(form: Form) -> Callable[[str], Iterator[Quantity]]:
    """Without rates ("$20 a month") and points in time ("two years ago"), which are no durations."""

    def read(text: str) -> Iterator[Quantity]:
        for quantity in form(text):
            rate = re.match(r"(?:an?|one)\b", quantity.text, re.I) and not _LASTS.search(before(text, quantity.start))
            point = re.match(r"\s+(?:ago|earlier|before|later)\b", after(text, quantity.end))
            if not rate and not point:
                yield quantity

    return read


# --- counts -----------------------------------------------------------------------------------------------------------


def counts_en(text: str) -> Iterator[Quantity]:
    """Numbers with a counted noun ("640 people"), with a scale ("3.8 billion"), and multitudes ("thousands of")."""
    yield from _multitudes(text, "en")
    number, dash = number_pattern("en"), DASH["en"]
    form = Form(re.compile(rf"{GLUE['en']}(?P<low>{number})(?:(?P<joint>{dash})(?P<high>{number}))?(?![\w%])(?!\.\d)"),
                "en", "count", lambda text, match: (None, Decimal(1)))
    for quantity in form(text):
        if not _SIZED.search(quantity.text) and _is_label(text, quantity.start, quantity.text):
            continue
        counted, unit = _counted_en(text, quantity.end)
        if counted and counted.text[0].isupper() and not quantity.text[0].isdigit():
            counted = unit = None
        if unit in tables()["en"]["durations"].values():
            continue
        if _NO_COUNT.fullmatch(quantity.text) or text[quantity.end:quantity.end + 1] in ("-", "\u2011"):
            continue
        if not (counted or _SIZED.search(quantity.text) or _is_one_of_many(text, quantity)):
            continue
        yield Quantity(quantity.text, quantity.start, quantity.end, "count", quantity.value, unit, counted=counted)


# A scale or a thousands separator: what is written so counts something, whether or not the noun follows.
_SIZED = re.compile(r"\d,\d{3}|\d\s?[a-zA-Z]|illion|crore|lakh|hundred|thousand", re.I)
_NO_COUNT = re.compile(r"(?:1[5-9]|20|21)\d\d(?:\W+(?:and\W+|to\W+)?\d+)?|(?i:one|millions?|billions?|trillions?)")
_GROUPS = re.compile(r"\b(?:team|staff|fleet|crew|workforce|headcount|network|group|crowd|total) of\s$", re.I)


def _is_one_of_many(text: str, quantity: Quantity) -> bool:
    """ "300 of them", "a team of 60": the counted noun is not the next one."""
    partitive = re.match(r"\s+of\s+(?:the|them|its|their|his|her|our|these|those)\b", after(text, quantity.end))
    return bool(partitive or _GROUPS.search(before(text, quantity.start)))


def _is_label(text: str, start: int, number: str) -> bool:
    """Whether the number belongs to the word before it: "Qwen 2.5", "S&P 500", "article 12"."""
    preceding = re.search(r"([^\s,;:()\"“”]+)[\s\u00a0]$", before(text, start))
    if not preceding:
        return False
    word = preceding[1]
    if word.lower() in tables()["en"]["labels"]["words"]:
        return bool(re.match(r"\d", number))
    return word[0].isupper() and word.lower() not in tables()["en"]["openers"]["words"]


_WORDS = re.compile(r"(?:[\s\u00a0-][A-Za-z][\w'’&-]*){1,4}")


def _counted_en(text: str, start: int) -> tuple[Span | None, str | None]:
    """The counted noun and its singular: the first plural among the next words, before any function word."""
    words = _WORDS.match(text, start)
    for match in re.finditer(r"[\w'’&-]+", words.group() if words else ""):
        word = match.group().lower()
        if word in _stops():
            break
        singular = _singular(word)
        if singular:
            first, last = start + match.start(), start + match.end()
            return Span(text[first:last], first, last), singular
    return None, None


@cache
def _stops() -> frozenset[str]:
    return frozenset(tables()["en"]["stops"]["words"])


def _singular(word: str) -> str | None:
    """The singular of a plural noun, the unit of a measure, or None for any other word."""
    en = tables()["en"]
    for table in (en["plurals"], en["measures"]):
        if word in table:
            return str(table[word])
    if len(word) < 4 or not re.search(r"[^sui']s$", word):
        return None
    for ending, replacement in _PLURALS:
        if word.endswith(ending):
            return word[: -len(ending)] + replacement
    return None


_PLURALS = (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("sses", "ss"), ("xes", "x"), ("s", ""))


def counts_zh(text: str) -> Iterator[Quantity]:
    """Numbers with a measure word ("3000家门店") or a scale alone ("4000万"), and multitudes ("数千")."""
    yield from _multitudes(text, "zh")
    zh, number = tables()["zh"], number_pattern("zh")
    measures, nouns = alternatives(zh["measures"]["words"]), alternatives(zh["counted"]["words"])
    pattern = rf"(?<!第){GLUE['zh']}(?P<low>{number})(?:(?P<joint>{DASH['zh']})(?P<high>{number}))?(?P<more>[多余几])?"
    form = Form(re.compile(rf"{pattern}\s?(?P<measure>{measures})?(?P<noun>{nouns})?"), "zh", "count", _measure_zh)
    for quantity in form(text):
        match = form.pattern.match(text, quantity.start)
        if match is None or not _is_count_zh(text, match):
            continue
        noun = Span(match["noun"], match.start("noun"), match.end("noun")) if match["noun"] else None
        stated = text[quantity.start:match.start("noun") if noun else match.end()].rstrip()
        yield Quantity(stated, quantity.start, quantity.start + len(stated), "count", quantity.value,
                       noun.text if noun else quantity.unit, ">" if match["more"] else None, counted=noun)


def _measure_zh(text: str, match: re.Match[str]) -> tuple[str | None, Decimal]:
    return match["measure"], Decimal(1)


def _is_count_zh(text: str, match: re.Match[str]) -> bool:
    """A numeral of one character is often part of a word (一些, 三星): it counts from two up, with a measure word."""
    low, measured = match["low"], match["measure"] or match["noun"]
    dated = re.match(r"[年月日号点时%％]", after(text, match.end())) and not re.search("[万萬亿億]", low)
    if re.fullmatch(r"[一十百千万亿零〇]", low) or re.match("二次", match.group()) or dated:
        return False
    return bool(measured or re.search(r"\d[万萬亿億]", low))


def _multitudes(text: str, language: str) -> Iterator[Quantity]:
    """ "thousands of applications", "数千": the least it can be, as an approximate count."""
    words = tables()[language]["multitudes"]
    edge = r"\b" if language == "en" else ""
    for match in re.finditer(rf"{edge}{alternatives(words)}{edge}", text, re.I):
        value = str(words[re.sub(r"[\s-]", " ", match.group().lower())])
        if language == "zh":
            measure = re.match(alternatives(tables()["zh"]["measures"]["words"]), after(text, match.end()))
            unit = measure.group() if measure else None
            stated = match.group() + (unit or "")
            yield Quantity(stated, match.start(), match.start() + len(stated), "count", value, unit, "~")
            continue
        of = re.match(r"\s+of", after(text, match.end()))
        counted, unit = _counted_en(text, match.end() + of.end()) if of else (None, None)
        if of and not before(text, match.start()).lower().endswith(("of ", "the ")):
            yield Quantity(match.group(), match.start(), match.end(), "count", value, unit, "~", counted=counted)
