"""Decides which names are one thing, and why: entities, and their IRIs for the names of claims.

    links = Linker(ontology).link(names_of(article, claims) for article, claims in results)
    links.entities       # sorted by IRI
    links.apply(claims)  # the claims with ids
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple, Protocol

from kg.model import Argument, Claim, Entity
from kg.ontology import Ontology
from kg.resolve import names
from kg.resolve.article_names import ArticleNames, is_name
from kg.resolve.brackets import Pair, Written
from kg.resolve.clusters import Clusters
from kg.resolve.entities import entities
from kg.resolve.known import KnownNames
from kg.resolve.mentions import Names, NodeId, family
from kg.resolve.rules import RULES, Context


class Named(NamedTuple):
    """Names that a person means: all of the text's normal form, only those of a class (local name) or an article."""

    name: str
    type: str = ""
    article: str = ""


class Decisions(Protocol):
    """What people decided: pairs that are one thing, and pairs that are not. They stand above every other evidence."""

    @property
    def same(self) -> Collection[tuple[Named, Named]]: ...

    @property
    def not_same(self) -> Collection[tuple[Named, Named]]: ...


@dataclass(frozen=True)
class Links:
    """Which entity each name stands for. `ids` maps (article, key of the name) to the entity's IRI."""

    entities: tuple[Entity, ...]
    ids: Mapping[NodeId, str]

    def apply(self, claims: Iterable[Claim]) -> list[Claim]:
        """The claims, with `id` set on every argument and source that is a name of a linked article."""
        return [_with_ids(claim, self.ids) for claim in claims]


class Linker:
    """Links names to entities. The result does not depend on the order of articles or of their claims."""

    def __init__(self, ontology: Ontology, decisions: Decisions | None = None) -> None:
        self._ontology = ontology
        self._decisions = decisions
        self._known = KnownNames(ontology)

    def link(self, articles: Iterable[ArticleNames]) -> Links:
        """The entities of the articles' names. ValueError where two articles have one id.

        Names in brackets of any article count, whether or not its claims mention them.
        """
        ordered = _in_order(articles)
        mentioned = Names(ordered, self._ontology, self._known.is_form)
        clusters = self._join(mentioned, ordered)
        described = entities(clusters, mentioned, self._known, self._ontology)
        ids = {node: entity.iri for entity, nodes in described for node in nodes}
        return Links(tuple(entity for entity, _ in described), ids)

    def _join(self, mentioned: Names, articles: Sequence[ArticleNames]) -> Clusters:
        pairs = _noted_pairs(mentioned, articles)
        clusters = Clusters({node.id: mentioned.family(node) for node in mentioned.nodes.values()})
        context = Context(mentioned, self._known, pairs, clusters)
        for rule, certain in RULES:
            for link in sorted(set(rule(context))):
                known = self._known.by_iri.get(link.second[1]) if link.second[0] == "" else None
                if known:
                    clusters.add_known(known.iri, family(known.type, self._ontology))
                clusters.join(link, certain=certain)
        return clusters


def _in_order(articles: Iterable[ArticleNames]) -> list[ArticleNames]:
    ordered = sorted(articles, key=lambda article: article.article)
    for first, second in pairwise(ordered):
        if first.article == second.article:
            raise ValueError(f"two articles have the id {first.article!r}")
    return ordered


def _noted_pairs(mentioned: Names, articles: Sequence[ArticleNames]) -> dict[str, list[Pair]]:
    """The pairs in brackets of each article; both sides become names, whether or not its claims mention them."""
    written = Written(form for node in mentioned.nodes.values() for form in node.forms)
    found: dict[str, list[Pair]] = {}
    for article in articles:
        pairs = sorted({pair for bracket in article.brackets if (pair := written.pair(bracket))})
        for pair in pairs:
            mentioned.note(article.article, pair.outside)
            mentioned.note(article.article, pair.inside)
        if pairs:
            found[article.article] = pairs
    return found


def _with_ids(claim: Claim, ids: Mapping[NodeId, str]) -> Claim:
    def argument(side: Argument) -> Argument:
        return replace(side, id=ids.get((claim.doc, names.key(side.name))) if is_name(side) else None)

    source = claim.attribution
    if source:
        stands = source.antecedent is not None or source.kind in ("", "name")
        source = replace(source, id=ids.get((claim.doc, names.key(source.name))) if stands else None)
    return replace(claim, subject=argument(claim.subject), object=argument(claim.object), attribution=source)
