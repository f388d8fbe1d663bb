"""Where commands print: results to standard output, progress, problems and errors to standard error."""

from __future__ import annotations

import codecs
import contextlib
import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, NoReturn

import typer
from rich.console import Console, RenderableType

DONE, PARTLY, NOTHING = 0, 1, 2
"""Exit codes: all done; done, but something could not be read, found or does not conform; nothing done."""

WIDTH = 120
"""Columns where the output is not a terminal."""


def show(*renderables: RenderableType) -> None:
    """Print tables and texts for people. Text comes from articles, so that it is never read as markup."""
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else WIDTH
    console = Console(width=width, markup=False, highlight=False, emoji=False)
    for renderable in renderables:
        console.print(renderable)


def show_json(value: Any) -> None:
    """Print one JSON value."""
    write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def write(text: str | bytes) -> None:
    """Put text (or bytes that are UTF-8) on standard output as it is."""
    sys.stdout.write(text.decode("utf-8") if isinstance(text, bytes) else text)


def tell(message: str) -> None:
    """One line on standard error."""
    typer.echo(one_line(message), err=True)


def fail(message: str, code: int = NOTHING) -> NoReturn:
    """End the command with a message and its exit code."""
    typer.echo("\n".join(one_line(line) for line in f"kg: {message}".splitlines()), err=True)
    raise typer.Exit(code)


def one_line(text: str) -> str:
    """The text without line breaks and control characters, which would command the terminal."""
    return "".join(c if c.isprintable() else " " if c.isspace() else ascii(c)[1:-1] for c in text)


@contextlib.contextmanager
def progress(quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error, where that is a terminal: call it with stage, steps done and steps in all (0: unknown).

    `quiet` shows nothing.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    bar = Progress(SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
                   TimeElapsedColumn(), console=console, transient=True, disable=quiet or not console.is_terminal)
    bar.add_task("read", total=None)

    def step(stage: str, done: int, of: int) -> None:
        current = bar.tasks[-1]
        if current.description == stage:
            bar.update(current.id, completed=done)
        else:  # a new bar: rich cannot make a known total unknown again
            bar.remove_task(current.id)
            bar.add_task(stage, completed=done, total=of or None)

    with bar:
        yield step


@contextlib.contextmanager
def writing(path: Path | None) -> Iterator[IO[str]]:
    """A stream to write UTF-8 to: standard output for None, else the file, which is replaced whole or not at all."""
    if path is None:
        yield sys.stdout
    elif path.exists() and not path.is_file():  # a pipe or a device has nothing to replace; a folder raises OSError
        with path.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
    else:
        draft = path.with_name(f".{path.name}.partial")
        try:
            with draft.open("w", encoding="utf-8", newline="\n") as stream:
                yield stream
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)


@contextlib.contextmanager
def writing_bytes(path: Path | None) -> Iterator[IO[bytes]]:
    """The same for bytes. A terminal gets none: it would take them for commands."""
    if path is None:
        if sys.stdout.isatty():
            fail("this format is not text: write it to a file (--output FILE) or a pipe")
        sys.stdout.flush()
        yield sys.stdout.buffer
    elif path.exists() and not path.is_file():
        with path.open("wb") as stream:
            yield stream
    else:
        draft = path.with_name(f".{path.name}.partial")
        try:
            with draft.open("wb") as stream:
                yield stream
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)


@contextlib.contextmanager
def writing_out() -> Iterator[IO[bytes]]:
    """Standard output for bytes that are UTF-8 text."""

    class Out(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, data: Any) -> int:
            sys.stdout.write(decoder.decode(bytes(data)))
            return len(data)

    decoder = codecs.getincrementaldecoder("utf-8")()
    with io.BufferedWriter(Out()) as stream:
        yield stream
