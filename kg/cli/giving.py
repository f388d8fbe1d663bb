"""Commands that give the graph away: `export`, `validate` and `view`."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from kg.cli import options, render
from kg.cli.console import DONE, PARTLY, fail, show, show_json, writing_bytes, writing_out
from kg.cli.formats import OF_QUADS, Format, to_format

if TYPE_CHECKING:
    from kg.store import Store


def export(
    form: Annotated[Format, typer.Option(
        "--format", "-f", parser=to_format, metavar="FORMAT",
        help="RDF: ttl, ttl12 (RDF 1.2), trig, nq, nt, jsonld, rdf (RDF/XML). Networks: graphml, gexf, neo4j (two "
        "files to import). Tables: claims-csv, claims-parquet, entities-csv, entities-parquet (FollowTheMoney's "
        "statements). In Markdown: report. Other usual names, as turtle, n-quads, json-ld or rdf/xml, mean the same.")]
    = Format.ttl,
    store: options.Store = options.DEFAULT_STORE,
    output: Annotated[Path | None, typer.Option(
        "--output", "-o", metavar="FILE", help="Write to a file (for neo4j: a folder) instead of standard output.",
        show_default=False)] = None,
    about: Annotated[str | None, typer.Option(
        "--about", metavar="NAME", help="Only the claims about one thing.", show_default=False)] = None,
    hops: Annotated[int, typer.Option("--hops", min=1, help="With --about: 2 also those of its neighbours, and so on.")]
    = 1,
    since: Annotated[str | None, typer.Option(
        "--since", metavar="DATE", help="Only the claims of articles published on this day or later.",
        show_default=False)] = None,
    language: options.Language = "en",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format jsonld.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """Export the graph, or a part of it, for other systems.

    Turtle flattens the graphs of the articles; TriG and N-Quads keep each article's claims in a graph of its own. A
    part has the claims asked for with all they rest on: evidence, articles, entities, facts.

    Example: kg export --about Alibaba --hops 2 --format trig --output alibaba.trig
    """
    from kg.export import TABLES, select, write_format, write_neo4j

    form = Format.jsonld if as_json else form
    day = _day(since)
    if form is Format.neo4j and output is None:
        fail("neo4j is two files: give a folder for them with --output")
    with options.opened(store) as opened:
        graph = opened if about is None and day is None else _part(select, opened, about, hops, day)
        if form is Format.neo4j:
            assert output is not None
            write_neo4j(graph, output, language)
        else:
            with _target(output, form) as stream:
                if form.value in OF_QUADS:
                    write_format(graph, OF_QUADS[form.value], stream)
                else:
                    TABLES[form.value][1](graph, stream, language)
    if output is not None and not quiet:
        show(render.text(f"{output}"))


def _target(output: Path | None, form: Format) -> contextlib.AbstractContextManager[IO[bytes]]:
    """Where the bytes go: text to a terminal too, Parquet to a file or a pipe only."""
    if output is None and "parquet" not in form.value:
        return writing_out()
    return writing_bytes(output)


def _part(select: Callable[..., Store], store: Store, about: str | None, hops: int, since: str | None) -> Store:
    from kg.lookup import LookupFailure

    try:
        return select(store, about, hops, since)
    except LookupFailure as error:
        fail(str(error), PARTLY)


def _day(since: str | None) -> str | None:
    """The date, if it is one."""
    if since is None:
        return None
    from kg.lookup.binding import Binding, to_term
    from kg.store import Oxigraph

    return to_term(Binding("--since", since, "date"), Oxigraph()).value


class Way(StrEnum):
    auto = "auto"
    shacl = "shacl"
    sparql = "sparql"


def validate(
    files: Annotated[list[Path] | None, typer.Argument(
        metavar="[FILE]...", help="RDF files (.ttl .nt .nq .trig .rdf .jsonld) or one folder of kg build to check.",
        show_default=False)] = None,
    store: options.Store = options.DEFAULT_STORE,
    ontology: options.Ontology = None,
    shapes: Annotated[Path | None, typer.Option(
        "--shapes", metavar="FILE", help="SHACL shapes in place of the ontology's.", show_default=False)] = None,
    way: Annotated[Way, typer.Option(
        "--with", help="pySHACL, or the same shapes as SPARQL, which large graphs need; auto goes by the size.")]
    = Way.auto,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Check the graph, or RDF files of any origin, against SHACL shapes.

    Violations end in exit code 1. What lies outside a property's domain or range is a warning.

    Example: kg validate theirs.ttl --shapes my-shapes.ttl
    """
    from kg import ontology as ontologies
    from kg.store import read_files
    from kg.validate import check, concerned, validate_store
    from kg.validate import validate as by_pyshacl

    terms = ontologies.load(ontology)
    if files and len(files) == 1 and files[0].is_dir():
        store, files = str(files[0]), None
    with contextlib.closing(read_files(files)) if files else options.opened(store) as opened:
        if way is Way.shacl:
            report = by_pyshacl(opened.quads(), terms, shapes)
        else:
            report = (check if way is Way.sparql else validate_store)(opened, terms, shapes)
        checked = bool(report.results) or concerned(opened, terms, shapes)
    if as_json:
        show_json({"conforms": report.conforms, "checked": checked,
                   "results": [asdict(result) for result in report.results]})
    elif not quiet:
        show(render.results(report))
        if not checked:
            show(render.text("nothing was checked: no shape is about anything in it (--shapes gives others)"))
    raise typer.Exit(DONE if report.conforms else PARTLY)


def view(
    store: options.Store = options.DEFAULT_STORE,
    output: Annotated[Path | None, typer.Option(
        "--output", "-o", metavar="FILE", help="The page to write (graph.html beside the store).", show_default=False)]
    = None,
    ontology: options.Ontology = None,
    language: options.Language = "en",
    title: Annotated[str, typer.Option("--title", help="The page's title.")] = "Knowledge graph",
    about: Annotated[str | None, typer.Option(
        "--about", metavar="NAME", help="Only what surrounds the thing of this name.", show_default=False)] = None,
    hops: Annotated[int, typer.Option("--hops", min=0, help="How many claims away, with --about.")] = 1,
    pyvis: Annotated[bool, typer.Option(
        "--pyvis", help="A pyvis network in place of the explorer, with --about.")] = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Write the graph as one HTML page that works without a network.

    Example: kg view --about Alibaba --hops 2 --output alibaba.html
    """
    from kg import ontology as ontologies
    from kg.view import around, called, to_html, to_network_html, to_records, write

    if pyvis and about is None:
        raise typer.BadParameter("a pyvis network is of a neighbourhood: say of what with --about NAME",
                                 param_hint="--pyvis")
    terms, path = ontologies.load(ontology), output or options.store_folder(store).parent / "graph.html"
    with options.opened(store) as opened:
        records = to_records(opened.quads(), language)
    if about is not None:
        records = around(records, called(records, about), hops)
    convert = to_network_html if pyvis else to_html
    page = write(path, convert(records, terms, title=title, language=language))
    if as_json:
        show_json({"page": str(page)})
    elif not quiet:
        show(render.text(f"{page}"))
