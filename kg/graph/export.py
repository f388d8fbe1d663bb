"""The graph in the formats other systems read: the same quads give the same bytes, written as they are sorted.

Nothing but the sort holds the graph, and that goes to disk where it is large; GraphML and GEXF are the exception, since
networkx builds them whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import IO

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kg import vocab
from kg.graph import terms
from kg.graph.property_graph import to_gexf, to_graphml
from kg.graph.rdf12 import REIFIES, reifying_quads, without_rdf12
from kg.graph.sorting import sort

# Evidence and article IRIs have slashes, which a prefixed name must escape: they read better whole.
SHORTENED = ("kg", "entity", "claim", "graph", "run", "open", "arg", "rdf", "rdfs", "owl", "xsd", "skos", "prov", "oa",
             "schema", "dcterms", "dcat", "void")
_PREFIXES = {prefix: vocab.PREFIXES[prefix] for prefix in SHORTENED}
_XML_NAME = re.compile(r"[^\W\d][\w.-]*$")
"""What must end the IRI of a property that RDF/XML can hold: https://www.w3.org/TR/rdf-syntax-grammar/."""

Write = Callable[[Iterable[Quad], IO[bytes]], None]


def write_turtle(quads: Iterable[Quad], stream: IO[bytes]) -> None:
    """All graphs as one, grouped by subject."""
    _pretty((quad.triple for quad in _flat(without_rdf12(quads))), RdfFormat.TURTLE, stream)


def write_turtle12(quads: Iterable[Quad], stream: IO[bytes]) -> None:
    """The same with `claim rdf:reifies <<( s p o )>>`, which RDF 1.2 reads."""
    _pretty((quad.triple for quad in _reified(_flat(without_rdf12(quads)))), RdfFormat.TURTLE, stream)


def write_trig(quads: Iterable[Quad], stream: IO[bytes]) -> None:
    """The default graph, then one graph an article, grouped by subject."""
    _pretty(sort(quads), RdfFormat.TRIG, stream)


def write_nquads(quads: Iterable[Quad], stream: IO[bytes]) -> None:
    """One quad a line, sorted."""
    serialize(sort(quads), stream, RdfFormat.N_QUADS)


def write_ntriples(quads: Iterable[Quad], stream: IO[bytes]) -> None:
    """All graphs as one, one triple a line, sorted."""
    serialize((quad.triple for quad in _flat(without_rdf12(quads))), stream, RdfFormat.N_TRIPLES)


def write_jsonld(quads: Iterable[Quad], stream: IO[bytes]) -> None:
    """Expanded JSON-LD, with one object for each named graph."""
    serialize(sort(without_rdf12(quads)), stream, RdfFormat.JSON_LD, prefixes=_PREFIXES)
    stream.write(b"\n")


def write_rdfxml(quads: Iterable[Quad], stream: IO[bytes]) -> None:
    """All graphs as one in RDF/XML, with spaces for what XML cannot hold.

    Raises GraphError for a property that RDF/XML has no name for.
    """
    triples = (_in_xml(quad.triple) for quad in _flat(without_rdf12(quads)))
    serialize(triples, stream, RdfFormat.RDF_XML, prefixes=_PREFIXES)
    stream.write(b"\n")


def _whole(convert: Callable[[Iterable[Quad]], bytes]) -> Write:
    def write(quads: Iterable[Quad], stream: IO[bytes]) -> None:
        stream.write(convert(quads))

    return write


FORMATS: Mapping[str, tuple[str, Write]] = MappingProxyType({
    "turtle": ("graph.ttl", write_turtle),
    "trig": ("graph.trig", write_trig),
    "nquads": ("graph.nq", write_nquads),
    "jsonld": ("graph.jsonld", write_jsonld),
    "graphml": ("graph.graphml", _whole(to_graphml)),
})
"""What a build writes: name of a format -> the file it is written to, and what writes it."""

