"""The form of a time expression: a pattern, how its match is read, and where it does not count."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from kg.extract.values.calendar import View


@dataclass(frozen=True)
class DateForm:
    """`read` gives the ISO form of a match seen from a `View`; `accepts` may refuse a match by its surroundings.

    A text without any of the strings that the form `needs` holds no match: a cheap look before a costly search.
    """

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], View], str | None]
    accepts: Callable[[str, re.Match[str]], bool] | None = None
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Language:
    """The forms of one language, the first that matches wins; `ahead` finds words that look ahead before a date."""

    forms: tuple[DateForm, ...]
    ahead: re.Pattern[str]
