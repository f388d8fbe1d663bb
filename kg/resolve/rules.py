"""The rules by which two names are one thing. Each gives links with their reason; `RULES` is the order they run in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations

from kg.resolve import names
from kg.resolve.brackets import Pair
from kg.resolve.clusters import Clusters, Link
from kg.resolve.known import KnownNames
from kg.resolve.mentions import Names, Node, NodeId


@dataclass(frozen=True)
class Context:
    """What the rules see: the names of the claims, the known names, the pairs in brackets, and the clusters so far.

    `shortened` are the names that an article uses for a longer one: "Zephyr" is Zephyr Robotics in one and Zephyr
    Mobility in another, so they never link articles.
    """

    names: Names
    known: KnownNames
    pairs: Mapping[str, Sequence[Pair]]
    clusters: Clusters
    shortened: set[NodeId] = field(default_factory=set)

    def is_of_article(self, node: Node) -> bool:
        """Whether the name stands for another thing in every article: a short name, a person's of one Latin word."""
        one_word = len(names.person(node.key)) == 1 and not names.is_han(node.key)
        person = self.clusters.family(node.id) == "person" and self.clusters.known(node.id) is None
        return node.id in self.shortened or (person and one_word)


Rule = Callable[[Context], Iterator[Link]]


def known_names(context: Context) -> Iterator[Link]:
    """A name in an article that is a known name."""
    for node in context.names.nodes.values():
        found = context.known.find(node, context.names.family(node))
        if found:
            known, reason = found
            yield Link(node.id, ("", known.iri), node.text, reason)


def bracket_pairs(context: Context) -> Iterator[Link]:
    """Two names that an article puts side by side: "Moonshot AI (月之暗面)"."""
    for doc, found in context.pairs.items():
        for pair in found:
            outside, inside = (doc, names.key(pair.outside)), (doc, names.key(pair.inside))
            if _may_be_one(context, outside, inside):
                reason = f"bracket pair in article {doc}: {pair.outside} ({pair.inside})"
                yield Link(outside, inside, pair.inside, reason)


def told_names(context: Context) -> Iterator[Link]:
    """Two names that a claim says are one: "Moonshot AI, known in China as ..."."""
    for first, second in context.names.renamed:
        if _may_be_one(context, first, second):
            one, other = context.names.nodes[first].text, context.names.nodes[second].text
            yield Link(first, second, other, f"named so in article {first[0]}: {one}")


def _may_be_one(context: Context, first: NodeId, second: NodeId) -> bool:
    """Not a product and its maker, nor a known name and one that is more than that ("Hunyuan-Large (混元)")."""
    more = any(context.known.is_longer(*keys) for keys in permutations((first[1], second[1])))
    return not more and _agree(context, context.names.nodes[first], context.names.nodes[second])


def same_names(context: Context) -> Iterator[Link]:
    """The same normalised name in several articles, if the classes are of one family."""
    by_key: dict[str, list[Node]] = defaultdict(list)
    for node in context.names.nodes.values():
        if not context.is_of_article(node):
            by_key[node.key].append(node)
    for nodes in by_key.values():
        yield from _by_family(context, nodes, "same normalised name")


def suffixes(context: Context) -> Iterator[Link]:
    """Names that differ in their legal form: "Moutai", "Moutai Holdings Ltd"."""
    by_core: dict[str, list[Node]] = defaultdict(list)
    for node in context.names.nodes.values():
        organization = context.names.is_organization(node) or context.clusters.family(node.id) == ""
        if organization and not context.is_of_article(node):
            by_core[names.core(node.key)].append(node)
    for core, nodes in by_core.items():
        if any(node.key != core and context.clusters.family(node.id) == "body" for node in nodes):
            yield from _by_family(context, nodes, "organisation suffix")


def _by_family(context: Context, nodes: Sequence[Node], reason: str) -> Iterator[Link]:
    """Join the names of each family; those without a class go with the family that has most of them."""
    families: dict[str, list[Node]] = defaultdict(list)
    for node in sorted(nodes, key=lambda node: node.id):
        families[context.clusters.family(node.id)].append(node)
    unknown = families.pop("", [])
    largest = max(families, key=lambda name: (len(families[name]), name)) if families else ""
    families[largest] = sorted([*families.get(largest, []), *unknown], key=lambda node: node.id)
    for group in families.values():
        for node in group[1:]:
            yield Link(group[0].id, node.id, node.text, reason)


