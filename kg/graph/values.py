"""Amounts, counts and percentages: one node for a number with its unit, shared by all claims that state it.

    <https://w3id.org/kg/value/380000000000/CNY> a kg:MonetaryAmount ; kg:value 380000000000 ; kg:unit "CNY" .
    <https://w3id.org/kg/value/15..20/%25> a kg:Percentage ; kg:minValue 15 ; kg:maxValue 20 ; kg:unit "%" .
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from pyoxigraph import NamedNode, Quad

from kg.graph import terms
from kg.graph.iris import value_iri

# ISO 4217, list one, and Bitcoin. Any other unit in capitals ("GPU") is a counted noun.
_CODES = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY
    COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS
    INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP
    MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR
    SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND
    VUV WST XAF XAG XAU XCD XDR XOF XPD XPF XPT YER ZAR ZMW BTC
"""
CURRENCIES = frozenset(_CODES.split())


def value_quads(value: str, unit: str) -> Iterator[Quad]:
    """What describes the number, or the range "low/high"; the subject of each is `value_node`.

    Raises GraphError for what is neither.
    """
    numbers, node = _numbers(value), value_node(value, unit)
    yield Quad(node, terms.TYPE, terms.kg(value_class(unit)))
    for name, number in zip(("value",) if len(numbers) == 1 else ("minValue", "maxValue"), numbers, strict=True):
        yield Quad(node, terms.kg(name), terms.decimal(number))
    yield Quad(node, terms.LABEL, terms.label(_spelled(numbers, unit)))
    if unit:
        yield Quad(node, terms.kg("unit"), terms.label(unit))


def value_node(value: str, unit: str) -> NamedNode:
    return value_iri("..".join(_numbers(value)), unit)


def _numbers(value: str) -> list[str]:
    """One number, or the two different ends of a range, the lower first."""
    found = {terms.number(part) for part in value.split("/", 1)}
    return sorted(found, key=Decimal)


def value_class(unit: str) -> str:
    """The class of a value by its unit: "CNY", "%" or a counted noun."""
    if unit == "%":
        return "Percentage"
    return "MonetaryAmount" if unit in CURRENCIES else "Count"


def _spelled(numbers: Iterable[str], unit: str) -> str:
    grouped = "–".join(f"{Decimal(number):,f}" for number in numbers)
    return grouped + unit if unit == "%" else f"{grouped} {unit}".rstrip()
