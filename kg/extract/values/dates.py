"""Time expressions in text, as ISO 8601: dates, months, quarters, years, intervals, and words such as "last week".

Pure functions over text; the forms of each language are in `dates_en` and `dates_zh`, the words in `dates.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kg.extract.values import dates_en, dates_zh
from kg.extract.values.calendar import View
from kg.extract.values.forms import Language


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A stretch of text that says when. `iso` is as in `kg.model.Time`, None where nothing tells which day is meant."""

    text: str
    start: int
    end: int
    iso: str | None


AHEAD = 160  # characters before an expression in which a word may say that the clause looks ahead
LANGUAGES: Mapping[str, Language] = {"en": dates_en.LANGUAGE, "zh": dates_zh.LANGUAGE}


def dates(text: str, language: str, published: str | None) -> list[TimeExpression]:
    """All time expressions in reading order, none overlapping.

    `published` is the ISO 8601 date (a time of day may follow) that "yesterday", "Monday" or "in May" are seen from.
    """
    day = date.fromisoformat(published[:10]) if published and re.match(r"\d{4}-\d\d-\d\d", published) else None
    forms = LANGUAGES[language]
    found: list[TimeExpression] = []
    for form in (f for f in forms.forms if not f.needs or any(word in text for word in f.needs)):
        for match in form.pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            view = View(day, bool(forms.ahead.search(text[max(0, match.start() - AHEAD):match.start()])))
            if form.accepts is None or form.accepts(text, match):
                found.append(TimeExpression(match.group(), match.start(), match.end(), form.read(match, view)))
    return sorted(found, key=lambda expression: expression.start)
