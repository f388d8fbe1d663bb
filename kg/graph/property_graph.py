"""The facts as a networkx graph, and that as GraphML for Gephi, yEd, Neo4j and igraph.

A node is an entity or a value, with its label and class; an edge is a fact, with its property, its support, and the
sentences that state it. A fact whose object is a literal (a date) is an attribute of its node.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from io import BytesIO

import networkx as nx
from pyoxigraph import Literal, NamedNode, Quad

from kg import vocab
from kg.graph import terms

Term = NamedNode | Literal
Index = Mapping[str, Mapping[str, list[Term]]]

_RECORDS = frozenset({vocab.KG + "Entity", vocab.OWL + "Thing"})
_LABELS = (terms.PREF_LABEL.value, terms.LABEL.value)


def to_networkx(quads: Iterable[Quad], language: str = "en") -> nx.MultiDiGraph[str]:
    """The facts among the quads. Labels are in `language` where there is one, else in the first language that has one.

    Nodes: `label`, `class`; edges, keyed by the fact's IRI: `property`, `label`, `support`, `evidence` (one sentence a
    line). Nodes and edges come in the order of their IRIs.
    """
    index = _index(quads)
    evidence = _evidence(index)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in _having(index, vocab.KG + "Entity"):
        _add_node(graph, index, node, language)
    for fact in _having(index, vocab.KG + "Fact"):
        subject, predicate, object_ = (index[fact][part.value][0] for part in
                                       (terms.SUBJECT, terms.PREDICATE, terms.OBJECT))
        name = predicate.value.removeprefix(vocab.KG)
        if isinstance(object_, Literal):
            written = graph.nodes[subject.value].get(name)
            graph.nodes[subject.value][name] = f"{written}; {object_.value}" if written else object_.value
            continue
        for end in (subject, object_):
            _add_node(graph, index, end.value, language)
        graph.add_edge(subject.value, object_.value, key=fact, property=name,
                       label=_label(index, predicate.value, language) or name,
                       support=int(index[fact][vocab.KG + "support"][0].value), evidence="\n".join(evidence[fact]))
    return graph


def to_graphml(quads: Iterable[Quad]) -> bytes:
    """The facts as GraphML, with the characters left out that XML cannot hold."""
    graph = to_networkx(quads)
    for _, attributes in graph.nodes(data=True):
        attributes.update({name: terms.xml_text(value) for name, value in attributes.items()})
    for _, _, attributes in graph.edges(data=True):
        attributes.update({name: terms.xml_text(value) for name, value in attributes.items() if name != "support"})
    written = BytesIO()
    nx.write_graphml_xml(graph, written)
    return written.getvalue() + b"\n"


def _index(quads: Iterable[Quad]) -> Index:
    """Subject -> predicate -> objects, sorted."""
    index: defaultdict[str, defaultdict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            index[quad.subject.value][quad.predicate.value].append(quad.object)
    for predicates in index.values():
        for objects in predicates.values():
            objects.sort(key=str)
    return index


def _having(index: Index, cls: str) -> list[str]:
    """The subjects of a class, sorted."""
    return sorted(node for node, predicates in index.items()
                  if any(term.value == cls for term in predicates.get(terms.TYPE.value, ())))


def _add_node(graph: nx.MultiDiGraph[str], index: Index, node: str, language: str) -> None:
    if node in graph:
        return
    classes = (term.value for term in index[node].get(terms.TYPE.value, ()) if term.value not in _RECORDS)
    graph.add_node(node, label=_label(index, node, language) or vocab.compact(node),
                   **{"class": next(classes, vocab.OWL + "Thing").removeprefix(vocab.KG)})


def _label(index: Index, node: str, language: str) -> str:
    labels = [label for predicate in _LABELS for label in index.get(node, {}).get(predicate, ())
              if isinstance(label, Literal)]
    chosen = [label.value for label in labels if label.language == language] or [label.value for label in labels]
    return chosen[0] if chosen else ""


def _evidence(index: Index) -> defaultdict[str, list[str]]:
    """The sentences that state each fact, in the order of the claims' IRIs, each once."""
    sentences: defaultdict[str, list[str]] = defaultdict(list)
    for claim in _having(index, vocab.KG + "Claim"):
        for fact in index[claim].get(vocab.KG + "states", ()):
            for evidence in index[claim][vocab.PROV + "wasDerivedFrom"]:
                for selector in index[evidence.value][vocab.OA + "hasSelector"]:
                    for quote in index[selector.value].get(vocab.OA + "exact", ()):
                        sentence = " ".join(quote.value.split())
                        if sentence not in sentences[fact.value]:
                            sentences[fact.value].append(sentence)
    return sentences
