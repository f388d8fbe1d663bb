"""What can be wrong with an input."""

from __future__ import annotations

from dataclasses import dataclass


class ArticleError(Exception):
    """An input that cannot be read: `reason` says why, `line` where in the file if that is known."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True)
class ReadProblem:
    """One input (or one line of it) that gave no article, with the reason in plain words.

    >>> print(ReadProblem("news.jsonl", 3, "not JSON"))
    news.jsonl:3: not JSON
    """

    source: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        place = self.source if self.line is None else f"{self.source}:{self.line}"
        return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in f"{place}: {self.reason}")
