"""The commands of `kg names`: names known beforehand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli import options, render
from kg.cli.console import DONE, fail, show, show_json, writing

names = typer.Typer(help="Names known beforehand: bring in those of others.", no_args_is_help=True)


@names.callback()
def commands() -> None:
    """Keeps `kg names import` a command of a group, though it is the only one."""


def import_names(
    files: Annotated[list[Path], typer.Argument(
        metavar="FILE...", help="Wikidata JSON (a dump or an excerpt), FollowTheMoney JSON lines, CSV or Turtle; "
        ".gz and .bz2 are unpacked.", show_default=False)],
    output: Annotated[Path | None, typer.Option(
        "--output", "-o", metavar="FILE", help="Write to a file instead of standard output.", show_default=False)]
    = None,
    default: Annotated[str, typer.Option(
        "--class", "-c", metavar="CLASS", help="The class of rows of a table that give none.")] = "",
    classes: Annotated[Path | None, typer.Option(
        "--classes", metavar="FILE", help="TOML that says which class of the ontology a class of theirs is.",
        show_default=False)] = None,
    ontology: options.Ontology = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Turn names from elsewhere into SKOS, in the shape of ontology/names.ttl.

    Put the result into a folder of the ontology, or give it to kg build --names. Items of Wikidata bring their English
    and Chinese labels and aliases, and schema:sameAs; a text that two things bear, or that is a common word, counts
    only with a second sign (kg:ambiguousLabel). What has no class of the ontology is left out and counted.

    Example: kg names import wikidata.json.gz -o names.ttl
    """
    from kg import gazetteer
    from kg import ontology as terms

    mapping = gazetteer.load_mapping(terms.load(ontology).classes, classes)
    if default and not (cls := mapping.named(default)):
        fail(f"--class {default}: the ontology has no such class")
    read = gazetteer.Import()
    for file in files:
        one = gazetteer.read_names(file, mapping, cls if default else "")
        read.names += one.names
        read.skipped += one.skipped
    if not read.names:
        reasons = render.listed(dict(read.skipped.most_common(5)))
        fail(f"no names with a class in {', '.join(map(str, files))}: {reasons}")
    turtle = gazetteer.to_turtle(read.names)
    with writing(output) as stream:
        stream.write(turtle)
    things = len({name.iri for name in read.names})
    if output is not None and as_json:
        show_json({"names": things, "skipped": dict(read.skipped.most_common()), "file": str(output)})
    elif output is not None and not quiet:
        show(render.imported(things, read.skipped, output))
    raise typer.Exit(DONE)
