"""English forms of time expressions; `english_dates` reads their matches."""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.extract.values import english_dates as read
from kg.extract.values.calendar import View, tables
from kg.extract.values.english_dates import YEAR
from kg.extract.values.forms import DateForm, Language
from kg.extract.values.numbers import alternatives, number_pattern

_EN = tables()["en"]
_LONG = [name.title() for name in _EN["months"] if len(name) > 4 or name in ("may", "june", "july")]
_SHORT = [name.title() for name in _EN["months"] if name.title() not in _LONG]
MONTH = rf"(?P<m>{alternatives(_LONG)}(?![a-z])|{alternatives(_SHORT)}(?![A-Za-z])\.?)"
TO_MONTH = MONTH.replace("<m>", "<m2>")
DAY = r"(?P<d>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
YEARS = rf"(?P<y>{YEAR})"
PARTLY = r"(?P<partly>(?i:(?:the\s)?(?:beginning|start|end|middle|close|turn)\sof\s|(?:early|late|mid)[\s-]))?"
SHIFT = rf"(?P<shift>(?i:{alternatives(_EN['shifts'])}))"
WHOSE = rf"(?:(?:of\s|in\s)?(?:(?:fiscal\s(?:year\s)?)?{YEARS}|{SHIFT}\syear))"
COUNT = rf"(?P<count>(?i:an?)|{number_pattern('en')})"
UNIT = r"(?P<unit>days?|weeks?|months?|quarters?|years?|decades?)"
THE = r"\b(?:[Tt]he\s)?"
_MONTH_STEMS = tuple(sorted({name[:3].title() for name in _EN["months"]}))
_WEEKDAY = alternatives(name.title() for name in _EN["weekdays"])
_ORDINAL = rf"(?P<n>(?i:{alternatives(_EN['ordinals'])}))"
_SEASON = r"(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"


def _form(
    pattern: str, reader: Callable[[re.Match[str], View], str | None],
    accepts: Callable[[str, re.Match[str]], bool] | None = None, needs: tuple[str, ...] = (),
) -> DateForm:
    return DateForm(re.compile(pattern), reader, accepts, _MONTH_STEMS if MONTH in pattern else needs)


_DATES = (
    _form(r"\b(?P<y>(?:19|20)\d\d)([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})\b", read.numeric_date),
    _form(rf"\b{MONTH}\s{DAY},?\s{YEARS}\b", read.full_date),
    _form(rf"\b{DAY}\s(?:of\s)?{MONTH},?\s{YEARS}\b", read.full_date),
)

_PERIODS = (
    _form(rf"{THE}(?:{COUNT}\smonths|(?:fiscal\s|financial\s)?year)\s(?:that\s)?(?:to|ended|ending|through)"
          rf"(?:\s(?:in|on))?\s{MONTH}(?:\s\d\d?)?(?:,?\s{YEARS})?\b", read.span_to),
    _form(rf"\b{MONTH}(?:\s?[-–—]\s?|\s(?:to|and|through|until)\s){TO_MONTH},?\s{YEARS}\b", read.month_range),
    _form(rf"(?<=[Bb]etween ){MONTH}\sand\s{TO_MONTH}(?:\s{YEARS})?", read.month_range),
)

_MONTHS = (
    _form(rf"\b{PARTLY}{MONTH},?\s{WHOSE}\b", read.month_year),
    _form(rf"\b{MONTH}\s{DAY}\b(?!\s(?:percent|million|billion))(?![:.,%]\d)", read.day_month),
    _form(rf"\b{DAY}\s(?:of\s)?{MONTH}(?![A-Za-z])", read.day_month),
)

_PARTS = (
    _form(rf"{THE}{PARTLY}(?:the\s)?{_ORDINAL}[\s-](?P<kind>quarter|half)(?:\s{WHOSE}|(?P<of>\sof\sthe\syear))?(?![a-z])",
          read.part_of_year, read.is_part_of_year),
    _form(rf"\b(?P<kind>[QH])(?P<n>[1-4])(?:(?:\s(?:of\s)?(?:FY\s?)?|\s?['’])(?P<y>{YEAR}|(?<=['’])\d\d))?\b",
          read.short_part),
    _form(r"\b(?P<n>[1-4])(?P<kind>[QH])\s?(?P<y>20\d\d|\d\d)\b", read.short_part),
    _form(r"\b(?P<y>20\d\d)\s(?P<kind>[QH])(?P<n>[1-4])\b", read.short_part),
)

