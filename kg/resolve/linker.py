"""Decides which names are one thing, and why: claims with the IRIs of their entities, and the entities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.model import Argument, Article, Claim, Entity
from kg.ontology import Ontology
from kg.resolve import names
from kg.resolve.brackets import Pair, Written, pairs
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

        The articles' texts are searched for pairs of names in brackets, of which a claim of any article may mention
        one; an article without claims is no error, and neither is a claim without its article.
        """
        mentioned = Names(claims, self._ontology, self._known.is_form)
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
    """The pairs in brackets of each article; both sides become names, whether or not its claims mention them."""
    written = Written(form for node in mentioned.nodes.values() for form in node.forms)
    found: dict[str, list[Pair]] = {}
    for article in sorted(articles, key=lambda article: article.id):
        found[article.id] = sorted({
            pair for pair in pairs(article.text, written) if names.key(pair.outside) and names.key(pair.inside)
        })
        for pair in found[article.id]:
            mentioned.note(article.id, pair.outside)
            mentioned.note(article.id, pair.inside)
    return found


def _with_ids(claim: Claim, ids: Mapping[NodeId, str]) -> Claim:
    def argument(side: Argument) -> Argument:
        return replace(side, id=ids.get((claim.doc, names.key(side.name))) if is_name(side) else None)

    source = claim.attribution
    if source:
        stands = source.antecedent is not None or source.kind in ("", "name")
        source = replace(source, id=ids.get((claim.doc, names.key(source.name))) if stands else None)
    return replace(claim, subject=argument(claim.subject), object=argument(claim.object), attribution=source)
