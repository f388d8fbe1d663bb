"""What rules and features see: the names, the known names, the clusters so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations, product
from typing import Any

from rapidfuzz.fuzz import ratio

from kg.resolve import likeness, names
from kg.resolve.brackets import Pair
from kg.resolve.clusters import Clusters
from kg.resolve.known import KnownNames
from kg.resolve.mentions import Names, Node, NodeId
from kg.resolve.whole import Whole

SPELLINGS = 80  # rapidfuzz's ratio, of 100, from which two names are spellings of one


class Context:
    """`pairs` are the names in brackets of each article; `whole` is of all articles, where names of a part are linked.

    `shortened` are the names that an article uses for a longer one: "Zephyr" is Zephyr Robotics in one and Zephyr
    Mobility in another, so they never link articles. Neither do those that articles put in brackets for
    several longer ones.

    What it says of clusters is as of the last `refresh`.
    """

    def __init__(self, mentioned: Names, known: KnownNames, pairs: Mapping[str, Sequence[Pair]],
                 clusters: Clusters, whole: Whole) -> None:
        self.names, self.known, self.pairs, self.clusters, self.whole = mentioned, known, pairs, clusters, whole
        self.shortened: set[NodeId] = set()
        self._expanded: dict[str, set[str]] = defaultdict(set)
        self._compatible: dict[tuple[tuple[str, ...], tuple[str, ...]], bool] = {}
        self.alike: dict[tuple[object, ...], tuple[Any, ...]] = {}
        """What features found of names that are the same, by all they look at."""
        self.refresh()

    def refresh(self) -> None:
        self._members: dict[NodeId, list[NodeId]] | None = None
        self._docs: dict[NodeId, dict[str, list[NodeId]]] = {}
        self._neighbours: dict[NodeId, set[tuple[str, str]]] = {}

    def is_of_article(self, node: Node) -> bool:
        """Whether the name may stand for another thing in every article.

        So does a short name, an acronym of several names, a person's name of one Latin word, one Chinese character.
        """
        if node.id in self.shortened or len(self._expanded.get(node.key, ())) > 1:
            return True
        known, family = self.clusters.state(node.id)
        if known is not None:
            return False
        if names.is_han(node.key):
            return len(node.key) == 1
        return family == "person" and len(names.person(node.key)) == 1

    def note_expansion(self, first: NodeId, second: NodeId) -> None:
        """If one of two names that an article says are one is short for the other: what it stands for there."""
        for short, full in permutations((self.names.nodes[first], self.names.nodes[second])):
            if _is_short(short.text, full.text):
                self._expanded[short.key].add(likeness.squeezed(full.key))

    def expansions(self, node: Node) -> Iterator[tuple[str, str]]:
        """How its article writes the name and, in brackets beside it, a longer one that it is short for."""
        for pair in self.pairs.get(node.doc, ()):
            for short, full in permutations(pair):
                if names.key(short) == node.key and _is_short(short, full):
                    yield short, full

    def full_names(self) -> Mapping[str, Sequence[str]]:
        """For each key in brackets the longer names it is short for, one spelling of each."""
        found: dict[str, list[str]] = defaultdict(list)
        for doc in self.pairs:
            for short, full in (order for pair in self.pairs[doc] for order in permutations(pair)):
                if _is_short(short, full):
                    fulls = found[names.key(short)]
                    core = names.core(names.key(full))
                    if len(fulls) < 2 and not any(ratio(core, other) >= SPELLINGS for other in fulls):
                        fulls.append(core)
        return found

    def compatible(self, first: Node, second: Node) -> bool:
        """Whether some class of one name's mentions may be one of the other's, or one has no mentions."""
        pair = (first.types or ("",), second.types or ("",))
        if pair not in self._compatible:
            self._compatible[pair] = any(self.names.ontology.compatible(a, b) for a, b in product(*pair))
        return self._compatible[pair]

    def members(self, node: NodeId) -> Sequence[NodeId]:
        """The names in articles that are in the node's cluster."""
        if self._members is None:
            self._members = defaultdict(list)
            for member in self.names.nodes:
                self._members[self.clusters.find(member)].append(member)
        return self._members.get(self.clusters.find(node), ())

    def docs(self, node: NodeId) -> Mapping[str, Sequence[NodeId]]:
        """The articles that name the node's cluster, with those names."""
        root = self.clusters.find(node)
        if root not in self._docs:
            self._docs[root] = {}
            for member in self.members(root):
                self._docs[root].setdefault(member[0], []).append(member)
        return self._docs[root]

    def neighbours(self, node: NodeId) -> set[tuple[str, str]]:
        """What claims say of the node's cluster: (property, what is at its other end), of no well-connected thing.

        What is at the other end goes by its own name, whatever that is linked to: so no group of names depends on
        another one.
        """
        root = self.clusters.find(node)
        if root not in self._neighbours:
            self._neighbours[root] = {(property_, other) for member in self.members(root)
                                      for property_, other in self.names.beside.get(member, ())
                                      if other not in self.whole.crowded}
        return self._neighbours[root]


def _is_short(short: str, full: str) -> bool:
    """Whether a name is the acronym of another one or a part of it."""
    keys = names.key(short), names.key(full)
    return (keys[0] != keys[1] and keys[0] in keys[1]) or names.is_acronym(short, full)
