"""What a store of quads can do, wherever it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from pyoxigraph import Quad, QueryBoolean, QuerySolutions, QueryTriples

QueryResult = QuerySolutions | QueryBoolean | QueryTriples


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
