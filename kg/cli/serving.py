"""Commands that give the graph to other programs: `publish` and `serve`."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from kg.cli import options, render
from kg.cli.console import fail, progress, show, show_json, write


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


def serve(
    store: Annotated[Path, typer.Option("--store", "-s", metavar="DIR", help="The folder that kg build wrote.")]
    = options.DEFAULT_FOLDER,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", "-p", min=0, max=65535, help="The port; 0 takes a free one.")] = 8000,
    name: Annotated[list[str] | None, typer.Option(
        "--name", metavar="HOST", help="A name that a proxy on this machine calls the server by.", show_default=False)]
    = None,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Queries that run at a time.")] = 4,
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, help="Longest a query may run.")] = 10.0,
    megabytes: Annotated[int, typer.Option("--megabytes", min=1, help="Largest answer, in MiB.")] = 16,
    memory: Annotated[int, typer.Option("--memory", min=64, help="Memory of one query, in MiB.")] = 2048,
    as_json: Annotated[bool, typer.Option("--json", help="Print the address as JSON.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """Serve the graph over HTTP: SPARQL, a page for each thing, and the explorer.

    Read-only. Other machines reach it only at another --host, and then must bring the token that the environment
    variable KG_SERVE_TOKEN holds. A build that finishes meanwhile is served from the next request on.

    Example: kg serve --port 8080
    """
    try:
        from kg.serve.server import serve as run
        from kg.serve.settings import TOKEN, Settings
    except ModuleNotFoundError as error:
        fail(f"kg serve needs {error.name}: pip install 'kg[serve]'")

    folder = options.store_folder(store)
    settings = Settings(store=folder, explorer=folder.parent / "graph.html", host=host, port=port,
                        token=os.environ.get(TOKEN, ""), names=tuple(name or ()), workers=workers, seconds=seconds,
                        result=megabytes << 20, memory=memory << 20)
    said = _said_in_json if as_json else _said
    run(settings, (lambda address: None) if quiet else said)


def _said(address: str) -> None:
    write(f"Serving at {address} (Ctrl-C ends)\n")
    sys.stdout.flush()


def _said_in_json(address: str) -> None:
    show_json({"address": address})
    sys.stdout.flush()
