"""Calendar arithmetic for time expressions: what a part of a date means, seen from the day of publication.

All results are ISO 8601: YYYY, YYYY-MM, YYYY-MM-DD, the quarter YYYY-Qn, or an interval "start/end"; None where the
publication date would be needed and is not known.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

TABLES = Path(__file__).with_name("dates.toml")


@cache
def tables() -> Mapping[str, Any]:
    """The tables of `dates.toml`."""
    return tomllib.loads(TABLES.read_text(encoding="utf-8"))


def iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """ "2024", "2024-01" or "2024-01-05"; None for a date that no calendar has (31 February)."""
    try:
        date(year, month or 1, day or 1)
    except (ValueError, OverflowError):
        return None
    return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")


def months(year: int, month: int, count: int) -> str:
    """The interval of `count` months that ends with the given one: months(2024, 3, 12) -> "2023-04/2024-03"."""
    first = year * 12 + month - count
    return f"{first // 12:04d}-{first % 12 + 1:02d}/{year:04d}-{month:02d}"


def part(year: int, number: int, kind: str) -> str:
    """A quarter ("2025-Q3") or a half ("2025-07/2025-12") of a year."""
    return f"{year:04d}-Q{number}" if kind == "quarter" else months(year, number * 6, 6)


@dataclass(frozen=True, slots=True)
class View:
    """The day an article was published, and whether the clause at hand looks ahead ("will", 将) or back."""

    published: date | None
    ahead: bool = False

    def year(self, shift: int = 0) -> str | None:
        return iso(self.published.year + shift) if self.published else None

    def month(self, shift: int = 0) -> str | None:
        if not self.published:
            return None
        index = self.published.year * 12 + self.published.month - 1 + shift
        return iso(index // 12, index % 12 + 1)

    def day(self, shift: int = 0) -> str | None:
        return (self.published + timedelta(days=shift)).isoformat() if self.published else None

    def week(self, shift: int = 0) -> str | None:
        """Monday to Sunday of this week or of one `shift` weeks away."""
        if not self.published:
            return None
        monday = self.published - timedelta(days=self.published.weekday()) + timedelta(weeks=shift)
        return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"

    def weekend(self, shift: int = 0) -> str | None:
        """Saturday and Sunday of a week; "this weekend" is the last one unless the clause looks ahead."""
        if not self.published:
            return None
        passed = shift == 0 and not self.ahead and self.published.weekday() < 5
        week = self.week(shift - passed)
        return f"{self.weekday(5, shift - passed)}/{week[11:]}" if week else None

    def quarter(self, shift: int = 0) -> str | None:
        if not self.published:
            return None
        index = self.published.year * 4 + (self.published.month - 1) // 3 + shift
        return part(index // 4, index % 4 + 1, "quarter")

    def yearless(self, month: int, day: int | None = None) -> str | None:
        """The last such month or day not after publication, or the next one where the clause looks ahead."""
        if not self.published:
            return None
        year, today = self.published.year, (self.published.month, self.published.day)
        named = (month, day or (1 if not self.ahead else 31))
        if self.ahead:
            return iso(year + (named < today), month, day)
        return iso(year - (named > today), month, day)

    def yearless_part(self, number: int, kind: str) -> str | None:
        """A quarter or half without its year: the last one begun, or the next where the clause looks ahead."""
        if not self.published:
            return None
        length = 3 if kind == "quarter" else 6
        current = (self.published.month - 1) // length + 1
        year = self.published.year
        if self.ahead:
            return part(year + (number < current), number, kind)
        return part(year - (number > current), number, kind)

    def weekday(self, index: int, weeks: int | None = None) -> str | None:
        """A day of the week: the last one up to publication, the next one ahead, or that of a week `weeks` away."""
        if not self.published:
            return None
        today = self.published.weekday()
        if weeks is not None:
            return self.day(index - today + 7 * weeks)
        return self.day((index - today) % 7 if self.ahead else -((today - index) % 7))

    def back(self, count: int, unit: str) -> str | None:
        """The point `count` units before publication, as exact as the unit; negative counts lie ahead."""
        steps = {"day": lambda: self.day(-count), "week": lambda: self.day(-7 * count),
                 "month": lambda: self.month(-count), "quarter": lambda: self.quarter(-count),
                 "year": lambda: self.year(-count), "decade": lambda: self.year(-10 * count)}
        if unit not in steps:
            return None
        try:
            return steps[unit]()
        except OverflowError:  # before year 1 or after year 9999
            return None

    def since(self, count: int, unit: str) -> str | None:
        """The interval of the last `count` units up to publication."""
        start, end = self.back(count, unit), self.back(0, unit)
        return f"{start}/{end}" if start and end else None
