"""Putting a graph on a SPARQL server, and only what changed since the last time.

Each article's graph is put whole; of the default graph, which depends on all articles, the difference is sent. A graph
of its own on the server, the ledger, notes the digest of each graph that was put. A graph is left alone where ledger
and number of triples agree, so that publishing again costs two queries. A publication that was cut off is finished by
the next one: a digest is struck from the ledger before its graph is touched and noted when it is there.

What others put on the server stays: only graphs of the ledger are dropped, and of the default graph only triples about
things of ours are removed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Triple

from kg import vocab
from kg.store.protocol import Store
from kg.store.remote import LEDGER, SparqlServer

NOTED = 100
"""Graphs put between two entries into the ledger."""

_DIGEST = NamedNode(vocab.SCHEMA + "sha256")
_ENTRIES = (f"SELECT ?graph (MIN(?digest) AS ?least) (MAX(?digest) AS ?most) {{{{ GRAPH {LEDGER} {{{{ ?graph {_DIGEST} "
            "?digest }} FILTER(STR(?graph) > {after}) }} GROUP BY ?graph ORDER BY STR(?graph) LIMIT {page}")

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did: named graphs put, left as they were and dropped; triples of the default graph."""

    put: int
    kept: int
    dropped: int
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class _Plan:
    """Digests of our graphs by IRI ("" is the default graph), and which of them to put, keep and drop."""

    digests: Mapping[str, str]
    change: list[str]
    drop: list[str]


def publish(local: Store, server: SparqlServer, progress: Progress = lambda stage, done, of: None) -> Published:
    """Make the server hold what the local store holds. StoreError where the server cannot; run it again then."""
    server.settle()
    noted = {iri: (least, most) for iri, least, most in server.pages(_ENTRIES)}
    plan = _plan(local, server, noted)
    _strike(server, noted, [*plan.change, *plan.drop])
    added, removed = _difference(local, server) if "" in plan.change else ([], [])
    server.add(DefaultGraph(), added)  # first what is new, so that no article points to a thing that is not there yet
    changed = [iri for iri in plan.change if iri]
    for start in range(0, len(changed), NOTED):
        some = changed[start:start + NOTED]
        for done, iri in enumerate(some, start + 1):
            progress("publish", done, len(changed))
            server.put(NamedNode(iri), list(local.triples(NamedNode(iri))))
        _note(server, plan.digests, some)
    for iri in plan.drop:
        server.drop(NamedNode(iri))
    server.remove(DefaultGraph(), removed)
    if "" in plan.change:
        _note(server, plan.digests, [""])
    kept = len(plan.digests) - len(plan.change) - ("" not in plan.change)
    return Published(len(changed), kept, len(plan.drop), len(added), len(removed))


def _plan(local: Store, server: SparqlServer, noted: Mapping[str, tuple[str, str]]) -> _Plan:
    sizes, held = server.sizes(), server.place(DefaultGraph())
    digests, change = {}, []
    for graph in local.graphs():
        iri = graph.value if isinstance(graph, NamedNode) else ""
        lines = sorted({str(triple) for triple in local.triples(graph)})
        digests[iri] = hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()
        same = noted.get(_entry(iri)) == (digests[iri], digests[iri])
        place = iri or (held.value if isinstance(held, NamedNode) else "")
        # The default graph may hold triples of others, so that its number says nothing.
        if not same or (place and sizes.get(place, 0) != len(lines)):
            change.append(iri)
    ours = {_entry(iri) for iri in digests}
    return _Plan(digests, change, sorted(iri for iri in noted if iri not in ours))


def _difference(local: Store, server: SparqlServer) -> tuple[list[Triple], list[Triple]]:
    """What the server's default graph lacks, and what of ours it has too much."""
    ours, theirs = set(local.triples(DefaultGraph())), set(server.triples(DefaultGraph()))
    return sorted(ours - theirs, key=str), sorted(filter(_of_ours, theirs - ours), key=str)


def _of_ours(triple: Triple) -> bool:
    return isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(vocab.BASE)


def _entry(iri: str) -> str:
    """How the ledger names a graph: the default graph by the data set's IRI."""
    return iri or vocab.DATASET


def _strike(server: SparqlServer, noted: Mapping[str, tuple[str, str]], iris: Iterable[str]) -> None:
    entries = [_entry(iri) for iri in iris]
    server.remove(LEDGER, (Triple(NamedNode(iri), _DIGEST, Literal(digest))
                           for iri in entries if iri in noted for digest in sorted(set(noted[iri]))))


def _note(server: SparqlServer, digests: Mapping[str, str], iris: Iterable[str]) -> None:
    server.add(LEDGER, [Triple(NamedNode(_entry(iri)), _DIGEST, Literal(digests[iri])) for iri in iris])


