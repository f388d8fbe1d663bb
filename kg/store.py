"""The graph on disk: an embedded Oxigraph, replaced whole by each build and read-only in between.

A folder holds finished graphs `graph-1`, `graph-2` ... and the pointer `current`, which names the one in use. A build
fills `building`, renames it and then moves the pointer in one step, so that a kill at any moment leaves the previous
graph whole; whatever a killed build left behind is removed by the next one.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Protocol

import pyoxigraph
from pyoxigraph import Quad, QueryBoolean, QuerySolutions, QueryTriples

from kg import vocab

QueryResult = QuerySolutions | QueryBoolean | QueryTriples

POINTER, BUILDING, LOCK, FINISHED = "current", "building", "lock", "graph-"


class StoreError(Exception):
    """The folder holds no graph, a damaged one, or one that another process is writing."""


class QueryError(ValueError):
    """A query that cannot be run: `reason`, and `line` and `column` (from 1) in `query` where it stands."""

    def __init__(self, reason: str, query: str, line: int, column: int) -> None:
        self.reason, self.query, self.line, self.column = reason, query, line, column
        lines = query.splitlines()
        text = lines[line - 1] if line <= len(lines) else ""
        caret = "".join("\t" if c == "\t" else " " for c in text[: column - 1]).ljust(column - 1) + "^"
        super().__init__(f"line {line}, column {column}: {reason}\n  {text}\n  {caret}")


class Store(Protocol):
    """What a store of quads can do; an embedded one and a SPARQL server behave alike."""

    def load(self, quads: Iterable[Quad]) -> None:
        """Add the quads."""

    def query(self, sparql: str) -> QueryResult:
        """Run a SELECT, ASK, CONSTRUCT or DESCRIBE over the union of all graphs; raise QueryError if it cannot run."""

    def quads(self) -> Iterator[Quad]:
        """All quads, in no particular order."""

    def close(self) -> None:
        """Let go of the files."""


class Oxigraph:
    """A `Store` in this process. `Oxigraph()` is an empty one in memory; `open_store` gives the one on disk.

    >>> store = Oxigraph()
    >>> bool(store.query("ASK { ?claim a kg:Claim }"))
    False
    """

    def __init__(self, store: pyoxigraph.Store | None = None, *, read_only: bool = False) -> None:
        self._store: pyoxigraph.Store | None = pyoxigraph.Store() if store is None else store
        self.read_only = read_only

    @property
    def _open(self) -> pyoxigraph.Store:
        if self._store is None:
            raise StoreError("the store is closed")
        return self._store

    def load(self, quads: Iterable[Quad]) -> None:
        if self.read_only:
            raise StoreError("the graph on disk is read-only: run kg build to replace it")
        self._open.bulk_extend(quads)

    def query(self, sparql: str) -> QueryResult:
        _check_query(sparql)
        try:
            return self._open.query(sparql, prefixes=dict(vocab.PREFIXES), use_default_graph_as_union=True)
        except SyntaxError as error:
            _raise_query_error(sparql, error)
        except RuntimeError as error:  # it reads well but calls what there is not
            raise QueryError(str(error), sparql, 1, 1) from error

    def quads(self) -> Iterator[Quad]:
        return self._open.quads_for_pattern(None, None, None, None)

    def close(self) -> None:
        self._store = None

    def __enter__(self) -> Oxigraph:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def open_store(folder: Path) -> Oxigraph:
    """The finished graph in `folder`, read-only; it stays readable while a build replaces it."""
    name = _current(folder)
    if name is None:
        raise StoreError(f"no graph at {folder}: run kg build")
    try:
        return Oxigraph(pyoxigraph.Store.read_only(str(folder / name)), read_only=True)
    except OSError as error:
        raise StoreError(f"the graph at {folder / name} cannot be read ({error}): run kg build") from error


def write_store(folder: Path, quads: Iterable[Quad]) -> None:
    """Replace the graph in `folder` by these quads, in one step. Raises StoreError while another build writes there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot write a graph at {folder}: {error.strerror}") from error
    with _writing(folder):
        previous = _current(folder)
        _remove_all_but(folder, previous)
        _fill(folder / BUILDING, quads)
        number = int(previous.removeprefix(FINISHED)) + 1 if previous else 1
        name = f"{FINISHED}{number}"
        (folder / BUILDING).rename(folder / name)
        _point(folder, name)
        _remove_all_but(folder, name)


