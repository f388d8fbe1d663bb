"""The part of the ontology that a graph uses: labels, and which classes lie under which, so that the graph reads alone.

`?x a/rdfs:subClassOf* kg:Organization` finds companies in the store, and the Turtle needs no second file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad

from kg import vocab
from kg.graph import terms
from kg.ontology import Class, Ontology, Property

SUBCLASS_OF = NamedNode(vocab.RDFS + "subClassOf")


def vocabulary_quads(used: Iterable[str], ontology: Ontology) -> Iterator[Quad]:
    """Quads about the classes (with those above them) and properties of these local names."""
    names = set(used)
    above = {ancestor for name in names if name in ontology.classes for ancestor in ontology.classes[name].ancestors}
    for name in sorted(names | above):
        if name in ontology.classes:
            yield from _class_quads(ontology.classes[name])
        elif name in ontology.properties:
            yield from _labelled(ontology.properties[name], "Property", vocab.RDF)


def _class_quads(cls: Class) -> Iterator[Quad]:
    yield from _labelled(cls, "Class", vocab.OWL)
    for ancestor in sorted(cls.ancestors - {cls.name}):
        yield Quad(terms.kg(cls.name), SUBCLASS_OF, terms.kg(ancestor))


def _labelled(term: Class | Property, kind: str, namespace: str) -> Iterator[Quad]:
    yield Quad(terms.kg(term.name), terms.TYPE, NamedNode(namespace + kind))
    for language, label in term.labels.items():
        yield Quad(terms.kg(term.name), terms.LABEL, terms.label(label, language))
