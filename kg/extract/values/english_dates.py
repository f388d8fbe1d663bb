"""How matches of the English forms of time expressions are read, and where they do not count."""

from __future__ import annotations

import re

from kg.extract.values import numbers
from kg.extract.values.calendar import View, iso, months, part, tables
from kg.extract.values.numbers import to_decimal

_EN = tables()["en"]
YEAR = r"(?:1[5-9]\d\d|20\d\d)"


def month_number(name: str) -> int:
    return int(_EN["months"][name.rstrip(".").lower()])


def shift_of(word: str) -> int:
    return int(_EN["shifts"][re.sub(r"\s+", " ", word.lower())])


def full_date(match: re.Match[str], view: View) -> str | None:
    return iso(int(match["y"]), month_number(match["m"]), int(match["d"]))


def numeric_date(match: re.Match[str], view: View) -> str | None:
    return iso(int(match["y"]), int(match["m"]), int(match["d"]))


def year_of(match: re.Match[str], view: View) -> int | None:
    """The year that a match states, or names from the day of publication ("last year")."""
    if match["y"]:
        return int(match["y"])
    return view.published.year + shift_of(match["shift"]) if match["shift"] and view.published else None


def month_year(match: re.Match[str], view: View) -> str | None:
    year = year_of(match, view)
    return iso(year, month_number(match["m"])) if year else None


def day_month(match: re.Match[str], view: View) -> str | None:
    return yearless(match, view, int(match["d"]))


def yearless(match: re.Match[str], view: View, day: int | None = None) -> str | None:
    """A month or day without its year: seen from publication, in an undated article of the year named last."""
    month = month_number(match["m"])
    if view.published:
        return view.yearless(month, day)
    year = named_year(match, view)
    return iso(int(year), month, day) if year else None


def lone_month(match: re.Match[str], view: View) -> str | None:
    if match["shift"] and match["shift"].lower() in ("next", "last"):
        return View(view.published, match["shift"].lower() == "next").yearless(month_number(match["m"]))
    return yearless(match, view)


def part_of_year(match: re.Match[str], view: View) -> str | None:
    """ "the third quarter of 2025", "second-quarter"; the year is nearest to publication where none is said."""
    number = int(match["n"]) if match["n"].isdigit() else int(_EN["ordinals"][match["n"].lower()])
    kind = {"h": "half", "q": "quarter"}[match["kind"][0].lower()]
    if kind == "half" and number > 2:
        number = 2
    if match["y"] or match["shift"]:
        year = year_of(match, view)
        return part(year, number, kind) if year else None
    return view.yearless_part(number, kind)


def is_part_of_year(text: str, match: re.Match[str]) -> bool:
    """ "The first half" is one of a year only where that is said, or after "in"."""
    said = match["y"] or match["shift"] or match["of"]
    return match["kind"] == "quarter" or bool(said) or text[:match.start()].endswith("in ")


def short_part(match: re.Match[str], view: View) -> str | None:
    """ "Q3 2025", "3Q25", "H2 2026", "Q1"."""
    kind = {"H": "half", "Q": "quarter"}[match["kind"]]
    if match["y"]:
        return part(int(match["y"]) if len(match["y"]) == 4 else 2000 + int(match["y"]), int(match["n"]), kind)
    return view.yearless_part(int(match["n"]), kind)


def month_range(match: re.Match[str], view: View) -> str | None:
    if match["y"]:
        year = int(match["y"])
        start, end = iso(year, month_number(match["m"])), iso(year, month_number(match["m2"]))
    else:
        start, end = view.yearless(month_number(match["m"])), view.yearless(month_number(match["m2"]))
    return f"{start}/{end}" if start and end and start < end else None


def year_range(match: re.Match[str], view: View) -> str | None:
    first, last = match["y"], match["y2"]
    last = first[:2] + last if len(last) == 2 else last
    return f"{first}/{last}" if first < last else None


def is_year_range(text: str, match: re.Match[str]) -> bool:
    joint = match["joint"].strip()
    last = match["y2"] if len(match["y2"]) == 4 else match["y"][:2] + match["y2"]
    before = text[max(0, match.start() - 20):match.start()].lower()
    return match["y"] < last and (joint != "and" or before.endswith("between "))


def span_to(match: re.Match[str], view: View) -> str | None:
    """ "the year to March 2024", "the three months ended September": an interval that ends with the month."""
    length = 12
    if match["count"]:
        length = int(to_decimal(match["count"], "en"))
    end = iso(int(match["y"]), month_number(match["m"])) if match["y"] else view.yearless(month_number(match["m"]))
    return months(int(end[:4]), int(end[5:]), length) if end else None


def fiscal_year(match: re.Match[str], view: View) -> str | None:
    year = match["y"]
    return year if len(year) == 4 else f"20{year}"


