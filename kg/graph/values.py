"""Amounts, counts and percentages: one node for a number with its unit, shared by all claims that state it.

    <https://w3id.org/kg/value/380000000000/CNY> a kg:MonetaryAmount ; kg:value 380000000000 ; kg:unit "CNY" .
"""

from __future__ import annotations

from collections.abc import Iterator

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
    """What describes the number; the subject of each is `value_iri`. Raises GraphError for what is not a number."""
    number, node = terms.number(value), value_node(value, unit)
    yield Quad(node, terms.TYPE, terms.kg(value_class(unit)))
    yield Quad(node, terms.kg("value"), terms.decimal(number))
    yield Quad(node, terms.LABEL, terms.label(_spelled(number, unit)))
    if unit:
        yield Quad(node, terms.kg("unit"), terms.label(unit))


def value_node(value: str, unit: str) -> NamedNode:
    return value_iri(terms.number(value), unit)


def value_class(unit: str) -> str:
    """The class of a value by its unit: "CNY", "%" or a counted noun."""
    if unit == "%":
        return "Percentage"
    return "MonetaryAmount" if unit in CURRENCIES else "Count"


def _spelled(number: str, unit: str) -> str:
    whole, dot, rest = number.partition(".")
    grouped = f"{int(whole):,}{dot}{rest}"
    return grouped + unit if unit == "%" else f"{grouped} {unit}"
