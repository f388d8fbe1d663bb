"""The commands of `kg`: each parses, makes one call and prints. Only this package prints or exits."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Mapping
from inspect import cleandoc
from typing import Annotated

import typer

from kg import __version__
from kg.cli.asking import explain
from kg.cli.asking import show as show_entity
from kg.cli.building import add, build, remove
from kg.cli.changing import diff, timeline
from kg.cli.covering import lexicon
from kg.cli.errors import Commands
from kg.cli.giving import export, validate, view
from kg.cli.measuring import evaluate
from kg.cli.naming import import_names, names
from kg.cli.querying import query
from kg.cli.reading import extract
from kg.cli.resolving import resolve
from kg.cli.serving import publish, serve

HELP = """
Build a graph of claims from news articles, and ask it.

A claim is who says what about what, how firmly, when, and where it is written.

Start: kg build seeds -o graph, then kg show Alibaba, and open graph/graph.html

Exit codes: 0 done; 1 done, but something could not be read or found, or does not conform; 2 nothing done: wrong usage,
or an error that standard error names.
"""
COMMANDS: Mapping[str, Callable[..., None]] = {
    "build": build, "add": add, "remove": remove, "extract": extract, "resolve": resolve, "query": query,
    "show": show_entity, "explain": explain, "export": export, "validate": validate, "view": view,
    "publish": publish, "serve": serve, "eval": evaluate, "lexicon": lexicon, "diff": diff, "timeline": timeline,
}  # fmt: skip


def unwrapped(doc: str) -> str:
    """A docstring whose paragraphs are one line each: the terminal wraps them itself."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in cleandoc(doc).split("\n\n"))


app = typer.Typer(name="kg", cls=Commands, help=unwrapped(HELP), no_args_is_help=True, add_completion=False,
                  pretty_exceptions_enable=False, context_settings={"help_option_names": ["-h", "--help"]})
for name, command in COMMANDS.items():
    app.command(name, help=unwrapped(command.__doc__ or ""))(command)
names.command("import", help=unwrapped(import_names.__doc__ or ""))(import_names)
app.add_typer(names, name="names")


def print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kg {__version__}")
        raise typer.Exit


@app.callback()
def options(version: Annotated[bool, typer.Option(
        "--version", callback=print_version, is_eager=True, help="Print the version.")] = False) -> None:
    """Options of `kg` itself."""


def main() -> None:
    """The `kg` command. Its output is UTF-8 whatever the system's encoding is, and standard error is ours alone."""
    logging.getLogger().addHandler(logging.NullHandler())  # libraries' notes on broken PDF and HTML: we name the file
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    app(prog_name="kg")
