"""A process that reads the graph: one request at a time from standard input, one answer each to standard output.

`python -m kg.serve.worker FOLDER MEMORY`. Whoever started it kills it when it takes too long; should that process be
gone, it ends itself. Before each request it looks whether a build has finished meanwhile, and opens the new graph. What
only pages need is imported with the first page: a worker that was killed is to be replaced at once.
"""

from __future__ import annotations

import contextlib
import faulthandler
import io
import os
import select
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Triple

from kg import vocab
from kg.serve import frames
from kg.store import GraphName, Oxigraph, QueryError, StoreError, open_store, version

GRACE = 2.0  # seconds after which a worker that nobody killed ends itself
ELSEWHERE = 1 << 30  # bytes a worker may have taken, where the system does not tell
LOOK = 5.0  # seconds between looks for a new graph, where nothing is asked
_PREFIXES = dict(vocab.PREFIXES)


class TooLarge(Exception):
    """An answer with more bytes than allowed."""


class Capped(io.BytesIO):
    """A file in memory that takes so many bytes and no more."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > self._limit:
            raise TooLarge
        return super().write(data)


@dataclass
class Snapshot:
    """The newest finished graph of a folder."""

    folder: Path
    store: Oxigraph | None = None
    version: str = ""
    memo: dict[object, Any] = field(default_factory=dict)

    def fresh(self) -> Oxigraph:
        """The store, opened again after a build; what is open stays open where nothing new can be."""
        for attempt in range(20):
            try:
                newest = version(self.folder)
                if self.store is None or newest != self.version:
                    opened = open_store(self.folder)
                    if self.store is not None:
                        self.store.close()
                    self.store, self.version, self.memo = opened, newest, {}
                return self.store
            except (StoreError, OSError):  # a build may move on between our two looks
                if self.store is not None and attempt > 2:
                    return self.store
                if attempt == 19:
                    raise
                time.sleep(0.05)
        raise AssertionError


Request = Mapping[str, Any]
Reply = tuple[dict[str, Any], bytes]


def ready(snapshot: Snapshot, request: Request) -> Reply:
    """That the graph can be opened."""
    snapshot.fresh()
    return {"status": "ok"}, b""


def query(snapshot: Snapshot, request: Request) -> Reply:
    """Run a query; its answer in the format that was asked for its kind."""
    graphs = {name: [NamedNode(iri) for iri in request[name]] for name in ("default_graphs", "named_graphs")}
    answer = snapshot.fresh().query(request["sparql"], **graphs)
    if isinstance(answer, QueryTriples):
        return _written(answer, request)
    kind = "boolean" if isinstance(answer, QueryBoolean) else "rows"
    if request["results"] is None:
        return {"status": "unacceptable", "kind": kind}, b""
    out = Capped(request["limit"])
    assert isinstance(answer, QueryBoolean | QuerySolutions)
    answer.serialize(output=out, format=getattr(ox.QueryResultsFormat, request["results"]))
    return {"status": "ok", "kind": kind}, out.getvalue()


def graph(snapshot: Snapshot, request: Request) -> Reply:
    """The triples of one graph."""
    name: GraphName = NamedNode(request["graph"]) if request["graph"] else DefaultGraph()
    triples = snapshot.fresh().triples(name)
    first = next(triples, None)
    if first is None and request["graph"]:
        return {"status": "missing"}, b""
    return _written((triple for some in ([first] if first else [], triples) for triple in some), request)


def rdf(snapshot: Snapshot, request: Request) -> Reply:
    """What is told of one thing."""
    from kg.serve import resources

    triples = resources.triples(snapshot.fresh(), request["iri"], request["page"])
    return _written(triples, request) if triples else ({"status": "missing"}, b"")


def _written(triples: Any, request: Request) -> Reply:
    if request["graphs"] is None:
        return {"status": "unacceptable", "kind": "triples"}, b""
    out = Capped(request["limit"])
    form = getattr(ox.RdfFormat, request["graphs"])
    ox.serialize(_checked(triples, request["limit"]), output=out, format=form, prefixes=_PREFIXES)
    body = out.getvalue()
    return {"status": "ok", "kind": "triples"}, _tidy(body) if form is ox.RdfFormat.TURTLE else body


def _tidy(turtle: bytes) -> bytes:
    """Turtle with the prefixes that it uses, sorted: Oxigraph writes all, in a chance order."""
    lines = turtle.split(b"\n")
    header = [line for line in lines[:len(_PREFIXES)] if line.startswith(b"@prefix ")]
    body = b"\n".join(lines[len(header):])
    return b"\n".join([*sorted(line for line in header if line.split(b" ", 2)[1] in body), body])


def _checked(triples: Any, limit: int) -> Any:
    """The triples, as long as their objects alone are not too large: some formats are written at the end."""
    held = 0
    for triple in triples:
        assert isinstance(triple, Triple)
        held += len(str(triple.object))
        if held > limit:
            raise TooLarge
        yield triple


def page(snapshot: Snapshot, request: Request) -> Reply:
    """What a page shows: a function of `resources` and its arguments."""
    from kg.serve import resources

    store = snapshot.fresh()
    key = (request["what"], *request["arguments"])
    if request["what"] in resources.KEPT and key in snapshot.memo:
        found = snapshot.memo[key]
    else:
        found = snapshot.memo[key] = resources.PAGES[request["what"]](store, *request["arguments"])
        if request["what"] not in resources.KEPT:
            del snapshot.memo[key]
    return ({"status": "missing"}, b"") if found is None else ({"status": "ok", "page": found}, b"")


OPERATIONS: Mapping[str, Callable[[Snapshot, Request], Reply]] = {
    "ready": ready, "query": query, "graph": graph, "rdf": rdf, "page": page}


def answer(snapshot: Snapshot, request: Request) -> Reply:
    """The reply to a request; what is wrong with it is a reply too."""
    try:
        return OPERATIONS[request["do"]](snapshot, request)
    except QueryError as error:
        return {"status": "wrong", "message": str(error)}, b""
    except TooLarge:
        return {"status": "large"}, b""
    except LookupError:  # kg.lookup's
        return {"status": "missing"}, b""
    except (StoreError, OSError) as error:
        return {"status": "broken", "message": str(error)}, b""
    except MemoryError:  # more often the library aborts the process
        return {"status": "memory"}, b""
    except (ValueError, RuntimeError, RecursionError) as error:  # an IRI that is none; a function that fails
        return {"status": "wrong", "message": str(error)}, b""


def limit_memory(more: int) -> None:
    """Let the system refuse more memory than there is now and so much: the process dies then, and only it."""
    try:
        import resource
    except ImportError:  # not every system can
        return
    try:
        used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except OSError:
        used = ELSEWHERE
    resource.setrlimit(resource.RLIMIT_AS, (used + more, used + more))


def serve(source: BinaryIO, sink: BinaryIO, folder: Path, memory: int) -> None:
    """Answer requests until there are no more; a first answer, unasked, says whether the graph could be opened."""
    snapshot = Snapshot(folder)
    first = answer(snapshot, {"do": "ready"})
    limit_memory(memory)
    sink.write(frames.pack(*first))
    sink.flush()
    with Path(os.devnull).open("w") as nowhere:
        while _wait(source, snapshot) and (frame := frames.read(source)) is not None:
            request = frame[0]
            faulthandler.dump_traceback_later(request["seconds"] + GRACE, exit=True, file=nowhere)
            reply = frames.pack(*answer(snapshot, request))
            faulthandler.cancel_dump_traceback_later()
            sink.write(reply)
            sink.flush()


def _wait(source: BinaryIO, snapshot: Snapshot) -> bool:
    """Until a request comes. Meanwhile a graph that was replaced is let go, so that its files can be removed."""
    while os.name == "posix" and not select.select([source], [], [], LOOK)[0]:
        with contextlib.suppress(StoreError, OSError):
            snapshot.fresh()
    return True


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer, Path(sys.argv[1]), int(sys.argv[2]))
