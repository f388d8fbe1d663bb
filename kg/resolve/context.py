"""What rules and features see: the names, the known names, the clusters so far."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import product

from kg.resolve import names
from kg.resolve.brackets import Pair
from kg.resolve.clusters import Clusters
from kg.resolve.known import KnownNames
from kg.resolve.mentions import Names, Node, NodeId

WELL_CONNECTED = 50
"""What is related to more things than this tells nothing: everyone is in some country."""


class Context:
    """`pairs` are the names in brackets of each article, `shortened` the names that an article uses for a longer one:
    "Zephyr" is Zephyr Robotics in one and Zephyr Mobility in another, so they never link articles.

    What it says of clusters is as of the last `refresh`.
    """

    def __init__(self, mentioned: Names, known: KnownNames, pairs: Mapping[str, Sequence[Pair]],
                 clusters: Clusters) -> None:
        self.names, self.known, self.pairs, self.clusters = mentioned, known, pairs, clusters
        self.shortened: set[NodeId] = set()
        self._compatible: dict[tuple[tuple[str, ...], tuple[str, ...]], bool] = {}
        self.refresh()

    def refresh(self) -> None:
        self._members: dict[NodeId, list[NodeId]] | None = None
        self._docs: dict[NodeId, dict[str, list[NodeId]]] = {}
        self._neighbours: dict[NodeId, set[tuple[str, NodeId]]] = {}

    def is_of_article(self, node: Node) -> bool:
        """Whether the name stands for another thing in every article: a short name, a person's of one Latin word."""
        one_word = len(names.person(node.key)) == 1 and not names.is_han(node.key)
        person = one_word and self.clusters.family(node.id) == "person" and self.clusters.known(node.id) is None
        return person or node.id in self.shortened

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

    def neighbours(self, node: NodeId) -> set[tuple[str, NodeId]]:
        """What claims say of the node's cluster: (property, cluster at its other end), of no well-connected thing."""
        root = self.clusters.find(node)
        if root not in self._neighbours:
            found = {(property_, self.clusters.find(other)) for member in self.members(root)
                     for property_, other in self.names.relations.get(member, ())}
            self._neighbours[root] = {(property_, other) for property_, other in found
                                      if len(self.members(other)) <= WELL_CONNECTED}
        return self._neighbours[root]

    @cached_property
    def word_counts(self) -> Counter[str]:
        """In how many different names each word stands."""
        return Counter(word for key in {node.key for node in self.names.nodes.values()} for word in set(key.split()))