def short_persons(context: Context) -> Iterator[Link]:
    """Within an article: "Wu", "Mr Wu" for the one full name that has that word, "Eddie Wu"; 费 for 费云帆."""
    for _, nodes in context.names.docs():
        people = [node for node in nodes if node.spans and context.clusters.family(node.id) in ("person", "")]
        full: dict[tuple[str, ...], set[NodeId]] = defaultdict(set)
        for node in people:
            if context.clusters.family(node.id) == "person":
                for part in _parts(names.person(node.key)):
                    full[part].add(node.id)
        yield from _short(context, people, {node.id: full.get(names.person(node.key), set()) for node in people})


def _parts(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    """What a person may be called by: every word of the name, its beginnings and ends; a Chinese name's surname."""
    if len(words) == 1:
        return {(words[0][0],)} if names.is_han(words[0]) and len(words[0]) > 1 else set()
    sizes = range(1, len(words))
    ends = {words[:n] for n in sizes} | {words[-n:] for n in sizes} | {(words[0], words[-1])}
    return ({(word,) for word in words} | ends) - {words}


def short_bodies(context: Context) -> Iterator[Link]:
    """Within an article: beginning or end of the one full name that comes first ("Cainiao Logistics" ... "Cainiao").

    An end of two words or more ("Token Hub") needs no such order. Of a product's name no word may be left out: "Qwen"
    is not "Qwen 3", nor "Copilot" "Copilot Studio".
    """
    for _, nodes in context.names.docs():
        bodies = [node for node in nodes if node.spans and context.clusters.family(node.id) == "body"]
        endings: dict[str, set[NodeId]] = defaultdict(set)
        others: dict[str, set[NodeId]] = defaultdict(set)
        for node in bodies:
            glue = "" if names.is_han(node.key) else " "
            words = list(node.key) if names.is_han(node.key) else node.key.split()
            for size in range(1, len(words)):
                end, beginning = glue.join(words[-size:]).strip(), glue.join(words[:size]).strip()
                long = size >= (4 if names.is_han(end) else 2)
                if len(end) > 1:
                    (endings if long else others)[end].add(node.id)
                if len(beginning) > 1:
                    others[beginning].add(node.id)
        yield from _short(context, bodies, {node.id: endings.get(node.key, set()) for node in bodies})
        yield from _short(context, bodies, {
            node.id: {full for full in others.get(node.key, set()) if _introduced(context, full, node)}
            for node in bodies
        })


def _introduced(context: Context, full: NodeId, short: Node) -> bool:
    """Whether an organisation's full name comes first, and nothing says that the short one is its parent's.

    A parent and its unit stand in one sentence, or the parent is an acronym ("GE HealthCare"), or the unit bears the
    name of a place ("Fabrikam Germany").
    """
    node = context.names.nodes[full]
    if not (context.names.is_organization(node) and context.names.is_organization(short)):
        return False
    rest = node.key.removeprefix(short.key).strip()
    acronym = re.fullmatch(r"[A-Z&.]{2,4}", short.text)
    apart = bool(node.sentences & short.sentences) or bool(acronym) or context.known.is_place(rest)
    return node.first < short.first and not apart


def _short(context: Context, nodes: Sequence[Node], candidates: Mapping[NodeId, set[NodeId]]) -> Iterator[Link]:
    """Links of short names that are no known names to their one full name, if the classes agree."""
    for node in nodes:
        found = {context.clusters.find(full) for full in candidates[node.id]}
        if len(found) == 1 and context.clusters.known(node.id) is None and not context.known.is_form(node.key):
            full = context.names.nodes[min(candidates[node.id])]
            if _agree(context, node, full):
                context.shortened.add(node.id)
                yield Link(full.id, node.id, node.text, f"short name in article {node.doc}: {full.text}")


def _agree(context: Context, node: Node, other: Node) -> bool:
    """Whether some class of one name's mentions is compatible with one of the other's, or one has no mentions."""
    compatible = context.names.ontology.compatible
    return any(compatible(a, b) for a in node.types or ("",) for b in other.types or ("",))


RULES: tuple[tuple[Rule, bool], ...] = (
    (known_names, True),
    (bracket_pairs, False),
    (told_names, False),
    (short_persons, False),
    (short_bodies, False),
    (same_names, False),
    (suffixes, False),
)
"""Each rule, and whether it overrules the classes that mentions were given."""
