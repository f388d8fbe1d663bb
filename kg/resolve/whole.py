"""What linking asks of all articles together, whatever part of their names it links: told from their outlines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.resolve import names
from kg.resolve.blocks import proposals
from kg.resolve.brackets import Pair, Written
from kg.resolve.known import KnownNames
from kg.resolve.outlines import Outline

WELL_CONNECTED = 50
"""Names in articles up to which a thing tells of what is related to it: everyone is in some country."""


@dataclass(frozen=True)
class Whole:
    """`pairs` are the names in brackets of each article; `proposals` the pairs of keys that blocks bring together.

    `recurring` are the words that stand in several names, `crowded` the identities of well-connected things.
    """

    pairs: Mapping[str, Sequence[Pair]] = field(default_factory=dict)
    proposals: Sequence[tuple[str, str]] = ()
    recurring: frozenset[str] = frozenset()
    crowded: frozenset[str] = frozenset()

    def pairs_of(self, keys: Container[str]) -> dict[str, Sequence[Pair]]:
        """The names in brackets that have one of the keys: both do, or none."""
        found = {doc: [pair for pair in pairs if names.key(pair.outside) in keys] for doc, pairs in self.pairs.items()}
        return {doc: pairs for doc, pairs in found.items() if pairs}


def whole_of(outlines: Sequence[Outline], known: KnownNames) -> Whole:
    """The whole of some articles, given in the order of their ids."""
    pairs = dict(_pairs(outlines))
    spellings: dict[str, str] = {}
    for outline in outlines:
        for term in outline.terms:
            spellings.setdefault(term.key, term.text)
    for found in pairs.values():
        for text in (text for pair in found for text in pair):
            spellings.setdefault(names.key(text), text)
    ordered = {key: spellings[key] for key in sorted(spellings)}
    words = Counter(word for key in ordered for word in set(key.split()))
    counts = Counter(term.identity for outline in outlines for term in outline.terms)
    return Whole(pairs, proposals(ordered, known.translations.pairs), _over(words, 1), _over(counts, WELL_CONNECTED))


def _pairs(outlines: Iterable[Outline]) -> Iterator[tuple[str, list[Pair]]]:
    """The pairs in brackets of each article that has some; what a name is depends on what others write."""
    bracketed = [outline for outline in outlines if outline.brackets]
    written = Written(form for outline in outlines if bracketed for term in outline.terms for form in term.forms)
    for outline in bracketed:
        if found := sorted({pair for bracket in outline.brackets if (pair := written.pair(bracket))}):
            yield outline.article, found


def _over(counts: Counter[str], most: int) -> frozenset[str]:
    return frozenset(text for text, count in counts.items() if count > most)
