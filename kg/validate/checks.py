"""The shapes as SPARQL, for large graphs: one query for each constraint of each shape, run where the graph lies.

The queries are made from the same shapes that pySHACL reads, and find the same things.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, NamedNode, QuerySolutions
from rdflib import RDF, RDFS, SH, URIRef
from rdflib.term import Node

from kg.ontology import Ontology, OntologyError
from kg.store import QueryError, Store
from kg.validate.conditions import Shapes, Unsupported, of_path, of_value, properties, to_path
from kg.validate.report import Report, Result
from kg.validate.shapes import SHAPES, read_shapes


@dataclass(frozen=True, slots=True)
class Check:
    """A query whose every answer (`?focus`, and `?value` where one value is at fault) does not conform to a shape."""

    sparql: str
    severity: str
    path: str
    shape: str
    message: str


def check(store: Store, ontology: Ontology, shapes: Path | None = None) -> Report:
    """Check a store against `shapes` (None: the ontology's) and the domains and ranges of the ontology.

    Raises OntologyError for shapes that cannot be read, or that hold what only pySHACL checks.
    """
    rules = Shapes(read_shapes(ontology, shapes), lambda cls: _members(store, cls))
    try:
        return Report.of(result for one in to_checks(rules) for result in _run(store, one))
    except (Unsupported, QueryError) as error:
        raise OntologyError(shapes or ontology.path / SHAPES, None, f"{' '.join(str(error).split())}") from error


def concerned(store: Store, ontology: Ontology, shapes: Path | None = None) -> bool:
    """Whether any shape is about anything in the store: one that says nothing conforms without having been checked."""
    rules = Shapes(read_shapes(ontology, shapes), lambda cls: _members(store, cls))
    patterns = (pattern for shape in set(rules.graph.subjects()) for pattern in _targets(rules, shape))
    return any(bool(store.query(f"ASK {{ {pattern} }}")) for pattern in patterns)


def to_checks(shapes: Shapes) -> Iterator[Check]:
    """The checks of all shapes that have targets."""
    for shape in sorted(set(shapes.graph.subjects()), key=str):
        for pattern in _targets(shapes, shape):
            yield from _of_shape(shapes, shape, pattern, "?focus")


_TARGETS = {SH.targetSubjectsOf: "?focus {} []", SH.targetObjectsOf: "[] {} ?focus"}


def _targets(shapes: Shapes, shape: Node) -> Iterator[str]:
    """The patterns that find the focus nodes of a shape."""
    classes = shapes.several(shape, SH.targetClass)
    if isinstance(shape, URIRef) and (shape, RDF.type, RDFS.Class) in shapes.graph and _is_shape(shapes, shape):
        classes.append(shape)
    for cls in classes:
        members = " ".join(str(member.n3()) for member in shapes.members(cls))
        yield f"VALUES ?class {{ {members} }} ?focus {RDF.type.n3()} ?class"
    for target, form in _TARGETS.items():
        yield from (form.format(given.n3()) for given in shapes.several(shape, target))
    if nodes := shapes.several(shape, SH.targetNode):
        yield f"VALUES ?focus {{ {' '.join(str(node.n3()) for node in nodes)} }}"


def _is_shape(shapes: Shapes, shape: Node) -> bool:
    return any((shape, RDF.type, kind) in shapes.graph for kind in (SH.NodeShape, SH.PropertyShape))


def _of_shape(shapes: Shapes, shape: Node, pattern: str, focus: str) -> Iterator[Check]:
    """The checks of a shape on the nodes that a pattern finds, and of its properties on those or their values."""
    if str(shapes.one(shape, SH.deactivated)) == "true":
        return
    path, value = shapes.one(shape, SH.path), focus
    made = _described(shapes, shape, path)
    if path is not None:
        edge, value = to_path(shapes, path), shapes.fresh()
        for wrong, at in of_path(shapes, shape, focus, edge):
            found = f"{pattern} . {focus} {edge} {value} . {at.replace('?value', value)}" if at else (
                f"{pattern} FILTER({wrong})")
            yield replace(made, sparql=_query(found, focus, value if at else ""))
        pattern = f"{pattern} . {focus} {edge} {value}"
    for condition in of_value(shapes, shape, value):
        yield replace(made, sparql=_query(f"{pattern} FILTER(!{condition})", focus, value))
    for inner in properties(shapes, shape):
        yield from _of_shape(shapes, inner, pattern, value)


def _query(pattern: str, focus: str, value: str) -> str:
    return f"SELECT DISTINCT ({focus} AS ?node)" + (f" ({value} AS ?at)" if value else "") + f" {{ {pattern} }}"


def _described(shapes: Shapes, shape: Node, path: Node | None) -> Check:
    """What a result of the shape says beside its focus node and value."""
    severity = shapes.one(shape, SH.severity) or SH.Violation
    message = shapes.one(shape, SH.message) or "does not conform to its shape"
    return Check("", str(severity).removeprefix(str(SH)), str(path) if isinstance(path, URIRef) else "",
                 str(shape) if isinstance(shape, URIRef) else "", str(message))


def _run(store: Store, one: Check) -> Iterator[Result]:
    found = store.query(one.sparql)
    assert isinstance(found, QuerySolutions)
    valued = len(found.variables) > 1
    for row in found:
        value = _text(row["at"]) if valued else ""
        yield Result(one.severity, _text(row["node"]), one.path, value, one.shape, one.message)


def _text(term: Any) -> str:
    return "" if term is None or isinstance(term, BlankNode) else str(getattr(term, "value", term))


def _members(store: Store, cls: Node) -> list[Node]:
    """A class and all below it."""
    found = store.query(f"SELECT DISTINCT ?class {{ ?class {RDFS.subClassOf.n3()}* {cls.n3()} }}")
    assert isinstance(found, QuerySolutions)
    iris = {row["class"].value for row in found if isinstance(row["class"], NamedNode)}
    return sorted({cls, *map(URIRef, iris)}, key=str)
