"""Links between articles: known names, the same name, and names that a block brings together because they are alike.

No pair of names is looked at that shares no block, so that work grows with the number of names, not of their pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from kg.ontology import KnownName
from kg.resolve import likeness, names
from kg.resolve.clusters import Link
from kg.resolve.context import Context
from kg.resolve.deletions import one_apart
from kg.resolve.mentions import Node, NodeId

MOST = 12
"""Names that one block may hold: what more names share tells too little to compare them all."""
LEAST = 8
"""Characters from which names one letter apart are compared."""

KeyPairs = Iterable[tuple[str, str]]
Spellings = Mapping[str, str]
"""Key -> how the name is written."""


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
    """Names that some block or a literal translation brings together, each pair once, if they are not one thing yet."""
    terms = _terms(context)
    spellings = {key: nodes[0].text for key, nodes in terms.items()}
    seen: set[tuple[NodeId, NodeId]] = set()
    for block in (*BLOCKS, context.known.translations.pairs):
        for one, other in block(spellings):
            for first in terms[one]:
                for second in terms[other]:
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


def same_letters(spellings: Spellings) -> KeyPairs:
    """Names of the same letters but for spaces and legal forms: "DeepSeek", "Deep Seek Inc"."""
    return _sharing((letters, key) for key in spellings if len(letters := likeness.squeezed(key)) >= 6)


def same_words(spellings: Spellings) -> KeyPairs:
    """Names of the same words in another order: "University of Oslo", "Oslo University"."""
    return _sharing((" ".join(bag), key) for key in spellings if (bag := likeness.bag(key)))


def one_letter_apart(spellings: Spellings) -> KeyPairs:
    """Names that differ by a letter, by their 1-deletion keys."""
    return one_apart([key for key in spellings if len(key) >= LEAST and not names.is_han(key)])


def acronyms(spellings: Spellings) -> KeyPairs:
    """An acronym of three letters or more, and the one name with these initials."""
    short = {text: key for key, text in spellings.items() if 3 <= len(text) <= 8 and text.isascii() and text.isupper()}
    full: dict[str, list[str]] = defaultdict(list)
    for key, text in spellings.items():
        if " " in key and not names.is_han(key):
            for letters in names.acronyms(text) & short.keys():
                full[letters].append(key)
    return [(short[letters], keys[0]) for letters, keys in full.items() if len(keys) == 1]


def heads(spellings: Spellings) -> KeyPairs:
    """A name, and the one name that has more words behind or before it: "Cainiao", "Cainiao Logistics"."""
    longer: dict[str, list[str]] = defaultdict(list)
    for key in spellings:
        found = key.split()
        parts = {" ".join(part) for size in range(1, len(found)) for part in (found[:size], found[-size:])}
        for part in parts & spellings.keys():
            longer[part].append(key)
    return [(part, keys[0]) for part, keys in longer.items() if len(keys) == 1]


def sounds(spellings: Spellings) -> KeyPairs:
    """A Chinese name and a Latin one that is its pinyin: 菜鸟, "Cainiao". A like sound only proposes."""
    latin: dict[str, list[str]] = defaultdict(list)
    for key in spellings:
        if not names.is_han(key):
            for order in likeness.squeezed_orders(key):
                latin[order].append(key)
    for key in spellings:
        if names.is_han(key) and (sound := likeness.sound(key)):
            yield from ((key, other) for other in latin.get(sound, ())[:MOST])


def _sharing(keyed: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """All pairs of the names that share a block, of blocks that are not too large."""
    blocks: dict[str, list[str]] = defaultdict(list)
    for block, key in keyed:
        blocks[block].append(key)
    for keys in blocks.values():
        if 1 < len(keys) <= MOST:
            yield from combinations(keys, 2)


BLOCKS: tuple[Callable[[Spellings], KeyPairs], ...] = (
    same_letters, one_letter_apart, same_words, acronyms, heads, sounds,
)
"""The normalised name and the name without legal forms are `same_names` and `suffixes`; brackets are in `within.py`."""
