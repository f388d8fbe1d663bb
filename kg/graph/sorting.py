"""The order of a graph's quads: by graph, subject, predicate and object; the default graph, the class and a claim's
triple first."""

from __future__ import annotations

from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg.graph import terms

LEADING = (terms.TYPE, terms.SUBJECT, terms.PREDICATE, terms.OBJECT)
"""The predicates that come first of a subject's, in this order."""

_FIRST = {predicate: str(place) for place, predicate in enumerate(LEADING)}


def order(quad: Quad) -> str:
    """Its terms as N-Triples writes them, between tabs: these never hold one, and sort before whatever they hold."""
    graph = "" if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name)
    return f"{graph}\t{quad.subject}\t{placed(quad.predicate)}\t{quad.object}"


def placed(predicate: NamedNode) -> str:
    """What a predicate is sorted by among those of its subject."""
    return _FIRST.get(predicate) or str(predicate)
