"""The shapes: those of a file, and a warning for what lies outside a property's domain or range."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import rdflib
from rdflib import OWL, RDF, SH, BNode, Graph, URIRef
from rdflib.collection import Collection

from kg import vocab
from kg.ontology import Ontology, OntologyError, Property

SHAPES = "shapes.ttl"


def read_shapes(ontology: Ontology, file: Path | None = None) -> Graph:
    """The shapes of a file (None: the ontology's), and those of the domains and ranges of the ontology.

    Raises OntologyError, with file and line, for what cannot be read.
    """
    rules = _read(file or ontology.path / SHAPES)
    for prop in ontology.properties.values():
        _add_domain_and_range(rules, prop)
    return rules


def _read(file: Path) -> Graph:
    """Oxigraph reads the file first, since it says in which line an error is."""
    graph = Graph()
    try:
        text = file.read_text(encoding="utf-8")
        for _ in ox.parse(text, format=ox.RdfFormat.TURTLE):
            pass
    except SyntaxError as error:
        raise OntologyError(file, error.lineno, error.msg) from error
    except UnicodeDecodeError as error:
        raise OntologyError(file, None, f"not UTF-8: {error.reason} at byte {error.start}") from error
    except OSError as error:
        raise OntologyError(file, None, error.strerror or str(error)) from error
    return graph.parse(data=text, format="turtle")


def _add_domain_and_range(rules: Graph, prop: Property) -> None:
    """Shapes that warn of subjects outside the property's domain and of objects outside its range."""
    iri = URIRef(vocab.KG + prop.name)
    sides = (("subject", SH.targetSubjectsOf, prop.domain), ("object", SH.targetObjectsOf, prop.range))
    for side, target, classes in sides:
        shape = URIRef(f"{vocab.SHAPE}{prop.name}-{side}")
        rules.add((shape, RDF.type, SH.NodeShape))
        rules.add((shape, target, iri))
        rules.add((shape, SH.severity, SH.Warning))
        wanted = ", ".join(sorted(classes))
        rules.add((shape, SH.message, rdflib.Literal(f"{side} of kg:{prop.name} should be a {wanted}")))
        rules.add((shape, SH["or"], _alternatives(rules, classes)))


def _alternatives(rules: Graph, classes: Iterable[str]) -> BNode:
    anything = BNode()
    rules.add((anything, SH["class"], OWL.Thing))
    members: list[rdflib.term.Node] = [anything]
    for name in sorted(classes):
        member = BNode()
        # Times are literals, as everything else is an IRI.
        constraint = (SH.nodeKind, SH.Literal) if name == "Time" else (SH["class"], URIRef(vocab.KG + name))
        rules.add((member, *constraint))
        members.append(member)
    head = BNode()
    Collection(rules, head, members)
    return head
