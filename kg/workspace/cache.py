"""What was extracted from each article, by the fingerprint of all that it depends on: one SQLite file.

Entries are never changed, only added and removed, and an entry is there whole or not at all, whenever a build is
killed. The file may be deleted at any time: then the articles are read anew.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Any

from kg.resolve import ArticleNames
from kg.workspace.extracted import Extracted, Summary

SCHEMA = """
    CREATE TABLE IF NOT EXISTS extracted
        (key TEXT PRIMARY KEY, summary TEXT NOT NULL, names TEXT NOT NULL, body BLOB NOT NULL) WITHOUT ROWID;
"""
SAVED_EVERY = 1.0
"""Seconds of work that a kill may cost."""


class Cache:
    """Extracted articles by key. For one process at a time; the workspace's lock sees to that."""

    def __init__(self, path: Path) -> None:
        """Open or make the file; a damaged one is made anew. OSError where it cannot be written."""
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = _open(path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise _os_error(error, path) from error
            for part in (path, path.with_name(path.name + "-journal")):
                part.unlink(missing_ok=True)
            self._connection = _open(path)
        self._saved = monotonic()

    def keys(self) -> set[str]:
        """The keys of all entries."""
        return {key for key, in self._rows("SELECT key FROM extracted")}

    def put(self, key: str, extracted: Extracted) -> None:
        """Keep an entry. OSError where the disk is full: what was kept before stays."""
        body = zlib.compress(_dumped(extracted.to_json()).encode("ascii"), 1)
        row = (key, _dumped(asdict(extracted.summary)), _dumped(extracted.names.to_json()), body)
        self._change("INSERT OR REPLACE INTO extracted VALUES (?, ?, ?, ?)", [row])
        if monotonic() - self._saved > SAVED_EVERY:
            self.save()

    def save(self) -> None:
        """From here on, what was put survives a kill."""
        try:
            self._connection.commit()
        except sqlite3.OperationalError as error:
            raise _os_error(error, self._path) from error
        self._saved = monotonic()

    def names(self) -> Iterator[ArticleNames]:
        """The names of every entry."""
        for names, in self._rows("SELECT names FROM extracted ORDER BY key"):
            yield ArticleNames.from_json(json.loads(names))

    def names_of(self, keys: Iterable[str]) -> Iterator[tuple[str, ArticleNames]]:
        """Each of these keys with the names of its entry. KeyError for one that is not there."""
        for key in keys:
            row = next(iter(self._rows("SELECT names FROM extracted WHERE key = ?", key)), None)
            if row is None:
                raise KeyError(key)
            yield key, ArticleNames.from_json(json.loads(row[0]))

    def summaries(self) -> list[Summary]:
        """What to report of every entry."""
        rows = ",".join(row for row, in self._rows("SELECT summary FROM extracted ORDER BY key"))
        return [Summary(**row) for row in json.loads(f"[{rows}]")]

    def get(self, keys: Iterable[str]) -> Iterator[Extracted]:
        """The entries of these keys, in that order. KeyError for one that is not there."""
        for key in keys:
            row = next(iter(self._rows("SELECT names, body FROM extracted WHERE key = ?", key)), None)
            if row is None:
                raise KeyError(key)
            names = ArticleNames.from_json(json.loads(row[0]))
            yield Extracted.from_json(json.loads(zlib.decompress(row[1])), names)

    def keep(self, keys: Collection[str]) -> None:
        """Remove every entry but these, and give the room back."""
        going = self.keys() - set(keys)
        if going:
            self._change("DELETE FROM extracted WHERE key = ?", [(key,) for key in sorted(going)])
        self.save()

    def close(self) -> None:
        """Save and let go of the file."""
        self.save()
        self._connection.close()

    def _rows(self, query: str, *values: str) -> Iterator[tuple[Any, ...]]:
        return iter(self._connection.execute(query, values))

    def _change(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
        try:
            self._connection.executemany(statement, rows)
        except sqlite3.OperationalError as error:
            raise _os_error(error, self._path) from error


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA auto_vacuum = FULL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.executescript(SCHEMA)
    connection.execute("SELECT COUNT(*) FROM extracted").fetchone()
    return connection


def _os_error(error: sqlite3.OperationalError, path: Path) -> OSError:
    """SQLite's "database or disk is full" and the like, as every other write tells it."""
    return OSError(None, str(error), str(path))


def _dumped(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
