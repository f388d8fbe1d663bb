"""Amounts of money, with the currency's ISO 4217 code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache

from kg.extract.values.amount import DASH, GLUE, Form, Quantity
from kg.extract.values.numbers import alternatives, number_pattern, tables


@cache
def _currencies(field: str) -> Mapping[str, tuple[str, ...]]:
    """Written form -> the codes it can stand for."""
    forms: dict[str, tuple[str, ...]] = {}
    for code, row in tables()["currencies"].items():
        for form in row.get(field, ()):
            forms[form] = (*forms.get(form, ()), code)
    return forms


@cache
def _codes() -> Mapping[str, tuple[str, ...]]:
    return {code: (code,) for code in (*tables()["currencies"], *tables()["codes"]["iso4217"])}


def _code(text: str, forms: tuple[str, ...]) -> str:
    """The currency meant: of several, the first whose country the text names, else the first."""
    for code in forms:
        places = tables()["currencies"].get(code, {}).get("places", ())
        if len(forms) > 1 and any(re.search(rf"(?<![a-z]){re.escape(place)}(?![a-z])", text) for place in places):
            return code
    return forms[0]


def _money_unit(text: str, match: re.Match[str]) -> tuple[str | None, Decimal]:
    groups = match.groupdict()
    for group, field in (("symbol", "symbols"), ("word", "en"), ("han", "zh")):
        if form := groups.get(group):
            known = _currencies(field).get(form) or _codes().get(form) or _lower(field)[form.lower()]
            return _code(text, known), Decimal(1)
    return _code(text, _currencies("minor")[match["minor"]]), Decimal("0.01")


@cache
def _lower(field: str) -> Mapping[str, tuple[str, ...]]:
    return {form.lower(): codes for form, codes in _currencies(field).items()}


def money(language: str) -> list[Form]:
    """The readers of amounts with the currency before the number ("$3bn", "RMB 500 million") and after it."""
    number, dash = number_pattern(language), DASH[language]
    symbols = alternatives([*_currencies("symbols"), *_codes()])
    minor = rf"(?P<minor>{alternatives(_currencies('minor'))})"
    leading = (rf"(?<![A-Za-z\d$])(?P<symbol>{symbols})\s?(?P<low>{number})"
               rf"(?:(?P<joint>{dash})(?:(?P=symbol)\s?)?(?P<high>{number}))?(?![\d%])")
    amount = rf"{GLUE[language]}(?P<low>{number})(?:(?P<joint>{dash})(?P<high>{number}))?"
    if language == "zh":
        trailing = rf"{amount}[多余]?\s?(?:(?P<han>{alternatives([*_currencies('zh'), *_codes()])})|{minor})"
    else:
        trailing = rf"{amount}[\s-](?:(?P<word>{alternatives([*_currencies('en'), *_codes()])})|{minor})\b"
    return [Form(re.compile(pattern), language, "money", _money_unit) for pattern in (leading, trailing)]


def joined_currencies(text: str, found: list[Quantity]) -> list[Quantity]:
    """ "380 billion yuan ($52.44 billion)" is one amount in two currencies."""
    out: list[Quantity] = []
    for quantity in found:
        last = out[-1] if out else None
        if last and last.kind == quantity.kind == "money" and last.unit != quantity.unit and quantity.unit:
            between = text[last.end:quantity.start]
            closing = re.match(r"\s?[)）]", text[quantity.end:quantity.end + 2])
            if _EQUIVALENT.fullmatch(between) and (closing or not re.match(r"\s?[(（]", between)):
                end = quantity.end + (closing.end() if closing else 0)
                also = (*last.also, (quantity.value, quantity.unit))
                out[-1] = replace(last, text=text[last.start:end], end=end, also=also)
                continue
        out.append(quantity)
    return out


_EQUIVALENT = re.compile(
    r"\s?[(（](?:about|around|roughly|approximately|some|nearly|equivalent to|or|约合|约|折合|合)?\s?"
    r"|,? or (?:about |around |roughly |approximately )?|[,，]?(?:约合|折合)(?:人民币)?"
)


def elided_currencies(text: str, found: list[Quantity]) -> list[Quantity]:
    """ "from 380 million euros to 410 million": millions that count nothing are money if the amount before was."""
    out: list[Quantity] = []
    last: Quantity | None = None
    for quantity in found:
        if _is_large(quantity) and not quantity.unit and last and "\n" not in text[last.end:quantity.start]:
            quantity = replace(quantity, kind="money", unit=last.unit)
        if quantity.kind == "money":
            last = quantity
        elif _is_large(quantity):
            last = None
        out.append(quantity)
    return out


def _is_large(quantity: Quantity) -> bool:
    return quantity.kind == "count" and bool(_MILLIONS.search(quantity.text))


_MILLIONS = re.compile(r"illion|crore|[万萬亿億]|\d\s?(?:bn|mn|tn)", re.I)
