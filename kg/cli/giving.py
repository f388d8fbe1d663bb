"""Commands that give the graph away: `export`, `validate` and `view`."""

from __future__ import annotations

import contextlib
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli import options, render
from kg.cli.console import DONE, PARTLY, show, show_json, write, writing


class Format(StrEnum):
    ttl = "ttl"
    trig = "trig"
    nq = "nq"
    jsonld = "jsonld"
    graphml = "graphml"


def export(
    form: Annotated[Format, typer.Option("--format", "-f", help="Turtle, TriG, N-Quads, JSON-LD or GraphML.")]
    = Format.ttl,
    store: options.Store = options.DEFAULT_STORE,
    output: Annotated[Path | None, typer.Option(
        "--output", "-o", metavar="FILE", help="Write to a file instead of standard output.", show_default=False)]
    = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format jsonld.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """Export the graph in one format.

    Turtle flattens the graphs of the articles; TriG and N-Quads keep each article's claims in a graph of its own.

    Example: kg export --format trig --output news.trig
    """
    from kg.graph import FORMATS, to_format

    form = Format.jsonld if as_json else form
    name = next(name for name, (file, _) in FORMATS.items() if file.endswith(f".{form.value}"))
    with options.opened(store) as opened:
        written = to_format(opened.quads(), name).decode("utf-8")
    if output is None:
        write(written)
        return
    with writing(output) as stream:
        stream.write(written)
    if not quiet:
        show(render.text(f"{output}"))


class Way(StrEnum):
    auto = "auto"
    shacl = "shacl"
    sparql = "sparql"


def validate(
    files: Annotated[list[Path] | None, typer.Argument(
        metavar="[FILE]...", help="RDF files to check in place of a graph of kg (.ttl .nt .nq .trig .rdf .jsonld).",
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
    from kg.validate import check, validate_store
    from kg.validate import validate as by_pyshacl

    terms = ontologies.load(ontology)
    with contextlib.closing(read_files(files)) if files else options.opened(store) as opened:
        if way is Way.shacl:
            report = by_pyshacl(opened.quads(), terms, shapes)
        else:
            report = (check if way is Way.sparql else validate_store)(opened, terms, shapes)
    if as_json:
        show_json({"conforms": report.conforms, "results": [asdict(result) for result in report.results]})
    elif not quiet:
        show(render.results(report))
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
