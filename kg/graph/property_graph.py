"""The facts as a networkx graph.

A node is an entity or a value, with its label and class; an edge is a fact, with its property, its support, and the
sentences that state it. A fact whose object is a literal (a date) is an attribute of its node.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import Literal, Quad

from kg import vocab
from kg.graph import terms
from kg.graph.index import Index, members, name, objects, to_index

if TYPE_CHECKING:
    import networkx as nx

_RECORDS = frozenset({vocab.KG + "Entity", vocab.OWL + "Thing"})


def to_networkx(quads: Iterable[Quad], language: str = "en") -> nx.MultiDiGraph[str]:
    """The facts among the quads. Labels are in `language` where there is one, else in the first language that has one.

    Nodes: `label`, `class`; edges, keyed by the fact's IRI: `property`, `label`, `support`, `evidence` (one sentence a
    line). Nodes and edges come in the order of their IRIs.
    """
    import networkx as nx  # here: it takes long to load, and few who make a graph need it

    index = to_index(quads)
    evidence = _evidence(index)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in members(index, vocab.KG + "Entity"):
        _add_node(graph, index, node, language)
    for fact in members(index, vocab.KG + "Fact"):
        subject, predicate, object_ = (index[fact][part.value][0] for part in
                                       (terms.SUBJECT, terms.PREDICATE, terms.OBJECT))
        property_ = predicate.value.removeprefix(vocab.KG)
        if isinstance(object_, Literal):
            written = graph.nodes[subject.value].get(property_)
            graph.nodes[subject.value][property_] = f"{written}; {object_.value}" if written else object_.value
            continue
        for end in (subject, object_):
            _add_node(graph, index, end.value, language)
        graph.add_edge(subject.value, object_.value, key=fact, property=property_,
                       label=name(index, predicate.value, language).removeprefix("kg:"),
                       support=int(index[fact][vocab.KG + "support"][0].value), evidence="\n".join(evidence[fact]))
    return graph


def _add_node(graph: nx.MultiDiGraph[str], index: Index, node: str, language: str) -> None:
    if node in graph:
        return
    classes = (term.value for term in objects(index, node, terms.TYPE.value) if term.value not in _RECORDS)
    graph.add_node(node, label=name(index, node, language),
                   **{"class": next(classes, vocab.OWL + "Thing").removeprefix(vocab.KG)})


def _evidence(index: Index) -> defaultdict[str, list[str]]:
    """The sentences that state each fact, in the order of the claims' IRIs, each once."""
    sentences: defaultdict[str, list[str]] = defaultdict(list)
    for claim in members(index, vocab.KG + "Claim"):
        for fact in objects(index, claim, vocab.KG + "states"):
            for evidence in objects(index, claim, vocab.PROV + "wasDerivedFrom"):
                for selector in objects(index, evidence.value, vocab.OA + "hasSelector"):
                    for quote in objects(index, selector.value, vocab.OA + "exact"):
                        sentence = " ".join(quote.value.split())
                        if sentence not in sentences[fact.value]:
                            sentences[fact.value].append(sentence)
    return sentences
