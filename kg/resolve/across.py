"""Links between articles: known names, the same name, and names that a block brings together because they are alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.ontology import KnownName
from kg.resolve import names
from kg.resolve.clusters import Link
from kg.resolve.context import Context
from kg.resolve.mentions import Node, NodeId


def known_names(context: Context) -> Iterator[Link]:
    """A name in an article that is a known name; not a short form that its article gives for another one."""
    fulls = context.full_names()
    by_form: dict[tuple[str, object], tuple[KnownName, str] | None] = {}  # many articles write one name alike
    for node in context.names.nodes.values():
        form = (node.key, node.name.types)
        if form not in by_form:
            by_form[form] = context.known.find(node, context.names.family(node))
        found = by_form[form]
        if found:
            known, reason = found
            several = len(fulls.get(node.key, ())) > 1
            if not any(context.known.expands_otherwise(known, short, full, several=several)
                       for short, full in context.expansions(node)):
                yield Link(node.id, ("", known.iri), node.text, reason)


def same_names(context: Context) -> Iterator[Link]:
    """The same normalised name in several articles, if the classes are of one family."""
    by_key: dict[str, list[Node]] = defaultdict(list)
    for node in context.names.nodes.values():
        if not context.is_of_article(node):
            by_key[node.key].append(node)
    for nodes in by_key.values():
        if len(nodes) > 1:
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
    for node in nodes:
        families[context.clusters.family(node.id)].append(node)
    unknown = families.pop("", [])
    largest = max(families, key=lambda name: (len(families[name]), name)) if families else ""
    families[largest] = sorted([*families.get(largest, []), *unknown], key=lambda node: node.id)
    for group in families.values():
        for node in group[1:]:
            yield Link(group[0].id, node.id, node.text, reason)


def lookalikes(context: Context) -> Iterator[Link]:
    """Names that some block (`blocks.py`) brings together, each pair once, if they are not one thing yet."""
    terms = _terms(context)
    seen: set[tuple[NodeId, NodeId]] = set()
    for one, other in context.whole.proposals:
        for first in terms.get(one, ()):
            for second in terms.get(other, ()):
                roots = sorted((context.clusters.find(first.id), context.clusters.find(second.id)))
                if roots[0] != roots[1] and (roots[0], roots[1]) not in seen:
                    seen.add((roots[0], roots[1]))
                    yield Link(min(first.id, second.id), max(first.id, second.id), second.text, "")


def _terms(context: Context) -> dict[str, list[Node]]:
    """For each key the names to compare: the first one of each cluster that bears it."""
    terms: dict[str, dict[NodeId, Node]] = defaultdict(dict)
    for node in context.names.nodes.values():
        if not context.is_of_article(node):
            terms[node.key].setdefault(context.clusters.find(node.id), node)
    return {key: list(terms[key].values()) for key in sorted(terms)}
