"""What a store of quads can do, wherever it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, Protocol

from pyoxigraph import DefaultGraph, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, Triple

QueryResult = QuerySolutions | QueryBoolean | QueryTriples
GraphName = NamedNode | DefaultGraph


class Queried(Protocol):
    """What answers queries."""

    def query(self, sparql: str) -> QueryResult:
        """Run a SELECT, ASK, CONSTRUCT or DESCRIBE; raise QueryError if it cannot run.

        Without FROM it runs over the union of all graphs.
        """


class Store(Queried, Protocol):
    """What a store of quads can do; an embedded one and a SPARQL server behave alike."""

    def load(self, quads: Iterable[Quad]) -> None:
        """Add the quads."""

    def quads(self) -> Iterator[Quad]:
        """All quads, in no particular order."""

    def graphs(self) -> Iterator[GraphName]:
        """The default graph, then the named ones by their IRIs."""

    def triples(self, graph: GraphName) -> Iterator[Triple]:
        """The triples of one graph, in no particular order; none for a graph that is not there."""

    def write(self, graph: GraphName, stream: IO[bytes]) -> None:
        """Write the triples of one graph as N-Triples, in no particular order."""

    def close(self) -> None:
        """Let go of the files."""
