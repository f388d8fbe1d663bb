"""What can be wrong with a store or a query."""

from __future__ import annotations


class StoreError(Exception):
    """The folder holds no graph, a damaged one, or one that another process is writing."""


class Unreachable(StoreError):
    """The server of a store gave no usable answer, however often it was asked."""


class QueryError(ValueError):
    """A query that cannot be run: `reason`, and `line` and `column` (from 1) in `query` where it stands."""

    def __init__(self, reason: str, query: str, line: int, column: int) -> None:
        self.reason, self.query, self.line, self.column = reason, query, line, column
        lines = query.splitlines()
        text = lines[line - 1] if line <= len(lines) else ""
        caret = "".join("\t" if c == "\t" else " " for c in text[: column - 1]).ljust(column - 1) + "^"
        super().__init__(f"line {line}, column {column}: {reason}\n  {text}\n  {caret}")
