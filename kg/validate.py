"""SHACL validation of a graph by pySHACL: the shapes of `shapes.ttl`, and the domain and range of every property.

https://www.w3.org/TR/shacl/. A graph conforms when there is no violation; what lies outside a property's domain or
range is a warning, since an entity's class may be read wrongly where the claim is right. A thing whose class is not
known (owl:Thing) lies outside nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import rdflib
from pyparsing import ParseBaseException
from pyshacl.errors import ReportableRuntimeError
from rdflib import OWL, RDF, SH, BNode, Graph, URIRef
from rdflib.collection import Collection

from kg import vocab
from kg.graph.rdf12 import without_rdf12
from kg.ontology import Ontology, OntologyError, Property

SHAPES = "shapes.ttl"


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One thing that does not conform: `severity` is "Violation", "Warning" or "Info", the rest IRIs and texts."""

    severity: str
    focus: str
    path: str
    value: str
    shape: str
    message: str

    def __str__(self) -> str:
        place = " ".join(vocab.compact(part) for part in (self.focus, self.path) if part)
        return f"{self.severity.lower()}: {place}: {self.message}" + (f" ({self.value})" if self.value else "")


@dataclass(frozen=True, slots=True)
class Report:
    """What a validation found, violations first."""

    results: tuple[Result, ...] = ()

    @property
    def conforms(self) -> bool:
        return not self.violations

    @property
    def violations(self) -> tuple[Result, ...]:
        return tuple(result for result in self.results if result.severity == "Violation")

    @property
    def warnings(self) -> tuple[Result, ...]:
        return tuple(result for result in self.results if result.severity == "Warning")


def validate(quads: Iterable[ox.Quad], ontology: Ontology, shapes: Path | None = None) -> Report:
    """Check the graph against `shapes` (None: the ontology's) and the domains and ranges of the ontology.

    Raises OntologyError, with file and line, for shapes that cannot be read or that SHACL does not allow.
    """
    file = shapes or ontology.path / SHAPES
    data, rules = to_rdflib(quads), _read(file)
    for prop in ontology.properties.values():
        _add_domain_and_range(rules, prop)
    try:
        _, report, _ = pyshacl.validate(data, shacl_graph=rules, inplace=True, inference="none", advanced=False)
    except (ReportableRuntimeError, re.error, ParseBaseException) as error:
        raise OntologyError(file, None, f"not valid SHACL: {' '.join(str(error).split())}") from error
    assert isinstance(report, Graph)
    return Report(tuple(sorted(_results(report), key=lambda r: (r.severity != "Violation", r))))


def to_rdflib(quads: Iterable[ox.Quad]) -> Graph:
    """The quads of all graphs as one rdflib graph."""
    graph = Graph()
    graph.addN((_term(quad.subject), _term(quad.predicate), _term(quad.object), graph) for quad in without_rdf12(quads))
    return graph


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> rdflib.term.Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        return rdflib.Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)
    raise ValueError(f"not a term of a graph without blank nodes: {term}")


def _read(file: Path) -> Graph:
    """The shapes. Oxigraph reads them, since it says in which line an error is."""
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


def _results(report: Graph) -> Iterator[Result]:
    for node in report.subjects(RDF.type, SH.ValidationResult):
        severity, focus, path, value, shape, message = (
            _text(report.value(node, part)) for part in
            (SH.resultSeverity, SH.focusNode, SH.resultPath, SH.value, SH.sourceShape, SH.resultMessage))
        yield Result(severity.removeprefix(str(SH)), focus, path, value, shape, message)


def _text(term: rdflib.term.Node | None) -> str:
    """The IRI or text of a term; a blank node's name is a new one in every run, so it has none."""
    return "" if term is None or isinstance(term, BNode) else str(term)
