"""Blocks: which names may be spellings of one, by their keys alone.

No pair of names is looked at that shares no block, so that work grows with the number of names, not of their pairs.
Blocks look at the names of all articles, for some propose only what is the one name of its kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations

from kg.resolve import likeness, names
from kg.resolve.deletions import one_apart

MOST = 12
"""Names that one block may hold: what more names share tells too little to compare them all."""
LEAST = 8
"""Characters from which names one letter apart are compared."""

KeyPairs = Iterable[tuple[str, str]]
Spellings = Mapping[str, str]
"""Key -> how the name is written."""


def proposals(spellings: Spellings, also: Callable[[Spellings], KeyPairs]) -> list[tuple[str, str]]:
    """The pairs that some block brings together, each once, in an order that other names do not change.

    `also` is a block that needs an ontology.
    """
    found: dict[tuple[str, str], None] = {}
    for block in (*BLOCKS, also):
        for one, other in sorted(block(spellings)):
            if (other, one) not in found:
                found.setdefault((one, other))
    return list(found)


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
