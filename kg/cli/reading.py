"""The command that only reads articles: `extract`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from kg.cli import options, render
from kg.cli.console import DONE, PARTLY, progress, tell, writing

if TYPE_CHECKING:
    from kg.articles import ReadProblem
    from kg.model import Article, Claim


class Form(StrEnum):
    jsonl = "jsonl"
    table = "table"


class Open(StrEnum):
    wide = "wide"
    compact = "compact"
    none = "none"
    only = "only"


def extract(
    inputs: options.Inputs,
    form: Annotated[Form, typer.Option("--format", "-f", help="One claim a line, or a table.")] = Form.jsonl,
    output: Annotated[Path | None, typer.Option(
        "--output", "-o", metavar="FILE", help="Write to a file instead of standard output.", show_default=False)]
    = None,
    open_form: Annotated[Open | None, typer.Option(
        "--open", help="Claims outside the ontology: wide arguments, compact ones, none, or only these, wide "
        "(wide for jsonl, compact for a table).", show_default=False)] = None,
    ontology: options.Ontology = None,
    names: options.Names = None,
    pipeline: options.Pipeline = None,
    jobs: options.Jobs = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Extract claims from articles, one by one, without linking them.

    Each line names its article as "doc": the id of a JSONL line, else the file's stem. Offsets count code points of
    the text as given. What cannot be read is named on standard error (exit code 1).

    Example: kg extract seeds/token-hub.md --format table
    """
    from kg import build as building

    form = Form.jsonl if as_json else form
    opened = open_form.value if open_form else "wide" if form is Form.jsonl else "compact"
    settings = building.Settings(ontology=ontology, names=tuple(names or ()), pipeline=pipeline, jobs=jobs or 1)
    problems: list[ReadProblem] = []
    with writing(output) as stream, progress(quiet) as step:
        articles = building.readable(inputs, problems)
        results = building.extract(articles, settings, opened, step)
        read = _print(results, form, stream)
        if not read:
            raise building.NothingRead(problems)
    for problem in problems:
        tell(str(problem))
    raise typer.Exit(PARTLY if problems else DONE)


def _print(results: Iterable[tuple[Article, list[Claim]]], form: Form, stream: IO[str]) -> int:
    """Write the claims as they come; the number of articles."""
    count = 0

    def claims() -> Iterator[Claim]:
        nonlocal count
        for _, found in results:
            count += 1
            yield from found

    if form is Form.jsonl:
        for claim in claims():
            stream.write(json.dumps(claim.to_json(), ensure_ascii=False) + "\n")
    else:
        table = render.claims(claims())
        if count:
            render.to_stream(table, stream)
    return count