_YEARS = (
    _form(rf"\b(?:FY|[Ff]iscal\s(?:year\s)?|[Ff]inancial\syear\s)\s?(?P<y>{YEAR}|\d\d)\b(?!/)", read.fiscal_year),
    _form(rf"(?<![\w.,$€£¥/-]){YEARS}(?P<joint>\s?[-–—/]\s?|\s(?:to|through|and|until)\s)(?P<y2>{YEAR}|\d\d)\b"
          r"(?![,.]\d|-)", read.year_range, read.is_year_range),
    _form(rf"{THE}(?:(?:[Ee]arly|[Ll]ate|[Mm]id)[\s-])?(?P<decade>(?:1[5-9]|20)\d0)['’]?s\b", read.decade),
    _form(rf"\b(?:{SHIFT}\s|(?:the\s)?(?=\w+\s(?:of\s)?\d{{4}})|(?<=in )the\s(?!fall)){_SEASON}"
          rf"(?:\s(?:of\s)?{YEARS})?\b", read.season),
    _form(rf"(?<![\w.,$€£¥#/&-])(?:the\syear\s)?{PARTLY}{YEARS}(?![\da-z])"
          r"(?![,.]\d|%|-\w|/\d|:\d|\s(?:percent|million|billion))", read.bare_year, read.is_bare_year),
)

_RELATIVE = (
    _form(rf"\b(?:{SHIFT}\s)?(?P<day>{_WEEKDAY})\b(?:\s(?:morning|afternoon|evening|night))?", read.weekday),
    _form(rf"\b(?P<word>(?i:{alternatives(_EN['days'])}))\b", read.day_word),
    _form(rf"\b(?i:(?:earlier|later|early|late)\s|(?:the\s)?(?:start|end|beginning|middle)\sof\s)?{SHIFT}\s"
          r"(?P<unit>week|weekend|month|quarter|year)\b(?!-)(?!\sor\b)", read.relative),
    _form(r"\b(?i:(?:the\s)?(?:start|end|beginning|middle|later\sin|earlier\sin)\s(?:of\s)?the)\s(?P<unit>year|month)\b",
          read.within),
    _form(rf"\b{COUNT}\s{UNIT}\sago\b", read.ago, needs=("ago",)),
    _form(rf"\b{COUNT}\syears?\s(?P<way>later|earlier)\b", read.from_named, needs=("later", "earlier")),
    _form(r"\b[Tt]he\s(?P<count>$^)?(?:\w+\s)?year\s(?P<way>before|after)(?=\W|$)(?!\s(?:the|that|an?|it|s?he|they)\b)",
          read.from_named),
    _form(r"\b(?i:(?:that|the\ssame)\syear)\b(?!['’-])", read.named_year),
    _form(rf"\b(?P<day>{alternatives(_EN['holidays'])})(?![a-z'’])", read.holiday),
    _form(rf"{THE}(?:[Pp]ast|[Ll]ast)\s{COUNT}\s{UNIT}\b", read.past, needs=("ast",)),
    _form(rf"\b(?:{SHIFT}\s)?{PARTLY}{MONTH}(?![A-Za-z])", read.lone_month, read.is_month),
)

_AHEAD = {kind: alternatives(words) for kind, words in _EN["ahead"].items()}

LANGUAGE = Language(
    forms=(*_DATES, *_PERIODS, *_MONTHS, *_PARTS, *_YEARS, *_RELATIVE),
    ahead=re.compile(
        rf"\b{_AHEAD['words']}\b(?![^.;!?]*\b{_AHEAD['behind']}\b)(?:[^.;!?]|\.(?=\d))*$"
        rf"|^(?!.*\bhad\b).*\b(?i:{_AHEAD['adjacent']})\s(?:the\s|a\s)?$", re.S
    ),
)
