"""Quads by subject and predicate, for those who read a whole graph at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from kg import vocab
from kg.graph import terms

Term = NamedNode | Literal
Index = Mapping[str, Mapping[str, list[Term]]]
"""Subject -> predicate -> objects, each once and sorted, whatever graph they stand in."""

_LABELS = (terms.PREF_LABEL.value, terms.LABEL.value)


def to_index(quads: Iterable[Quad]) -> Index:
    """The index of the quads, without what only RDF 1.2 can hold."""
    index: dict[str, dict[str, set[Term]]] = defaultdict(lambda: defaultdict(set))
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            index[quad.subject.value][quad.predicate.value].add(quad.object)
    return {subject: {predicate: sorted(objects, key=str) for predicate, objects in predicates.items()}
            for subject, predicates in index.items()}


def objects(index: Index, subject: str, predicate: str) -> list[Term]:
    """The objects of a subject and predicate, in order; none is an empty list."""
    return index.get(subject, {}).get(predicate, [])


def members(index: Index, cls: str) -> list[str]:
    """The subjects of a class, sorted."""
    return sorted(node for node in index if any(term.value == cls for term in objects(index, node, terms.TYPE.value)))


def labels(index: Index, node: str) -> list[Literal]:
    """What a node is called: its preferred labels, then plain ones."""
    return [label for predicate in _LABELS for label in objects(index, node, predicate) if isinstance(label, Literal)]


def name(index: Index, node: str, language: str) -> str:
    """The label in the language, else the first by language, else the IRI in short."""
    found = sorted(labels(index, node), key=lambda label: (label.language != language, label.language or ""))
    return found[0].value if found else vocab.compact(node)
