"""The options that several commands share."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import fail

if TYPE_CHECKING:
    from kg import store as stores

Inputs = Annotated[list[str], typer.Argument(
    metavar="INPUT...", help="Files and folders of articles (.txt .md .html .json .jsonl .pdf); - is standard input.",
    show_default=False)]
Ontology = Annotated[Path | None, typer.Option(
    "--ontology", metavar="DIR", help="A folder of Turtle in place of the ontology that comes with kg.",
    show_default=False)]
Names = Annotated[list[Path] | None, typer.Option(
    "--names", metavar="FILE", help="Names known beforehand beside the ontology's: Turtle, CSV or what kg names import "
    "reads; may be given again.", show_default=False)]
Decisions = Annotated[Path | None, typer.Option(
    "--decisions", metavar="FILE", help="What people decided about identity; the decisions.toml in the graph's folder "
    "otherwise.", show_default=False)]
Pipeline = Annotated[str | None, typer.Option(
    "--pipeline", metavar="NAME", help="An installed spaCy pipeline with Universal Dependencies, in place of ours.",
    show_default=False)]
Jobs = Annotated[int | None, typer.Option(
    "--jobs", "-j", min=1, metavar="N", help="Processes that extract (1).", show_default=False)]
Store = Annotated[str, typer.Option(
    "--store", "-s", metavar="DIR|URL", help="The folder that kg build wrote, or the address of a SPARQL server.")]
Language = Annotated[str, typer.Option("--language", "-l", metavar="TAG", help="The language of names: en or zh.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")]

DEFAULT_STORE = "graph"
DEFAULT_FOLDER = Path(DEFAULT_STORE)


@contextlib.contextmanager
def opened(store: str) -> Iterator[stores.Store]:
    """The store to read, in a folder or at an address; closed afterwards."""
    from kg.store import open_store

    if is_address(store):
        from kg.store.remote import open_remote  # and with it what talks HTTP

        graph: stores.Store = open_remote(store)
    else:
        graph = open_store(store_folder(store))
    with contextlib.closing(graph):
        yield graph


def is_address(store: str) -> bool:
    return store.startswith(("http://", "https://"))


def store_folder(store: str | Path) -> Path:
    """The store itself, whether its own folder or the build's is given."""
    if isinstance(store, str) and is_address(store):
        fail(f"{store}: this command needs a folder that kg build wrote, not an address")
    folder = Path(store)
    return folder / "store" if (folder / "store").is_dir() or not (folder / "current").exists() else folder