def decade(match: re.Match[str], view: View) -> str | None:
    first = int(match["decade"])
    return f"{first}/{first + 9}"


def season(match: re.Match[str], view: View) -> str | None:
    """Seasons differ by hemisphere: the year is as far as they tell."""
    if match["y"]:
        return str(match["y"])
    if not view.published:
        return None
    if not match["shift"]:
        return view.year()
    passed = view.published.month >= {"s": 9, "w": 3, "f": 12, "a": 12}[match["season"][0].lower()]
    shift = shift_of(match["shift"])
    return view.year(0 if shift < 0 and passed else shift)


def weekday(match: re.Match[str], view: View) -> str | None:
    index = int(_EN["weekdays"][match["day"].lower()])
    shift = shift_of(match["shift"]) if match["shift"] else 0
    if shift > 0:
        return View(view.published, ahead=True).weekday(index)
    if shift < 0 and view.published and view.published.weekday() == index:
        return view.day(-7)
    return view.weekday(index)


def day_word(match: re.Match[str], view: View) -> str | None:
    return view.day(int(_EN["days"][re.sub(r"\s+", " ", match["word"].lower())]))


def relative(match: re.Match[str], view: View) -> str | None:
    shift = shift_of(match["shift"])
    unit = match["unit"].lower()
    if unit == "weekend":
        return view.weekend(shift)
    readings = {"week": view.week, "month": view.month, "quarter": view.quarter, "year": view.year}
    return readings[unit](shift)


def within(match: re.Match[str], view: View) -> str | None:
    """ "the end of the year", "later in the month"."""
    return view.year() if match["unit"].lower() == "year" else view.month()


def ago(match: re.Match[str], view: View) -> str | None:
    return view.back(counted(match["count"]), singular(match["unit"]))


def past(match: re.Match[str], view: View) -> str | None:
    return view.since(counted(match["count"]), singular(match["unit"]))


def from_named(match: re.Match[str], view: View) -> str | None:
    """ "a year later", "the year before": seen from the last year named before."""
    named = re.findall(rf"\b{YEAR}\b", match.string[max(0, match.start() - 400):match.start()])
    if not named:
        return None
    count = counted(match["count"]) if match["count"] else 1
    return iso(int(named[-1]) + (count if match["way"] in ("later", "after") else -count))


def named_year(match: re.Match[str], view: View) -> str | None:
    """ "In that year": the last year named before."""
    named = re.findall(rf"\b{YEAR}\b", match.string[max(0, match.start() - 400):match.start()])
    return str(named[-1]) if named else None


def holiday(match: re.Match[str], view: View) -> str | None:
    month, day = _EN["holidays"][match["day"].replace("’", "'")]
    return view.yearless(month, day)


def counted(text: str) -> int:
    return int(to_decimal(text, "en"))


def singular(unit: str) -> str:
    return unit.lower().rstrip("s")


def bare_year(match: re.Match[str], view: View) -> str | None:
    return str(match["y"])


def is_bare_year(text: str, match: re.Match[str]) -> bool:
    """A year, and no number of a thing or of a name: not "2000 employees", "$1999", "Windows 2000"."""
    after = re.match(r"\s([a-z]+)", text[match.end():match.end() + 30])
    if after and after[1] in numbers.tables()["en"]["countables"]["words"]:
        return False
    before = re.search(r"(\S+)\s$", text[max(0, match.start() - 30):match.start()])
    if not before or match["partly"] or not before[1][0].isupper() or before[1][-1] in ",.;:)”\"":
        return True
    start = match.start() - len(before.group())
    first_word = re.search(r"(?:^|[.!?:•\n]\s*|[-*]\s)$", text[max(0, start - 3):start])
    return before[1].lower() in numbers.tables()["en"]["openers"]["words"] or (bool(first_word) and before[1] in _LEADS)


_LEADS = frozenset({"Since", "By", "During", "Until", "Before", "After", "Through", "Around", "Throughout", "Between"})
_MODAL = re.compile(
    r"\b(?:in|by|since|until|till|from|to|of|early|late|mid|and|or|between|before|after|during|for|last|next|this|through|"
    r"on|around|every|each|end|beginning)[\s-]+$", re.I
)


def is_month(text: str, match: re.Match[str]) -> bool:
    """May and March are also other words: alone they need a preposition before them."""
    name = match["m"].rstrip(".")
    led = bool(_MODAL.search(text[max(0, match.start() - 20):match.start()]))
    if name in ("May", "March", "Mar", "Jun", "Jan", "Dec", "Sep") and not match["shift"] and not match["partly"]:
        return led
    return led or not re.match(r"\s[A-Z][a-z]+\b", text[match.end():match.end() + 30])
