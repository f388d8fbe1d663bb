"""Amounts, counts and percentages: one node for a number with its unit, shared by all claims that state it.

    <https://w3id.org/kg/value/380000000000/CNY> a kg:MonetaryAmount ; kg:value 380000000000 ; kg:unit "CNY" .
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad

from kg.graph import terms
from kg.graph.iris import value_iri

_CURRENCY = re.compile(r"[A-Z]{3}")  # ISO 4217


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
    return "MonetaryAmount" if _CURRENCY.fullmatch(unit) else "Count"


def _spelled(number: str, unit: str) -> str:
    whole, dot, rest = number.partition(".")
    grouped = f"{int(whole):,}{dot}{rest}"
    return grouped + unit if unit == "%" else f"{grouped} {unit}"