MORE: Mapping[str, tuple[str, Write]] = MappingProxyType({
    "turtle12": ("graph.1-2.ttl", write_turtle12),
    "ntriples": ("graph.nt", write_ntriples),
    "rdfxml": ("graph.rdf", write_rdfxml),
    "gexf": ("graph.gexf", _whole(to_gexf)),
})
"""What can be written beside."""


def write_format(quads: Iterable[Quad], name: str, stream: IO[bytes]) -> None:
    """Write the quads in a format of `FORMATS` or `MORE`. KeyError for another name."""
    {**FORMATS, **MORE}[name][1](quads, stream)


def to_format(quads: Iterable[Quad], name: str) -> bytes:
    """The quads in a format of `FORMATS` or `MORE`. KeyError for another name."""
    stream = BytesIO()
    write_format(quads, name, stream)
    return stream.getvalue()


def write_exports(folder: Path, quads: Iterable[Quad], formats: Iterable[str] = FORMATS) -> dict[str, Path]:
    """Write the graph in each format, each file replaced in one step; returns where each is."""
    held = list(quads)
    written = {}
    for name in formats:
        file, write = FORMATS[name]
        fresh = folder / f".{file}.new"
        with fresh.open("wb") as stream:
            write(held, stream)
        written[name] = fresh.replace(folder / file)
    return written


def _flat(quads: Iterable[Quad]) -> Iterator[Quad]:
    """All graphs as one: in order, each triple once."""
    before = None
    for quad in sort(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in quads):
        if quad != before:
            yield quad
        before = quad


def _reified(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Quads in order of their subjects, with what each claim reifies behind the claim."""
    held: list[Quad] = []
    for quad in quads:
        if held and quad.subject != held[0].subject:
            yield from (*held, *reifying_quads(held))
            held = []
        if quad.predicate != REIFIES:
            held.append(quad)
    yield from (*held, *reifying_quads(held))


def _in_xml(triple: Triple) -> Triple:
    if not _XML_NAME.search(triple.predicate.value):
        raise terms.GraphError(f"RDF/XML has no name for the property {triple.predicate.value}: take another format")
    value = triple.object
    if isinstance(value, Literal) and (clean := terms.xml_text(value.value)) != value.value:
        language = value.language
        value = Literal(clean, language=language) if language else Literal(clean, datatype=value.datatype)
    assert isinstance(triple.subject, NamedNode)
    return Triple(triple.subject, triple.predicate, value)


def _pretty(items: Iterable[Triple] | Iterable[Quad], form: RdfFormat, stream: IO[bytes]) -> None:
    """With the prefixes sorted, which Oxigraph writes in a chance order, and a blank line between subjects."""
    spaced = _Spaced(stream)
    serialize(items, spaced, form, prefixes=_PREFIXES)  # type: ignore[arg-type]
    spaced.finish()


class _Spaced:
    """Passes lines on; the first, of prefixes, sorted, and blank lines behind ends of statements and of graphs.

    Oxigraph escapes line breaks in literals, so that every line that ends in " ." is such an end.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._rest, self._before = stream, b"", b""
        self._header: list[bytes] | None = []

    def write(self, data: bytes) -> int:
        *lines, self._rest = (self._rest + bytes(data)).split(b"\n")
        out = []
        for line in lines:
            if self._header is not None and line.startswith(b"@prefix ") and len(self._header) < len(_PREFIXES):
                self._header.append(line)
                continue
            if self._header is not None:
                out += [*sorted(self._header), b""]
                self._header = None
            elif (self._before.endswith(b" .") or self._before == b"}") and line[:1] not in (b"", b"}"):
                out.append(b"")
            out.append(line)
            self._before = line
        self._stream.write(b"".join(line + b"\n" for line in out))
        return len(data)

    def flush(self) -> None:
        """What stands behind the last line's end stays: nothing, once all is written."""

    def finish(self) -> None:
        if self._header is not None:
            self._stream.write(b"".join(line + b"\n" for line in [*sorted(self._header), b""]))
        self._stream.write(self._rest)
