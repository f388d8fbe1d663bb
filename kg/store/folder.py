"""The graph on disk: finished generations of it, of which one is in use.

    store/lock                held by the one process that writes
    store/current             a link to the generation in use
    store/graph-8/quads       its quads, an Oxigraph; read-only from the moment it is in use
    store/graph-8/readers     shared by those who read it
    store/graph-8/...         whatever belongs to the same generation (exports, the manifest of a workspace)

A build fills `building`, renames it and then moves the link in one step, so that a kill at any moment leaves the
previous generation whole, and what belongs together changes together. A generation that is no longer in use goes as
soon as nobody reads it; whatever a killed build left behind is removed by the next one.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph
from pyoxigraph import Quad, RdfFormat

from kg.store.embedded import Oxigraph
from kg.store.errors import StoreError
from kg.store.locks import Lock, Locked, hold, share

POINTER, BUILDING, LOCK, READERS, QUADS = "current", "building", "lock", "readers", "quads"
FINISHED = re.compile(r"graph-(\d+)")
TRIES = 20
"""How often a reader looks again where builds replace the graph faster than it is opened."""


def open_store(folder: Path) -> Oxigraph:
    """The finished graph in `folder`, read-only; it stays readable while a build replaces it."""
    for _ in range(TRIES):
        generation = current(folder)
        if generation is None:
            raise StoreError(f"no graph at {folder}: run kg build")
        try:
            return _open(generation)
        except StoreError:
            if current(folder) == generation:
                raise
    raise StoreError(f"the graph at {folder} is replaced again and again: try later")


def _open(generation: Path) -> Oxigraph:
    try:
        lock: Lock | None = share(generation / READERS)
    except Locked:  # it is being removed, or lies where nothing can be locked: then nothing is removed either
        lock = None
    try:
        opened = pyoxigraph.Store.read_only(str(generation / QUADS))
    except OSError as error:
        if lock:
            lock.release()
        raise StoreError(f"the graph at {generation} cannot be read ({error}): run kg build") from error
    return Oxigraph(opened, read_only=True, lock=lock, generation=generation)


def current(folder: Path) -> Path | None:
    """The generation in use, None where nothing was built yet. StoreError where `folder` holds something else."""
    pointer = folder / POINTER
    try:
        name = os.readlink(pointer)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        if not pointer.is_file():
            raise StoreError(f"cannot read {pointer}: {error.strerror}") from error
        name = ""
    if not FINISHED.fullmatch(name):
        raise StoreError(f"{pointer} is not a pointer to a graph: run kg build")
    return folder / name


def version(folder: Path) -> str:
    """What changes with each finished build: who reads for long opens the store again when it does. StoreError."""
    generation = current(folder)
    if generation is None:
        raise StoreError(f"no graph at {folder}: run kg build")
    return f"{generation.name}@{(folder / POINTER).lstat().st_mtime_ns}"


def write_store(folder: Path, quads: Iterable[Quad]) -> None:
    """Replace the graph in `folder` by these quads, in one step. Raises StoreError while another build writes there."""
    _replace(folder, lambda store: store.bulk_extend(quads))


def load_store(folder: Path, file: Path) -> None:
    """The same from a file of N-Quads, which Oxigraph reads by itself. SyntaxError, with the line, for a bad one."""
    _replace(folder, lambda store: store.bulk_load(path=file, format=RdfFormat.N_QUADS))


def _replace(folder: Path, fill: Callable[[pyoxigraph.Store], None]) -> None:
    with writing(folder) as generations:
        store = pyoxigraph.Store(str(generations.begin() / QUADS))
        fill(store)
        store.flush()
        del store
        generations.finish()


@contextmanager
def writing(folder: Path) -> Iterator[Generations]:
    """Hold the folder, which is made where there is none, as the one that writes. StoreError if another does."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = hold(folder / LOCK)
    except OSError as error:
        raise StoreError(f"cannot write a graph at {folder}: {error.strerror}") from error
    except Locked as error:
        raise StoreError(f"cannot write the graph at {folder}: another build is writing it ({error})") from error
    try:
        yield Generations(folder)
    finally:
        lock.release()


class Generations:
    """The generations in a folder, for the one that writes there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.current = _in_use(folder)
        self._building = folder / BUILDING

    def begin(self) -> Path:
        """An empty folder for the next generation; what was left of an unfinished one goes."""
        self.sweep()
        self._building.mkdir()
        (self._building / READERS).touch()
        return self._building

    def finish(self) -> Path:
        """Put what was begun in use, in one step; returns where it is."""
        for path in (*(path for path in self._building.iterdir() if path.is_file()), self._building):
            _sync(path)
        numbers = [int(found[1]) for path in self.folder.iterdir() if (found := FINISHED.fullmatch(path.name))]
        finished = self.folder / f"graph-{max(numbers, default=0) + 1}"
        self._building.rename(finished)
        self._point(finished.name)
        self.current = finished
        self.sweep()
        return finished

    def sweep(self) -> None:
        """Remove what is not in use. Only names this module gives: the folder may hold files of the user's."""
        if self._building.exists():
            shutil.rmtree(self._building)
        (self.folder / f"{POINTER}.new").unlink(missing_ok=True)
        for path in sorted(self.folder.iterdir()):
            if FINISHED.fullmatch(path.name) and path != self.current:
                _remove_unread(path)

    def _point(self, name: str) -> None:
        fresh = self.folder / f"{POINTER}.new"
        fresh.symlink_to(name)
        fresh.replace(self.folder / POINTER)
        _sync(self.folder)


def _in_use(folder: Path) -> Path | None:
    try:
        return current(folder)
    except StoreError:  # nothing that could be read, so nothing to keep
        return None


def _remove_unread(generation: Path) -> None:
    """Remove a generation, or leave it for the next build while somebody reads it."""
    try:
        lock = hold(generation / READERS) if (generation / READERS).exists() else None
    except Locked:
        return
    try:
        shutil.rmtree(generation)
    finally:
        if lock:
            lock.release()


def _sync(path: Path) -> None:
    """Wait until the file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
