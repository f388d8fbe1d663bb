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

import pyoxigraph
from pyoxigraph import Quad

from kg.store.embedded import Oxigraph
from kg.store.errors import StoreError

POINTER, BUILDING, LOCK, FINISHED = "current", "building", "lock", "graph-"


def open_store(folder: Path) -> Oxigraph:
    """The finished graph in `folder`, read-only; it stays readable while a build replaces it."""
    name = _current(folder)
    if name is None:
        raise StoreError(f"no graph at {folder}: run kg build")
    try:
        return Oxigraph(pyoxigraph.Store.read_only(str(folder / name)), read_only=True)
    except OSError as error:
        raise StoreError(f"the graph at {folder / name} cannot be read ({error}): run kg build") from error


def version(folder: Path) -> str:
    """What changes with each finished build: who reads for long opens the store again when it does. StoreError."""
    name = _current(folder)
    if name is None:
        raise StoreError(f"no graph at {folder}: run kg build")
    return f"{name}@{(folder / POINTER).stat().st_mtime_ns}"


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
