"""Links within an article, from what it says itself: names in brackets, short names, initials."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kg.resolve import names
from kg.resolve.clusters import Link
from kg.resolve.context import Context
from kg.resolve.features import BRACKET, INITIALS, NAMED, SHORT
from kg.resolve.mentions import Node, NodeId
from kg.resolve.shortened import body_parts, is_initials, person_parts


def bracket_pairs(context: Context) -> Iterator[Link]:
    """Two names that an article puts side by side: "Moonshot AI (月之暗面)"."""
    for doc, found in context.pairs.items():
        for pair in found:
            outside, inside = (doc, names.key(pair.outside)), (doc, names.key(pair.inside))
            if outside != inside:
                reason = f"bracket pair in article {doc}: {pair.outside} ({pair.inside})"
                yield Link(outside, inside, pair.inside, reason, BRACKET)


def told_names(context: Context) -> Iterator[Link]:
    """Two names that a claim says are one: "Moonshot AI, known in China as ..."."""
    for first, second in context.names.renamed:
        one, other = context.names.nodes[first].text, context.names.nodes[second].text
        if first != second:
            yield Link(first, second, other, f"named so in article {first[0]}: {one}", NAMED)


def short_persons(context: Context) -> Iterator[Link]:
    """Within an article: "Wu", "Mr Wu" for the one full name that has that word, "Eddie Wu"; 费 for 费云帆."""
    for _, nodes in context.names.docs():
        people = [node for node in nodes if node.spans and context.clusters.family(node.id) in ("person", "")]
        full: dict[tuple[str, ...], set[NodeId]] = defaultdict(set)
        for node in people:
            if context.clusters.family(node.id) == "person":
                for part in person_parts(names.person(node.key)):
                    full[part].add(node.id)
        yield from _short(context, people, {node.id: full.get(names.person(node.key), set()) for node in people})


def short_bodies(context: Context) -> Iterator[Link]:
    """Within an article: beginning or end of the one full name that comes first ("Cainiao Logistics" ... "Cainiao").

    An end of two words or more ("Token Hub") needs no such order. Of a product's name no word may be left out: "Qwen"
    is not "Qwen 3", nor "Copilot" "Copilot Studio".
    """
    for _, nodes in context.names.docs():
        named = [(node, context.clusters.family(node.id)) for node in nodes if node.spans]
        bodies = [node for node, family in named if family == "body"]
        shorter = [node for node, family in named if family in ("body", "")]
        endings: dict[str, set[NodeId]] = defaultdict(set)
        others: dict[str, set[NodeId]] = defaultdict(set)
        for node in bodies:
            for part, is_long_end in body_parts(node.key):
                (endings if is_long_end else others)[part].add(node.id)
        yield from _short(context, bodies, {node.id: endings.get(node.key, set()) for node in bodies})
        yield from _short(context, shorter, {
            node.id: {full for full in others.get(node.key, set()) if _introduced(context, full, node)}
            for node in shorter
        })


def _introduced(context: Context, full: NodeId, short: Node) -> bool:
    """Whether an organisation's full name comes first, and nothing says that the short one is its parent's.

    A parent and its unit stand in one sentence, or the parent is an acronym ("GE HealthCare"), or the unit bears the
    name of a place ("Fabrikam Germany").
    """
    node = context.names.nodes[full]
    if not context.names.is_organization(node) or (any(short.types) and not context.names.is_organization(short)):
        return False
    rest = node.key.removeprefix(short.key).strip()
    acronym = re.fullmatch(r"[A-Z&.]{2,4}", short.text)
    together = not set(node.name.sentences).isdisjoint(short.name.sentences)
    return node.first < short.first and not (together or acronym or context.known.is_place(rest))


def _short(context: Context, nodes: Sequence[Node], candidates: Mapping[NodeId, set[NodeId]]) -> Iterator[Link]:
    """Links of short names that are no known names to their one full name, which an article uses for it."""
    for node in nodes:
        found = {context.clusters.find(full) for full in candidates[node.id]}
        if len(found) == 1 and context.clusters.known(node.id) is None and not context.known.is_form(node.key):
            full = context.names.nodes[min(candidates[node.id])]
            yield Link(full.id, node.id, node.text, f"short name in article {node.doc}: {full.text}", SHORT)


def initials(context: Context) -> Iterator[Link]:
    """Within an article: an acronym for the one full name with these initials, where both stand without brackets."""
    for doc, nodes in context.names.docs():
        short = [node for node in nodes if node.spans and is_initials(node.text)]
        if not short:
            continue
        full = [node for node in nodes if " " in node.key and node.spans and context.clusters.family(node.id) == "body"]
        for node in short:
            found = [other for other in full if names.is_acronym(node.text, other.text)]
            if len({context.clusters.find(other.id) for other in found}) == 1 and not context.known.is_form(node.key):
                reason = f"initials in article {doc}: {found[0].text}"
                yield Link(found[0].id, node.id, node.text, reason, INITIALS)
