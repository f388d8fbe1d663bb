"""A store on a SPARQL 1.1 server: Fuseki, GraphDB, Oxigraph, QLever, Virtuoso and whatever else speaks the standard.

https://www.w3.org/TR/sparql11-protocol/ https://www.w3.org/TR/sparql11-update/
https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from itertools import groupby, islice
from types import TracebackType
from typing import IO, TypeVar

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    RdfFormat,
    Triple,
    serialize,
)  # fmt: skip

from kg import vocab
from kg.store import bodies, servers
from kg.store.checking import check_syntax, declared, has_dataset
from kg.store.errors import StoreError, Unreachable
from kg.store.http import Answer, Connection, Credentials, Damaged
from kg.store.protocol import GraphName, QueryResult
from kg.store.servers import Layout, Parameters

BATCH = 5_000
"""Triples in one request of the graph store."""
UPDATES = 1_000
"""Triples in one update: servers that compile updates (Virtuoso) have a limit."""
PAGE = 5_000
"""Rows asked for at a time where there may be many: servers cut results at limits of their own."""

LEDGER = NamedNode(vocab.PUBLISHED)
"""The graph in which `kg publish` notes what it put on the server."""
HOLDER = NamedNode(vocab.DATASET)
"""The graph that takes the default graph's place where a server's default graph is the union of all others."""

_ABSENT = frozenset({400, 404, 405, 501})  # what servers without a graph store answer to its requests
_EVERYWHERE = f"ASK {{ ?claim a <{vocab.KG}Claim> . ?data a <{vocab.VOID}Dataset> }}"
_NAMED = f"ASK {{ GRAPH ?graph {{ ?claim a <{vocab.KG}Claim> }} }}"
_SIZES = ("SELECT ?graph (COUNT(*) AS ?n) {{ GRAPH ?graph {{ ?s ?p ?o }} FILTER(STR(?graph) > {after}) }} "
          "GROUP BY ?graph ORDER BY STR(?graph) LIMIT {page}")
_MOVED = ("the server asks its default graph alone, so that claims, which lie in named graphs, are not seen: switch on "
          "its union of graphs (docs/loading.md says how)")

T = TypeVar("T")


class SparqlServer:
    """A `Store` at an address. Queries run over the union of all graphs, as they do on an embedded store.

    StoreError says what the server does not do. Nothing is returned of an answer that is not whole.
    """

    def __init__(self, address: str, credentials: Credentials | None = None, *, attempts: int = 5,
                 first_wait: float = 0.25) -> None:
        self.address = address.rstrip("/")
        given = Credentials.from_environment() if credentials is None else credentials
        self._connection = Connection(self.address, given, attempts=attempts, first_wait=first_wait)

    @cached_property
    def layout(self) -> Layout:
        """How the server lays out its addresses, found by asking. StoreError where no SPARQL answers."""
        greeted: dict[str, str | StoreError] = {}
        for layout in servers.layouts():
            url = self._url(layout, layout.query)
            if not layout.fits_address(self.address):
                continue
            if url not in greeted:
                greeted[url] = self._greet(url)
            server = greeted[url]
            if isinstance(server, str) and layout.fits_server(server):
                if layout.digest:
                    self._connection.use_digest()
                return layout
        raise next((found for found in greeted.values() if isinstance(found, StoreError)),
                   StoreError(f"{self.address}: no SPARQL service answers here"))

    def _greet(self, url: str) -> str | StoreError:
        """What the server calls itself, if it answers a query here. A server that is away is not asked elsewhere."""
        def read(answer: Answer) -> str:
            bodies.to_result(url, answer)
            return answer.headers.get("server", "")
        try:
            return self._connection.exchange("POST", url, read, headers={"Accept": bodies.RESULTS},
                                             form=[("query", "ASK {}")])
        except Unreachable:
            raise
        except StoreError as error:
            return error

    def _url(self, layout: Layout, part: str) -> str:
        return servers.join(servers.base(self.address, layout), part)

    # Reading

    def query(self, sparql: str) -> QueryResult:
        accept = bodies.GRAPHS if check_syntax(sparql) else bodies.RESULTS
        return self._ask(declared(sparql), () if has_dataset(sparql) else self._union, accept)

    @cached_property
    def _union(self) -> Parameters:
        """What to send with a query so that it runs over all graphs; nothing where the server holds no claims yet."""
        for parameters in servers.unions():
            if self._yes(_EVERYWHERE, parameters):
                return parameters
        if self._yes(_NAMED):
            raise StoreError(f"{self.address}: {_MOVED}")
        return ()

    def _ask(self, sparql: str, parameters: Parameters = (), accept: str = bodies.RESULTS) -> QueryResult:
        url = self._url(self.layout, self.layout.query)
        return self._connection.exchange("POST", url, lambda answer: bodies.to_result(url, answer),
                                         headers={"Accept": accept}, form=[("query", sparql), *parameters])

    def _yes(self, sparql: str, parameters: Parameters = ()) -> bool:
        try:
            answer = self._ask(sparql, parameters)
        except Unreachable:
            raise
        except StoreError:  # parameters of other servers
            if not parameters:
                raise
            return False
        return isinstance(answer, QueryBoolean) and bool(answer)

    def rows(self, sparql: str) -> Iterator[list[str]]:
        """The values of a SELECT's rows as strings, asked of the server as it is, without its union of graphs."""
        answer = self._ask(sparql)
        assert isinstance(answer, QuerySolutions)
        for row in answer:
            yield ["" if term is None else str(getattr(term, "value", term)) for term in row]

    def pages(self, sparql: str) -> Iterator[list[str]]:
        """The rows of a SELECT with places for `{after}` and `{page}`, ordered by its first column, which is unique."""
        after = ""
        while True:
            rows = list(self.rows(sparql.format(after=Literal(after), page=PAGE)))
            yield from rows
            if len(rows) < PAGE:
                return
            after = rows[-1][0]

    def sizes(self) -> dict[str, int]:
        """The number of triples of each named graph, by its IRI."""
        return {iri: int(number) for iri, number in self.pages(_SIZES)}

    def graphs(self) -> Iterator[GraphName]:
        yield DefaultGraph()
        yield from (NamedNode(iri) for iri in sorted(self.sizes()) if iri not in (LEDGER.value, HOLDER.value))

    def quads(self) -> Iterator[Quad]:
        for graph in self.graphs():
            yield from (Quad(t.subject, t.predicate, t.object, graph) for t in self.triples(graph))

    def triples(self, graph: GraphName) -> Iterator[Triple]:
        """The triples of one graph, counted: a body cut between two statements would pass for whole otherwise."""
        place = self.place(graph)
        pattern = self._pattern(place)
        (due,) = (int(row[0]) for row in self.rows(f"SELECT (COUNT(*) AS ?n) {pattern}"))
        if not due:
            return iter(())
        url = self._url(self.layout, self.layout.graphs)
        found = self._connection.exchange("GET", url, lambda answer: _read_graph(url, answer, due),
                                          headers={"Accept": bodies.GRAPHS}, parameters=_named(place))
        if found is None:
            answer = self._ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {pattern}", accept=bodies.GRAPHS)
            found = _counted(list(answer), due)  # type: ignore[arg-type]
        return iter(found)

    def write(self, graph: GraphName, stream: IO[bytes]) -> None:
        serialize(self.triples(graph), stream, RdfFormat.N_TRIPLES)

    def _pattern(self, place: GraphName) -> str:
        """What matches the triples of one graph, where the default graph may be the union of all."""
        if isinstance(place, NamedNode):
            return f"{{ GRAPH {place} {{ ?s ?p ?o }} }}"
        alone = " FILTER NOT EXISTS { GRAPH ?graph { ?s ?p ?o } }" if self._everywhere else ""
        return f"{{ ?s ?p ?o{alone} }}"

    # Where the default graph lies

    @cached_property
    def _everywhere(self) -> bool:
        """Whether the server asks the union of its graphs without being told to."""
        return self._yes(_EVERYWHERE)

    @cached_property
    def _held(self) -> bool:
        return self._yes(f"ASK {{ GRAPH {HOLDER} {{ ?s ?p ?o }} }}")

    def place(self, graph: GraphName) -> GraphName:
        """The graph of the server that holds one of ours."""
        return HOLDER if isinstance(graph, DefaultGraph) and self._held else graph

    def settle(self) -> None:
        """Find out whether the server has a default graph of its own, and mark it as one that `kg publish` writes."""
        mark = f"{LEDGER} a <{vocab.VOID}DatasetDescription>"
        self.update(f"INSERT DATA {{ GRAPH {LEDGER} {{ {mark} }} }}")
        self.__dict__["_held"] = self._yes(f"ASK {{ {mark} }}")

    # Writing

    def load(self, quads: Iterable[Quad]) -> None:
        for batch in _batches(quads, BATCH):
            for graph, several in groupby(sorted(batch, key=lambda q: str(q.graph_name)), lambda q: q.graph_name):
                self.add(graph, [quad.triple for quad in several])

    def put(self, graph: GraphName, triples: Collection[Triple]) -> None:
        """Make these the triples of a graph, in one step."""
        place = self.place(graph)
        if not self._store("PUT", place, triples):
            self.update(f"{_dropping(place)} ; {_data('INSERT', place, triples)}")

    def add(self, graph: GraphName, triples: Iterable[Triple]) -> None:
        place = self.place(graph)
        for batch in _batches(triples, BATCH):
            if not self._store("POST", place, batch):
                for part in _batches(batch, UPDATES):
                    self.update(_data("INSERT", place, part))

    def remove(self, graph: GraphName, triples: Iterable[Triple]) -> None:
        for batch in _batches(triples, UPDATES):
            self.update(_data("DELETE", self.place(graph), batch))

    def drop(self, graph: GraphName) -> None:
        """Remove a graph, if it is there."""
        self.update(_dropping(self.place(graph)))

    def update(self, sparql: str) -> None:
        """Run a SPARQL update of ours. It may be sent twice, so that it must come to the same."""
        url = self._url(self.layout, self.layout.update)
        self._connection.exchange("POST", url, lambda answer: bodies.check_status(url, answer),
                                  headers={"Content-Type": "application/sparql-update"}, body=sparql.encode("utf-8"))

    def _store(self, method: str, place: GraphName, triples: Collection[Triple]) -> bool:
        """Send triples by the graph store protocol; False where the server has none."""
        url, body = self._url(self.layout, self.layout.graphs), _lines(triples).encode("utf-8")

        def read(answer: Answer) -> bool:
            if answer.status in _ABSENT:
                return False
            bodies.check_status(url, answer)
            return True

        return self._connection.exchange(method, url, read, headers={"Content-Type": "application/n-triples"},
                                         body=body, parameters=_named(place))

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> SparqlServer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def open_remote(address: str) -> SparqlServer:
    """The store at this address, with credentials from the environment. Nothing is asked of it yet."""
    return SparqlServer(address)


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def _named(place: GraphName) -> dict[str, str]:
    return {"default": ""} if isinstance(place, DefaultGraph) else {"graph": place.value}


