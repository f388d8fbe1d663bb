"""SHACL by pySHACL, the reference: https://www.w3.org/TR/shacl/. The whole graph goes through rdflib, in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
import rdflib
from rdflib import SH, BNode, Graph, URIRef

from kg import vocab
from kg.graph.rdf12 import without_rdf12
from kg.ontology import Ontology, OntologyError
from kg.validate.report import Report, Result
from kg.validate.shapes import SHAPES, read_shapes


def validate(quads: Iterable[ox.Quad], ontology: Ontology, shapes: Path | None = None) -> Report:
    """Check the graph against `shapes` (None: the ontology's) and the domains and ranges of the ontology.

    Raises OntologyError, with file and line, for shapes that cannot be read or that SHACL does not allow.
    """
    import pyshacl  # here: it takes longer to load than a build that changes little
    from pyparsing import ParseBaseException
    from pyshacl.errors import ReportableRuntimeError

    data, rules = to_rdflib(quads), read_shapes(ontology, shapes)
    try:
        _, report, _ = pyshacl.validate(data, shacl_graph=rules, inplace=True, inference="none", advanced=False)
    except (ReportableRuntimeError, re.error, ParseBaseException) as error:
        reason = f"not valid SHACL: {' '.join(str(error).split())}"
        raise OntologyError(shapes or ontology.path / SHAPES, None, reason) from error
    assert isinstance(report, Graph)
    return Report.of(_results(report))


def to_rdflib(quads: Iterable[ox.Quad]) -> Graph:
    """The quads of all graphs as one rdflib graph."""
    graph = Graph()
    graph.addN((_term(quad.subject), _term(quad.predicate), _term(quad.object), graph) for quad in without_rdf12(quads))
    return graph


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> rdflib.term.Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        # rdflib takes "a" and "a"^^xsd:string for two things; shapes and files have the first.
        datatype = None if term.datatype.value == vocab.XSD + "string" else URIRef(term.datatype.value)
        return rdflib.Literal(term.value, datatype=datatype, normalize=False)
    raise ValueError(f"not a term of RDF 1.1: {term}")


def _results(report: Graph) -> Iterator[Result]:
    """The results of the report itself; those within them (sh:detail) only say why."""
    for node in report.objects(None, SH.result):
        severity, focus, path, value, shape, message = (
            _text(report.value(node, part)) for part in
            (SH.resultSeverity, SH.focusNode, SH.resultPath, SH.value, SH.sourceShape, SH.resultMessage))
        yield Result(severity.removeprefix(str(SH)), focus, path, value, shape, message)


def _text(term: rdflib.term.Node | None) -> str:
    """The IRI or text of a term; a blank node's name is a new one in every run, so it has none."""
    return "" if term is None or isinstance(term, BNode) else str(term)
