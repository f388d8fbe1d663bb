"""Names joined step by step into clusters, each of which becomes one entity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kg.resolve.mentions import NodeId


class Link(NamedTuple):
    """Two names that may stand for one thing; `name` would belong to it for the `reason` given.

    `basis` says what kind of evidence proposes it: a row of the first feature in `features.py`.
    """

    first: NodeId
    second: NodeId
    name: str
    reason: str
    basis: str = ""


class Conflict(NamedTuple):
    """A link that was not made: its names were judged one thing, but their clusters must stay apart, and why."""

    link: Link
    why: str


class Clusters:
    """Union-find that refuses to join what must stay apart, and keeps what it refused in `conflicts`.

    Apart stay two known names, classes of different families, and what `keep_apart` was told, however long the chain of
    links between them.
    """

    def __init__(self, families: Mapping[NodeId, str]) -> None:
        """`families` is the family of each name's classes, "" where it is not known."""
        self.conflicts: list[Conflict] = []
        self._parent: dict[NodeId, NodeId] = {node: node for node in families}
        self._family: dict[NodeId, str] = dict(families)
        self._known: dict[NodeId, str] = {}
        self._links: dict[NodeId, set[tuple[str, str]]] = {}
        self._sides: dict[NodeId, dict[int, int]] = {}
        self._apart: list[str] = []

    def add_known(self, iri: str, family: str) -> None:
        """Add the node ("", iri) of a known name."""
        node = ("", iri)
        if node not in self._parent:
            self._parent[node] = node
            self._family[node] = family
            self._known[node] = iri

    def find(self, node: NodeId) -> NodeId:
        parent = self._parent
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def known(self, node: NodeId) -> str | None:
        return self._known.get(self.find(node))

    def state(self, node: NodeId) -> tuple[str | None, str]:
        """`known` and `family`, found at once."""
        root = self.find(node)
        return self._known.get(root), self._family[root]

    def family(self, node: NodeId) -> str:
        return self._family[self.find(node)]

    def keep_apart(self, sides: Sequence[Sequence[NodeId]], why: str) -> bool:
        """From now on no name of one side is joined with one of another; False if some are in one cluster already."""
        roots = [{self.find(node) for node in side} for side in sides]
        seen: set[NodeId] = set()
        for side in roots:
            if side & seen:
                return False
            seen |= side
        for number, side in enumerate(roots):
            for root in side:
                self._sides.setdefault(root, {})[len(self._apart)] = number
        self._apart.append(why)
        return True

    def why_apart(self, first: NodeId, second: NodeId, *, certain: bool = False) -> str:
        """What keeps the clusters of two names apart, "" for nothing. `certain` overrules the classes of mentions."""
        one, other = self.find(first), self.find(second)
        if one == other:
            return ""
        if self._known.get(one, other) != self._known.get(other, other) and one in self._known and other in self._known:
            return "two known names"
        families = sorted({self._family[one], self._family[other]} - {""})
        if len(families) > 1 and not certain:
            return f"one is a {families[0]}, the other a {families[1]}"
        few, many = sorted((self._sides.get(one, {}), self._sides.get(other, {})), key=len)
        return next((self._apart[n] for n, side in sorted(few.items()) if many.get(n, side) != side), "")

    def join(self, link: Link, *, certain: bool = False) -> bool:
        """Join two clusters unless they must stay apart; what is refused is a conflict."""
        why = self.why_apart(link.first, link.second, certain=certain)
        if why:
            self.conflicts.append(Conflict(link, why))
            return False
        first, second = sorted((self.find(link.first), self.find(link.second)))
        if first == second:
            links = self._links.setdefault(first, set())
            if not any(name == link.name for name, _ in links):
                links.add((link.name, link.reason))
            return True
        rule = next((node for node in (first, second) if node in self._known), first)
        self._family[first] = self._family[rule] or self._family[first] or self._family[second]
        self._parent[second] = first
        if rule in self._known:
            self._known[first] = self._known[rule]
        _merge(self._links, first, second)
        self._links.setdefault(first, set()).add((link.name, link.reason))
        if sides := self._sides.pop(second, None):
            self._sides.setdefault(first, {}).update(sides)
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


def _merge(links: dict[NodeId, set[tuple[str, str]]], into: NodeId, gone: NodeId) -> None:
    """The smaller set goes into the larger, so that many joins stay cheap."""
    first, second = links.pop(into, set()), links.pop(gone, set())
    small, large = sorted((first, second), key=len)
    large |= small
    if large:
        links[into] = large
