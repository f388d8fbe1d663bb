"""What linking was told and made of in builds before, so that the next one links only what changed: one SQLite file.

Everything in it is found by a digest of what it follows from, and so never wrong, only useless. It may be deleted at
any time. A file or an entry that cannot be read counts as not there: `lost` says so, and what it held is made again.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from kg.resolve.drafts import Draft
from kg.resolve.outlines import Outline

FILE = "linked.sqlite"
TABLES = ("outlines", "groups")
Value = TypeVar("Value")


class Memory:
    """Outlines of articles by their keys in the cache, and drafts of groups of names by their digests."""

    def __init__(self, path: Path) -> None:
        """Open or make the file. OSError where it cannot be written."""
        self._path, self.lost = path, False
        path.parent.mkdir(parents=True, exist_ok=True)
        self._held: dict[str, set[str]] = {}
        self._connection = self._opened()

    def outlines(self) -> dict[str, Outline]:
        """All that are held."""
        return self._all("outlines", Outline.from_json)

    def groups(self) -> dict[str, Sequence[Draft]]:
        """The drafts of every group that is held."""
        return self._all("groups", lambda rows: [Draft.from_json(row) for row in rows])

    def keep(self, outlines: Mapping[str, Outline], groups: Mapping[str, Sequence[Draft]]) -> None:
        """Hold these and nothing else. OSError where the disk is full."""
        try:
            self._keep("outlines", outlines, lambda outline: outline.to_json())
            self._keep("groups", groups, lambda drafts: [draft.to_json() for draft in drafts])
            self._connection.commit()
        except sqlite3.DatabaseError as error:
            raise OSError(None, str(error), str(self._path)) from error

    def close(self) -> None:
        self._connection.close()

    def _opened(self) -> sqlite3.Connection:
        try:
            return _open(self._path)
        except sqlite3.OperationalError as error:
            raise OSError(None, str(error), str(self._path)) from error
        except sqlite3.DatabaseError:
            return self._anew()

    def _anew(self) -> sqlite3.Connection:
        self.lost = True
        for part in (self._path, self._path.with_name(self._path.name + "-journal")):
            part.unlink(missing_ok=True)
        return _open(self._path)

    def _all(self, table: str, made: Callable[[Any], Value]) -> dict[str, Value]:
        try:
            rows = self._connection.execute(f"SELECT key, sum, body FROM {table}").fetchall()  # noqa: S608 - no input
        except sqlite3.DatabaseError:
            self._connection.close()
            self._connection, rows = self._anew(), []
        whole = [(key, body) for key, checksum, body in rows if _sum(key, body) == checksum]
        self.lost |= len(whole) < len(rows)
        self._held[table] = {key for key, _ in whole}
        values = json.loads(f"[{','.join(body for _, body in whole)}]")
        return {key: made(value) for (key, _), value in zip(whole, values, strict=True)}

    def _keep(self, table: str, wanted: Mapping[str, Value], written: Callable[[Value], Any]) -> None:
        held = self._held.get(table, set())
        rows = ((key, json.dumps(written(wanted[key]), separators=(",", ":"))) for key in sorted(wanted.keys() - held))
        self._connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?)",  # noqa: S608
                                     ((key, _sum(key, body), body) for key, body in rows))
        going = {key for key, in self._connection.execute(f"SELECT key FROM {table}")} - wanted.keys()  # noqa: S608
        self._connection.executemany(f"DELETE FROM {table} WHERE key = ?", ((key,) for key in sorted(going)))  # noqa: S608


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA auto_vacuum = FULL")
    connection.execute("PRAGMA synchronous = NORMAL")
    for table in TABLES:
        columns = "key TEXT PRIMARY KEY, sum INTEGER, body TEXT"
        connection.execute(f"CREATE TABLE IF NOT EXISTS {table} ({columns}) WITHOUT ROWID")
        connection.execute(f"SELECT key, sum, body FROM {table} LIMIT 1").fetchone()  # noqa: S608
    return connection


def _sum(key: str, body: str) -> int:
    return zlib.crc32(f"{key} {body}".encode())


@contextmanager
def remembered(folder: Path) -> Iterator[Memory]:
    """The memory in a folder, for one process at a time."""
    with closing(Memory(folder / FILE)) as memory:
        yield memory

