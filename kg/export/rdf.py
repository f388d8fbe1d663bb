"""The graph in RDF and as networks, written from a store: the same graph gives the same bytes.

All is written as it is sorted or read, so that memory stays flat however large the graph.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import IO

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kg.export.lines import Block, Copy, Graphs, Reader, ordered
from kg.export.networks import write_gexf, write_graphml
from kg.export.turtle import HEADER, PREFIXES, Statements, short
from kg.graph import terms
from kg.graph.sorting import placed
from kg.store import Oxigraph
from kg.store.folder import POINTER

_XML_NAME = re.compile(r"[^\W\d][\w.-]*$")
"""What must end the IRI of a property that RDF/XML can hold: https://www.w3.org/TR/rdf-syntax-grammar/."""

_RDF12 = b" <<( "
"""What stands in a line before a triple as object: and what a literal may hold."""

Write = Callable[[Graphs, IO[bytes]], None]


def write_turtle(source: Graphs, stream: IO[bytes]) -> None:
    """All graphs as one, grouped by subject."""
    stream.write(HEADER + b"\n")
    stream.writelines(Statements().of(ordered(source, source.graphs())))


def write_turtle12(source: Graphs, stream: IO[bytes]) -> None:
    """The same with `claim rdf:reifies <<( s p o )>>`, which RDF 1.2 reads."""
    stream.write(HEADER + b"\n")
    stream.writelines(Statements(reify=True).of(ordered(source, source.graphs())))


def write_trig(source: Graphs, stream: IO[bytes]) -> None:
    """The default graph, then one graph an article, grouped by subject."""
    stream.write(HEADER)
    default, named = Statements(triples=True), Statements(indent=b"\t", triples=True)
    for graph in source.graphs():
        blocks = ordered(source, [graph])
        stream.write(b"\n")
        if isinstance(graph, DefaultGraph):
            stream.writelines(default.of(blocks))
        else:
            stream.write(short(graph.value) + b" {\n")
            stream.writelines(named.of(blocks))
            stream.write(b"}\n")


def write_nquads(source: Graphs, stream: IO[bytes]) -> None:
    """One quad a line, sorted within its graph; the default graph first."""
    for graph in source.graphs():
        end = b".\n" if isinstance(graph, DefaultGraph) else f"{graph} .\n".encode()
        for block in ordered(source, [graph]):
            stream.writelines(line[:-2] + end for line in block)


def write_ntriples(source: Graphs, stream: IO[bytes]) -> None:
    """All graphs as one, one triple a line, sorted."""
    for block in _flat(source):
        stream.writelines(block)


def write_jsonld(source: Graphs, stream: IO[bytes]) -> None:
    """Expanded JSON-LD, with one object for each named graph."""
    quads = (Quad(triple.subject, triple.predicate, triple.object, graph) for graph in source.graphs()
             for triple in _triples(_rdf11(ordered(source, [graph]))))
    serialize(quads, stream, RdfFormat.JSON_LD, prefixes=PREFIXES)
    stream.write(b"\n")


def write_rdfxml(source: Graphs, stream: IO[bytes]) -> None:
    """All graphs as one in RDF/XML, with spaces for what XML cannot hold.

    Raises GraphError for a property that RDF/XML has no name for.
    """
    serialize(map(_in_xml, _triples(_flat(source))), stream, RdfFormat.RDF_XML, prefixes=PREFIXES)
    stream.write(b"\n")


FORMATS: Mapping[str, tuple[str, Write]] = MappingProxyType({
    "turtle": ("graph.ttl", write_turtle),
    "trig": ("graph.trig", write_trig),
    "nquads": ("graph.nq", write_nquads),
    "jsonld": ("graph.jsonld", write_jsonld),
    "graphml": ("graph.graphml", write_graphml),
})
"""What a build writes: name of a format -> the file it is written to, and what writes it."""

MORE: Mapping[str, tuple[str, Write]] = MappingProxyType({
    "turtle12": ("graph.1-2.ttl", write_turtle12),
    "ntriples": ("graph.nt", write_ntriples),
    "rdfxml": ("graph.rdf", write_rdfxml),
    "gexf": ("graph.gexf", write_gexf),
})
"""What can be written beside."""


def write_format(source: Graphs, name: str, stream: IO[bytes]) -> None:
    """Write a store in a format of `FORMATS` or `MORE`. KeyError for another name."""
    file, write = {**FORMATS, **MORE}[name]
    if ready := _ready(source, file):
        with ready.open("rb") as made:
            shutil.copyfileobj(made, stream)
    else:
        write(source, stream)


def _ready(source: Graphs, name: str) -> Path | None:
    """The file that the build which made this graph wrote beside it, unless somebody changed it since."""
    if not isinstance(source, Oxigraph) or source.generation is None:
        return None
    file, used = source.generation / name, source.generation.parent / POINTER
    try:
        return file if file.stat().st_mtime_ns <= used.lstat().st_mtime_ns else None
    except OSError:  # it wrote none
        return None


def to_format(quads: Iterable[Quad], name: str) -> bytes:
    """The quads in a format of `FORMATS` or `MORE`. KeyError for another name."""
    stream, store = BytesIO(), Oxigraph()
    store.load(quads)
    write_format(store, name, stream)
    return stream.getvalue()


def write_exports(folder: Path, source: Graphs, formats: Iterable[str] = FORMATS) -> dict[str, Path]:
    """Write the graph in each format, each file replaced in one step; returns where each is."""
    copy, written = Copy(source), {}
    for name in formats:
        file, write = FORMATS[name]
        fresh = folder / f".{file}.new"
        with fresh.open("wb") as stream:
            write(copy, stream)
        written[name] = fresh.replace(folder / file)
    return written


def _flat(source: Graphs) -> Iterator[Block]:
    """All graphs as one, as far as RDF 1.1 can hold them."""
    return _rdf11(ordered(source, source.graphs()))


def _rdf11(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield [line for line in block if _RDF12 not in line or not _is_triple(line)]


def _is_triple(line: bytes) -> bool:
    return line.split(b" ", 2)[2].startswith(_RDF12[1:])


def _triples(blocks: Iterable[Block]) -> Iterator[Triple]:
    """The triples of sorted lines, of each subject its class and a claim's triple first."""
    read = parse(Reader(blocks), format=RdfFormat.N_TRIPLES)  # type: ignore[arg-type]
    for _, several in groupby((quad.triple for quad in read), lambda triple: triple.subject):
        yield from sorted(several, key=lambda triple: placed(triple.predicate))


def _in_xml(triple: Triple) -> Triple:
    if not _XML_NAME.search(triple.predicate.value):
        raise terms.GraphError(f"RDF/XML has no name for the property {triple.predicate.value}: take another format")
    value = triple.object
    if isinstance(value, Literal) and (clean := terms.xml_text(value.value)) != value.value:
        language = value.language
        value = Literal(clean, language=language) if language else Literal(clean, datatype=value.datatype)
    assert isinstance(triple.subject, NamedNode)
    return Triple(triple.subject, triple.predicate, value)
