"""Commands about time: `timeline`, and `diff` between two graphs."""

from __future__ import annotations

import contextlib
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from kg.cli import options
from kg.cli.console import DONE, PARTLY, fail, show, show_json, write


class Form(StrEnum):
    text = "text"
    md = "md"
    json = "json"


Graph = Annotated[str, typer.Argument(
    help="A folder that kg build wrote, its store, a file (.trig .nq .ttl ...), or the address of a SPARQL server.",
    show_default=False)]


def diff(
    old: Graph,
    new: Graph,
    form: Annotated[Form, typer.Option("--format", "-f", help="How to print the changes.")] = Form.text,
    about: Annotated[str | None, typer.Option(
        "--about", metavar="NAME", help="Only changes of what has this in its name.", show_default=False)] = None,
    language: options.Language = "en",
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Tell what changed between two graphs.

    Claims added and gone, those that more or fewer articles state, and those that are now contradicted or denied, by
    entity, with the articles and sources that say so. Exit code 0 where nothing changed, 1 where something did.

    Example: kg diff yesterday/graph.trig graph
    """
    from kg.cli import comparing
    from kg.compare import compare, open_graph

    with contextlib.closing(open_graph(old)) as before, contextlib.closing(open_graph(new)) as after:
        changes = compare(before, after, language)
    if about is not None:
        changes = [change for change in changes if about.casefold() in change.entity.casefold()]
    if as_json or form is Form.json:
        show_json([asdict(change) for change in changes])
    elif form is Form.md:
        write(comparing.to_markdown(changes))
    elif not quiet:
        show(comparing.to_renderable(changes))
    raise typer.Exit(PARTLY if changes else DONE)


def timeline(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Any name of the thing, or its IRI.", show_default=False)],
    store: options.Store = options.DEFAULT_STORE,
    since: Annotated[str | None, typer.Option(
        "--since", metavar="DATE", help="From this day on.", show_default=False)] = None,
    until: Annotated[str | None, typer.Option(
        "--until", metavar="DATE", help="Before this day.", show_default=False)] = None,
    language: options.Language = "en",
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Tell the claims about one thing in the order of their dates.

    The date is what a claim gives for itself, else the day its article was published.

    Example: kg timeline Alibaba --since 2026
    """
    from kg.cli import comparing
    from kg.lookup import LookupFailure
    from kg.lookup.timeline import timeline as look_up

    with options.opened(store) as opened:
        try:
            events = look_up(opened, name, language, since, until)
        except LookupFailure as error:
            fail(str(error), PARTLY)
    if as_json:
        show_json([asdict(event) for event in events])
    elif not quiet:
        show(*comparing.events(events))
