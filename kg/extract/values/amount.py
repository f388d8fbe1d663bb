"""A quantity, and the form of an amount with its unit: what the readers of money, shares and counts have in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from kg.extract.values.numbers import DIGITS, plain, to_decimal
from kg.model import Span

Kind = Literal["money", "percent", "count", "rank", "duration"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A stretch of text that states an amount.

    `value` is a decimal number or "low/high"; `unit` an ISO 4217 code, "%", "percentage point", a unit of time or the
    counted noun's singular, None when nothing is counted. `comparator` is ">", ">=", "<", "<=", "~" or None. `also`
    are amounts of the same money in other currencies, `counted` the counted noun (outside of the span).
    """

    text: str
    start: int
    end: int
    kind: Kind
    value: str
    unit: str | None = None
    comparator: str | None = None
    also: tuple[tuple[str, str], ...] = ()
    counted: Span | None = None


CONTEXT = 60  # characters before or after a match that may tell what it is

GLUE = {"en": r"(?<![\w.,$€£¥\-/])", "zh": r"(?<![A-Za-z\d.,\-/])"}
DASH = {"en": r"\s?[-–—~]\s?|\s+(?:to|and|or)\s+", "zh": r"\s?[-–—~～至到]\s?"}


def values(low: str, high: str | None, language: str, factor: Decimal = Decimal(1)) -> str:
    """The value of a number or a range; a scale stated once belongs to both ("$300-350 million")."""
    if high is None:
        return plain(to_decimal(low, language) * factor)
    first, second = to_decimal(low, language), to_decimal(high, language)
    figures = re.match(DIGITS, high)
    stated = to_decimal(figures.group(), language) if figures else None
    scale = second / stated if stated and re.fullmatch(r"[\d.,]+", low) else Decimal(1)
    return f"{plain(first * scale * factor)}/{plain(second * factor)}"


_RANGING = re.compile(r"\b(?:rang\w+|any\w+|estimates)\s+from\s+$")


@dataclass(frozen=True)
class Form:
    """A pattern with the groups low, joint, high, and how a match's unit is read."""

    pattern: re.Pattern[str]
    language: str
    kind: Kind
    unit: Callable[[str, re.Match[str]], tuple[str | None, Decimal]]

    def __call__(self, text: str) -> Iterator[Quantity]:
        position = 0
        while match := self.pattern.search(text, position):
            position = match.end()
            high = match["high"]
            start = match.start()
            if high and not self._is_range(text, match):
                # Two amounts and no range: read the first alone, if it stands alone, then go on with the second.
                position = match.start("joint")
                alone = self.pattern.fullmatch(text, start, position)
                if alone is None:
                    continue
                match, high = alone, None
            unit, factor = self.unit(text, match)
            value = values(match["low"], high, self.language, factor)
            yield Quantity(match.group(), start, match.end(), self.kind, value, unit)

    def _is_range(self, text: str, match: re.Match[str]) -> bool:
        """ "from 5 to 7" is a change unless something ranges, "5 and 7" a range after "between", "5m to 9" never."""
        low, high = (Decimal(part) for part in values(match["low"], match["high"], self.language).split("/"))
        word = match["joint"].strip().lower()
        before = text[max(0, match.start() - 24):match.start()].lower()
        if low >= high or word == "or":
            return False
        if word == "and":
            return bool(re.search(r"\bbetween\s+$", before))
        if word == "to":
            return not before.rstrip().endswith("from") or bool(_RANGING.search(before))
        return True


def before(text: str, position: int) -> str:
    """The characters right before a position, as many as may tell what stands there."""
    return text[max(0, position - CONTEXT):position]


def after(text: str, position: int) -> str:
    """The characters right after a position."""
    return text[position:position + CONTEXT]