def _read_graph(url: str, answer: Answer, due: int) -> list[Triple] | None:
    """The triples of a graph store's answer, None where it has no such answer."""
    if answer.status in _ABSENT:
        return None
    return _counted(bodies.to_triples(url, answer), due)


def _counted(triples: list[Triple], due: int) -> list[Triple]:
    if len(triples) != due:
        raise Damaged(f"{len(triples)} triples came of {due}")
    return triples


def _lines(triples: Iterable[Triple]) -> str:
    """N-Triples. Blank nodes would be new ones each time they are sent, so that they are refused."""
    lines = []
    for triple in triples:
        if BlankNode in (type(triple.subject), type(triple.object)):
            raise StoreError(f"a blank node cannot be published: {triple}")
        lines.append(f"{triple.subject} {triple.predicate} {triple.object} .\n")
    return "".join(lines)


def _data(verb: str, place: GraphName, triples: Iterable[Triple]) -> str:
    lines = _lines(triples)
    inside = lines if isinstance(place, DefaultGraph) else f"GRAPH {place} {{\n{lines}}}"
    return f"{verb} DATA {{ {inside} }}"


def _dropping(place: GraphName) -> str:
    return "CLEAR SILENT DEFAULT" if isinstance(place, DefaultGraph) else f"DROP SILENT GRAPH {place}"