def _fill(path: Path, quads: Iterable[Quad]) -> None:
    store = pyoxigraph.Store(str(path))
    store.bulk_extend(quads)
    store.flush()


def _current(folder: Path) -> str | None:
    """The name of the graph in use, None where nothing was built yet."""
    try:
        name = (folder / POINTER).read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"cannot read {folder / POINTER}: {error}") from error
    if not re.fullmatch(rf"{FINISHED}\d+", name):
        raise StoreError(f"{folder / POINTER} is not a pointer to a graph: remove {folder} and run kg build")
    return name


def _point(folder: Path, name: str) -> None:
    fresh = folder / f"{POINTER}.new"
    with fresh.open("w", encoding="ascii") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / POINTER)


def _remove_all_but(folder: Path, name: str | None) -> None:
    """Remove what earlier builds left. Only names this module gives: the folder may hold files of the user's."""
    for path in folder.iterdir():
        if path.name == BUILDING or (re.fullmatch(rf"{FINISHED}\d+", path.name) and path.name != name):
            shutil.rmtree(path)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Hold the folder for one writer. SQLite's lock works alike on every system and is released by a kill."""
    connection = sqlite3.connect(folder / LOCK, isolation_level=None, timeout=0)
    try:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise StoreError(f"cannot write the graph at {folder}: another build is writing it ({error})") from error
        yield
    finally:
        connection.close()


# Queries are read-only and offline. Oxigraph has no switch for SERVICE, so the words of the query are looked at before
# it runs; strings, IRIs, comments, variables and names are skipped. https://www.w3.org/TR/sparql11-query/#sparqlGrammar
_TOKEN = re.compile(
    r"""
      \#[^\n\r]*
    | <[^<>"{}|^`\\\x00-\x20]*>
    | \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3}
    | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
    | "(?:[^"\\\n\r]|\\.)*"
    | '(?:[^'\\\n\r]|\\.)*'
    | [?$@]\w+
    | (?P<word>[^\W\d_][\w.-]*(?=:)|[^\W\d_]+)(?P<local>:(?:[\w.:%-]|\\.)*)?
    """,
    re.VERBOSE | re.DOTALL,
)
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
_PROLOGUE = frozenset({"PREFIX", "BASE"})
_ERROR_AT = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_EXPECTED = re.compile(r'"(?:[^"\\]|\\.)+"|\b[A-Z]{2,}\b')
_NAME_BEFORE = re.compile(r"([\w.-]*:)[\w.-]*$")


def _check_query(sparql: str) -> None:
    """Refuse updates and SERVICE, which would change the graph or reach the network."""
    in_prologue = True
    for token in _TOKEN.finditer(sparql):
        if token["word"] is None:
            continue
        word = token["word"].upper()
        # The grammar needs no space around a keyword: "SERVICE:x" and "trueSERVICE" are the keyword too.
        if "SERVICE" in word:
            raise QueryError("SERVICE is refused: queries run offline, on this graph", sparql, *_at(sparql, token))
        if in_prologue and token["local"] is None and word not in _PROLOGUE:
            in_prologue = False
            if word in _UPDATES:
                raise QueryError(f"{word} is refused: the graph is read-only; change the articles or the ontology and "
                                 "run kg build", sparql, *_at(sparql, token))


def _at(sparql: str, token: re.Match[str]) -> tuple[int, int]:
    before = sparql[: token.start()]
    return before.count("\n") + 1, token.start() - before.rfind("\n")


def _raise_query_error(sparql: str, error: SyntaxError) -> NoReturn:
    """Turn Oxigraph's "error at 2:7: expected one of ..." into a QueryError that says what may stand there."""
    found = _ERROR_AT.match(str(error))
    if found is None:
        raise QueryError(str(error), sparql, 1, 1) from error
    line, column, reason = int(found[1]), int(found[2]), found[3]
    before = (*sparql.splitlines(), "")[line - 1][: column - 1]
    if "Prefix not found" in reason and (name := _NAME_BEFORE.search(before)):
        known = " ".join(f"{prefix}:" for prefix in vocab.PREFIXES)
        reason, column = f"unknown prefix {name[1]} (known without a PREFIX line: {known})", name.start() + 1
    elif not sparql.strip():
        reason, line, column = "the query is empty", 1, 1
    else:
        words = sorted({word.strip('"') for word in _EXPECTED.findall(reason)})
        reason = "expected " + (" or ".join(words) if words else reason.removeprefix("expected "))
    raise QueryError(reason, sparql, line, column) from error
