"""A part of a graph: the claims about a thing and its neighbours, or of articles since a day, with all they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg import vocab
from kg.export.batches import batched
from kg.lookup import find
from kg.lookup.statements import rows, values
from kg.store import Oxigraph, Store

BATCH = 500
"""IRIs in one query."""

OF_RECORDS = frozenset(vocab.KG + name for name in ("nameReason", "classReason", "otherClass"))
"""Properties of an entity that no claim states."""

_USED = vocab.PROV + "used"

_ALL = "SELECT ?claim { ?claim a kg:Claim }"
_ABOUT = """SELECT DISTINCT ?claim ?thing {
  VALUES ?end { %s } { ?claim rdf:subject ?end } UNION { ?claim rdf:object ?end }
  ?claim a kg:Claim ; rdf:subject|rdf:object ?thing }"""
_SINCE = """SELECT DISTINCT ?claim {
  VALUES ?claim { %s } ?claim prov:wasDerivedFrom/oa:hasSource/schema:datePublished ?day
  FILTER(STR(?day) >= "%s") }"""
_NAMED = "SELECT ?graph ?s ?p ?o { VALUES ?s { %s } GRAPH ?graph { ?s ?p ?o } }"
_NOTED = "SELECT ?s ?p ?o { VALUES ?f { %s } ?f rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"
_ANYWHERE = "SELECT ?s ?p ?o { VALUES ?s { %s } ?s ?p ?o }"


def select(store: Store, about: str | None = None, hops: int = 1, since: str | None = None) -> Oxigraph:
    """The part as a store in memory.

    `about` is any name of a thing; with `hops` 1 the claims it is in, with 2 also those of the things in these, and so
    on. `since` is an ISO date: only claims of articles published on it or later. Facts keep the support they have in
    the whole graph. Raises LookupFailure for a name that nothing has.
    """
    claims = {row["claim"].value for row in rows(store, _ALL)} if about is None else _near(store, about, hops)
    if since is not None:
        claims = {row["claim"].value for part in batched(sorted(claims), BATCH)
                  for row in rows(store, _SINCE % (values(part), since))}
    chosen = Oxigraph()
    chosen.load(_whole(store, claims))
    return chosen


def _near(store: Store, about: str, hops: int) -> set[str]:
    """The claims within so many steps of the things of this name."""
    claims: set[str] = set()
    seen: set[str] = set()
    ends = set(find(store, about))
    for _ in range(hops):
        seen |= ends
        found: set[str] = set()
        for part in batched(sorted(ends), BATCH):
            for row in rows(store, _ABOUT % values(part)):
                claims.add(row["claim"].value)
                if isinstance(row["thing"], NamedNode) and row["thing"].value.startswith(vocab.ENTITY):
                    found.add(row["thing"].value)
        ends = found - seen
    return claims


def _whole(store: Store, claims: set[str]) -> Iterator[Quad]:
    """The quads of the claims and of all they point to; of a thing's plain triples only those that a claim states, and
    of the articles that were read only those that the claims are of."""
    seen: set[str] = set()
    ends = claims
    stated: set[tuple[str, str, str]] = set()
    waiting: list[Quad] = []
    used: list[Quad] = []
    while ends:
        seen |= ends
        found: set[str] = set()
        for quad in _described(store, ends):
            fact = _iri(quad.subject).startswith(vocab.ENTITY) and quad.predicate.value.startswith(vocab.KG)
            if fact and quad.predicate.value not in OF_RECORDS:
                waiting.append(quad)
                continue
            if quad.predicate.value == _USED and _iri(quad.object).startswith(vocab.ARTICLE):
                used.append(quad)  # the run read all articles of the whole graph
                continue
            yield quad
            if isinstance(quad.object, NamedNode):
                found.add(quad.object.value)
            if not isinstance(quad.graph_name, DefaultGraph):
                found.add(quad.graph_name.value)
        ends = found - seen
    # A note names its triple's parts, so that what it notes can be told from the other triples of its subject.
    for part in batched(sorted(iri for iri in seen if iri.startswith(vocab.FACT)), BATCH):
        stated |= {(row["s"].value, row["p"].value, str(row["o"])) for row in rows(store, _NOTED % values(part))}
    yield from (quad for quad in used if _iri(quad.object) in seen)
    yield from (quad for quad in waiting if (_iri(quad.subject), quad.predicate.value, str(quad.object)) in stated)


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _described(store: Store, iris: Iterable[str]) -> Iterator[Quad]:
    """What is said of the IRIs, each quad in its graph. A triple that stands in no named graph is the default one's."""
    for part in batched(sorted(iris), BATCH):
        wanted = values(part)
        named = set()
        for row in rows(store, _NAMED % wanted):
            named.add((row["s"], row["p"], row["o"]))
            yield Quad(row["s"], row["p"], row["o"], row["graph"])
        for row in rows(store, _ANYWHERE % wanted):
            if (row["s"], row["p"], row["o"]) not in named:
                yield Quad(row["s"], row["p"], row["o"])
