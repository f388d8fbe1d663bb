"""Names joined step by step into clusters, each of which becomes one entity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from kg.resolve.mentions import NodeId


class Link(NamedTuple):
    """Two names that stand for one thing; `name` belongs to it for the `reason` given."""

    first: NodeId
    second: NodeId
    name: str
    reason: str


class Clusters:
    """Union-find that refuses to join what must stay apart: two known names, or classes of different families."""

    def __init__(self, families: Mapping[NodeId, str]) -> None:
        """`families` is the family of each name's classes, "" where it is not known."""
        self._parent: dict[NodeId, NodeId] = {node: node for node in families}
        self._family: dict[NodeId, str] = dict(families)
        self._known: dict[NodeId, str] = {}
        self._links: dict[NodeId, set[tuple[str, str]]] = defaultdict(set)

    def add_known(self, iri: str, family: str) -> None:
        """Add the node ("", iri) of a known name."""
        node = ("", iri)
        if node not in self._parent:
            self._parent[node] = node
            self._family[node] = family
            self._known[node] = iri

    def find(self, node: NodeId) -> NodeId:
        while self._parent[node] != node:
            self._parent[node] = self._parent[self._parent[node]]
            node = self._parent[node]
        return node

    def known(self, node: NodeId) -> str | None:
        return self._known.get(self.find(node))

    def family(self, node: NodeId) -> str:
        return self._family[self.find(node)]

    def join(self, link: Link, *, certain: bool = False) -> bool:
        """Join two clusters unless they must stay apart; a `certain` link overrules the classes of mentions."""
        first, second = sorted((self.find(link.first), self.find(link.second)))
        told = any(name == link.name for name, _ in self._links.get(first, ()))
        if first != second:
            known = {self._known[node] for node in (first, second) if node in self._known}
            families = {self._family[node] for node in (first, second)} - {""}
            if len(known) > 1 or (len(families) > 1 and not certain):
                return False
            rule = next((node for node in (first, second) if node in self._known), first)
            family = self._family[rule] or self._family[first] or self._family[second]
            self._parent[second] = first
            self._family[first] = family
            if known:
                self._known[first] = known.pop()
            self._links[first] |= self._links.pop(second, set())
            told = False
        if not told:
            self._links[first].add((link.name, link.reason))
        return True

    def links(self, node: NodeId) -> tuple[tuple[str, str], ...]:
        """Why each name belongs to the node's cluster: (name, reason)."""
        return tuple(sorted(self._links.get(self.find(node), ())))

    def members(self) -> list[list[NodeId]]:
        """The clusters, each sorted, in the order of their first member."""
        groups: dict[NodeId, list[NodeId]] = defaultdict(list)
        for node in sorted(self._parent):
            groups[self.find(node)].append(node)
        return sorted(groups.values())
