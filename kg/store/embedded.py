"""A store in this process: Oxigraph, in memory or on disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple

from kg import vocab
from kg.store.checking import check_query, has_dataset, raise_query_error
from kg.store.errors import QueryError, StoreError
from kg.store.locks import Lock
from kg.store.protocol import GraphName, QueryResult


class Oxigraph:
    """A `Store` in this process. `Oxigraph()` is an empty one in memory; `open_store` gives the one on disk.

    >>> store = Oxigraph()
    >>> bool(store.query("ASK { ?claim a kg:Claim }"))
    False
    """

    def __init__(self, store: pyoxigraph.Store | None = None, *, read_only: bool = False,
                 lock: Lock | None = None, generation: Path | None = None) -> None:
        """`lock` is released when the store is closed; `generation` is the folder of all that was made with it."""
        self._store: pyoxigraph.Store | None = pyoxigraph.Store() if store is None else store
        self._lock = lock
        self.read_only, self.generation = read_only, generation

    @property
    def _open(self) -> pyoxigraph.Store:
        if self._store is None:
            raise StoreError("the store is closed")
        return self._store

    def load(self, quads: Iterable[Quad]) -> None:
        if self.read_only:
            raise StoreError("the graph on disk is read-only: run kg build to replace it")
        self._open.bulk_extend(quads)

    def query(self, sparql: str, *, default_graphs: Sequence[NamedNode] = (),
              named_graphs: Sequence[NamedNode] = ()) -> QueryResult:
        """`default_graphs` and `named_graphs` are the data set to ask, instead of the query's own or all graphs."""
        check_query(sparql)
        given = bool(default_graphs or named_graphs)
        union = not given and not has_dataset(sparql)
        try:
            return self._open.query(
                sparql, prefixes=dict(vocab.PREFIXES), use_default_graph_as_union=union,
                default_graph=list(default_graphs) if given else None,
                named_graphs=list(named_graphs) if given else None)
        except SyntaxError as error:
            raise_query_error(sparql, error)
        except RuntimeError as error:  # it reads well but calls what there is not
            raise QueryError(str(error), sparql, 1, 1) from error

    def quads(self) -> Iterator[Quad]:
        return self._open.quads_for_pattern(None, None, None, None)

    def graphs(self) -> Iterator[GraphName]:
        yield DefaultGraph()
        yield from sorted((name for name in self._open.named_graphs() if isinstance(name, NamedNode)), key=str)

    def triples(self, graph: GraphName) -> Iterator[Triple]:
        return (quad.triple for quad in self._open.quads_for_pattern(None, None, None, graph))

    def write(self, graph: GraphName, stream: IO[bytes]) -> None:
        self._open.dump(stream, RdfFormat.N_TRIPLES, from_graph=graph)

    def close(self) -> None:
        self._store = None
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Oxigraph:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
