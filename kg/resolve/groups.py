"""Groups of names that can bear on each other: what is linked in one group never depends on the names of another.

Names of one key are in one group, and so are keys that anything may make one: what their articles say, brackets, a core
they share, a block, a known name, a decision. Whether it does make them one is no matter here, for that may change with
the next article; so a group is larger than a thing, and most have one key all the same.

A group's digest is of all that linking it looks at. Where it is that of a group that was linked before, so is the
result: it need not be known which articles came, changed or went, nor in what order.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.resolve import names
from kg.resolve.decisions import Decision, Decisions
from kg.resolve.known import KnownNames
from kg.resolve.outlines import Outline
from kg.resolve.whole import Whole


class Group(NamedTuple):
    """The keys of a group, sorted, the articles that have names with them, and the digest of what linking looks at."""

    keys: tuple[str, ...]
    articles: frozenset[str]
    digest: str


def groups(outlines: Sequence[Outline], stamps: Mapping[str, str], whole: Whole, known: KnownNames,
           decisions: Decisions, version: str) -> list[Group]:
    """The groups of the articles' names. `stamps` stand for all that an article is, `version` for ontology and code."""
    docs = _docs(outlines, whole)
    joined = _Joined(docs)
    for one, other in _ties(outlines, whole, docs, known, decisions):
        joined.join(one, other)
    crowded = {outline.article: whole.crowded.intersection([term.identity for term in outline.terms])
               for outline in outlines} if whole.crowded else {}
    beside = _Beside(whole, decisions, joined)
    made = []
    for root, keys in joined.groups():
        articles = frozenset().union(*(docs[key] for key in keys))
        looks_at: list[object] = [version, [(key, [stamps[doc] for doc in docs[key]]) for key in keys], beside.of(root)]
        if len(keys) > 1:  # names of one key are compared by that and by their classes
            looks_at.append(sorted({word for key in keys for word in key.split() if word in whole.recurring}))
            looks_at.append(sorted(set().union(*(crowded.get(doc, ()) for doc in articles))))
        made.append(Group(tuple(keys), articles, hashlib.sha256(json.dumps(looks_at).encode()).hexdigest()[:32]))
    return made


def _docs(outlines: Iterable[Outline], whole: Whole) -> dict[str, list[str]]:
    """The articles with a name of each key, in order."""
    docs: dict[str, list[str]] = defaultdict(list)
    for outline in outlines:
        keys = {term.key for term in outline.terms}
        keys.update(names.key(text) for pair in whole.pairs.get(outline.article, ()) for text in pair)
        for key in keys:
            docs[key].append(outline.article)
    return docs


def _ties(outlines: Iterable[Outline], whole: Whole, docs: Iterable[str], known: KnownNames,
          decisions: Decisions) -> Iterator[tuple[str, str]]:
    """Pairs of keys, or a key and the IRI of a known name, that may come to be one thing, or must not."""
    for outline in outlines:
        yield from outline.ties
    for pairs in whole.pairs.values():
        yield from ((names.key(pair.outside), names.key(pair.inside)) for pair in pairs)
    yield from whole.proposals
    for key in docs:
        yield key, "core " + names.core(key)
        yield from ((key, iri) for iri in known.candidates(key))
    for decision in decisions.given:
        first = decision.names[0].key
        yield from ((first, named.key) for named in decision.names[1:])


class _Joined:
    """Union-find over keys, and whatever else ties them."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = sorted(keys)
        self._parent: dict[str, str] = {}

    def find(self, key: str) -> str:
        parent = self._parent
        while (above := parent.get(key, key)) != key:
            parent[key] = parent.get(above, above)
            key = above
        return key

    def join(self, one: str, other: str) -> None:
        first, second = self.find(one), self.find(other)
        if first != second:
            self._parent[max(first, second)] = min(first, second)

    def groups(self) -> Iterable[tuple[str, list[str]]]:
        """The keys of each group, sorted, under what `find` gives for them."""
        found: dict[str, list[str]] = defaultdict(list)
        for key in self._keys:
            found[self.find(key)].append(key)
        return found.items()


class _Beside:
    """What linking a group looks at beside its articles."""

    def __init__(self, whole: Whole, decisions: Decisions, joined: _Joined) -> None:
        self._of: dict[str, list[object]] = defaultdict(list)
        for doc, pairs in whole.pairs.items():
            for pair in pairs:
                self._of[joined.find(names.key(pair.outside))].append((doc, pair))
        for one, other in whole.proposals:
            self._of[joined.find(one)].append((one, other))
        for decision in decisions.given:
            self._of[joined.find(decision.names[0].key)].append(_told(decision))

    def of(self, root: str) -> list[object]:
        return self._of.get(root, [])


def _told(decision: Decision) -> list[object]:
    return [decision.kind, [(named.text, named.articles) for named in decision.names], decision.to, decision.reason]
