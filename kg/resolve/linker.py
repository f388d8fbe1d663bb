"""Decides which names are one thing, and why: entities, and their IRIs for the names of claims.

    links = Linker(ontology).link(names_of(article, claims) for article, claims in results)
    links.entities       # sorted by IRI
    links.apply(claims)  # the claims with ids
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from kg.model import Argument, Claim, Entity
from kg.ontology import Ontology
from kg.resolve import names
from kg.resolve.across import known_names, lookalikes, same_names, suffixes
from kg.resolve.article_names import ArticleNames, is_name
from kg.resolve.clusters import Clusters, Conflict, Link
from kg.resolve.context import Context
from kg.resolve.decisions import Decisions
from kg.resolve.drafts import Draft, finished
from kg.resolve.entities import drafts
from kg.resolve.features import BRACKET, INITIALS, NAMED, SHORT
from kg.resolve.judgement import APART, Judgement, are_two, judge
from kg.resolve.known import KnownNames
from kg.resolve.mentions import Names, NodeId, family
from kg.resolve.outlines import outline
from kg.resolve.publishers import publishers
from kg.resolve.whole import Whole, whole_of
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


class Linked(NamedTuple):
    """What linking makes of names: things, what is unsure, and what was refused."""

    drafts: list[Draft]
    unsure: tuple[Judgement, ...]
    conflicts: tuple[Conflict, ...]


class Linker:
    """Links names to entities. The result does not depend on the order of articles or of their claims."""

    def __init__(self, ontology: Ontology, decisions: Decisions | None = None) -> None:
        self.ontology = ontology
        self.decisions = decisions or Decisions()
        self.decisions.check_classes(ontology.classes)

    @cached_property
    def known(self) -> KnownNames:
        return KnownNames(self.ontology)

    def link(self, articles: Iterable[ArticleNames]) -> Links:
        """The entities of the articles' names. ValueError where two articles have one id.

        Names in brackets of any article count, whether or not its claims mention them.
        """
        with uncollected():
            ordered = _in_order(articles)
            whole = whole_of([outline(article, self.ontology, self.known) for article in ordered], self.known)
            linked = self.linked(ordered, whole)
            return self.links(linked, {article.article: article.publisher for article in ordered})

    def linked(self, ordered: Sequence[ArticleNames], whole: Whole, keys: Container[str] | None = None) -> Linked:
        """The names of articles, given in the order of their ids, linked; only those with one of the `keys`.

        `keys` must be those of whole groups (`groups.py`), and the articles all that have names with them.
        """
        mentioned = Names(ordered, self.ontology, self.known, keys)
        pairs = whole.pairs if keys is None else whole.pairs_of(keys)
        for doc, found in pairs.items():
            for text in (text for pair in found for text in pair):
                mentioned.note(doc, text)  # a name, whether or not a claim mentions it
        clusters = Clusters({node.id: mentioned.family(node) for node in mentioned.nodes.values()})
        context = Context(mentioned, self.known, pairs, clusters, whole)
        self._decide(context)
        self._join_known(context)
        _part_arguments(context)
        unsure = [judgement for propose in PASSES for judgement in _join(context, propose)]
        made = list(drafts(clusters, mentioned, self.known, self.ontology, self.decisions))
        return Linked(made, _still_open(context, unsure), tuple(clusters.conflicts))

    def links(self, linked: Linked, outlets: Mapping[str, str]) -> Links:
        """The links of all names of all articles; `outlets` are the articles' publishers."""
        finished_ = finished(linked.drafts, self.known.entity_iris)
        ids = {node: entity.iri for entity, nodes in finished_ for node in nodes}
        made = tuple([entity for entity, _ in finished_])
        return Links(made, ids, linked.unsure, linked.conflicts, publishers(outlets, made, self.known, self.ontology))

    def _decide(self, context: Context) -> None:
        """What people decided comes first, so that nothing overrules it."""
        nodes = context.names.nodes
        for decision, sides in self.decisions.applied("not-same", nodes):
            context.clusters.keep_apart(sides, decision.reason)
        for decision, sides in self.decisions.applied("same", nodes):
            covered = [node for side in sides for node in side]
            for node in covered[1:]:
                context.clusters.join(Link(covered[0], node, nodes[node].text, decision.reason), certain=True)

    def _join_known(self, context: Context) -> None:
        for link in sorted(set(known_names(context))):
            known = self.known.by_iri[link.second[1]]
            context.clusters.add_known(known.iri, family(known.type, self.ontology))
            context.clusters.join(link, certain=True)


@contextmanager
def uncollected() -> Iterator[None]:
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
    nodes = context.names.nodes
    for node, related in sorted(context.names.relations.items()):
        for other in sorted(other for other in related if other > node and other in nodes):
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


def _with_ids(claim: Claim, ids: Mapping[NodeId, str]) -> Claim:
    def argument(side: Argument) -> Argument:
        return replace(side, id=ids.get((claim.doc, names.key(side.name))) if is_name(side) else None)

    source = claim.attribution
    if source:
        stands = source.antecedent is not None or source.kind in ("", "name")
        source = replace(source, id=ids.get((claim.doc, names.key(source.name))) if stands else None)
    return replace(claim, subject=argument(claim.subject), object=argument(claim.object), attribution=source)
