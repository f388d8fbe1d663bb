"""The folder of a workspace.

    kg.toml                 what it is built from, and how
    decisions.toml          what people decided about identity; builds only read it
    stdin/                  what came on standard input, kept so that it can be read again
    cache/extracted.sqlite  what was extracted from each article
    cache/linked.sqlite     which names bear on each other, and what linking made of them (see kg.build.memory)
    store/                  the graph in use (see kg.store.folder); in each generation its manifest and its exports
    graph.ttl, ...          links to the exports of the generation in use

Exports lie in the generation that they were made from, so that one step puts the store and all of them in use.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph

from kg.store import Generations, writing
from kg.store.folder import BUILDING, LOCK, POINTER, QUADS
from kg.workspace.cache import Cache
from kg.workspace.config import FILE as CONFIG
from kg.workspace.config import Config, Settings, WorkspaceError, read_config, write_config
from kg.workspace.manifest import Manifest

CACHE, STDIN, STORE, DECISIONS = "cache", "stdin", "store", "decisions.toml"


class Workspace:
    """A folder that this process alone writes, from `opened` on."""

    def __init__(self, folder: Path, generations: Generations) -> None:
        self.folder, self.store = folder, folder / STORE
        self._generations = generations
        self.manifest = Manifest.read(generations.current) if self._is_whole() else None
        self._kept: list[Path] = []

    @property
    def config(self) -> Config | None:
        return read_config(self.folder)

    def decisions(self, settings: Settings) -> Path:
        """Where decisions are read, and written by a review: the file need not exist."""
        return settings.decisions or self.folder / DECISIONS

    def configure(self, config: Config) -> None:
        """Write down what the workspace is built from; copies of standard input that are no longer read go."""
        write_config(self.folder, config)
        self._kept = []
        kept = {Path(one).resolve() for one in config.inputs}
        for copy in (self.folder / STDIN).glob("*/stdin.*"):
            if copy.resolve() not in kept:
                _remove_copy(copy)

    @contextmanager
    def cache(self) -> Iterator[Cache]:
        opened = Cache(self.folder / CACHE / "extracted.sqlite")
        try:
            yield opened
        finally:
            opened.close()

    def keep_input(self, data: bytes, suffix: str) -> Path:
        """A copy of what came on standard input, as a file that articles are read from."""
        path = self.folder / STDIN / hashlib.sha256(data).hexdigest()[:12] / f"stdin{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self._kept.append(path)
        return path

    def is_kept_input(self, path: str) -> bool:
        return Path(path).resolve().is_relative_to((self.folder / STDIN).resolve())

    def own_files(self) -> set[Path]:
        """What a build wrote, which is no article even where the workspace lies among its articles."""
        written = [self.folder / name for name in (self.manifest.files.values() if self.manifest else ())]
        return {path.resolve() for path in (*written, *self.store.rglob("*")) if path.is_file()}

    def forget(self) -> None:
        """Remove the copies of standard input that no build came of."""
        for copy in self._kept:
            _remove_copy(copy)

    @contextmanager
    def generation(self, *, anew: bool) -> Iterator[tuple[Path, pyoxigraph.Store]]:
        """The folder of the next generation and its store: empty, or a copy of the one in use. `finish` comes after.

        The copy shares its files with the original (hard links, where the file system has them), so that it takes a
        moment however large the graph is, and what is written to it reaches no reader.
        """
        building, base = self._generations.begin(), self._generations.current
        if not anew and base is not None:
            pyoxigraph.Store.read_only(str(base / QUADS)).backup(str(building / QUADS))
        store = pyoxigraph.Store(str(building / QUADS))
        try:
            yield building, store
            store.flush()
        except BaseException:
            self._generations.sweep()  # what was begun may fill the disk
            raise

    def finish(self, manifest: Manifest) -> None:
        """Put the generation that was begun in use, with its exports."""
        manifest.write(self.store / BUILDING)
        for name in manifest.files.values():
            if not os.path.lexists(self.folder / name):
                self._link(name)
        self._generations.finish()
        self.manifest = manifest
        self._link_files()

    def tidy(self) -> None:
        """Finish what a build that was killed after its last step left undone."""
        self._generations.sweep()
        self._link_files()

    def _link_files(self) -> None:
        names = set(self.manifest.files.values() if self.manifest else ())
        for name in names:
            if not self._is_link(name):
                self._link(name)
        for path in self.folder.iterdir():
            if path.name not in names and self._is_link(path.name):
                path.unlink()

    def files(self) -> dict[str, Path]:
        """The store and the exports of the graph in use, by what they are."""
        named = self.manifest.files if self.manifest else {}
        return {"store": self.store, **{kind: self.folder / name for kind, name in named.items()}}

    def has_files(self) -> bool:
        """Whether all exports of the graph in use are there."""
        current = self._generations.current
        return current is not None and self.manifest is not None and all(
            (current / name).is_file() for name in self.manifest.files.values())

    def _is_whole(self) -> bool:
        current = self._generations.current
        try:
            return current is not None and pyoxigraph.Store.read_only(str(current / QUADS)) is not None
        except OSError:
            return False

    def _link(self, name: str) -> None:
        draft = self.folder / f".{name}.new"
        draft.unlink(missing_ok=True)
        draft.symlink_to(_target(name))
        draft.replace(self.folder / name)

    def _is_link(self, name: str) -> bool:
        path = self.folder / name
        return path.is_symlink() and os.readlink(path) == _target(name)


@contextmanager
def opened(folder: Path) -> Iterator[Workspace]:
    """The workspace in a folder, which is made where there is none, for this process alone.

    WorkspaceError at once while another process builds there. A new folder in which nothing came about is removed.
    """
    if folder.exists() and not folder.is_dir():
        raise WorkspaceError(f"not a folder: {folder}")
    is_new = not folder.exists()
    try:
        with writing(folder / STORE) as generations:
            workspace = Workspace(folder, generations)
            try:
                yield workspace
            finally:
                workspace.forget()
    finally:
        if is_new and not (folder / CONFIG).exists():
            with contextlib.suppress(OSError):
                (folder / STORE / LOCK).unlink(missing_ok=True)
                (folder / STORE).rmdir()
                folder.rmdir()


def _remove_copy(copy: Path) -> None:
    copy.unlink(missing_ok=True)
    for folder in (copy.parent, copy.parent.parent):
        with contextlib.suppress(OSError):  # another copy lies in it
            folder.rmdir()


def _target(name: str) -> str:
    return f"{STORE}/{POINTER}/{name}"
