"""The whole graph: articles, claims and entities in, sorted quads out.

Each article's text, claims and evidence lie in its named graph; entities, values, plain triples, the run and the data
set lie in the default graph. No triple stands in two graphs, so that a query over their union counts each once.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from kg import vocab
from kg.graph import terms
from kg.graph.claims import claim_quads
from kg.graph.corroboration import Statement, Support, statement, support
from kg.graph.entities import entity_quads
from kg.graph.evidence import article_quads
from kg.graph.facts import fact, fact_quads
from kg.graph.iris import article_iri, fact_iri, graph_iri
from kg.graph.provenance import Run, bundle_quads, dataset_quads, run_quads
from kg.graph.rdf12 import reifying_quads
from kg.graph.sorting import order
from kg.graph.vocabulary import vocabulary_quads
from kg.model import Article, Claim, Entity
from kg.ontology import Ontology


def to_quads(
    articles: Iterable[Article], claims: Iterable[Claim], entities: Iterable[Entity], ontology: Ontology, run: Run, *,
    rdf12: bool = False, publishers: Mapping[str, str] | None = None,
) -> Iterator[Quad]:
    """The graph of these claims: the default graph first, then one graph an article, each sorted.

    Claims carry the entity IRIs the Linker gave their arguments; every such IRI must be among the entities. `rdf12`
    adds `rdf:reifies` to each claim; `publishers` are the IRIs of the outlets of articles, where known. Raises
    GraphError for a claim about an unknown article, entity or property, and for two articles with one id.
    """
    read, things = _by_id(articles), sorted(entities, key=lambda e: e.iri)
    told = _by_article(claims, read)
    known = iris(things)
    parts = [article_part(article, told[article.id], known, ontology, run, rdf12=rdf12,
                          publisher=(publishers or {}).get(article.id, "")) for article in read.values()]
    quads: set[Quad] = set().union(*(part.quads | part.values for part in parts))
    for entity in things:
        quads.update(entity_quads(entity))
    quads.update(fact_quads(_supported(parts)))
    quads.update(vocabulary_quads(_used(quads), ontology))
    quads.update(run_quads(run, [article_iri(article) for article in read.values()]))
    languages = {article.language for article in read.values()}
    quads.update(described(run, languages, documents=len(read), entities=len(things), others=len(quads)))
    yield from sorted(quads, key=order)


@dataclass(frozen=True, slots=True)
class Part:
    """What one article alone gives the graph. `values` and `facts` may be other articles' too."""

    graph: NamedNode
    quads: frozenset[Quad]
    """All that lies in the article's graph."""
    values: frozenset[Quad]
    """What describes the values of its claims, in the default graph."""
    facts: Mapping[NamedNode, Triple]
    """The plain triples that it states, by the IRI of their notes."""
    statements: Mapping[NamedNode, frozenset[Statement]] = field(default_factory=dict)
    """For each of the same notes, how the article states it: what corroboration is counted by."""


def article_part(article: Article, claims: Iterable[Claim], known: Collection[str], ontology: Ontology, run: Run, *,
                 rdf12: bool = False, publisher: str = "") -> Part:
    """The part of an article with its claims. `known` are the IRIs of all entities, `publisher` that of its outlet.

    Raises GraphError for a claim about another entity or an unknown property.
    """
    quads, facts = {*article_quads(article), *bundle_quads(article, run)}, {}
    statements: defaultdict[NamedNode, set[Statement]] = defaultdict(set)
    for claim in _distinct(claims):
        _check(claim, known, ontology)
        quads.update(claim_quads(article, claim, publisher))
        if (triple := fact(article, claim)) is not None:
            facts[fact_iri(triple)] = triple
            statements[fact_iri(triple)].add(statement(article, claim, publisher))
    graph, default = graph_iri(article), DefaultGraph()
    values = frozenset(quad for quad in quads if quad.graph_name == default)
    quads -= values
    if rdf12:
        quads.update(list(reifying_quads(quads)))
    return Part(graph, frozenset(quads), values, facts, {note: frozenset(ways) for note, ways in statements.items()})


def _supported(parts: Iterable[Part]) -> dict[Triple, Support]:
    """The facts of all parts, with the sources and articles that state each."""
    facts: dict[NamedNode, Triple] = {}
    statements: defaultdict[NamedNode, set[Statement]] = defaultdict(set)
    for part in parts:
        facts.update(part.facts)
        for note, ways in part.statements.items():
            statements[note] |= ways
    return {triple: support(statements[note]) for note, triple in facts.items()}


def described(run: Run, languages: Iterable[str], *, documents: int, entities: int, others: int) -> set[Quad]:
    """The data set with its statistics; it counts itself in beside the `others`, all other quads."""
    counts = {"documents": documents, "entities": entities, "triples": 0}
    ordered = sorted(languages)
    counts["triples"] = others + len(set(dataset_quads(run, ordered, counts)))
    return set(dataset_quads(run, ordered, counts))


def _used(quads: Iterable[Quad]) -> set[str]:
    """Local names of the ontology's classes and properties that stand in the quads."""
    terms_used = {quad.object for quad in quads if quad.predicate in (terms.TYPE, terms.PREDICATE)}
    return {term.value.removeprefix(vocab.KG) for term in terms_used if isinstance(term, NamedNode)}


def _by_id(articles: Iterable[Article]) -> dict[str, Article]:
    read: dict[str, Article] = {}
    for article in articles:
        if article.id in read:
            raise terms.GraphError(f"two articles have the id {article.id!r}: {read[article.id].source} and "
                                   f"{article.source}")
        read[article.id] = article
    return dict(sorted(read.items()))


def _by_article(claims: Iterable[Claim], read: Mapping[str, Article]) -> defaultdict[str, list[Claim]]:
    told: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.doc not in read:
            raise terms.GraphError(f"claim {claim.id} is of article {claim.doc!r}, which was not read")
        told[claim.doc].append(claim)
    return told


def _distinct(claims: Iterable[Claim]) -> Iterable[Claim]:
    """Of two claims with one id (the same words read in two ways) the more confident."""
    best: dict[str, Claim] = {}
    for claim in claims:
        if claim.id not in best or _weight(claim) > _weight(best[claim.id]):
            best[claim.id] = claim
    return best.values()


def _weight(claim: Claim) -> tuple[float, str]:
    """By confidence; the rest only so that the order of the claims does not matter."""
    return claim.confidence, json.dumps(claim.to_json(), sort_keys=True)


def iris(things: Sequence[Entity]) -> set[str]:
    """The entities' IRIs, given in that order. GraphError where two have one."""
    known = {entity.iri for entity in things}
    if len(known) < len(things):
        twice = next(one.iri for one, other in pairwise(things) if one.iri == other.iri)
        raise terms.GraphError(f"two entities have the IRI {twice}")
    return known


def _check(claim: Claim, known: Collection[str], ontology: Ontology) -> None:
    if claim.predicate.property is not None and claim.predicate.property not in ontology.properties:
        raise terms.GraphError(f"claim {claim.id} of article {claim.doc!r} has the property {claim.predicate.id}, "
                               "which the ontology lacks")
    for iri in (claim.subject.id, claim.object.id, claim.attribution.id if claim.attribution else None):
        if iri is not None and iri not in known:
            raise terms.GraphError(f"claim {claim.id} of article {claim.doc!r} is about {iri}, which is no entity")
