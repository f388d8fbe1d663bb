"""Linking again: only groups of names that are not as they were are linked, the others are taken over.

The result is that of linking all names: `Linker.linked` gives the same for a group alone as for all groups together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from kg.resolve.article_names import ArticleNames
from kg.resolve.drafts import Draft
from kg.resolve.groups import groups
from kg.resolve.linker import Linked, Linker, Links, uncollected
from kg.resolve.outlines import Outline
from kg.resolve.whole import whole_of


class Relinked(NamedTuple):
    """The links of all names, without what is unsure or was refused; the drafts of each group, by its digest, and of
    these the digests of groups that were linked now."""

    links: Links
    drafts: Mapping[str, Sequence[Draft]]
    fresh: frozenset[str]


Read = Callable[[Sequence[str]], Iterable[ArticleNames]]
"""The names of articles by their ids."""


def link_again(linker: Linker, outlines: Iterable[Outline], stamps: Mapping[str, str], version: str,
               kept: Mapping[str, Sequence[Draft]], read: Read) -> Relinked:
    """Link the names of all articles, given as outlines.

    `stamps` stand for all that each article is, `version` for ontology and code, `kept` are the drafts of groups linked
    before, by digest.
    """
    with uncollected():
        ordered = sorted(outlines, key=lambda outline: outline.article)
        whole = whole_of(ordered, linker.known)
        found = groups(ordered, stamps, whole, linker.known, linker.decisions, version)
        fresh = {key: group.digest for group in found if group.digest not in kept for key in group.keys}
        docs = sorted(set().union(*(group.articles for group in found if group.digest not in kept)))
        made: dict[str, list[Draft]] = defaultdict(list)
        for draft in linker.linked(_in_order(read(docs)), whole, fresh.keys()).drafts if fresh else ():
            made[fresh[draft.nodes[0][1]]].append(draft)
        drafts = {group.digest: kept[group.digest] if group.digest in kept else made[group.digest] for group in found}
        linked = Linked([draft for of in drafts.values() for draft in of], (), ())
        links = linker.links(linked, {outline.article: outline.publisher for outline in ordered})
        return Relinked(links, drafts, frozenset(fresh.values()))


def _in_order(articles: Iterable[ArticleNames]) -> list[ArticleNames]:
    return sorted(articles, key=lambda article: article.article)
