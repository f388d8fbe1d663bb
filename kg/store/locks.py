"""Locks between processes, by SQLite: they work alike on every system and are released by a kill."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path


class Locked(Exception):
    """Another process holds the lock in a way that keeps us out."""


class Lock:
    """A lock that is held until `release`. Any number may share a file; one alone may hold it whole."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def release(self) -> None:
        self._connection.close()


def hold(path: Path) -> Lock:
    """The file for us alone; it is made where there is none. Locked at once while anyone holds or shares it.

    OSError where it cannot be made. Nothing is ever written to it, so that a full disk keeps nobody out.
    """
    connection = sqlite3.connect(path, isolation_level=None, timeout=0)
    return _begun(connection, "PRAGMA journal_mode = MEMORY", "BEGIN EXCLUSIVE")


def share(path: Path) -> Lock:
    """The file together with others. Locked while one holds it alone, or where there is no such file."""
    try:
        # A store may be closed in another thread than the one that opened it.
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=0,
                                     check_same_thread=False)
    except sqlite3.OperationalError as error:
        raise Locked(str(error)) from error
    return _begun(connection, "BEGIN", "SELECT COUNT(*) FROM sqlite_master")  # the read is what takes the lock


def _begun(connection: sqlite3.Connection, *statements: str) -> Lock:
    try:
        for statement in statements:
            connection.execute(statement).fetchall()
    except sqlite3.Error as error:
        connection.close()
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        raise Locked(str(error)) from error
    return Lock(connection)
