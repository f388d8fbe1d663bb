"""Answers of SPARQL queries: as tables, in SPARQL's own formats, and as RDF."""

from __future__ import annotations

import csv
import io
from typing import Any

import pyoxigraph as ox
from rich.console import RenderableType
from rich.text import Text

from kg import vocab
from kg.cli import render
from kg.store import QueryResult


def to_renderable(answer: QueryResult) -> RenderableType:
    """For people: a table for SELECT, a word for ASK, Turtle for CONSTRUCT and DESCRIBE."""
    if isinstance(answer, ox.QuerySolutions):
        rows = render.table(*(variable.value for variable in answer.variables))
        for solution in answer:
            rows.add_row(*("" if term is None else render.text(short(term)) for term in solution))
        return rows
    return Text(("yes" if answer else "no") if isinstance(answer, ox.QueryBoolean) else turtle(answer))


def short(term: Any) -> str:
    """An IRI with its prefix, a literal without its datatype."""
    return vocab.compact(term.value) if isinstance(term, ox.NamedNode) else str(getattr(term, "value", term))


def turtle(triples: ox.QueryTriples) -> str:
    """The triples sorted, with the prefixes that they use; nothing for no triples."""
    found = sorted(set(triples), key=str)
    iris = "".join(map(str, found))
    used = {prefix: iri for prefix, iri in vocab.PREFIXES.items() if iri in iris}
    lines = (ox.serialize(found, format=ox.RdfFormat.TURTLE, prefixes=used) or b"").decode("utf-8").splitlines()
    return "\n".join([*sorted(lines[:len(used)]), *lines[len(used):]])


def to_csv(answer: QueryResult) -> str:
    """SPARQL's CSV; for triples a table of subject, predicate and object."""
    if isinstance(answer, ox.QueryTriples):
        return _rows(answer)
    return (answer.serialize(format=ox.QueryResultsFormat.CSV) or b"").decode("utf-8")


def _rows(triples: ox.QueryTriples) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(("subject", "predicate", "object"))
    writer.writerows(sorted({tuple(getattr(term, "value", str(term)) for term in triple) for triple in triples}))
    return stream.getvalue()


def to_json(answer: QueryResult) -> str:
    """SPARQL's JSON; JSON-LD for triples."""
    if isinstance(answer, ox.QueryTriples):
        return (ox.serialize(sorted(set(answer), key=str), format=ox.RdfFormat.JSON_LD) or b"").decode("utf-8") + "\n"
    return (answer.serialize(format=ox.QueryResultsFormat.JSON) or b"").decode("utf-8") + "\n"


def something(answer: QueryResult) -> bool:
    """Whether the answer is "yes" or holds anything."""
    return bool(answer) if isinstance(answer, ox.QueryBoolean) else any(True for _ in answer)
