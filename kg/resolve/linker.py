"""Decides which names are one thing, and why: entities, and their IRIs for the names of claims.

    links = Linker(ontology).link(names_of(article, claims) for article, claims in results)
    links.entities       # sorted by IRI
    links.apply(claims)  # the claims with ids
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import pairwise

from kg.model import Argument, Claim, Entity
from kg.ontology import Ontology
from kg.resolve import names
from kg.resolve.across import known_names, lookalikes, same_names, suffixes
from kg.resolve.article_names import ArticleNames, is_name
from kg.resolve.brackets import Pair, Written
from kg.resolve.clusters import Clusters, Conflict, Link
from kg.resolve.context import Context
from kg.resolve.decisions import Decisions
from kg.resolve.entities import entities
from kg.resolve.features import BRACKET, INITIALS, NAMED, SHORT
from kg.resolve.judgement import APART, Judgement, are_two, judge
from kg.resolve.known import KnownNames
from kg.resolve.mentions import Names, NodeId, family
from kg.resolve.publishers import publishers
from kg.resolve.within import bracket_pairs, initials, short_bodies, short_persons, told_names

PASSES: tuple[Callable[[Context], Iterator[Link]], ...] = (
    bracket_pairs, told_names, short_persons, short_bodies, initials, same_names, suffixes, lookalikes,
)
"""What proposes links, after decisions and known names; each pass sees what those before it joined."""


@dataclass(frozen=True)
class Links:
    """Which entity each name stands for. `ids` maps (article, key of the name) to the entity's IRI.

    `unsure` are the pairs to ask a person about, the likeliest first; `conflicts` the links that were not made because
    their names must stay apart: two known names, other kinds of thing, a judgement or decision. `publishers` maps an
    article to the IRI of the outlet that published it, where that is known.
    """

    entities: tuple[Entity, ...]
    ids: Mapping[NodeId, str]
    unsure: tuple[Judgement, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    publishers: Mapping[str, str] = field(default_factory=dict)

    def apply(self, claims: Iterable[Claim]) -> list[Claim]:
        """The claims, with `id` set on every argument and source that is a name of a linked article."""
        return [_with_ids(claim, self.ids) for claim in claims]


class Linker:
    """Links names to entities. The result does not depend on the order of articles or of their claims."""

    def __init__(self, ontology: Ontology, decisions: Decisions | None = None) -> None:
        self._ontology = ontology
        self._decisions = decisions or Decisions()
        self._decisions.check_classes(ontology.classes)
        self._known = KnownNames(ontology)

    def link(self, articles: Iterable[ArticleNames]) -> Links:
        """The entities of the articles' names. ValueError where two articles have one id.

        Names in brackets of any article count, whether or not its claims mention them.
        """
        with _uncollected():
            return self._link(_in_order(articles))

    def _link(self, ordered: Sequence[ArticleNames]) -> Links:
        mentioned = Names(ordered, self._ontology, self._known.is_form)
        pairs = _noted_pairs(mentioned, ordered)
        clusters = Clusters({node.id: mentioned.family(node) for node in mentioned.nodes.values()})
        context = Context(mentioned, self._known, pairs, clusters)
        self._decide(context)
        self._join_known(context)
        _part_arguments(context)
        unsure = [judgement for propose in PASSES for judgement in _join(context, propose)]
        described = entities(clusters, mentioned, self._known, self._ontology, self._decisions)
        ids = {node: entity.iri for entity, nodes in described for node in nodes}
        made = tuple(entity for entity, _ in described)
        return Links(made, ids, _still_open(context, unsure), tuple(clusters.conflicts),
                     publishers(ordered, made, self._known, self._ontology))

    def _decide(self, context: Context) -> None:
        """What people decided comes first, so that nothing overrules it."""
        nodes = context.names.nodes
        for decision, sides in self._decisions.applied("not-same", nodes):
            context.clusters.keep_apart(sides, decision.reason)
        for decision, sides in self._decisions.applied("same", nodes):
            covered = [node for side in sides for node in side]
            for node in covered[1:]:
                context.clusters.join(Link(covered[0], node, nodes[node].text, decision.reason), certain=True)

    def _join_known(self, context: Context) -> None:
        for link in sorted(set(known_names(context))):
            known = self._known.by_iri[link.second[1]]
            context.clusters.add_known(known.iri, family(known.type, self._ontology))
            context.clusters.join(link, certain=True)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for garbage in cycles: linking makes millions of objects and no cycle among them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _part_arguments(context: Context) -> None:
    """What a claim relates to each other are two things, unless there is good reason to think them one."""
    told = {frozenset(pair) for pair in context.names.renamed}
    for doc, found in context.pairs.items():
        told |= {frozenset(((doc, names.key(pair.outside)), (doc, names.key(pair.inside)))) for pair in found}
    for node, relations in sorted(context.names.relations.items()):
        for other in sorted({other for _, other in relations if other > node}):
            if (not told or frozenset((node, other)) not in told) and are_two(context, node, other):
                context.clusters.keep_apart(((node,), (other,)), f"arguments of one claim in article {node[0]}")


def _join(context: Context, propose: Callable[[Context], Iterator[Link]]) -> list[Judgement]:
    """Judge what a pass proposes against the clusters as they are, then join, the surest first; what is unsure."""
    context.refresh()
    accepted: list[tuple[float, Link]] = []
    unsure: list[Judgement] = []
    for link in sorted(set(propose(context))):
        judgement = judge(context, link)
        if judgement.verdict == "same":
            accepted.append((-judgement.score, link if link.reason else _explained(link, judgement)))
        elif judgement.verdict == "unsure":
            unsure.append(judgement)
        elif judgement.score <= APART:
            context.clusters.keep_apart(((link.first,), (link.second,)), judgement.explanation)
    for _, link in sorted(accepted):
        if context.clusters.join(link):
            _note(context, link)
    return unsure


def _note(context: Context, link: Link) -> None:
    """Remember what an article calls its things by, as far as that may mean another thing elsewhere."""
    if link.basis == SHORT:
        context.shortened.add(link.second)
    elif link.basis in (BRACKET, NAMED, INITIALS):
        context.note_expansion(link.first, link.second)


def _explained(link: Link, judgement: Judgement) -> Link:
    return link._replace(reason=f"like {judgement.texts[0]}: {judgement.explanation}")


def _still_open(context: Context, unsure: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The judgements that nothing else settled, one for two clusters."""
    best: dict[tuple[NodeId, NodeId], Judgement] = {}
    for judgement in sorted(unsure, key=lambda j: (-j.score, j.first, j.second)):
        one, other = sorted((context.clusters.find(judgement.first), context.clusters.find(judgement.second)))
        if one != other and not context.clusters.why_apart(one, other):
            best.setdefault((one, other), judgement)
    return tuple(best.values())


def _in_order(articles: Iterable[ArticleNames]) -> list[ArticleNames]:
    ordered = sorted(articles, key=lambda article: article.article)
    for first, second in pairwise(ordered):
        if first.article == second.article:
            raise ValueError(f"two articles have the id {first.article!r}")
    return ordered


def _noted_pairs(mentioned: Names, articles: Sequence[ArticleNames]) -> dict[str, list[Pair]]:
    """The pairs in brackets of each article; both sides become names, whether or not its claims mention them."""
    written = Written(form for node in mentioned.nodes.values() for form, _ in node.name.forms)
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
