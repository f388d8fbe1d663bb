"""The `query` command: SPARQL of the user's own, and the queries that come with `kg`."""

from __future__ import annotations

import re
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import options
from kg.cli.console import DONE, PARTLY, fail, one_line, show_json, write, writing, writing_bytes
from kg.cli.console import show as show_tables

if TYPE_CHECKING:
    from kg.lookup.named import Query
    from kg.store import QueryResult, Store


class Form(StrEnum):
    table = "table"
    csv = "csv"
    json = "json"
    md = "md"
    parquet = "parquet"


def query(
    sparql: Annotated[str, typer.Argument(
        metavar="SPARQL|NAME", help="SPARQL, @FILE that holds it, - for standard input, or the NAME of a query of kg.",
        show_default=False)] = "",
    bind: Annotated[list[str] | None, typer.Option(
        "--bind", "-b", metavar="NAME=VALUE", show_default=False,
        help="The value of a variable (more than once for several); NAME:TYPE=VALUE where it is no text, with string, "
             "entity, iri, date, integer, decimal or boolean; NAME@LANGUAGE=VALUE for text in a language.")] = None,
    listing: Annotated[bool, typer.Option("--list", help="List the queries that come with kg.")] = False,
    explaining: Annotated[bool, typer.Option(
        "--explain", help="Show the query as it runs, its algebra, how much each pattern matches, and the time.")]
    = False,
    store: options.Store = options.DEFAULT_STORE,
    form: Annotated[Form, typer.Option("--format", "-f", help="How to print the answer.")] = Form.table,
    output: Annotated[Path | None, typer.Option(
        "--output", "-o", metavar="FILE", help="Write to a file instead of standard output.", show_default=False)]
    = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Ask the graph in SPARQL, or by the name of a query that comes with kg.

    SELECT, ASK, CONSTRUCT and DESCRIBE; the prefixes kg: entity: claim: open: skos: prov: oa: schema: rdf: rdfs: xsd:
    are known. Answers are tables, CSV, JSON, Markdown or Parquet; triples are Turtle, CSV or JSON-LD. With --quiet only
    the exit code answers: 0 for something, 1 for "no" or nothing.

    Values given with --bind become RDF terms before they meet the query, so that none can change what it asks.

    Example: kg query timeline --bind name=Alibaba --bind since=2026-03
    """

    form = Form.json if as_json else form
    if listing:
        _list(as_json)
        return
    place, asked = _asked(sparql)
    with options.opened(store) as opened:
        text = _bound(asked, opened, bind or [], place)
        if explaining:
            _explain(opened, text, form is Form.json)
            return
        answer = _answer(opened, text, asked, place)
        _print(answer, form, output, quiet)


def _asked(given: str) -> tuple[str, Query]:
    """Where the query stands ("" on the command line), and the query."""
    from kg.lookup import LookupFailure
    from kg.lookup.named import named_query, read_query

    if re.fullmatch(r"[A-Za-z]+(-[A-Za-z]+)*", given):
        try:
            return "", named_query(given)
        except LookupFailure as error:
            fail(str(error))
    if given == "-":
        return "standard input", read_query(sys.stdin.read())
    if not given.startswith("@"):
        return "", read_query(given)
    try:
        return given[1:], read_query(Path(given[1:]).read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        fail(f"{given[1:]}: not UTF-8: {error.reason} at byte {error.start}")


def _bound(asked: Query, store: Store, given: list[str], place: str) -> str:
    from kg.lookup import LookupFailure
    from kg.lookup.binding import parse
    from kg.store import QueryError

    try:
        return asked.bound(store, [parse(binding) for binding in given])
    except LookupFailure as error:
        fail(str(error), PARTLY)
    except QueryError as error:
        fail(f"{place}: {error}" if place else str(error))


def _answer(store: Store, text: str, asked: Query, place: str) -> QueryResult:
    """The answer. An error is shown in the query as it was written, not as it reads with the values in it."""
    from kg.store import Oxigraph, QueryError

    try:
        if text != asked.sparql:
            Oxigraph().query(asked.sparql)
        return store.query(text)
    except QueryError as error:
        fail(f"{place}: {error}" if place else str(error))


def _print(answer: QueryResult, form: Form, output: Path | None, quiet: bool) -> None:
    from kg.cli import answers

    if quiet and output is None:
        raise typer.Exit(DONE if answers.something(answer) else PARTLY)
    if form is Form.parquet:
        with writing_bytes(output) as binary:
            answers.write_parquet(answer, binary)
    elif form is Form.table and output is None:
        show_tables(answers.to_renderable(answer))
    else:
        with writing(output) as stream:
            stream.write(answers.TEXTS[form.value](answer))


def _explain(store: Store, text: str, as_json: bool) -> None:
    from dataclasses import asdict

    from kg.cli import answers
    from kg.lookup.plan import plan

    found = plan(store, text)
    if as_json:
        show_json(asdict(found))
    else:
        write("".join(one_line(line) + "\n" for line in found.query.splitlines()) + "\n")
        show_tables(*answers.planned(found))


def _list(as_json: bool) -> None:
    from dataclasses import asdict

    from kg.cli import answers
    from kg.lookup.named import named

    if as_json:
        show_json([asdict(query) for query in named().values()])
    else:
        show_tables(answers.listed(named().values()))


