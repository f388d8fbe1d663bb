"""Decides which names are one thing, and why: claims with the IRIs of their entities, and the entities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.model import Argument, Article, Claim, Entity
from kg.ontology import Ontology
from kg.resolve import names
from kg.resolve.brackets import Pair, pairs
from kg.resolve.clusters import Clusters
from kg.resolve.entities import entities
from kg.resolve.known import KnownNames
from kg.resolve.mentions import Names, NodeId, family, is_name
from kg.resolve.rules import RULES, Context


class Linker:
    """Links the names of claims to entities. The result does not depend on the order of claims or articles."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self._known = KnownNames(ontology)

    def link(self, claims: Sequence[Claim], articles: Sequence[Article]) -> tuple[list[Claim], list[Entity]]:
        """The claims, with `id` set on every argument and source that is a name, and the entities sorted by IRI.

        The articles' texts are searched for pairs of names in brackets; an article without claims is no error, and
        neither is a claim without its article.
        """
        mentioned = Names(claims, self._ontology)
        clusters = self._join(mentioned, articles)
        described = entities(clusters, mentioned, self._known, self._ontology)
        ids = {node: entity.iri for entity, nodes in described for node in nodes}
        return [_with_ids(claim, ids) for claim in claims], [entity for entity, _ in described]

    def _join(self, mentioned: Names, articles: Sequence[Article]) -> Clusters:
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


def _noted_pairs(mentioned: Names, articles: Sequence[Article]) -> dict[str, list[Pair]]:
    """The pairs in brackets of each article; both sides become names, whether or not claims mention them."""
    texts = {article.id: article.text for article in articles}
    found: dict[str, list[Pair]] = {}
    for doc, nodes in list(mentioned.docs()):
        forms = [form for node in nodes for form in node.forms]
        found[doc] = sorted({
            pair for pair in pairs(texts.get(doc, ""), forms) if names.key(pair.outside) and names.key(pair.inside)
        })
        for pair in found[doc]:
            mentioned.note(doc, pair.outside)
            mentioned.note(doc, pair.inside)
    return found


def _with_ids(claim: Claim, ids: Mapping[NodeId, str]) -> Claim:
    def argument(side: Argument) -> Argument:
        return replace(side, id=ids.get((claim.doc, names.key(side.name))) if is_name(side) else None)

    source = claim.attribution
    if source:
        source = replace(source, id=ids.get((claim.doc, names.key(source.text))))
    return replace(claim, subject=argument(claim.subject), object=argument(claim.object), attribution=source)
