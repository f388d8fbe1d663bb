"""Answers of SPARQL queries: as tables for people and machines, in SPARQL's own formats, and as RDF."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from typing import IO, TYPE_CHECKING, Any

import pyoxigraph as ox
from rich.console import RenderableType
from rich.text import Text

from kg import vocab
from kg.cli import render
from kg.cli.console import one_line
from kg.export import ExportError
from kg.export.parquet import write_solutions
from kg.store import QueryResult

if TYPE_CHECKING:
    from kg.lookup.named import Query
    from kg.lookup.plan import Plan


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


def to_markdown(answer: QueryResult) -> str:
    """A table whose cells no text can break out of; a word for ASK; a block of Turtle for triples."""
    if isinstance(answer, ox.QueryBoolean):
        return ("yes" if answer else "no") + "\n"
    if isinstance(answer, ox.QueryTriples):
        return f"```turtle\n{turtle(answer)}\n```\n"
    lines = [[variable.value for variable in answer.variables], ["---"] * len(answer.variables)]
    lines += [["" if term is None else _cell(short(term)) for term in solution] for solution in answer]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(text: str) -> str:
    """Text that Markdown shows as it is: https://spec.commonmark.org/0.31.2/#backslash-escapes."""
    return "".join(f"\\{c}" if c in "\\`*[]<>|_~&#" else c for c in one_line(text))


def to_text(answer: QueryResult) -> str:
    """The table for people, as text."""
    stream = io.StringIO()
    render.to_stream(to_renderable(answer), stream)
    return stream.getvalue()


TEXTS: Mapping[str, Callable[[QueryResult], str]] = {
    "table": to_text, "csv": to_csv, "json": to_json, "md": to_markdown,
}  # fmt: skip


def write_parquet(answer: QueryResult, stream: IO[bytes]) -> None:
    """The rows of a SELECT as Parquet. ExportError for another kind of answer, or without pyarrow."""
    if not isinstance(answer, ox.QuerySolutions):
        raise ExportError("only the answer of a SELECT is a table: choose another format")
    write_solutions(stream, answer)


def listed(queries: Iterable[Query]) -> RenderableType:
    """The queries that come with kg, with what they answer and take."""
    rows = render.table("Query", "Parameters", "Answers")
    for query in queries:
        rows.add_row(render.text(query.name, "bold"), render.text(" ".join(map(str, query.parameters))),
                     render.text(query.title))
    return rows


def planned(plan: Plan) -> list[RenderableType]:
    """What a query consists of, and what each of its patterns matches."""
    rows = render.table("Step", "Triples")
    rows.columns[1].justify = "right"
    for step in plan.steps:
        rows.add_row(Text("  " * step.depth + one_line(step.text)), "" if step.matches is None else f"{step.matches:,}")
    return [rows, Text(f"\n{render.counted(plan.answers, 'answer')} in {plan.seconds:.3f} s")]
