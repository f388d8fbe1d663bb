"""The whole graph: articles, claims and entities in, sorted quads out.

Each article's text, claims and evidence lie in its named graph; entities, values, plain triples, the run and the data
set lie in the default graph. No triple stands in two graphs, so that a query over their union counts each once.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from kg import vocab
from kg.graph import terms
from kg.graph.claims import claim_quads
from kg.graph.entities import entity_quads
from kg.graph.evidence import article_quads
from kg.graph.facts import fact, fact_quads
from kg.graph.provenance import Run, bundle_quads, dataset_quads, run_quads
from kg.graph.rdf12 import reifying_quads
from kg.graph.vocabulary import vocabulary_quads
from kg.model import Article, Claim, Entity
from kg.ontology import Ontology

_LEADING = (terms.TYPE, terms.SUBJECT, terms.PREDICATE, terms.OBJECT)
_FIRST = {str(predicate): str(place) for place, predicate in enumerate(_LEADING)}


def to_quads(
    articles: Iterable[Article], claims: Iterable[Claim], entities: Iterable[Entity], ontology: Ontology, run: Run, *,
    rdf12: bool = False,
) -> Iterator[Quad]:
    """The graph of these claims: the default graph first, then one graph an article, each sorted.

    Claims carry the entity IRIs the Linker gave their arguments; every such IRI must be among the entities. `rdf12`
    adds `rdf:reifies` to each claim. Raises GraphError for a claim about an unknown article, entity or property, and
    for two articles with one id.
    """
    read, told, things = _by_id(articles), _by_article(claims), sorted(entities, key=lambda e: e.iri)
    _check(read, told, things, ontology)
    quads: set[Quad] = set()
    for article in read.values():
        quads.update(article_quads(article))
        quads.update(bundle_quads(article, run))
        for claim in told[article.id]:
            quads.update(claim_quads(article, claim))
    for entity in things:
        quads.update(entity_quads(entity))
    quads.update(fact_quads(_support(read, told)))
    quads.update(vocabulary_quads(_used(quads), ontology))
    quads.update(run_quads(run, read.values()))
    if rdf12:
        quads.update(list(reifying_quads(quads)))
    quads.update(_described(quads, read, things, run))
    yield from sort(quads)


def _used(quads: Iterable[Quad]) -> set[str]:
    """Local names of the ontology's classes and properties that stand in the quads."""
    terms_used = {quad.object for quad in quads if quad.predicate in (terms.TYPE, terms.PREDICATE)}
    return {term.value.removeprefix(vocab.KG) for term in terms_used if isinstance(term, NamedNode)}


def _described(quads: set[Quad], read: Mapping[str, Article], things: Sequence[Entity], run: Run) -> list[Quad]:
    """The data set with its statistics, itself counted in."""
    languages = sorted({article.language for article in read.values()})
    counts = {"documents": len(read), "entities": len(things), "triples": 0}
    counts["triples"] = len(quads) + len(list(dataset_quads(run, languages, counts)))
    return list(dataset_quads(run, languages, counts))


def sort(quads: Iterable[Quad]) -> list[Quad]:
    """The quads by graph, subject, predicate and object; first the default graph, the class, and a claim's triple."""
    return sorted(quads, key=_order)


def _order(quad: Quad) -> tuple[str, str, str, str]:
    graph = "" if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name)
    predicate = str(quad.predicate)
    return graph, str(quad.subject), _FIRST.get(predicate, predicate), str(quad.object)


def _by_id(articles: Iterable[Article]) -> dict[str, Article]:
    read: dict[str, Article] = {}
    for article in articles:
        if article.id in read:
            raise terms.GraphError(f"two articles have the id {article.id!r}: {read[article.id].source} and "
                                   f"{article.source}")
        read[article.id] = article
    return dict(sorted(read.items()))


def _by_article(claims: Iterable[Claim]) -> defaultdict[str, list[Claim]]:
    """Claims by article. Of two with one id (the same words read in two ways) the more confident stands."""
    best: dict[str, Claim] = {}
    for claim in claims:
        if claim.id not in best or _weight(claim) > _weight(best[claim.id]):
            best[claim.id] = claim
    told: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in best.values():
        told[claim.doc].append(claim)
    return told


def _weight(claim: Claim) -> tuple[float, str]:
    """By confidence; the rest only so that the order of the claims does not matter."""
    return claim.confidence, json.dumps(claim.to_json(), sort_keys=True)


def _check(read: Mapping[str, Article], told: Mapping[str, list[Claim]], things: Sequence[Entity],
           ontology: Ontology) -> None:
    known = {entity.iri for entity in things}
    if len(known) < len(things):
        twice = next(one.iri for one, other in pairwise(things) if one.iri == other.iri)
        raise terms.GraphError(f"two entities have the IRI {twice}")
    for doc, claims in told.items():
        if doc not in read:
            raise terms.GraphError(f"claim {claims[0].id} is of article {doc!r}, which was not read")
        for claim in claims:
            if claim.predicate.property is not None and claim.predicate.property not in ontology.properties:
                raise terms.GraphError(f"claim {claim.id} of article {doc!r} has the property {claim.predicate.id}, "
                                       "which the ontology lacks")
            sides = (claim.subject.id, claim.object.id, claim.attribution.id if claim.attribution else None)
            for iri in sides:
                if iri is not None and iri not in known:
                    raise terms.GraphError(f"claim {claim.id} of article {doc!r} is about {iri}, which is no entity")


def _support(read: dict[str, Article], told: dict[str, list[Claim]]) -> dict[Triple, int]:
    """How many articles state each plain triple."""
    stated: defaultdict[Triple, set[str]] = defaultdict(set)
    for article in read.values():
        for claim in told[article.id]:
            triple = fact(article, claim)
            if triple is not None:
                stated[triple].add(article.id)
    return {triple: len(ids) for triple, ids in stated.items()}
