"""The part of a large graph that decides whether some of its nodes conform: them, and the classes of what is around."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from kg import vocab
from kg.graph import terms
from kg.graph.vocabulary import SUBCLASS_OF

STATES = terms.kg("states")
DEFAULT = DefaultGraph()


def focus_of(store: Store, touched: Iterable[NamedNode]) -> set[NamedNode]:
    """The touched nodes with both ends of touched facts, whose domain and range are checked at these ends.

    Without the run, which every change touches: it leads to all articles, and no shape is about it.
    """
    focus = {node for node in touched if not node.value.startswith(vocab.RUN)}
    for node in list(focus):
        if next(store.quads_for_pattern(node, terms.TYPE, terms.kg("Fact"), DEFAULT), None) is not None:
            for part in (terms.SUBJECT, terms.OBJECT):
                ends = (quad.object for quad in store.quads_for_pattern(node, part, None, DEFAULT))
                focus.update(end for end in ends if isinstance(end, NamedNode))
    return focus


def excerpt(store: Store, focus: Iterable[NamedNode]) -> set[Quad]:
    """All that is said of the nodes, the plain triples and claims that lead to them, and the classes of all around."""
    found = set(store.quads_for_pattern(None, SUBCLASS_OF, None, DEFAULT))
    for node in focus:
        found.update(store.quads_for_pattern(node, None, None, None))
        found.update(store.quads_for_pattern(None, None, node, DEFAULT))
        found.update(store.quads_for_pattern(None, STATES, node, None))
    around = {term for quad in found for term in (quad.subject, quad.object) if isinstance(term, NamedNode)}
    for node in around.difference(focus):
        found.update(store.quads_for_pattern(node, terms.TYPE, None, None))
    return found
