"""Chinese forms of time expressions."""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.extract.values.calendar import View, iso, months, part, tables
from kg.extract.values.forms import DateForm, Language
from kg.extract.values.numbers import alternatives, number_pattern, to_decimal

_ZH = tables()["zh"]
_YEAR = r"(?P<y>(?:1[5-9]|20)\d\d|[一二][零〇一二三四五六七八九]{3})年"
_NAMED = rf"(?P<named>{alternatives(_ZH['years'])})"
_MONTH = r"(?P<m>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?!报(?!道)|薪|刊|饼)份?"
_DAY = r"(?P<d>3[01]|[12]\d|0?[1-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]"
_PARTLY = r"(?:初|底|末|中旬|上旬|下旬|中)?"
_COUNT = rf"(?P<count>{number_pattern('zh')})"
_UNITS = {"年": "year", "个月": "month", "周": "week", "星期": "week", "天": "day", "日": "day", "个季度": "quarter"}


def _int(text: str) -> int:
    return int(to_decimal(text, "zh"))


def _year(match: re.Match[str], view: View) -> int | None:
    groups = match.groupdict()
    if groups.get("y"):
        return _int(groups["y"])
    if groups.get("named") and view.published:
        return view.published.year + int(_ZH["years"][groups["named"]])
    return None


def _date(match: re.Match[str], view: View) -> str | None:
    """A year with what follows it: month, day."""
    year = _year(match, view)
    groups = match.groupdict()
    month, day = (_int(groups[name]) if groups.get(name) else None for name in ("m", "d"))
    return iso(year, month, day) if year else None


def _yearless(match: re.Match[str], view: View) -> str | None:
    return view.yearless(_int(match["m"]), _int(match["d"]) if match.groupdict().get("d") else None)


def _part(match: re.Match[str], view: View) -> str | None:
    year = _year(match, view)
    stated = bool(match["y"] or match["named"])
    if stated and year is None:
        return None
    if match["half"]:
        number = 1 if match["half"] == "上" else 2
        return part(year, number, "half") if year else view.yearless_part(number, "half")
    number = _int(match["n"])
    if match["first"]:
        last = year or (int(quarter[:4]) if (quarter := view.yearless_part(number, "quarter")) else None)
        return months(last, 3 * number, 3 * number) if last else None
    return part(year, number, "quarter") if year else view.yearless_part(number, "quarter")


def _same_year(match: re.Match[str], view: View) -> str | None:
    """ "同年8月", "次年": seen from the last year named before them."""
    named = re.findall(r"((?:1[5-9]|20)\d\d)年", match.string[max(0, match.start() - 200):match.start()])
    if not named:
        return None
    shift = 1 if match["which"] in ("次年", "翌年") else 0
    return iso(int(named[-1]) + shift, _int(match["m"]) if match["m"] else None)


def _weekday(match: re.Match[str], view: View) -> str | None:
    index = int(_ZH["weekdays"][match["day"]])
    return view.weekday(index, int(_ZH["weeks"][match["week"]]) if match["week"] else None)


def _ago(match: re.Match[str], view: View) -> str | None:
    return view.back(_int(match["count"]), _UNITS[match["unit"]])


def _past(match: re.Match[str], view: View) -> str | None:
    return view.since(_int(match["count"]), _UNITS[match["unit"]])


def _month_day(match: re.Match[str], view: View) -> str | None:
    month = view.month(int(_ZH["months"][match["month"]]))
    return iso(int(month[:4]), int(month[5:]), _int(match["d"]) if match["d"] else None) if month else None


def _decade(match: re.Match[str], view: View) -> str | None:
    first = _int(match["decade"])
    if first < 100:
        first += 1900 if first >= 30 else 2000
    return f"{first}/{first + 9}"


def _range(match: re.Match[str], view: View) -> str | None:
    return f"{match['y']}/{match['y2']}" if match["y"] < match["y2"] else None


def _week(match: re.Match[str], view: View) -> str | None:
    return view.week(int(_ZH["weeks"][match["week"]]))


def _day(match: re.Match[str], view: View) -> str | None:
    return view.day(int(_ZH["days"][match["word"]]))


def _holiday(match: re.Match[str], view: View) -> str | None:
    return view.yearless(*_ZH["holidays"][match["holiday"]])


def _this_year(match: re.Match[str], view: View) -> str | None:
    return view.year()


def _form(pattern: str, read: Callable[[re.Match[str], View], str | None]) -> DateForm:
    return DateForm(re.compile(pattern), read)


_WHICH = rf"(?:{_YEAR}|{_NAMED})"
_SPAN = alternatives(_UNITS)

LANGUAGE = Language(
    forms=(
        _form(r"(?<!\d)(?P<y>(?:19|20)\d\d)([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?!\d)", _date),
        _form(rf"(?<!\d){_WHICH}的?\s?{_MONTH}\s?{_DAY}", _date),
        _form(rf"(?<!\d)(?:{_WHICH}的?)?(?:(?P<half>[上下])半年|(?:(?P<first>前)|第)?(?P<n>[一二三四1-4])季度?(?!节))",
              _part),
        _form(rf"(?<!\d)(?:{_WHICH}的?)?[Qq](?P<n>[1-4])(?P<first>$^)?(?P<half>$^)?", _part),
        _form(rf"(?<!\d){_WHICH}的?\s?{_MONTH}{_PARTLY}", _date),
        _form(r"(?<!\d)(?P<y>(?:19|20)\d\d)年?\s?[-–—至到]\s?(?P<y2>(?:19|20)\d\d)年", _range),
        _form(r"(?:(?:上世纪|20世纪))?(?P<decade>(?:1[89]|20)\d0|[一二三四五六七八九]十|\d0)年代", _decade),
        _form(rf"(?<![\d第]){_YEAR}(?:初|底|末|中期?|年?全年|春|夏|秋|冬)?(?![级代])", _date),
        _form(rf"{_NAMED}(?:初|年初|底|年底|末|中|全年|春天|夏天|秋天|冬天|春|夏|秋|冬)?", _date),
        _form(rf"(?P<which>同年|次年|翌年)(?:{_MONTH})?", _same_year),
        _form(rf"(?<![\d年]){_MONTH}\s?{_DAY}", _yearless),
        _form(rf"(?P<month>{alternatives(_ZH['months'])})(?:{_DAY})?{_PARTLY}", _month_day),
        _form(rf"(?:(?P<week>{alternatives(_ZH['weeks'])})|周|星期|礼拜)(?P<day>[一二三四五六日天])(?![年个])",
              _weekday),
        _form(rf"(?P<week>{alternatives(_ZH['weeks'])})(?:末|内)?", _week),
        _form(rf"(?P<word>{alternatives(_ZH['days'])})", _day),
        _form(rf"(?P<holiday>{alternatives(_ZH['holidays'])})", _holiday),
        _form(rf"{_COUNT}多?(?P<unit>{_SPAN})(?:之|以)?前", _ago),
        _form(rf"(?:过去|近|最近){_COUNT}(?P<unit>{_SPAN})", _past),
        _form(r"(?<![\d一二三四五六七八九十每今去明前后同次全百])年(?:底|末|内|初)(?!预)", _this_year),
        _form(rf"(?<![\d年个]){_MONTH}{_PARTLY}", _yearless),
    ),
    ahead=re.compile(rf"(?:{'|'.join(map(re.escape, _ZH['ahead']['words']))})[^。；！？，,]{{0,20}}$"),
)
