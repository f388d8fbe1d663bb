"""The graph in the formats other systems read: the same quads give the same bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Triple, serialize

from kg import vocab
from kg.graph.property_graph import to_graphml
from kg.graph.quads import sort
from kg.graph.rdf12 import without_rdf12

# Evidence and article IRIs have slashes, which a prefixed name must escape: they read better whole.
SHORTENED = ("kg", "entity", "claim", "graph", "run", "open", "arg", "rdf", "rdfs", "owl", "xsd", "skos", "prov", "oa",
             "schema", "dcterms", "dcat", "void")
_PREFIXES = {prefix: vocab.PREFIXES[prefix] for prefix in SHORTENED}

# Oxigraph escapes line breaks in literals, so these ends of lines are ends of statements and of graphs.
_END = re.compile(rb"( \.|^\})\n(?=[^}\n])", re.MULTILINE)


def to_turtle(quads: Sequence[Quad]) -> bytes:
    """All graphs as one, grouped by subject."""
    flat = (Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in without_rdf12(quads))
    return _pretty([quad.triple for quad in sort(set(flat))], RdfFormat.TURTLE)


def to_trig(quads: Sequence[Quad]) -> bytes:
    """The default graph, then one graph an article, grouped by subject."""
    return _pretty(sort(quads), RdfFormat.TRIG)


def to_nquads(quads: Sequence[Quad]) -> bytes:
    """One quad a line, sorted."""
    return _serialize(sort(quads), RdfFormat.N_QUADS)


def to_jsonld(quads: Sequence[Quad]) -> bytes:
    """Expanded JSON-LD, with one object for each named graph."""
    return _serialize(sort(without_rdf12(quads)), RdfFormat.JSON_LD) + b"\n"


FORMATS: Mapping[str, tuple[str, Callable[[Sequence[Quad]], bytes]]] = MappingProxyType({
    "turtle": ("graph.ttl", to_turtle),
    "trig": ("graph.trig", to_trig),
    "nquads": ("graph.nq", to_nquads),
    "jsonld": ("graph.jsonld", to_jsonld),
    "graphml": ("graph.graphml", to_graphml),
})
"""Name of a format -> the file it is written to, and what writes it."""


def to_format(quads: Iterable[Quad], name: str) -> bytes:
    """The quads in a format of `FORMATS`. KeyError for another name."""
    return FORMATS[name][1](list(quads))


def write_exports(folder: Path, quads: Iterable[Quad], formats: Iterable[str] = FORMATS) -> dict[str, Path]:
    """Write the graph in each format, each file replaced in one step; returns where each is."""
    held = list(quads)
    written = {}
    for name in formats:
        file, convert = FORMATS[name]
        fresh = folder / f".{file}.new"
        fresh.write_bytes(convert(held))
        written[name] = fresh.replace(folder / file)
    return written


def _pretty(items: Iterable[Triple] | Iterable[Quad], form: RdfFormat) -> bytes:
    """With the prefixes sorted, which Oxigraph writes in a chance order, and a blank line between subjects."""
    lines = _serialize(items, form).split(b"\n")
    header = [line for line in lines[: len(_PREFIXES)] if line.startswith(b"@prefix ")]
    body = b"\n".join(lines[len(header):])
    return b"\n".join([*sorted(header), b"", _END.sub(rb"\1\n\n", body)])


def _serialize(items: Iterable[Triple] | Iterable[Quad], form: RdfFormat) -> bytes:
    written = serialize(items, format=form, prefixes=_PREFIXES)
    assert isinstance(written, bytes)
    return written
