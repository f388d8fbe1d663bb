"""Commands that make a graph: `build`, `add` and `remove`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from kg.cli import options, render
from kg.cli.console import DONE, PARTLY, progress, show, show_json, tell

if TYPE_CHECKING:
    from kg.build import BuildReport

Output = Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder of the graph.")]


class Exports(StrEnum):
    auto = "auto"
    all = "all"
    none = "none"


def build(
    inputs: Annotated[list[str] | None, typer.Argument(
        metavar="[INPUT]...", help="Files and folders of articles (.txt .md .html .json .jsonl .pdf); - is standard "
        "input. Without any: those that the graph was built of before.", show_default=False)] = None,
    output: Output = options.DEFAULT_FOLDER,
    ontology: options.Ontology = None,
    names: options.Names = None,
    decisions: options.Decisions = None,
    pipeline: options.Pipeline = None,
    jobs: options.Jobs = None,
    rdf12: Annotated[bool | None, typer.Option(
        "--rdf12/--no-rdf12", help="Add rdf:reifies triple terms (RDF 1.2).", show_default=False)] = None,
    exports: Annotated[Exports | None, typer.Option(
        "--exports", help="Files beside the store: all, none, or all unless the graph is large (auto).",
        show_default=False)] = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Build a graph from articles, or build it again.

    Writes a store to query, one HTML page to browse, claims as JSON lines, and the graph as Turtle, TriG, N-Quads,
    JSON-LD and GraphML. What cannot be read is named on standard error and the rest is built (exit code 1); without
    any article the graph that was there stays (exit code 2).

    Inputs and options are remembered in the folder's kg.toml. Building again does only what changed, with the same
    result as a build from nothing.

    Example: kg build seeds -o graph
    """
    from kg import build as building

    given = {"ontology": ontology, "names": tuple(names) if names else None, "decisions": decisions,
             "pipeline": pipeline, "jobs": jobs, "rdf12": rdf12, "exports": exports.value if exports else None}
    changes = {name: value for name, value in given.items() if value is not None}
    with progress(quiet) as step:
        report = building.build(inputs or (), output, progress=step, changes=changes)
    _tell(report, as_json, quiet)


def add(
    inputs: options.Inputs,
    output: Output = options.DEFAULT_FOLDER,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Add articles to a graph.

    Reads them, and builds again what they change. An article that was removed comes back when it is added.

    Example: kg add news/2026-11-24.md -o graph
    """
    from kg import build as building

    with progress(quiet) as step:
        report = building.add(inputs, output, step)
    _tell(report, as_json, quiet)


def remove(
    articles: Annotated[list[str], typer.Argument(
        metavar="ARTICLE...", help="Ids or paths of articles.", show_default=False)],
    output: Output = options.DEFAULT_FOLDER,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Remove articles from a graph.

    What only they say goes; what others say too stays. Their files are left alone; kg.toml notes that they are not to
    be read.

    Example: kg remove token-hub -o graph
    """
    from kg import build as building

    with progress(quiet) as step:
        report = building.remove(articles, output, step)
    _tell(report, as_json, quiet)


def _tell(report: BuildReport, as_json: bool, quiet: bool) -> NoReturn:
    for told in (*report.problems, *report.notes):
        tell(str(told))
    if as_json:
        show_json(render.report_json(report))
    elif not quiet:
        show(render.report(report))
    raise typer.Exit(PARTLY if report.problems or not report.conforms else DONE)
