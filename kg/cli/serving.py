"""Commands that give the graph to other programs: `publish`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from kg.cli import options, render
from kg.cli.console import progress, show, show_json


def publish(
    address: Annotated[str, typer.Argument(
        metavar="URL", help="A SPARQL server: Fuseki's data set, GraphDB's repository, Oxigraph, QLever, Virtuoso.",
        show_default=False)],
    store: options.Store = options.DEFAULT_STORE,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Put the graph on a SPARQL server, and only what changed since the last time.

    Each article's graph is replaced whole, of the default graph the difference is sent; what others put there stays.
    A publication that was cut off is finished by the next one.

    Credentials come from the environment: KG_STORE_TOKEN (bearer), or KG_STORE_USER and KG_STORE_PASSWORD.

    Example: kg publish http://localhost:3030/news
    """
    from kg.store.publish import publish as put
    from kg.store.remote import open_remote

    with options.opened(store) as local, open_remote(address) as server, progress(quiet) as step:
        done = put(local, server, step)
    if as_json:
        show_json(asdict(done))
    elif not quiet:
        show(render.text(f"{done.put} article graphs put, {done.kept} as they were, {done.dropped} dropped; default "
                         f"graph: {done.added} triples added, {done.removed} removed"))
