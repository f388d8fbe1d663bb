"""Servers that differ from Oxigraph's as others do, over an Oxigraph in this process: no fake of their engines, but of
their addresses, of which graphs they ask, of what they refuse and of what they want to be told.

Fuseki: https://jena.apache.org/documentation/fuseki2/fuseki-server-protocol.html, /tdb2/ (the names of graphs).
GraphDB: https://rdf4j.org/documentation/reference/rest-api/. QLever: https://docs.qlever.dev/. Virtuoso:
https://docs.openlinksw.com/virtuoso/rdfsparqlprotocolendpoint/.
"""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import pyoxigraph as ox

UNION = {"urn:x-arq:DefaultGraph", "urn:x-arq:UnionGraph"}
TRIPLES, RESULTS = "application/n-triples", "application/sparql-results+json"


@dataclass(frozen=True)
class Kind:
    """What a server is like. `base` is the path people give; the others are those of its services.

    `union`: whether its default graph is that of all. `wants` is the scheme of Authorization that writing takes,
    `refuses` a pattern of updates it cannot run, `most` the triples that it takes in one.
    """

    server: str
    base: str
    query: str
    update: str
    graphs: str
    union: bool
    wants: str = ""
    refuses: str = "(?!)"
    most: int = 10**9
    methods: frozenset[str] = frozenset({"GET", "PUT", "POST"})


FUSEKI = Kind("Apache Jena Fuseki (5.6.0)", "/news", "/news", "/news", "/news", union=False)
FAKES: Mapping[str, Kind] = {
    "Fuseki": FUSEKI,
    "Fuseki, with services apart": Kind(
        "Apache Jena Fuseki", "/news", "/news/query", "/news/update", "/news/data", union=False),
    "GraphDB": Kind("", "/repositories/news", "/repositories/news", "/repositories/news/statements",
                    "/repositories/news/rdf-graphs/service", union=True),
    "QLever": Kind("", "", "/", "/", "/", union=True, wants="Bearer", refuses=r"\b(CLEAR|CREATE|LOAD|COPY|MOVE|ADD)\b"),
    "QLever, before it could PUT": Kind("", "", "/", "/", "/", union=True, wants="Bearer", refuses=r"\bCLEAR\b",
                                        methods=frozenset({"GET", "POST"})),
    "Virtuoso": Kind("Virtuoso/07.20.3240 (Linux) x86_64", "", "/sparql", "/sparql-auth", "/sparql-graph-crud-auth",
                     union=True, wants="Digest", refuses=r"DATA \{ (?!GRAPH)", most=2000),
}


class Handler(BaseHTTPRequestHandler):
    kind: Kind
    store: ox.Store

    def do_POST(self) -> None:
        body, form = self.body(), self.headers.get("content-type", "")
        if form.startswith("application/x-www-form-urlencoded"):
            given = parse_qsl(body.decode(), keep_blank_values=True)
            names = [name for name, _ in given]
            if self.at(self.kind.query) and "query" in names:
                self.ask(given)
            elif self.at(self.kind.update) and "update" in names:
                self.change(dict(given)["update"])
            else:
                self.say(400)
        elif form == "application/sparql-update" and self.at(self.kind.update):
            self.change(body.decode())
        else:
            self.keep("POST", body)

    def do_PUT(self) -> None:
        self.keep("PUT", self.body())

    def do_GET(self) -> None:
        graph = self.graph()
        if not self.at(self.kind.graphs) or graph is None:
            self.say(404)
            return
        written = self.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b""
        self.say(200 if written else 404, written, TRIPLES)

    def ask(self, given: list[tuple[str, str]]) -> None:
        graphs = {value for name, value in given if name == "default-graph-uri"}
        asked = dict(given)["query"]
        own = re.search(r"\bFROM\b", asked) is not None
        answer = self.store.query(asked, use_default_graph_as_union=not own and (self.kind.union or graphs == UNION))
        if isinstance(answer, ox.QueryTriples):
            self.say(200, answer.serialize(format=ox.RdfFormat.N_TRIPLES) or b"", TRIPLES)
        else:
            self.say(200, answer.serialize(format=ox.QueryResultsFormat.JSON) or b"", RESULTS)

    def change(self, update: str) -> None:
        if self.allowed():
            if re.search(self.kind.refuses, update) or update.count(" .\n") > self.kind.most:
                self.say(400)
            else:
                self.store.update(update)
                self.say(200, b"{}", "application/json")

    def keep(self, method: str, body: bytes) -> None:
        """The graph store's PUT and POST."""
        graph = self.graph()
        if not self.at(self.kind.graphs) or method not in self.kind.methods or graph is None:
            self.say(405)
        elif self.allowed():
            if method == "PUT":
                self.store.clear_graph(graph)
            self.store.load(body, ox.RdfFormat.N_TRIPLES, to_graph=graph)
            self.say(204)

    def allowed(self) -> bool:
        if self.headers.get("authorization", "").startswith(self.kind.wants):
            return True
        self.say(401, challenge=self.kind.wants)
        return False

    def at(self, path: str) -> bool:
        return urlsplit(self.path).path == path

    def graph(self) -> ox.NamedNode | ox.DefaultGraph | None:
        asked = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        return ox.DefaultGraph() if "default" in asked else ox.NamedNode(asked["graph"]) if "graph" in asked else None

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("content-length", 0)))

    def say(self, status: int, body: bytes = b"", type_: str = "text/plain", challenge: str = "") -> None:
        self.send_response_only(status)
        if self.kind.server:
            self.send_header("Server", self.kind.server)
        if challenge:
            self.send_header("WWW-Authenticate", f'{challenge} realm="SPARQL", nonce="1", qop="auth", algorithm=MD5')
        self.send_header("Content-Type", type_)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        pass


@contextlib.contextmanager
def fake(kind: Kind) -> Iterator[str]:
    """The address that people would give of an empty server of this kind."""
    handler = type("OfKind", (Handler,), {"kind": kind, "store": ox.Store()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{kind.base}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
